package play

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/format"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/store"
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
		for _, found := range set.Reading.Suggest(WordsOf(q), suggestedPassages) {
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

// Accept makes a passage of the reading the quote of a question, by a line in
// the draft's set.yaml; the rest of the file stays as it is. ErrNotFound,
// ErrChanged, *Refused where the line cannot be added by itself.
func (s *Staff) Accept(ctx context.Context, who Who, id uuid.UUID, version int, question string, passage int) (Draft, error) {
	d, err := s.editable(ctx, who, id)
	if err != nil {
		return Draft{}, err
	}
	if d.Version != version {
		return Draft{}, ErrChanged
	}
	set := Look(d).Set
	if set == nil || set.Reading == nil || set.Index(question) < 0 || passage < 0 || passage >= len(set.Reading.Passages) {
		return Draft{}, ErrNotFound
	}
	q := set.Questions[set.Index(question)]
	text, _ := FileOf(d, format.MainFile)
	lines := bytes.SplitAfter(text, []byte("\n"))
	at := q.Pos("id").Line
	if q.Quote != "" || at < 1 || at > len(lines) {
		return Draft{}, &Refused{"refused.quote-line"}
	}
	indent := bytes.Index(lines[at-1], []byte("id:"))
	if indent < 0 || bytes.ContainsAny(lines[at-1], "{}") {
		return Draft{}, &Refused{"refused.quote-line"}
	}
	words := oneLine(set.Reading.Passages[passage].Text)
	margin := strings.Repeat(" ", indent)
	var line strings.Builder
	line.WriteString(margin + "quote: " + yamlText(words) + "\n")
	if found := set.Reading.Find(quiz.Citation{Quote: words}.Selector()); len(found) > 1 {
		for _, m := range found {
			if key, beside := set.Neighbours(words, m); m.First == passage && key != "" {
				line.WriteString(margin + key + ": " + yamlText(beside) + "\n")
			}
		}
	}
	var next bytes.Buffer
	for i, l := range lines {
		next.Write(l)
		if i == at-1 {
			if !bytes.HasSuffix(l, []byte("\n")) {
				next.WriteByte('\n')
			}
			next.WriteString(line.String())
		}
	}
	for i := range d.Files {
		if d.Files[i].Name == format.MainFile {
			d.Files[i] = store.File{Name: format.MainFile, Data: next.Bytes()}
		}
	}
	return s.Save(ctx, who, d)
}

// yamlText writes words in double quotes.
func yamlText(words string) string {
	return fmt.Sprintf("%q", cmp.Or(words, " "))
}
