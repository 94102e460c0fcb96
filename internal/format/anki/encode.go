package anki

import (
	"encoding/csv"
	"fmt"
	"html"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/reading"
)

// preamble says how the notes are written, so that Anki need not be told.
const preamble = "#separator:tab\n#html:true\n#columns:Front\tBack\tExtra\tTags\n#tags column:4\n"

// encode writes a set as notes with HTML fields.
func encode(set *quiz.Set) (*kit.Export, error) {
	w := kit.NewWriter("Anki")
	var out strings.Builder
	out.WriteString(preamble)
	notes := csv.NewWriter(&out)
	notes.Comma = '\t'
	w.Each(set, func(q *quiz.Question) string {
		front, back, why := sides(q)
		if why == noKind {
			return w.NoSuchKind(q)
		}
		if why != "" {
			return why
		}
		tag := ""
		if q.Topic != "" {
			tag = strings.Join(strings.Fields(set.Topics.Title(q.Topic)), "_")
		}
		if err := notes.Write([]string{front, back, reading.Inline(q.Explanation), tag}); err != nil {
			return err.Error()
		}
		return ""
	})
	notes.Flush()
	if err := notes.Error(); err != nil {
		return nil, fmt.Errorf("the notes cannot be written: %w", err)
	}
	return w.Finish(decode, quiz.File{Name: set.ID + ".txt", Data: []byte(out.String())})
}

const noKind = "no such kind"

// sides gives the two sides of a note as HTML.
func sides(q *quiz.Question) (front, back, why string) {
	front = reading.Inline(q.Stem)
	switch b := q.Body.(type) {
	case *shorttext.ShortText:
		for _, a := range b.Answers {
			text := strings.ReplaceAll(a.Text, `\*`, "")
			if (a.Fraction == nil || *a.Fraction == 1) && !strings.Contains(text, "*") {
				return front, html.EscapeString(strings.ReplaceAll(a.Text, `\*`, "*")), ""
			}
		}
		return "", "", "no answer can be written on the back of a card"
	case *numeric.Numeric:
		for _, a := range b.Answers {
			if a.Value != nil && (a.Fraction == nil || *a.Fraction == 1) {
				return front, strconv.FormatFloat(*a.Value, 'g', -1, 64), ""
			}
		}
		return "", "", "no number can be written on the back of a card"
	case *truefalse.Claim:
		return front, string(b.Answer), ""
	case *choice.Single:
		front, back = picks(front, b.Options)
	case *choice.Multiple:
		front, back = picks(front, b.Options)
	default:
		why = noKind
	}
	return front, back, why
}

// picks lists the options on the front and the right ones on the back.
func picks(front string, options choice.Options) (string, string) {
	var all, right []string
	for _, o := range options {
		text := reading.Inline(o.Text)
		all = append(all, "<li>"+text+"</li>")
		if o.Correct {
			right = append(right, text)
		}
	}
	return front + "<ul>" + strings.Join(all, "") + "</ul>", strings.Join(right, "; ")
}
