package lint

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// A Draft is the beginning of a question on a passage that none cites: its
// words with the key terms left out.
type Draft struct {
	ID      string
	Section string // the heading that the passage stands under; it may be empty
	Line    int    // of the passage in the reading
	Text    string // the passage in Markdown, with [[name]] for each blank
	Blanks  []Blank
	quiz.Citation
}

// Blank is a term that a draft leaves out.
type Blank struct {
	Name   string
	Answer string
}

// Drafts makes a draft of each passage that neither the questions nor the
// drafts of the set cite, nor those given; it gives the number of passages that
// are too short to be quoted, too. It fails with ErrNoReading.
func Drafts(s *quiz.Set, others []quiz.Question) (drafts []Draft, short int, err error) {
	if s.Reading == nil {
		return nil, 0, ErrNoReading
	}
	d := &drafter{set: s, words: takeLexicon(s.Language), ids: map[string]bool{}, in: map[string]int{}}
	defer d.words.release()
	cited := map[int]bool{}
	for _, questions := range [][]quiz.Question{s.Questions, s.Drafts, others} {
		for i := range questions {
			d.ids[questions[i].ID] = true
			for _, n := range cites(s.Reading, &questions[i]) {
				cited[n] = true
			}
		}
	}
	for _, p := range s.Reading.Passages {
		for root := range d.words.plain(p.Text).content() {
			d.in[root]++
		}
	}
	for _, p := range s.Reading.Passages {
		if cited[p.N] || p.NoQuestion {
			continue
		}
		if draft, ok := d.draft(p); ok {
			drafts = append(drafts, draft)
		} else {
			short++
		}
	}
	return drafts, short, nil
}

type drafter struct {
	set   *quiz.Set
	words *lexicon
	ids   map[string]bool // those taken
	in    map[string]int  // in how many passages a root stands
}

// draft makes a draft of a passage; it fails where its words cannot be quoted.
func (d *drafter) draft(p reading.Passage) (Draft, bool) {
	text := p.Text
	if p.Kind == reading.Row { // one cell is quoted
		text = slices.MaxFunc(strings.Split(text, " | "), func(a, b string) int {
			return cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
		})
	}
	section := d.set.Reading.Sections[p.Section].Title
	out := Draft{Section: section, Line: p.Line}
	var ok bool
	if out.Citation, ok = d.cite(p, text); !ok {
		return Draft{}, false
	}
	out.Text, out.Blanks = d.cloze(text)
	out.ID = d.id(section, out.Blanks)
	return out, true
}

// cite quotes a text of a passage, with its neighbours where it stands twice.
func (d *drafter) cite(p reading.Passage, text string) (quiz.Citation, bool) {
	c := quiz.Citation{Quote: strings.Join(strings.Fields(text), " ")}
	if utf8.RuneCountInString(reading.Fold(c.Quote)) < quiz.MinQuote || !strings.ContainsFunc(c.Quote, unicode.IsLetter) {
		return c, false
	}
	for _, m := range d.set.Reading.Find(c.Selector()) {
		if m.First != p.N {
			continue
		}
		if len(d.set.Reading.Find(c.Selector())) > 1 {
			switch key, words := d.set.Neighbours(c.Quote, m); key {
			case "before":
				c.Before = words
			case "after":
				c.After = words
			default:
				return c, false
			}
		}
		return c, true
	}
	return c, false
}

// What is left out: the rarest words of the reading, one in a short passage and
// two in a longer one.
const (
	longPassage = 10 // words
	shortTerm   = 4  // letters of the shortest term that is no number
)

// cloze leaves the key terms out of a text.
func (d *drafter) cloze(text string) (string, []Blank) {
	fields := strings.Fields(text)
	type term struct {
		at    int
		bare  string
		score float64
	}
	var terms []term
	for i, field := range fields {
		bare := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
		if strings.ContainsFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '-' }) {
			continue
		}
		said := d.words.plain(bare)
		number := strings.ContainsFunc(bare, unicode.IsNumber)
		if len(said.content()) == 0 || !number && utf8.RuneCountInString(bare) < shortTerm {
			continue
		}
		score := 0.0
		for root := range said.content() {
			score = max(score, math.Log(float64(len(d.set.Reading.Passages)+1)/float64(d.in[root])))
		}
		// Of equally rare words the longer one is the likelier term.
		terms = append(terms, term{i, bare, score + float64(utf8.RuneCountInString(bare))/20})
	}
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(b.score, a.score) })
	if len(terms) > 0 { // no two blanks beside each other: nobody could tell which is which
		best := terms[0].at
		terms = slices.DeleteFunc(terms, func(t term) bool { return t.at == best-1 || t.at == best+1 })
	}
	n := 1
	if len(fields) >= longPassage {
		n = 2
	}
	terms = terms[:min(n, len(terms))]
	slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.at, b.at) })
	for i := range fields {
		fields[i] = markdownSigns.ReplaceAllString(fields[i], `\$0`)
	}
	var blanks []Blank
	for i, t := range terms {
		b := Blank{Name: string(rune('a' + i)), Answer: t.bare}
		blanks = append(blanks, b)
		fields[t.at] = strings.Replace(fields[t.at], t.bare, "[["+b.Name+"]]", 1)
	}
	return strings.Join(fields, " "), blanks
}

// markdownSigns are what Markdown would take for more than it is.
var markdownSigns = regexp.MustCompile("[\\\\`*_\\[\\]<>&!]")

// id makes a name of the section and the first term that is not taken yet.
func (d *drafter) id(section string, blanks []Blank) string {
	slug := func(text string) []string {
		return strings.FieldsFunc(strings.ToLower(reading.Fold(text)), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	}
	const words = 3 // of the section's title
	parts := slug(section)
	parts = parts[:min(words, len(parts))]
	if len(blanks) > 0 {
		parts = append(parts, slug(blanks[0].Answer)...)
	}
	base := strings.Join(parts, "-")
	if base == "" {
		base = "passage"
	}
	id := base
	for n := 2; d.ids[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	d.ids[id] = true
	return id
}
