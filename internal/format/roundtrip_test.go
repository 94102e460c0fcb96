package format_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// can says what a format carries, so that a set of nothing else has to come
// back the same.
type can struct {
	kinds         []string
	markup        bool // Markdown in texts
	because       bool // feedback to each option or answer
	rightToo      bool // and to those that are right
	explanation   bool
	topics        bool
	noIDs         bool
	plainVerdicts bool // true and false have no feedback
	one           bool // one answer to an open question
	noStars       bool // a star is no wildcard
	order         ordering.Credit
	fractions     bool
	options       int // the most options of a question; 0 for any number
	ranges        bool
	wrong         bool // wrong answers to open questions, with their feedback
	mute          bool // answers to open questions have no feedback
}

// carries lists the formats that are written and read.
var carries = map[string]can{
	"gift": {
		kinds:  []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, shorttext.Kind, numeric.Kind, matching.Kind, ordering.Kind},
		markup: true, because: true, rightToo: true, explanation: true, topics: true, fractions: true, ranges: true, wrong: true, order: ordering.Position,
	},
	"csv":  table,
	"xlsx": table,
	"text2qti": {
		kinds:  []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, shorttext.Kind, numeric.Kind},
		markup: true, because: true, rightToo: true, explanation: true, ranges: true, noStars: true,
	},
	"anki":  {kinds: []string{shorttext.Kind}, markup: true, explanation: true, topics: true, noIDs: true, noStars: true, one: true},
	"aiken": {kinds: []string{choice.SingleKind}, noIDs: true},
}

var table = can{
	kinds:  []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, shorttext.Kind, numeric.Kind, matching.Kind, ordering.Kind},
	markup: true, because: true, rightToo: true, explanation: true, topics: true, plainVerdicts: true,
}

// signs are those that formats give a meaning to.
const signs = `:=~#{}\"'<>&*_-+%/,;.!?()[]|$^@` + "`"

// maker makes sets that a format can carry.
type maker struct {
	*rapid.T
	can
	n int
}

// unwritable is what cannot be written in every place: GIFT's arrow, and TeX,
// which is maths in HTML.
var unwritable = strings.NewReplacer("->", "-", `\(`, "(", `\[`, "[", "$$", "$")

// words are a text that no other of the set is like.
func (m *maker) words() string {
	m.n++
	rest := rapid.StringOf(rapid.SampledFrom([]rune("abzé日0 "+signs))).Draw(m.T, "words")
	words := strings.Join(strings.Fields(fmt.Sprintf("%c%d %s", 'A'+m.n%26, m.n, rest)), " ")
	return unwritable.Replace(words)
}

// answer is a text to type, in which a star stands for any text unless the
// format has no such thing.
func (m *maker) answer() string {
	words := m.words()
	if m.noStars {
		words = strings.NewReplacer(`\`, "", "*", `\*`).Replace(words)
	}
	return words
}

// most is how many answers an open question can have.
func (m *maker) most(n int) int {
	if m.one {
		return 1
	}
	return n
}

// text is Markdown: of words alone, unless the format carries markup.
func (m *maker) text() string {
	words := m.words()
	if m.markup && rapid.Bool().Draw(m.T, "markup") {
		return kit.Markdown(unwritable.Replace(strings.ReplaceAll(words, "`", ""))) + " **bold**, `code` and $x_1^{2} < \\pi$"
	}
	return kit.Markdown(words)
}

// reason is a feedback or nothing.
func (m *maker) reason(right bool) string {
	if !m.because || right && !m.rightToo || rapid.Bool().Draw(m.T, "silent") {
		return ""
	}
	return m.text()
}

// said is a feedback to a right answer to an open question, or nothing.
func (m *maker) said() string {
	if m.mute {
		return ""
	}
	return m.reason(true)
}

func (m *maker) set() *quiz.Set {
	set := &quiz.Set{ID: "set", Title: "set"}
	if m.topics {
		set.Topics = quiz.Topics{{Name: "leaves", Title: "Leaves"}, {Name: "roots", Title: "Roots"}}
	}
	for i := range rapid.IntRange(1, 4).Draw(m.T, "questions") {
		q := quiz.Question{ID: fmt.Sprintf("question-%d", i), Kind: rapid.SampledFrom(m.kinds).Draw(m.T, "kind"), Stem: m.text()}
		if m.explanation && rapid.Bool().Draw(m.T, "explained") {
			q.Explanation = m.text()
		}
		if m.topics {
			q.Topic = set.Topics[min(i, 1)].Name
		}
		q.Body = m.body(q.Kind)
		set.Questions = append(set.Questions, q)
	}
	return set
}

func (m *maker) body(kind string) quiz.Body {
	switch kind {
	case choice.SingleKind:
		return &choice.Single{Options: m.someOptions(1, false)}
	case choice.MultipleKind:
		return &choice.Multiple{Options: m.someOptions(rapid.IntRange(1, 3).Draw(m.T, "right"), true)}
	case truefalse.Kind:
		answer := rapid.SampledFrom([]truefalse.Verdict{truefalse.True, truefalse.False}).Draw(m.T, "answer")
		c := &truefalse.Claim{Answer: answer}
		if m.plainVerdicts {
			return c
		}
		c.Because.True, c.Because.False = m.reason(answer == truefalse.True), m.reason(answer == truefalse.False)
		return c
	case shorttext.Kind:
		s := &shorttext.ShortText{}
		for range rapid.IntRange(1, m.most(3)).Draw(m.T, "answers") {
			s.Answers = append(s.Answers, shorttext.Answer{Text: m.answer(), Because: m.said()})
		}
		if m.wrong && rapid.Bool().Draw(m.T, "wrong") {
			s.Answers = append(s.Answers, shorttext.Answer{Text: "*", Fraction: new(float64), Because: m.text()})
		}
		return s
	case numeric.Kind:
		return &numeric.Numeric{Rules: m.number()}
	case matching.Kind:
		b := &matching.Matching{}
		for range rapid.IntRange(2, 4).Draw(m.T, "pairs") {
			b.Pairs = append(b.Pairs, matching.Pair{Text: m.text(), Match: m.words()})
		}
		for range rapid.IntRange(0, 2).Draw(m.T, "distractors") {
			b.Distractors = append(b.Distractors, matching.Distractor{Text: m.words()})
		}
		return b
	case ordering.Kind:
		o := &ordering.Ordering{Credit: m.order}
		for range rapid.IntRange(2, 5).Draw(m.T, "items") {
			o.Items = append(o.Items, ordering.Item{Text: m.text()})
		}
		return o
	}
	panic("no maker for " + kind)
}

func (m *maker) number() numeric.Rules {
	value := float64(rapid.IntRange(-9999, 9999).Draw(m.T, "value")) / 100
	a := numeric.Answer{Value: &value, Tolerance: float64(rapid.IntRange(0, 200).Draw(m.T, "tolerance")) / 100}
	if m.wrong {
		a.Because = m.reason(true)
	}
	if m.ranges && rapid.Bool().Draw(m.T, "range") {
		most := value + 2.5
		a = numeric.Answer{Min: &value, Max: &most, Because: m.said()}
	}
	rules := numeric.Rules{Answers: []numeric.Answer{a}}
	if m.wrong && rapid.Bool().Draw(m.T, "wrong") {
		rules.Answers = append(rules.Answers, numeric.Answer{Any: true, Fraction: new(float64), Because: m.text()})
	}
	return rules
}

func (m *maker) someOptions(right int, multiple bool) choice.Options {
	most := 4
	if m.options > 0 {
		most = min(most, m.options-right)
	}
	var all choice.Options
	for i := range right + rapid.IntRange(1, most).Draw(m.T, "wrong") {
		o := choice.Option{Text: m.text(), Correct: i < right, Because: m.reason(i < right)}
		if part := 0.25; m.fractions && right == 1 && i == 2 && !multiple {
			o.Fraction = &part
		}
		all = append(all, o)
	}
	return rapid.Permutation(all).Draw(m.T, "options")
}

// A set that a format can carry comes back from it the same: the encoder says
// so of itself, and the file is known by its content.
func TestSetsComeBackTheSame(t *testing.T) {
	for name, c := range carries {
		f, err := format.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			set := (&maker{T: t, can: c}).set()
			out, err := f.Encode(set)
			if err != nil {
				t.Fatal(err)
			}
			if len(out.List) > 0 || out.Count(kit.Whole) != len(set.Questions) {
				t.Fatalf("%v\n%s", out.List, out.Files[0].Data)
			}
			in := kit.Input{Name: out.Files[0].Name, Data: out.Files[0].Data}
			if found, ok := format.Detect(in); !ok || found.Name != name {
				t.Fatalf("taken for %s:\n%s", found.Name, in.Data)
			}
			again, err := f.Decode(context.Background(), in)
			if err != nil || len(again.List) > 0 {
				t.Fatalf("%v %v\n%s", err, again.List, in.Data)
			}
			for i, q := range set.Questions {
				if back := again.Set.Questions[i]; !c.noIDs && back.ID != q.ID || back.Kind != q.Kind || back.Body.Key() != q.Body.Key() {
					t.Fatalf("%s came back as %+v\n%s", q.ID, back, in.Data)
				}
			}
		}))
	}
}
