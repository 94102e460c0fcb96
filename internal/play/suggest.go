package play

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Suggestion is a passage that may settle a question which has no quote. It is
// no part of the set until somebody accepts it.
type Suggestion struct {
	Question *quiz.Question
	Passages []SuggestedPassage // the likeliest first
}

// SuggestedPassage is one passage of the reading.
type SuggestedPassage struct {
	N     int // its place among the reading's passages
	Words string
	HTML  string // the words with their maths set
}

func suggested(doc *reading.Document, passage int) SuggestedPassage {
	words := oneLine(doc.Passages[passage].Text)
	return SuggestedPassage{passage, words, doc.Typeset(words)}
}

const suggestedPassages = 3

// Suggest finds passages for the questions of a draft that have no quote: those
// that are most like the question, its key and its explanation.
func Suggest(set *quiz.Set) []Suggestion {
	if set == nil || set.Reading == nil {
		return nil
	}
	var out []Suggestion
	for i := range set.Questions {
		q := &set.Questions[i]
		if q.Quote != "" {
			continue
		}
		s := Suggestion{Question: q}
		for _, found := range set.Reading.Suggest(wordsOf(q), suggestedPassages) {
			s.Passages = append(s.Passages, suggested(set.Reading, found.Passage))
		}
		if len(s.Passages) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// keyOf gives the right answer of a question in words.
func keyOf(q *quiz.Question) string {
	if q.Body == nil {
		return ""
	}
	var words []string
	for _, said := range q.Body.Say(q.Body.Key()) {
		words = append(words, said.Of, said.Text)
	}
	return strings.Join(words, " ")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// ownCitation is the field of a question's own quote, beside those of its options.
const ownCitation = "q.cite"

// Accept makes a passage of the reading the quote of a question that has none.
// No other question's lines change. ErrNotFound, ErrChanged, *Refused where it
// has a quote, or cannot be changed by itself.
func (s *Staff) Accept(ctx context.Context, who Who, id uuid.UUID, version int, question string, passage int) (Draft, error) {
	d, err := s.editable(ctx, who, id)
	if err != nil {
		return Draft{}, err
	}
	if d.Version != version {
		return Draft{}, ErrChanged
	}
	set := Look(d).Set
	form := quiz.Form{}
	if set == nil || set.Index(question) < 0 || !PickPassage(set, form, ownCitation, passage) {
		return Draft{}, ErrNotFound
	}
	doc, err := OpenDraft(d)
	if err != nil || set.Questions[set.Index(question)].Quote != "" {
		return Draft{}, &Refused{"refused.quote-line"}
	}
	at := slices.Index(doc.IDs(), question)
	if at < 0 {
		return Draft{}, &Refused{"refused.quote-line"}
	}
	text, err := doc.WithForm(at, form)
	if err != nil {
		return Draft{}, &Refused{"refused.quote-line"}
	}
	d.Files[slices.IndexFunc(d.Files, isMainFile)].Data = text
	return s.Save(ctx, who, d)
}
