package gift

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/quiz/unsupported"
)

func read(t testing.TB, source string) *kit.Import {
	t.Helper()
	m, err := decode(context.Background(), kit.Input{Name: "f.gift", Data: []byte(source)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// in shows a question in a line: its kind, its stem, its answers.
func in(q quiz.Question) string {
	var parts []string
	add := func(text string, fraction *float64, correct bool, because string) {
		switch {
		case fraction != nil:
			text = fmt.Sprintf("%v%s", *fraction, text)
		case correct:
			text = "=" + text
		}
		if because != "" {
			text += "#" + because
		}
		parts = append(parts, text)
	}
	switch b := q.Body.(type) {
	case *choice.Single:
		for _, o := range b.Options {
			add(o.Text, o.Fraction, o.Correct, o.Because)
		}
	case *choice.Multiple:
		for _, o := range b.Options {
			add(o.Text, o.Fraction, o.Correct, o.Because)
		}
	case *truefalse.Claim:
		parts = []string{string(b.Answer), b.Because.True, b.Because.False}
	case *shorttext.ShortText:
		for _, a := range b.Answers {
			add(a.Text, a.Fraction, false, a.Because)
		}
	case *numeric.Numeric:
		for _, a := range b.Answers {
			switch {
			case a.Any:
				add("any", a.Fraction, false, a.Because)
			case a.Value != nil:
				add(fmt.Sprintf("%v±%v", *a.Value, a.Tolerance), a.Fraction, false, a.Because)
			default:
				add(fmt.Sprintf("%v..%v", *a.Min, *a.Max), a.Fraction, false, a.Because)
			}
		}
	case *matching.Matching:
		for _, p := range b.Pairs {
			parts = append(parts, p.Text+">"+p.Match)
		}
		for _, d := range b.Distractors {
			parts = append(parts, ">"+d.Text)
		}
	case *ordering.Ordering:
		parts = append(parts, string(b.Credit))
		for _, i := range b.Items {
			parts = append(parts, i.Text)
		}
	case *unsupported.Question:
		parts = []string{b.Was, b.Reason}
	}
	return fmt.Sprintf("%s %s: %s [%s] %s", q.Kind, q.ID, q.Stem, strings.Join(parts, " | "), q.Explanation)
}

func TestEverythingThatGIFTHas(t *testing.T) {
	source, err := os.ReadFile("testdata/all.gift")
	if err != nil {
		t.Fatal(err)
	}
	m := read(t, string(source))
	want := []string{
		"single-choice tides: What makes the tides? [=The moon's pull#Yes, and the sun's. | The wind#The wind makes waves. | 0.25The sun alone] Both pull, the moon more.",
		"multiple-response which-are-seas: Which are seas? [=Baltic | =Aral | Sahara | Tibet] ",
		"multiple-response which-of-these-float: Which of these float? [=Ice | =Cork | Lead] ",
		"true-false the-tide-turns-twice-a-day: The tide turns twice a day. [true | Right | It does.] ",
		"true-false sea-water-is-fresh: Sea water is fresh. [false |  | ] ",
		"short-text a-tide-that-is-higher-than: A tide that is higher than usual is a _____ tide. [spring tide | 0.5spring#Which one? | 0*#It is not the season alone.] ",
		"numeric how-long-is-a-tidal-day: How long is a tidal day, in hours? [24.8±0.1#Well measured | 0.524..26 | 0any#It is longer than a day.] ",
		"matching match-the-place-and-the-range: Match the place and the range. [Bay of Fundy>16 m | Baltic>0.1 m | >40 m] ",
		"unsupported why-is-the-sea-salt-the: Why is the *sea* salt?\n\nThe sea [essay | an essay is for people to grade] ",
		"unsupported read-this-first: Read this first. [description | it is a text that asks nothing] ",
		"short-text one-word: The *ebb* : [out] ",
		"short-text two-groups-and-b: Two groups _____ and {=b} [a] ",
	}
	for i, q := range m.Set.Questions {
		if i >= len(want) {
			t.Errorf("more: %s", in(q))
		} else if got := in(q); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
	if len(m.Set.Questions) < len(want) {
		t.Errorf("%d questions of %d", len(m.Set.Questions), len(want))
	}
	var found []string
	for _, d := range m.List {
		found = append(found, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
	}
	wantFound := "4:1 tag-dropped, 14:1 scoring-changed, 36:1 markup-dropped, 36:1 unsupported-kind, 38:1 unsupported-kind, " +
		"42:8 unbalanced-braces, 44:16 unbalanced-braces, 46:13 too-few-answers, 48:16 bad-number, 50:17 no-arrow, 52:21 second-braces"
	if got := strings.Join(found, ", "); got != wantFound {
		t.Errorf("found %s\nwant  %s", got, wantFound)
	}
	if m.Count(kit.Whole) != 7 || m.Count(kit.Lossy) != 5 || m.Count(kit.Refused) != 5 {
		t.Errorf("%d whole, %d with loss, %d refused", m.Count(kit.Whole), m.Count(kit.Lossy), m.Count(kit.Refused))
	}
	if topics := fmt.Sprint(m.Set.Topics); topics != "[{sea-and-sky Sea and sky} {shores Shores}]" {
		t.Error(topics)
	}
}

// What Moodle 4.5 was seen to make of small texts that are easy to get wrong.
func TestAsMoodleReadsIt(t *testing.T) {
	for source, want := range map[string]string{
		"Ratio a:b = c is? {=1 =2}":         "short-text ratio-a-b-c-is: Ratio a:b = c is? [1 | 2] ",
		"S // not comment {T}":              "true-false s-not-comment: S // not comment [true |  | ] ",
		"S {t}":                             "short-text s: S [t] ",
		"S {\n// comment\n=a\n~b\n}":        "single-choice s: S [=a | b] ",
		"S {#1.5e3:10}":                     "numeric s: S [1500±10] ",
		"S {#=5:1 =%50%5:3 ~#no}":           "numeric s: S [5±1 | 0.55±3 | 0any#no] ",
		"[html]S {=<b>a</b> -> 1 =b -> 2}":  "matching s: S [**a**>1 | b>2] ",
		"S {=a ~b ####general\nmore}":       "single-choice s: S [=a | b] general\nmore",
		`S\nnext {=a\nb ~c}`:                "single-choice s-next: S\nnext [=a\nb | c] ",
		`\{ \} \~ \= \# \: \\ {=a\=b ~c}`:   "single-choice question: { } ~ = # : \\ [=a=b | c] ",
		"S {=100% sure ~50% sure}":          "single-choice s: S [=100% sure | 50% sure] ",
		"S {=a -> b ~c}":                    "single-choice s: S [=a -> b | c] ",
		"::T::Use std::vector? {T}":         "true-false t: Use std::vector? [true |  | ] ",
		`S {=a#see http\://x/\#frag ~b}`:    "single-choice s: S [=a#see http://x/#frag | b] ",
		"\ufeff::Ñame::¿Qué? {=sí ~no}":     "single-choice name: ¿Qué? [=sí | no] ",
		"S {~%50%a ~%50%b ~%-50%c}":         "multiple-response s: S [=a | =b | c] ",
		"S {~%37%a =b ~c}":                  "single-choice s: S [0.37a | =b | c] ",
		"S {~a ~b}":                         "unsupported s: S [multiple-response | no option is marked as right] ",
		"S {=a =b ~c}":                      "unsupported s: S [single-choice | 2 options are marked as right where one is asked] ",
		"S {=a ~}":                          "unsupported s: S [single-choice | there is nothing to choose between: the question has one option] ",
		"// [id:x.1] [tag:a b]\n::N::S {T}": "true-false x-1: S [true |  | ] ",
		"S {=Paris =paris}":                 "short-text s: S [Paris] ",
		"What is the <p> tag & co? {T}":     "true-false what-is-the-p-tag: What is the \\<p> tag &amp; co? [true |  | ] ",
		"A<br>b {T}":                        "true-false a-b: A\nb [true |  | ] ",
		"S {>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none\none\ntwo}": "ordering s: S [position | one | two] ",
	} {
		m := read(t, source)
		if len(m.Set.Questions) != 1 {
			t.Errorf("%q gives %d questions: %v", source, len(m.Set.Questions), m.List)
		} else if got := in(m.Set.Questions[0]); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%q\ngives %s\nwant  %s", source, got, want)
		}
	}
	for source, n := range map[string]int{
		"Stem {\n=a\n\n~b\n}": 0, "S {#3,14:0,01}": 0, "S {=a ~b": 0,
		"Stem line one\n\nline two {T}": 2, "S1 {T}\r\rS2 {F}": 2, "$CATEGORY: A/B // C/D\n\nS {T}": 1,
	} {
		if m := read(t, source); len(m.Set.Questions) != n || n == 0 && len(m.List) == 0 {
			t.Errorf("%q gives %d questions, want %d: %v", source, len(m.Set.Questions), n, m.List)
		}
	}
}

func TestWhatGIFTCannotHold(t *testing.T) {
	two, most := 2, 3.0
	set := &quiz.Set{ID: "s", Questions: []quiz.Question{
		{ID: "a", Kind: truefalse.Kind, Stem: "S", Body: &truefalse.Claim{Answer: truefalse.NotStated}},
		{ID: "b", Kind: unsupported.Kind, Stem: "S", Body: &unsupported.Question{Reason: "x"}},
		{ID: "c", Kind: numeric.Kind, Stem: "S", Body: &numeric.Numeric{Rules: numeric.Rules{Answers: []numeric.Answer{{Max: &most}}}}},
		{ID: "d", Kind: numeric.Kind, Stem: "S", Body: &numeric.Numeric{Rules: numeric.Rules{Answers: []numeric.Answer{{Value: &most}}, DecimalPlaces: &two}}},
		{ID: "e", Kind: shorttext.Kind, Stem: "S", Body: &shorttext.ShortText{Rules: shorttext.Rules{Answers: []shorttext.Answer{{Text: "a->b"}}}}},
		{ID: "f", Kind: truefalse.Kind, Stem: "S", Evidence: quiz.Trial, Citation: quiz.Citation{Quote: "words"}, Body: &truefalse.Claim{Answer: truefalse.True}},
	}}
	out, err := encode(set)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, f := range out.Fates {
		got = append(got, set.Questions[i].ID+" "+f.String())
	}
	if want := "a refused, b refused, c refused, d with loss, e refused, f with loss"; strings.Join(got, ", ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ", "), want)
	}
	if last := out.List[len(out.List)-1].Message; last != "GIFT cannot hold all of the question's evidence, quote" {
		t.Error(last)
	}
}

// Whatever the input, the decoder gives a set that can be written, and every
// question or a finding.
func FuzzDecode(f *testing.F) {
	source, err := os.ReadFile("testdata/all.gift")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(source)
	f.Add([]byte("::a::[html]<p>x</p>{~%50%a#[markdown]b=c}"))
	f.Add([]byte("\xff\xfe{\x00}\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decode(context.Background(), kit.Input{Name: "f", Data: data})
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) || m.Loss() > 0 && len(m.List) == 0 {
			t.Fatalf("%d fates, %d questions, %v", len(m.Fates), len(m.Set.Questions), m.List)
		}
		if _, err := json.Marshal(m.Set); err != nil {
			t.Fatal(err)
		}
		detect(kit.Input{Data: data})
	})
}
