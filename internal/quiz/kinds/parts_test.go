package kinds_test

import (
	"fmt"
	"pgregory.net/rapid"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/reading"
)

// text is a reading whose passages all differ.
var text = parse("# Seas\n\n" +
	"The first sentence speaks of tides. The second sentence speaks of waves. The third sentence speaks of wind.\n\n" +
	"- An item tells of the moon.\n- Another item tells of the sun.\n\n" +
	"| place | range |\n|---|---|\n| Bay of Fundy | 16.3 metres |\n")

func parse(source string) *reading.Document {
	doc, err := reading.Parse([]byte(source))
	if err != nil {
		panic(err)
	}
	return doc
}

var cite = quiz.Citation{Quote: canary + " quote", Before: canary, After: canary}

func question(b quiz.Body) *quiz.Question {
	return &quiz.Question{ID: "q", Stem: "?", Body: b, Explanation: canary, Citation: cite}
}

// words are n different texts.
func words(t *rapid.T, n int) []string {
	return rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Za-z]{1,6}( [a-z]{1,6})?`), n, n, rapid.ID).Draw(t, "words")
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// options are some options in any order, of which the given number is right.
func options(t *rapid.T, right int) choice.Options {
	var o choice.Options
	for i, text := range words(t, right+rapid.IntRange(1, 4).Draw(t, "wrong")) {
		o = append(o, choice.Option{Text: text, Correct: i < right, Because: canary, Citation: cite})
	}
	return rapid.Permutation(o).Draw(t, "options")
}

// turnKey makes the option after each right one right in its place.
func turnKey(o choice.Options) {
	last := o[len(o)-1].Correct
	for i := len(o) - 1; i > 0; i-- {
		o[i].Correct = o[i-1].Correct
	}
	o[0].Correct = last
}

func pickRight(o choice.Options, ask choice.Ask) quiz.Form {
	f := quiz.Form{}
	for _, i := range o.Right() {
		f[ask.Field] = append(f[ask.Field], values(ask.Options, o[i].Text)...)
	}
	return f
}

// values are those of the choices with a text.
func values(choices []quiz.Choice, text string) []string {
	var out []string
	for _, c := range choices {
		if c.Text == text {
			out = append(out, c.Value)
		}
	}
	return out
}

// number are rules for a number: one that earns less, one that is right, and
// whatever is left.
func number(t *rapid.T) numeric.Rules {
	value := float64(rapid.IntRange(-9999, 9999).Draw(t, "value")) / rapid.SampledFrom([]float64{1, 10, 1000}).Draw(t, "scale")
	least, part, nothing := value+50, 0.5, 0.0
	n := numeric.Rules{Answers: []numeric.Answer{
		{Min: &least, Fraction: &part, Because: canary, Citation: cite},
		{Value: &value, Tolerance: rapid.Float64Range(0, 2).Draw(t, "tolerance"), Because: canary, Citation: cite},
		{Any: true, Fraction: &nothing, Because: canary, Citation: cite},
	}}
	switch rapid.IntRange(0, 3).Draw(t, "units") {
	case 1:
		n.Units = []numeric.Unit{{Name: "mg"}}
	case 2:
		n.Units = []numeric.Unit{{Name: "mg"}, {Name: "g", Factor: 1000}}
	case 3:
		n.Units, n.UnitEntry = []numeric.Unit{{Name: "mg"}, {Name: "g", Factor: 1000}}, numeric.Typed
	}
	return n
}

func otherNumber(n *numeric.Rules) {
	value := *n.Answers[1].Value + 7
	n.Answers[1].Value = &value
}

func typeNumber(key quiz.Response, ask numeric.Ask) quiz.Form {
	if ask.UnitField == "" {
		return quiz.Form{ask.Field: {string(key)}}
	}
	var number, unit string
	fmt.Sscan(string(key), &number, &unit)
	return quiz.Form{ask.Field: {number}, ask.UnitField: values(ask.Units, unit)}
}

// line are rules for a text: two that are right, one that is not.
func line(t *rapid.T) shorttext.Rules {
	names := words(t, 3)
	nothing := 0.0
	return shorttext.Rules{
		Answers: []shorttext.Answer{
			{Text: "x" + names[0], Because: canary, Citation: cite},
			{Text: "y" + names[1] + "*", Because: canary, Citation: cite},
			{Text: "z" + names[2] + "*", Fraction: &nothing, Because: canary, Citation: cite},
		},
		Case:    rapid.Bool().Draw(t, "case"),
		Accents: rapid.Bool().Draw(t, "accents"),
		Slips:   rapid.IntRange(0, 3).Draw(t, "slips"),
	}
}

func otherLine(s *shorttext.Rules) { s.Answers[0].Text = "w" + s.Answers[0].Text }
