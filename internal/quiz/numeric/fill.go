package numeric

import (
	"strings"

	"verbatim/internal/quiz"
)

// Fill gives the form in which the number is typed.
func (n *Numeric) Fill(_ quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	n.FillIn(field, r, form)
	return form
}

// FillIn types a response into a field, as ReadIn reads it.
func (n *Rules) FillIn(field string, r quiz.Response, form quiz.Form) {
	if _, _, err := n.match(r); err != nil {
		return
	}
	if n.unitEntry() != Select {
		form[field] = []string{string(r)}
		return
	}
	number, name, _ := strings.Cut(string(r), " ")
	form[field] = []string{number}
	for i := range n.Units {
		if fold(n.Units[i].Name) == name {
			form.Put(unitField(field), inOrder(len(n.Units)), i)
			break
		}
	}
}

// Say gives the number with its unit.
func (n *Rules) Say(r quiz.Response) []quiz.Said {
	text := n.Part(r).Given.Text
	if text == "" {
		return nil
	}
	return []quiz.Said{{Text: text, Plain: true}}
}
