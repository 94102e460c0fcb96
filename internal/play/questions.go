package play

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/format"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// The questions of a draft, one by one.
type (
	// Field is one key of a question as a form has it.
	Field = format.Field
	// Outline is what a list of questions shows of one.
	Outline = format.Outline
)

// Why the questions of a draft cannot be changed one by one.
var (
	ErrUnreadable  = format.ErrUnreadable
	ErrBraces      = format.ErrBraces
	ErrOneQuestion = format.ErrOneQuestion
	ErrComment     = format.ErrComment
)

// At names a question of a draft by its place, from 1, and by the state of its
// lines that somebody saw: where others have moved it since, it is found by
// that state.
type At struct {
	N    int
	Seen string // its State then
}

// State names how the lines of a question stand.
func State(text string) string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
	return hex.EncodeToString(sum[:8])
}

// OpenDraft reads the set.yaml of a draft for its questions. ErrNotFound where
// it has none, ErrUnreadable, ErrBraces.
func OpenDraft(d Draft) (*format.Document, error) {
	text, there := FileOf(d, format.MainFile)
	if !there {
		return nil, ErrNotFound
	}
	return format.OpenDocument(text)
}

// Place gives the place of a question of a draft, from 1. ErrChanged where its
// lines are no longer those that were seen, or are gone.
func Place(doc *format.Document, at At) (int, error) {
	i, err := find(doc, at)
	return i + 1, err
}

// find gives the place of a question, from 0. ErrChanged where its lines are no
// longer those that were seen.
func find(doc *format.Document, at At) (int, error) {
	if i := at.N - 1; i >= 0 && i < doc.Len() && State(doc.Outline(i).Text) == at.Seen {
		return i, nil
	}
	for i := range doc.Len() {
		if State(doc.Outline(i).Text) == at.Seen {
			return i, nil
		}
	}
	return 0, ErrChanged
}

// change writes the set.yaml of a draft anew. What others save meanwhile in
// other questions stays: the change is made on what they saved. ErrNotFound,
// ErrChanged and what change gives.
func (s *Staff) change(ctx context.Context, who Who, id uuid.UUID, change func(*format.Document) ([]byte, error)) error {
	return unlessOvertaken(func() error {
		d, err := s.editable(ctx, who, id)
		if err != nil {
			return err
		}
		doc, err := OpenDraft(d)
		if err != nil {
			return err
		}
		text, err := change(doc)
		if err != nil {
			return err
		}
		main := slices.IndexFunc(d.Files, isMainFile)
		if string(d.Files[main].Data) == string(text) {
			return nil
		}
		d.Files[main].Data = text
		_, err = s.Save(ctx, who, d)
		return err
	})
}

// unlessOvertaken looks at what is kept and changes it by act, which is ErrChanged
// where somebody else has changed it in between: then again, a few times.
func unlessOvertaken(act func() error) error {
	const tries = 4
	for range tries - 1 {
		if err := act(); !errors.Is(err, ErrChanged) {
			return err
		}
	}
	return act()
}

func isMainFile(f store.File) bool { return f.Name == format.MainFile }

// SaveQuestion writes what a form has for a question into the draft, on its own
// lines alone. It gives the place of the question, from 1. ErrNotFound,
// ErrChanged where somebody else has changed that question, *Refused, ErrComment.
func (s *Staff) SaveQuestion(ctx context.Context, who Who, id uuid.UUID, at At, form quiz.Form) (int, error) {
	return s.changeAt(ctx, who, id, at, func(doc *format.Document, i int) ([]byte, int, error) {
		if err := freshID(doc, i, form); err != nil {
			return nil, 0, err
		}
		text, err := doc.WithForm(i, form)
		return text, i, err
	})
}

// SaveQuestionText writes other text onto the lines of a question.
// ErrOneQuestion beside what SaveQuestion gives.
func (s *Staff) SaveQuestionText(ctx context.Context, who Who, id uuid.UUID, at At, text string) (int, error) {
	return s.changeAt(ctx, who, id, at, func(doc *format.Document, i int) ([]byte, int, error) {
		out, err := doc.WithText(i, text)
		return out, i, err
	})
}

// MoveQuestion lets a question change places with the one above it (by -1) or
// below it (by 1). At either end it stays.
func (s *Staff) MoveQuestion(ctx context.Context, who Who, id uuid.UUID, at At, by int) (int, error) {
	return s.changeAt(ctx, who, id, at, func(doc *format.Document, i int) ([]byte, int, error) {
		switch to := i + by; {
		case to < 0 || to >= doc.Len():
			return doc.Source(), i, nil
		case to < i:
			return doc.Moved(to), to, nil
		default:
			return doc.Moved(i), to, nil
		}
	})
}

// DoubleQuestion puts a copy of a question below it, and gives the copy's place.
func (s *Staff) DoubleQuestion(ctx context.Context, who Who, id uuid.UUID, at At) (int, error) {
	return s.changeAt(ctx, who, id, at, func(doc *format.Document, i int) ([]byte, int, error) {
		return doc.Doubled(i, FreeID(doc, doc.Outline(i).ID)), i + 1, nil
	})
}

// DeleteQuestion removes a question with the comments above it.
func (s *Staff) DeleteQuestion(ctx context.Context, who Who, id uuid.UUID, at At) error {
	_, err := s.changeAt(ctx, who, id, at, func(doc *format.Document, i int) ([]byte, int, error) {
		return doc.Without(i), max(0, i-1), nil
	})
	return err
}

// AddQuestion puts a question at the end as a form has it, and gives its place.
// *Refused.
func (s *Staff) AddQuestion(ctx context.Context, who Who, id uuid.UUID, form quiz.Form) (int, error) {
	n := 0
	err := s.change(ctx, who, id, func(doc *format.Document) ([]byte, error) {
		if err := freshID(doc, -1, form); err != nil {
			return nil, err
		}
		n = doc.Len() + 1
		return doc.WithForm(-1, form)
	})
	return n, err
}

// changeAt makes a change to one question, which stands at i, from 0, and then
// at to. It gives that place counted from 1.
func (s *Staff) changeAt(ctx context.Context, who Who, id uuid.UUID, at At, change func(doc *format.Document, i int) (text []byte, to int, err error)) (int, error) {
	n := 0
	err := s.change(ctx, who, id, func(doc *format.Document) ([]byte, error) {
		i, err := find(doc, at)
		if err != nil {
			return nil, err
		}
		text, to, err := change(doc, i)
		n = to + 1
		return text, err
	})
	return n, err
}

// freshID refuses a form that takes a question its name: by it everything else
// speaks of the question.
func freshID(doc *format.Document, i int, form quiz.Form) error {
	if ids, shown := form["q.id"]; shown || i < 0 {
		id := ""
		if shown {
			id = strings.TrimSpace(ids[0])
		}
		if id == "" {
			return &Refused{"refused.question-id"}
		}
		for k, other := range doc.IDs() {
			if other == id && k != i && (i < 0 || doc.Outline(i).ID != id) {
				return &Refused{"refused.question-id-taken"}
			}
		}
	}
	return nil
}

// FreeID gives an id like another that no question of a set has.
func FreeID(doc *format.Document, id string) string {
	taken := &quiz.Set{}
	for _, other := range doc.IDs() {
		taken.Questions = append(taken.Questions, quiz.Question{ID: other})
	}
	return freeID(taken, id)
}

// Press does what a button of a form says with its lists.
func Press(form quiz.Form, button string) (focus string, ok bool) { return format.Press(form, button) }

// PickPassage fills in a citation with a passage of the reading: quote, and what
// tells it from its other places. cite is the name of the citation's field. It
// reports false where there is no such passage.
func PickPassage(set *quiz.Set, form quiz.Form, cite string, passage int) bool {
	of, ok := strings.CutSuffix(cite, ".cite")
	if !ok || set == nil || set.Reading == nil || passage < 0 || passage >= len(set.Reading.Passages) {
		return false
	}
	words := oneLine(set.Reading.Passages[passage].Text)
	form[of+".quote"], form[of+".before"], form[of+".after"] = []string{words}, []string{""}, []string{""}
	if found := set.Reading.Find(quiz.Citation{Quote: words}.Selector()); len(found) > 1 {
		for _, m := range found {
			if key, beside := set.Neighbours(words, m); m.First == passage && key != "" {
				form[of+"."+key] = []string{beside}
			}
		}
	}
	return true
}

// FindPassages gives at most n passages of the reading that share words with a
// text, the most like it first.
func FindPassages(set *quiz.Set, words string, n int) []SuggestedPassage {
	if set == nil || set.Reading == nil {
		return nil
	}
	var out []SuggestedPassage
	for _, found := range set.Reading.Suggest(words, n) {
		out = append(out, suggested(set.Reading, found.Passage))
	}
	return out
}

// wordsOf gives what a question says, by which passages are found for it: its
// stem, its key and its explanation.
func wordsOf(q *quiz.Question) string {
	return q.Stem + " " + keyOf(q) + " " + keyOf(q) + " " + q.Explanation
}
