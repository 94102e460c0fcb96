package sheet

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// text makes Markdown of a cell: in tables of others it is words, and perhaps HTML.
func (e *entry) text(c cell) string {
	if e.head.markdown {
		return c.text
	}
	md, lost := kit.Auto(c.text)
	for _, what := range lost {
		e.item.Lose(c.at, "markup-dropped", "put it into words", "the text holds %s", what)
	}
	return md
}

func (e *entry) plain(c cell) string {
	if e.head.markdown {
		return c.text
	}
	words, _ := kit.Plain(e.text(c))
	return words
}

// adapt makes a question of ours of a row.
func (e *entry) adapt(m *kit.Import) {
	q := quiz.Question{
		ID: e.head.get(e.row, id).text, Topic: m.Topic(e.head.get(e.row, topic).text), Kind: e.kind,
		Stem: e.text(e.head.get(e.row, question)), Explanation: e.text(e.head.get(e.row, explanation)),
	}
	if w := e.head.get(e.row, weight); w.text != "" {
		f, err := strconv.ParseFloat(w.text, 64)
		if err != nil || f < 0 {
			e.item.Lose(w.at, "bad-weight", "write a number such as 2", "the weight %q is no number", w.text)
		} else if f != 1 {
			q.Weight = f
		}
	}
	raw := e.raw()
	switch e.kind {
	case choice.SingleKind, choice.MultipleKind:
		q.Body = e.choice()
	case truefalse.Kind:
		answer, ok := verdict(e.right.text)
		if !ok {
			e.item.Refuse(e.right.at, "bad-answer", "write true or false", "%q is neither true nor false", e.right.text)
			return
		}
		q.Body = &truefalse.Claim{Answer: answer}
	case shorttext.Kind:
		q.Body = e.short()
	case numeric.Kind:
		q.Body = e.number()
	case matching.Kind:
		q.Body = e.matching()
	case ordering.Kind:
		o := &ordering.Ordering{}
		for _, one := range e.options {
			o.Items = append(o.Items, ordering.Item{Text: e.text(one.text), Because: e.text(one.because)})
		}
		q.Body = o
	default:
		m.Unsupported(e.item, q, e.at, e.kind, "nothing says what is right", raw)
		return
	}
	if q.Body != nil {
		m.Add(e.item, q, e.at, raw)
	}
}

func (e *entry) raw() string {
	var texts []string
	for _, c := range e.row {
		texts = append(texts, c.text)
	}
	return strings.TrimRight(strings.Join(texts, " | "), " |")
}

func (e *entry) choice() quiz.Body {
	places, ok := e.places()
	if !ok {
		e.item.Refuse(e.right.at, "bad-answer", "write the letters, the numbers or the text of options that there are", "%q names no option of the %d", e.right.text, len(e.options))
		return nil
	}
	var options choice.Options
	for i, one := range e.options {
		o := choice.Option{Text: e.text(one.text), Correct: slices.Contains(places, i), Because: e.text(one.because)}
		o.Locate("", one.text.at)
		options = append(options, o)
	}
	if e.kind == choice.MultipleKind {
		return &choice.Multiple{Options: options}
	}
	return &choice.Single{Options: options}
}

func (e *entry) short() quiz.Body {
	var rules shorttext.Rules
	if e.right.text != "" {
		rules.Answers = append(rules.Answers, shorttext.Answer{Text: e.right.text})
	}
	for _, one := range e.options {
		kit.AddAnswer(&rules, shorttext.Answer{Text: one.text.text, Because: e.text(one.because)}, e.item, one.text.at)
	}
	return &shorttext.ShortText{Rules: rules}
}

func (e *entry) number() quiz.Body {
	value, err := strconv.ParseFloat(e.right.text, 64)
	if err != nil || !decimal.MatchString(e.right.text) {
		e.item.Refuse(e.right.at, "bad-number", "write a number such as 3.14, with a point", "%q is no number", e.right.text)
		return nil
	}
	a := numeric.Answer{Value: &value}
	if t := e.head.get(e.row, tolerance); t.text != "" {
		if a.Tolerance, err = strconv.ParseFloat(t.text, 64); err != nil {
			e.item.Lose(t.at, "bad-number", "write a number such as 0.1, with a point", "the tolerance %q is no number", t.text)
		}
	}
	return &numeric.Numeric{Rules: numeric.Rules{Answers: []numeric.Answer{a}}}
}

// arrow stands between a text and its match in one cell.
const arrow = " -> "

func (e *entry) matching() quiz.Body {
	b := &matching.Matching{}
	for _, one := range e.options {
		left, right, found := strings.Cut(" "+one.text.text, arrow)
		left, right = strings.TrimSpace(left), strings.TrimSpace(right)
		switch {
		case !found:
			e.item.Refuse(one.text.at, "no-arrow", "write text -> match in the cell", "this cell has no -> between a text and its match")
			return nil
		case left == "":
			b.Distractors = append(b.Distractors, matching.Distractor{Text: e.plain(cell{right, one.text.at}), Because: e.text(one.because)})
		default:
			b.Pairs = append(b.Pairs, matching.Pair{Text: e.text(cell{left, one.text.at}), Match: e.plain(cell{right, one.text.at}), Because: e.text(one.because)})
		}
	}
	return b
}
