package kit

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	_ "verbatim/internal/quiz/kinds" // what comes in is held to the rules of its kind
	"verbatim/internal/quiz/unsupported"
	"verbatim/internal/reading"
)

// Import is what a decoder makes of a file.
type Import struct {
	Set   *quiz.Set
	Media []quiz.File // files that the questions name, by their path beside set.yaml
	// Encoding names how the text was encoded, where that had to be guessed.
	Encoding string
	Ledger

	ids    map[string]int    // how often each was wanted
	topics map[string]string // names by title
}

// NewImport begins the import of a file; the set has the file's name until the
// decoder finds a better one.
func NewImport(in Input) *Import {
	set := &quiz.Set{Title: cmp.Or(strings.TrimSpace(in.Base()), "Questions"), ID: cmp.Or(Slug(in.Base()), "set")}
	set.Locate("", diag.Pos{File: in.Name, Line: 1, Col: 1})
	return &Import{Set: set, ids: map[string]int{}, topics: map[string]string{}}
}

// Topic gives the name of the topic with that title, which it adds where there
// is none yet.
func (m *Import) Topic(title string) string {
	title = strings.Join(strings.Fields(title), " ")
	if title == "" {
		return ""
	}
	if name, ok := m.topics[title]; ok {
		return name
	}
	base := cmp.Or(Slug(title), "topic")
	name := base
	for n := 2; m.Set.Topics.Has(name); n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	m.topics[title] = name
	m.Set.Topics.Put(name, title)
	return name
}

// Draw records that n of the questions of the topic with that title are drawn
// for each learner. Where the topic comes to have no more than these, all are asked.
func (m *Import) Draw(title string, n int) {
	if topic := m.Topic(title); topic != "" && n > 0 {
		if m.Set.Draw == nil {
			m.Set.Draw = quiz.Draws{}
		}
		m.Set.Draw[topic] = n
	}
}

// Add puts a question into the set and finishes its entry. q.ID may be any
// words that name the question, or nothing: an id is made of them, or else of
// the stem. at is where the question stands; raw is its source, which is kept
// where no kind can ask it as it is.
func (m *Import) Add(item *Item, q quiz.Question, at diag.Pos, raw string) {
	q.ID = m.id(cmp.Or(Slug(q.ID), Slug(firstWords(q.Stem)), "question"))
	item.rename(q.ID)
	q.Locate("", at)
	if q.Kind == "" {
		q.Kind = quiz.DefaultKind
	}
	if strings.TrimSpace(q.Stem) == "" {
		item.Lose(at, "empty-stem", "write what is asked", "the question has no text")
		q.Stem = "…"
	}
	if _, done := q.Body.(*unsupported.Question); !done {
		m.hold(item, &q, at, raw)
	}
	m.Set.Questions = append(m.Set.Questions, q)
}

// Unsupported puts a question into the set that no kind can ask. was is what
// its format calls it, reason why it cannot be asked.
func (m *Import) Unsupported(item *Item, q quiz.Question, at diag.Pos, was, reason, raw string) {
	item.Lose(at, "unsupported-kind", "write it again as a kind that can be graded, or remove it",
		"the question is kept and not asked: %s", reason)
	q.Kind, q.Body = unsupported.Kind, &unsupported.Question{Was: was, Reason: reason, Text: raw}
	m.Add(item, q, at, raw)
}

// hold makes of a question that its kind finds wrong one that is kept and not asked.
func (m *Import) hold(item *Item, q *quiz.Question, at diag.Pos, raw string) {
	var list diag.List
	q.Body.Validate(q, &quiz.Report{List: &list, Question: q.ID})
	for _, d := range list {
		if d.Severity == diag.Error {
			item.Lose(at, "not-gradable", d.Hint, "the question is kept and not asked: %s", d.Message)
			q.Body = &unsupported.Question{Was: q.Kind, Reason: d.Message, Text: raw}
			q.Kind = unsupported.Kind
			return
		}
	}
}

// Finish completes the set once all questions are in: where some have a topic,
// all have one.
func (m *Import) Finish() *Import {
	if len(m.Set.Topics) > 0 {
		for i := range m.Set.Questions {
			if q := &m.Set.Questions[i]; q.Topic == "" {
				q.Topic = m.Topic("Other questions")
			}
		}
	}
	m.Set.Draw = m.Set.Draw.Settled(&quiz.Set{Questions: m.Set.Questions})
	m.List.Sort()
	return m
}

// id gives an id that no other question has: base, or base with a number.
func (m *Import) id(base string) string {
	id := base
	for m.ids[id] > 0 {
		m.ids[base]++
		id = fmt.Sprintf("%s-%d", base, m.ids[base])
	}
	m.ids[id]++
	return id
}

// Sound is the import of a set in our own format: questions that have errors
// are refused, and the others come in as they are. list is what was found in
// the set, which is nil where its syntax is broken.
func Sound(set *quiz.Set, list diag.List) *Import {
	m := &Import{Set: set, Ledger: Ledger{List: slices.DeleteFunc(slices.Clone(list), ofNoConcern)}}
	if set == nil {
		m.Set = &quiz.Set{}
		return m
	}
	broken := map[string]bool{}
	for _, d := range m.List {
		broken[d.Question] = broken[d.Question] || d.Severity == diag.Error
	}
	kept := *set
	kept.Questions = nil
	for _, q := range set.Questions {
		item := m.Item(q.ID)
		if q.Body == nil || broken[q.ID] {
			item.Refuse(q.Pos(""), "not-imported", "correct what the other findings name", "the question %q has errors", q.ID)
			continue
		}
		kept.Questions = append(kept.Questions, q)
	}
	m.Set = &kept
	m.List.Sort()
	return m
}

// ofNoConcern says whether a finding about a set, true as it is, is none about
// bringing it elsewhere: warnings, and the questions that no kind can ask.
func ofNoConcern(d diag.Diagnostic) bool {
	return d.Severity == diag.Warning || d.Code == "unsupported-kind"
}

// Merge adds the questions of another file. The error says that both have a
// reading, which one set cannot.
func (m *Import) Merge(other *Import) error {
	switch {
	case other.Set.ReadingFile == "":
	case m.Set.ReadingFile == "" && m.Set.Reading == nil:
		m.Set.Source = other.Set.Source
		m.Set.ReadingFile, m.Set.Reading, m.Set.Files = other.Set.ReadingFile, other.Set.Reading, other.Set.Files
	default:
		return errors.New("the set has a reading, and so has one before it: convert them one by one")
	}
	if m.ids == nil {
		m.ids, m.topics = map[string]int{}, map[string]string{}
		for _, q := range m.Set.Questions {
			m.ids[q.ID] = 1
		}
		for _, t := range m.Set.Topics {
			m.topics[t.Title] = t.Name
		}
	}
	for _, q := range other.Set.Questions {
		q.ID = m.id(q.ID)
		q.Topic = m.Topic(other.Set.Topics.Title(q.Topic))
		m.Set.Questions = append(m.Set.Questions, q)
	}
	for topic, n := range other.Set.Draw {
		m.Draw(other.Set.Topics.Title(topic), n)
	}
	m.Media = append(m.Media, other.Media...)
	m.List = append(m.List, other.List...)
	m.Fates = append(m.Fates, other.Fates...)
	m.Finish()
	return nil
}

// maxSlug is the length of the longest id that is made.
const maxSlug = 60

// Slug makes an id of words: small letters and digits with hyphens between
// them, accents left out. It is empty where no word has a Latin letter or a digit.
func Slug(words string) string {
	bare, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), words)
	if err != nil {
		bare = words
	}
	parts := strings.FieldsFunc(strings.ToLower(bare), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := ""
	for i, part := range parts {
		switch {
		case i == 0:
			slug = part[:min(len(part), maxSlug)]
		case len(slug)+1+len(part) > maxSlug:
			return slug
		default:
			slug += "-" + part
		}
	}
	return slug
}

// firstWords are enough of a stem to tell it from others.
func firstWords(stem string) string {
	words := strings.Fields(reading.Plain(stem))
	return strings.Join(words[:min(6, len(words))], " ")
}
