package kit

import (
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/passage"
	"verbatim/internal/quiz/twopart"
)

// standIn gives a question that asks nearly the same by a kind that more
// formats have, and what is lost by it; nil where there is none.
func standIn(q *quiz.Question) (other *quiz.Question, lost string) {
	with := *q
	switch b := q.Body.(type) {
	case *passage.Find:
		options := Passages(b)
		if len(options) == 0 {
			return nil, ""
		}
		no := false
		with.Shuffle = &no
		if len(options.Right()) > 1 {
			with.Kind, with.Body = choice.MultipleKind, &choice.Multiple{Options: options, Exact: b.Exact}
		} else {
			with.Kind, with.Body = choice.SingleKind, &choice.Single{Options: options}
		}
		return &with, "the passage is chosen from a list, not in the reading"
	case *twopart.TwoPart:
		evidence := b.Evidence()
		if len(evidence.Right()) != 1 || b.Exact {
			return nil, ""
		}
		for i := range evidence {
			evidence[i].Text = plainWords(evidence[i].Text)
		}
		answers := append(choice.Options(nil), b.Options...)
		for i := range answers {
			answers[i].Text = plainWords(answers[i].Text)
		}
		text := "[[answer]]\n\n" + b.Prompt + " [[evidence]]"
		with.Kind, with.Body = cloze.Kind, &cloze.Cloze{Text: text, Blanks: []cloze.Blank{
			{Name: "answer", Select: &cloze.Select{Single: choice.Single{Options: answers}}},
			{Name: "evidence", Select: &cloze.Select{Single: choice.Single{Options: evidence}}},
		}}
		return &with, "each part earns half by itself, whatever the other"
	}
	return nil, ""
}

// Passages are what a question that asks for a passage offers, as Markdown.
func Passages(f *passage.Find) choice.Options {
	options := f.Options()
	for i := range options {
		options[i].Text = Markdown(options[i].Text)
	}
	return options
}

func plainWords(md string) string {
	words, _ := Plain(md)
	return words
}
