package qti

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/internal/e2e/need"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/passage"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/quiz/twopart"
	kept "verbatim/internal/quiz/unsupported"
	"verbatim/internal/reading"
)

// full holds what QTI can carry.
func full(t *testing.T) *quiz.Set {
	t.Helper()
	no := false
	set := &quiz.Set{ID: "tides", Title: "Tides & seas",
		Topics: quiz.Topics{{Name: "the-moon", Title: "The Moon"}, {Name: "the-sun", Title: "The Sun"}},
		Files:  []quiz.File{{Name: "media/gauge.png", Data: []byte("GIF89a, not really")}}}
	add := func(q quiz.Question) {
		q.Topic = set.Topics[len(set.Questions)/4].Name
		set.Questions = append(set.Questions, q)
	}
	add(quiz.Question{ID: "one", Kind: choice.SingleKind, Stem: "Which *pulls* most?\n\n![a gauge](media/gauge.png)", Weight: 2, Shuffle: &no,
		Explanation: "It is **near**.", Citation: quiz.Citation{Quote: "the Moon, being \"nearer\", pulls more"},
		Body: &choice.Single{Options: choice.Options{{Text: "the Moon & Co", Correct: true, Because: "Yes."}, {Text: "the Sun", Because: "Too far.", Fraction: new(0.5)}, {Text: "wind"}}}})
	add(quiz.Question{ID: "many", Kind: choice.MultipleKind, Stem: "Which pull?",
		Body: &choice.Multiple{Options: choice.Options{{Text: "Moon", Correct: true}, {Text: "Sun", Correct: true}, {Text: "sky", Correct: true}, {Text: "wind", Because: "It pushes."}}}})
	add(quiz.Question{ID: "exactly", Kind: choice.MultipleKind, Stem: "Which pull, exactly?",
		Body: &choice.Multiple{Exact: true, Options: choice.Options{{Text: "Moon", Correct: true}, {Text: "Sun", Correct: true}, {Text: "wind"}}}})
	add(quiz.Question{ID: "claim", Kind: truefalse.Kind, Stem: "Tides are waves.", TryRule: quiz.TryRule{Tries: 2, Penalty: new(0.0)}, Body: &truefalse.Claim{Answer: truefalse.False, Because: truefalse.Reasons{True: "They are not."}}})
	add(quiz.Question{ID: "word", Kind: shorttext.Kind, Stem: "What pulls?", Body: &shorttext.ShortText{Rules: shorttext.Rules{Case: true, Answers: []shorttext.Answer{{Text: `the \*Moon\*`}, {Text: "Sun", Fraction: new(0.25)}}}}})
	add(quiz.Question{ID: "number", Kind: numeric.Kind, Stem: "How far is it", Body: &numeric.Numeric{Rules: numeric.Rules{Answers: []numeric.Answer{{Value: new(384.4), Tolerance: 0.5}}}}})
	add(quiz.Question{ID: "order", Kind: ordering.Kind, Stem: "Order them.", Body: &ordering.Ordering{Exact: true, Items: []ordering.Item{{Text: "ebb"}, {Text: "slack"}, {Text: "flood"}}}})
	add(quiz.Question{ID: "match", Kind: matching.Kind, Stem: "Match them.", Body: &matching.Matching{
		Pairs: []matching.Pair{{Text: "spring", Match: "new moon"}, {Text: "neap", Match: "half moon"}, {Text: "high", Match: "new moon"}}, Distractors: []matching.Distractor{{Text: "eclipse"}}}})
	set.Questions = append(set.Questions, quiz.Question{ID: "blanks", Topic: "the-sun", Kind: cloze.Kind, Stem: "Fill them.", Body: &cloze.Cloze{Text: "The [[blank-1]] pulls *more* than\n\nthe [[blank-2]] at [[blank-3]] h.", Blanks: []cloze.Blank{
		{Name: "blank-1", Weight: 0.5, Select: &cloze.Select{Single: choice.Single{Options: choice.Options{{Text: "Moon <", Correct: true}, {Text: "wind"}}}}},
		{Name: "blank-2", Weight: 0.25, Text: &cloze.Text{Rules: shorttext.Rules{Answers: []shorttext.Answer{{Text: "Sun"}}}}},
		{Name: "blank-3", Weight: 0.25, Number: &cloze.Number{Rules: numeric.Rules{Answers: []numeric.Answer{{Value: new(12.4), Tolerance: 0.1}}}}},
	}}})
	return set
}

// cited holds questions about words of the reading, which come back as choices.
func cited(t *testing.T) *quiz.Set {
	t.Helper()
	doc, err := reading.Parse([]byte("# Doubts\n\nSome say that fish bite * better. No trial has tested it. Nobody knows.\n"))
	if err != nil {
		t.Fatal(err)
	}
	quote := func(words string) quiz.Citation { return quiz.Citation{Quote: words} }
	set := &quiz.Set{ID: "doubts", Title: "Doubts", Questions: []quiz.Question{
		{ID: "find", Kind: passage.Kind, Stem: "Which sentence says so?", Citation: quote("No trial has tested it"),
			Body: &passage.Find{Within: "Doubts", Distractors: []passage.Passage{{Citation: quote("Some say that fish"), Because: "It is said."}}}},
		{ID: "find-two", Kind: passage.Kind, Stem: "Which sentences say so?", Citation: quote("No trial has tested it"),
			Body: &passage.Find{Within: "Doubts", Also: []passage.Passage{{Citation: quote("Nobody knows")}}}},
		{ID: "parts", Kind: twopart.Kind, Stem: "Is it known?", Weight: 3, Citation: quote("No trial has tested it"), Body: &twopart.TwoPart{
			Options:  choice.Options{{Text: "Yes", Because: "Nobody knows."}, {Text: "No", Correct: true}},
			Passages: []twopart.Passage{{Citation: quote("fish bite * better"), Because: "It is said."}, {Citation: quote("Nobody knows"), Correct: true}}}},
	}}
	set.Bind(doc)
	return set
}

// What is asked about words of the reading goes out, and that it changes is told.
func TestQuestionsAboutTheReading(t *testing.T) {
	for _, v := range []version{v21, v30} {
		out, err := encode(cited(t), v)
		if err != nil {
			t.Fatal(err)
		}
		if out.Count(kit.Lossy) != 3 {
			t.Errorf("%s: %v", v.title, out.List)
		}
		again, err := decode(context.Background(), kit.Input{Name: "doubts.zip", Data: out.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		for i, key := range []quiz.Response{"1", "1,2", ""} {
			if q := again.Set.Questions[i]; key != "" && q.Body.Key() != key {
				t.Errorf("%s: %s comes back with the key %q", v.title, q.ID, q.Body.Key())
			}
		}
	}
}

func asJSON(t *testing.T, set *quiz.Set) string {
	t.Helper()
	b, err := json.MarshalIndent(set, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRoundTrip(t *testing.T) {
	for _, v := range []version{v21, v30} {
		set := full(t)
		set.Draw = quiz.Draws{"the-moon": 3}
		out, err := encode(set, v)
		if err != nil {
			t.Fatal(err)
		}
		if out.Loss() != 0 || len(out.List) != 0 {
			t.Errorf("%s: something was lost: %v", v.title, out.List)
		}
		again, err := decode(context.Background(), kit.Input{Name: "tides.zip", Data: out.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		if len(again.List) != 0 {
			t.Errorf("%s: found %v", v.title, again.List)
		}
		if want, got := asJSON(t, set), asJSON(t, again.Set); want != got {
			t.Errorf("%s: wrote\n%s\nread\n%s", v.title, want, got)
		}
		if len(again.Media) != 1 || string(again.Media[0].Data) != string(set.Files[0].Data) {
			t.Errorf("%s: the image did not come along: %v", v.title, again.Media)
		}
	}
}

func TestReadingIsTheSharedText(t *testing.T) {
	set := full(t)
	doc, err := reading.Parse([]byte("# Tides\n\nThe Moon, being nearer, *pulls* more than the Sun.\n"))
	if err != nil {
		t.Fatal(err)
	}
	set.ReadingFile = "reading.md"
	set.Bind(doc)
	out, err := encode(set, v30)
	if err != nil {
		t.Fatal(err)
	}
	again, err := decode(context.Background(), kit.Input{Name: "tides.zip", Data: out.Files[0].Data})
	if err != nil {
		t.Fatal(err)
	}
	if again.Set.Reading == nil || len(again.Set.Reading.Find(reading.Quote{Exact: "being nearer, pulls more"})) != 1 {
		t.Errorf("the reading did not come back: %+v", again.Set.Reading)
	}
	if out, err = encode(set, v21); err != nil || len(out.List) != 1 || out.List[0].Code != "reading-left-out" {
		t.Errorf("%v %+v", err, out)
	}
}

// What QTI has no place for is a finding about its question.
func TestExportTellsOfLoss(t *testing.T) {
	set := &quiz.Set{ID: "t", Title: "T", Questions: []quiz.Question{
		{ID: "evidence", Kind: truefalse.Kind, Stem: "s", Evidence: quiz.Trial, Body: &truefalse.Claim{Answer: truefalse.True}},
		{ID: "star", Kind: shorttext.Kind, Stem: "s?", Body: &shorttext.ShortText{Rules: shorttext.Rules{Case: true, Answers: []shorttext.Answer{{Text: "Moon"}, {Text: "Mo*"}}}}},
		{ID: "order", Kind: ordering.Kind, Stem: "s", Body: &ordering.Ordering{Items: []ordering.Item{{Text: "a"}, {Text: "b"}, {Text: "c"}}}},
		{ID: "essay", Kind: kept.Kind, Stem: "s", Body: &kept.Question{Reason: "r"}},
	}}
	out, err := encode(set, v30)
	if err != nil {
		t.Fatal(err)
	}
	if out.Count(kit.Lossy) != 3 || out.Count(kit.Refused) != 1 {
		t.Errorf("%v", out.List)
	}
}

// A draw goes out only where the questions of its topic are in one section.
func TestDrawOfScatteredQuestions(t *testing.T) {
	set := full(t)
	set.Questions[8].Topic = "the-moon"
	set.Draw = quiz.Draws{"the-moon": 3, "the-sun": 2}
	out, err := encode(set, v30)
	if err != nil || len(out.List) != 1 || out.List[0].Code != "draw-left-out" {
		t.Fatal(err, out.List)
	}
	again, err := decode(context.Background(), kit.Input{Name: "tides.zip", Data: out.Files[0].Data})
	if err != nil || !maps.Equal(again.Set.Draw, quiz.Draws{"the-sun": 2}) {
		t.Errorf("the draw comes back as %v: %v", again.Set.Draw, err)
	}
}

// xmllint knows what well-formed is, whatever our own reader lets pass.
func TestExportIsWellFormed(t *testing.T) {
	xmllint := need.Program(t, "xmllint", "libxml2-utils")
	for _, v := range []version{v21, v30} {
		out, err := encode(full(t), v)
		if err != nil {
			t.Fatal(err)
		}
		archive, err := kit.OpenZip(out.Files[0].Data)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		for _, name := range archive.Names() {
			if !strings.HasSuffix(name, ".xml") {
				continue
			}
			data, err := archive.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, filepath.Base(name))
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.Command(xmllint, "--noout", "--nonet", file).CombinedOutput(); err != nil {
				t.Errorf("%s %s: %s", v.title, name, said)
			}
		}
	}
}

// Items by themselves are read one by one, and say what those of a package say.
func TestItemsOfTheirOwn(t *testing.T) {
	set := full(t)
	out, err := encodeItems(set)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, f := range out.Files {
		if filepath.Ext(f.Name) != ".xml" {
			continue
		}
		again, err := decode(context.Background(), kit.Input{Name: f.Name, Data: f.Data})
		if err != nil || len(again.Set.Questions) != 1 {
			t.Fatalf("%s: %v %+v", f.Name, err, again)
		}
		q := &again.Set.Questions[0]
		if at := set.Index(q.ID); at < 0 || set.Questions[at].Body.Key() != q.Body.Key() {
			t.Errorf("%s has the key %q", q.ID, q.Body.Key())
		}
		read++
	}
	if read != len(set.Questions) || len(out.Files) != read+1 {
		t.Errorf("%d items of %d questions, %d files", read, len(set.Questions), len(out.Files))
	}
}
