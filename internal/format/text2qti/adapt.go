package text2qti

import (
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

func (q *draft) shared() quiz.Question {
	return quiz.Question{ID: q.title, Topic: q.topic, Stem: q.markdown(q.stem), Explanation: q.markdown(q.general), Weight: q.weight()}
}

// markdown takes a text as it is, but for the HTML in it.
func (q *draft) markdown(text string) string {
	md, lost := kit.MixedMarkdown(text)
	for _, what := range lost {
		q.item.Lose(q.at, "markup-dropped", "put it into words", "the text holds %s", what)
	}
	return md
}

func (d *decoder) leave(q *draft, was, reason string) {
	d.Unsupported(q.item, q.shared(), q.at, was, reason, strings.Join(q.raw, "\n"))
}

// adapt makes a question of ours of a draft: the first of its answers says of
// which kind it is.
func (d *decoder) adapt(q *draft) {
	if len(q.answers) == 0 {
		q.item.Refuse(q.at, "no-answers", "write the answers below the question", "the question has no answers")
		return
	}
	var body quiz.Body
	first := q.answers[0].kind
	for _, a := range q.answers {
		if family(a.kind) != family(first) {
			q.item.Refuse(a.at, "mixed-answers", "write all answers of a question in the same way", "this answer is of another kind than the first")
			return
		}
	}
	switch family(first) {
	case essay:
		d.leave(q, "essay", "an essay is for people to grade")
		return
	case upload:
		d.leave(q, "file upload", "a file is for people to grade")
		return
	case option:
		body = q.single()
	case box:
		body = &choice.Multiple{Options: q.options()}
	case shortAnswer:
		body = q.short()
	case number:
		body = q.number()
	}
	if body == nil {
		return
	}
	one := q.shared()
	one.Body, one.Kind = body, kindOf(body)
	d.Add(q.item, one, q.at, q.stem+"\n"+strings.Join(q.raw, "\n"))
}

func family(k kind) kind {
	switch k {
	case rightOption:
		return option
	case rightBox:
		return box
	}
	return k
}

func kindOf(b quiz.Body) string {
	switch b.(type) {
	case *truefalse.Claim:
		return truefalse.Kind
	case *choice.Multiple:
		return choice.MultipleKind
	case *shorttext.ShortText:
		return shorttext.Kind
	case *numeric.Numeric:
		return numeric.Kind
	}
	return choice.SingleKind
}

func (q *draft) options() choice.Options {
	var options choice.Options
	for _, a := range q.answers {
		o := choice.Option{Text: q.markdown(a.text), Correct: a.kind == rightOption || a.kind == rightBox, Because: q.markdown(a.feedback)}
		o.Locate("", a.at)
		if o.Text == "" {
			q.item.Lose(a.at, "empty-option", "write its text or remove it", "an option without a text is left out")
			continue
		}
		options = append(options, o)
	}
	return options
}

// single is a question with one right option, or one of true and false.
func (q *draft) single() quiz.Body {
	options := q.options()
	if len(options) != 2 || len(options.Right()) != 1 {
		return &choice.Single{Options: options}
	}
	c := &truefalse.Claim{}
	for _, o := range options {
		answer := truefalse.True
		switch strings.ToLower(o.Text) {
		case "true":
			c.Because.True = o.Because
		case "false":
			c.Because.False, answer = o.Because, truefalse.False
		default:
			return &choice.Single{Options: options}
		}
		if o.Correct {
			c.Answer = answer
		}
	}
	if strings.EqualFold(options[0].Text, options[1].Text) {
		return &choice.Single{Options: options}
	}
	return c
}

var stars = strings.NewReplacer("*", `\*`)

func (q *draft) short() quiz.Body {
	var rules shorttext.Rules
	for _, a := range q.answers {
		one := shorttext.Answer{Text: stars.Replace(a.text), Because: q.markdown(a.feedback)}
		one.Locate("", a.at)
		if one.Text == "" {
			q.item.Lose(a.at, "empty-option", "write its text or remove it", "an answer without a text is left out")
			continue
		}
		kit.AddAnswer(&rules, one, q.item, a.at)
	}
	return &shorttext.ShortText{Rules: rules}
}

const float = `([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)`

var (
	interval = regexp.MustCompile(`^\[\s*` + float + `\s*,\s*` + float + `\s*\]$`)
	exact    = regexp.MustCompile(`^` + float + `(?:\s*\+-\s*` + float + `\s*(%?))?$`)
)

// number reads 5, 5 +- 0.1, 5 +- 2% or [4.9, 5.1].
func (q *draft) number() quiz.Body {
	n := &numeric.Numeric{}
	for _, a := range q.answers {
		one := numeric.Answer{Because: q.markdown(a.feedback)}
		if m := interval.FindStringSubmatch(a.text); m != nil {
			least, most := parse(m[1]), parse(m[2])
			one.Min, one.Max = &least, &most
		} else if m := exact.FindStringSubmatch(a.text); m != nil {
			value := parse(m[1])
			one.Value = &value
			if m[2] != "" {
				one.Tolerance = parse(m[2])
			}
			if m[3] != "" {
				one.Tolerance /= 100
				one.Mode = numeric.Relative
			}
		} else {
			q.item.Refuse(a.at, "bad-number", "write a number such as 3.14, 3.14 +- 0.01 or [3.1, 3.2]", "%q is no number, no number with a tolerance and no range", a.text)
			return nil
		}
		n.Answers = append(n.Answers, one)
	}
	return n
}

// parse gives the value of what float matched; a number too large for the
// machine is as large as can be.
func parse(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return f
}
