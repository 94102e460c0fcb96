package moodlexml

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/quiz/twopart"
)

// full holds what Moodle XML can carry.
func full() *quiz.Set {
	no := false
	set := &quiz.Set{ID: "tides", Title: "Tides / seas", Description: "On the sea.",
		Topics: quiz.Topics{{Name: "moon", Title: "The Moon"}, {Name: "sun", Title: "The Sun & wind"}},
		Files:  []quiz.File{{Name: "media/gauge.png", Data: []byte("GIF89a, not really")}}}
	add := func(q quiz.Question) {
		q.Topic = set.Topics[len(set.Questions)%2].Name
		set.Questions = append(set.Questions, q)
	}
	add(quiz.Question{ID: "one", Kind: choice.SingleKind, Stem: "Which *pulls* most?\n\n![a gauge](media/gauge.png)", Evidence: quiz.Observational, Weight: 2, Shuffle: &no,
		Explanation: "It is **near**.", Citation: quiz.Citation{Quote: "the Moon, being \"nearer\", pulls more"},
		Body: &choice.Single{Options: choice.Options{{Text: "the Moon & 1 < 2", Correct: true, Because: "Yes."}, {Text: "the Sun", Because: "Too far.", Fraction: new(0.5)}, {Text: "wind"}}}})
	add(quiz.Question{ID: "many", Kind: choice.MultipleKind, Stem: "Which pull?", Hints: []string{"Look *up*.", "Think of 1 < 2."}, TryRule: quiz.TryRule{Tries: 3, Penalty: new(0.25)},
		Body: &choice.Multiple{Options: choice.Options{{Text: "Moon", Correct: true}, {Text: "Sun", Correct: true}, {Text: "sky", Correct: true}, {Text: "wind", Because: "It pushes."}}}})
	add(quiz.Question{ID: "claim", Kind: truefalse.Kind, Stem: "Tides are waves.", Body: &truefalse.Claim{Answer: truefalse.False, Because: truefalse.Reasons{True: "They are not."}}})
	add(quiz.Question{ID: "word", Kind: shorttext.Kind, Stem: "What pulls?", Body: &shorttext.ShortText{Rules: shorttext.Rules{Case: true, Answers: []shorttext.Answer{{Text: "the Moon*"}, {Text: "Sun", Fraction: new(0.25), Because: "A little."}}}}})
	add(quiz.Question{ID: "number", Kind: numeric.Kind, Stem: "How far?", Body: &numeric.Numeric{Rules: numeric.Rules{UnitEntry: numeric.Typed, UnitPenalty: new(0.1),
		Units:   []numeric.Unit{{Name: "km"}, {Name: "Mm", Factor: 1000}},
		Answers: []numeric.Answer{{Value: new(384.4), Tolerance: 0.5}, {Any: true, Fraction: new(0.0), Because: "Look it up."}}}}})
	add(quiz.Question{ID: "order", Kind: ordering.Kind, Stem: "Order them.", Body: &ordering.Ordering{Credit: ordering.Next, Items: []ordering.Item{{Text: "ebb"}, {Text: "slack"}, {Text: "flood"}}}})
	add(quiz.Question{ID: "blanks", Kind: cloze.Kind, Stem: "Fill them.", Body: &cloze.Cloze{Text: "The [[blank-1]] pulls *more* than\n\nthe [[blank-2]] at [[blank-3]] h.", Blanks: []cloze.Blank{
		{Name: "blank-1", Weight: 2, Select: &cloze.Select{Single: choice.Single{Options: choice.Options{{Text: "Moon ~ 1 } # \\ \"x\" = %2%", Correct: true, Because: "It's *near* # }."}, {Text: "wind < 3"}}}}},
		{Name: "blank-2", Text: &cloze.Text{Rules: shorttext.Rules{Answers: []shorttext.Answer{{Text: "Sun"}}}}},
		{Name: "blank-3", Number: &cloze.Number{Rules: numeric.Rules{Answers: []numeric.Answer{{Value: new(12.4), Tolerance: 0.1}}}}},
	}}})
	return set
}

func TestRoundTrip(t *testing.T) {
	set := full()
	out, err := encode(set)
	if err != nil {
		t.Fatal(err)
	}
	if out.Loss() != 0 || len(out.List) != 0 {
		t.Errorf("something was lost: %v", out.List)
	}
	again, err := decode(context.Background(), kit.Input{Name: "tides.xml", Data: out.Files[0].Data})
	if err != nil {
		t.Fatal(err)
	}
	if len(again.List) != 0 {
		t.Errorf("found %v", again.List)
	}
	want, got := asJSON(t, set), asJSON(t, again.Set)
	if want != got {
		t.Errorf("wrote\n%s\nread\n%s", want, got)
	}
	if len(again.Media) != 1 || !bytes.Equal(again.Media[0].Data, set.Files[0].Data) {
		t.Errorf("the image did not come along: %v", again.Media)
	}
}

func asJSON(t *testing.T, set *quiz.Set) string {
	t.Helper()
	b, err := json.MarshalIndent(set, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(string(b), `"language": "en"`, "", 1)
}

// What Moodle has no place for is a finding about its question.
func TestExportTellsOfLoss(t *testing.T) {
	set := &quiz.Set{Title: "T", Questions: []quiz.Question{
		{ID: "exact", Kind: choice.MultipleKind, Stem: "s", Body: &choice.Multiple{Exact: true, Options: choice.Options{{Text: "a", Correct: true}, {Text: "b"}}}},
		{ID: "silent", Kind: truefalse.Kind, Stem: "s", Body: &truefalse.Claim{Answer: truefalse.NotStated}},
		{ID: "parts", Kind: twopart.Kind, Stem: "s", Body: &twopart.TwoPart{}},
		{ID: "odd", Kind: choice.SingleKind, Stem: "s", Body: &choice.Single{Options: choice.Options{{Text: "a", Correct: true}, {Text: "b", Fraction: new(0.37)}}}},
	}}
	out, err := encode(set)
	if err != nil {
		t.Fatal(err)
	}
	if out.Count(kit.Lossy) != 2 || out.Count(kit.Refused) != 2 {
		t.Errorf("%v", out.List)
	}
	found := map[string]string{}
	for _, d := range out.List {
		found[d.Code] += d.Question
	}
	if found["not-carried"] != "exact" || found["not-exported"] != "silentparts" || len(found) != 3 {
		t.Errorf("found %v", found)
	}
}

// What came from elsewhere is the same after it has gone out and come in again.
func TestCorporaRoundTrip(t *testing.T) {
	for name := range expected(t, "moodle-xml") {
		data, err := os.ReadFile(corpora + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		first, err := decode(context.Background(), kit.Input{Name: name, Data: data})
		if err != nil {
			t.Fatal(err)
		}
		first.Set.Files = append(first.Set.Files, first.Media...)
		out, err := encode(first.Set)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		second, err := decode(context.Background(), kit.Input{Name: name, Data: out.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		second.Set.ID, second.Set.Files = first.Set.ID, second.Media
		again, err := encode(second.Set)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Equal(out.Files[0].Data, again.Files[0].Data) {
			t.Errorf("%s: wrote\n%s\nand then\n%s", name, out.Files[0].Data, again.Files[0].Data)
		}
	}
}
