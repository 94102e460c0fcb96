package yaml

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

// sent is the form of fields as a browser sends it when nothing is touched.
func sent(fields []Field) quiz.Form {
	form := quiz.Form{}
	var walk func(fields []Field)
	walk = func(fields []Field) {
		for _, f := range fields {
			switch f.Shape {
			case List:
				form[f.Name] = append(form[f.Name], "")
				for _, item := range f.Fields {
					form[f.Name] = append(form[f.Name], item.Name[len(f.Name)+1:])
				}
				walk(f.Fields)
			case Group, Quote:
				walk(f.Fields)
			case Other:
			case Flag:
				form[f.Name] = []string{""}
				if f.Value == "true" {
					form[f.Name] = append(form[f.Name], "true")
				}
			case Prose:
				form[f.Name] = []string{strings.ReplaceAll(f.Value, "\n", "\r\n")}
			default:
				form[f.Name] = []string{f.Value}
			}
		}
	}
	walk(fields)
	return form
}

// fieldOf finds a field by its name.
func fieldOf(t testing.TB, fields []Field, name string) Field {
	t.Helper()
	var found []Field
	var walk func([]Field)
	walk = func(fields []Field) {
		for _, f := range fields {
			if f.Name == name {
				found = append(found, f)
			}
			walk(f.Fields)
		}
	}
	walk(fields)
	if len(found) != 1 {
		t.Fatalf("there are %d fields %s", len(found), name)
	}
	return found[0]
}

func opened(t testing.TB, src []byte) *Document {
	t.Helper()
	doc, err := OpenDocument(src)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// samples are the shipped set, a question of every kind, and a text that nobody
// has tidied.
func samples(t testing.TB) [][]byte {
	t.Helper()
	out := [][]byte{[]byte(untidy), []byte(strings.ReplaceAll(untidy, "\n", "\r\n")), []byte("\ufeff" + tidy)}
	for _, name := range []string{"../../../questions/kratom/set.yaml", "../../quiz/kinds/testdata/tides/set.yaml"} {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, src)
	}
	return out
}

// A form that comes back untouched changes nothing; one with a single field
// changed gives that field in the file, and no byte beside the question's lines.
func TestFormAndTextAreTheSameQuestion(t *testing.T) {
	for _, src := range samples(t) {
		for i := range opened(t, src).Len() {
			doc := opened(t, src)
			before, o := doc.Form(i), doc.Outline(i)
			same, err := doc.WithForm(i, sent(before))
			if err != nil || !bytes.Equal(same, src) {
				t.Fatalf("question %q comes back changed: %v\n%s", o.ID, err, same)
			}
			form := sent(before)
			form["q.explanation"] = []string{"It is \"so\": # because.\r\n\r\nTwo paragraphs.\r\n"}
			changed, err := opened(t, src).WithForm(i, form)
			if err != nil {
				t.Fatalf("question %q: %v", o.ID, err)
			}
			again := opened(t, changed)
			if got := strings.TrimRight(fieldOf(t, again.Form(i), "q.explanation").Value, "\n"); got != "It is \"so\": # because.\n\nTwo paragraphs." {
				t.Errorf("question %q has the explanation %q", o.ID, got)
			}
			doc = opened(t, src)
			above, _ := doc.line(o.First)
			if !bytes.HasPrefix(changed, src[:above]) || !bytes.HasSuffix(changed, src[doc.ends[o.Last-1]:]) {
				t.Errorf("question %q: more than its lines has changed", o.ID)
			}
			after, was := sent(again.Form(i)), sent(before)
			after["q.explanation"] = was["q.explanation"]
			for name, values := range was {
				if !slices.Equal(values, after[name]) {
					t.Errorf("question %q: %s was %q and is %q", o.ID, name, values, after[name])
				}
			}
		}
	}
}

// Whatever is written into the fields of a question is what its form shows
// afterwards, and its text says it to the decoder.
func TestFormKeepsWhatIsWritten(t *testing.T) {
	src := samples(t)[4]
	n := opened(t, src).Len()
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, n-1).Draw(rt, "question")
		form := sent(opened(t, src).Form(i))
		var names []string
		var walk func([]Field)
		walk = func(fields []Field) {
			for _, f := range fields {
				if f.Shape == Prose || f.Shape == Number {
					names = append(names, f.Name)
				}
				if f.Key != "" || f.At.Line > 0 { // else an item that is only shown
					walk(f.Fields)
				}
			}
		}
		walk(opened(t, src).Form(i))
		name := rapid.SampledFrom(names).Draw(rt, "field")
		words := strings.TrimSpace(rapid.StringOf(rapid.RuneFrom([]rune("ab\"'\\:#-[]{}>|&*!%@`,?é 1.\n"))).Draw(rt, "words"))
		form[name] = []string{words}
		out, err := opened(t, src).WithForm(i, form)
		if err != nil {
			rt.Fatal(err)
		}
		if words == "" {
			return
		}
		got := strings.TrimRight(fieldOf(t, opened(t, out).Form(i), name).Value, "\n")
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(words), " ") {
			rt.Errorf("wrote %q into %s and it shows %q in\n%s", words, name, got, opened(t, out).Outline(i).Text)
		}
	})
}

// What no field shows stays, with its comments, until it is dropped.
func TestFormKeepsWhatItDoesNotKnow(t *testing.T) {
	const src = "title: T\nquestions:\n" +
		"  # about one\n  - id: one # short\n    mystery: [1, \"2\"] # odd\n    stem: \"S\"\n    options:\n      # the key\n      - text: A\n        correct: true\n        colour: red\n      - text: B\n" +
		"  # about two\n  - id: two\n    stem:   'odd   layout'\n"
	form := sent(opened(t, []byte(src)).Form(0))
	form["q.stem"] = []string{"New"}
	Press(form, "up q.options.1")
	focus, _ := Press(form, "add q.options")
	form[focus+".text"] = []string{"C"}
	out, err := opened(t, []byte(src)).WithForm(0, form)
	if err != nil {
		t.Fatal(err)
	}
	const want = "title: T\nquestions:\n" +
		"  # about one\n  - id: one # short\n    stem: \"New\"\n    options:\n      - text: \"B\"\n      # the key\n      - text: \"A\"\n        correct: true\n        colour: red\n      - text: \"C\"\n    mystery: # odd\n      - 1\n      - \"2\"\n" +
		"  # about two\n  - id: two\n    stem:   'odd   layout'\n"
	if string(out) != want {
		t.Errorf("got\n%swant\n%s", out, want)
	}
	form = sent(opened(t, []byte(src)).Form(0))
	form[Dropped] = []string{"q.mystery", "q.options.0.colour"}
	if out, err = opened(t, []byte(src)).WithForm(0, form); err != nil || bytes.Contains(out, []byte("mystery")) || bytes.Contains(out, []byte("colour")) {
		t.Errorf("what was dropped stays: %v\n%s", err, out)
	}
}

// A form that is shown again has what was typed, in its order, though no file
// has it; an item without a word is shown and never written.
func TestFormIsShownAgain(t *testing.T) {
	src := samples(t)[4]
	form := sent(opened(t, src).Form(0))
	items := len(form["q.options"])
	form["q.options.1.because"] = []string{"Typed"}
	Press(form, "remove q.options.2")
	focus, ok := Press(form, "add q.options")
	Press(form, "down q.options.0")
	shown := fieldOf(t, opened(t, src).Filled(0, form), "q.options")
	var names []string
	for _, item := range shown.Fields {
		names = append(names, item.Name)
	}
	if !ok || !slices.Equal(names, []string{"q.options.1", "q.options.0", focus}) || len(names) != items-1 {
		t.Errorf("it shows %v, the new one is %q", names, focus)
	}
	if got := fieldOf(t, shown.Fields, "q.options.1.because").Value; got != "Typed" {
		t.Errorf("what was typed is %q", got)
	}
	out, err := opened(t, src).WithForm(0, form)
	if err != nil {
		t.Fatal(err)
	}
	if got := fieldOf(t, opened(t, out).Form(0), "q.options"); len(got.Fields) != 2 {
		t.Errorf("%d options are written", len(got.Fields))
	}
}

// Every kind has a form for a question that is still to be written.
func TestFormOfQuestionToCome(t *testing.T) {
	for _, kind := range quiz.Kinds() {
		form := sent(opened(t, []byte(tidy)).Filled(-1, quiz.Form{ShownKind: {kind}}))
		form[ShownKind], form["q.id"], form["q.stem"] = []string{kind}, []string{"one"}, []string{"What?"}
		for _, src := range []string{"title: T\n", "title: T\nquestions: []\nlanguage: en\n", "questions: # none\n", tidy} {
			doc := opened(t, []byte(src))
			n := doc.Len()
			out, err := doc.WithForm(-1, form)
			if err != nil {
				t.Fatal(err)
			}
			again := opened(t, out)
			if again.Len() != n+1 {
				t.Fatalf("it is not there:\n%s", out)
			}
			if o := again.Outline(n); o.ID != "one" || o.Stem != "What?" || cmp.Or(o.Kind, quiz.DefaultKind) != kind {
				t.Errorf("it is %+v", o)
			}
		}
	}
}

func TestQuestionsAreMovedDoubledAndRemoved(t *testing.T) {
	const one, two, three = "  # first\n  - id: one\n    stem: \"1\"\n", "  - id: \"two\" # second\n    stem: |\n      2\n      # no comment\n", "  - id: three\n    stem: '3'\n"
	const head, tail = "title: T\nquestions:\n", "language: en\n"
	src := []byte(head + one + "\n" + two + "\n" + three + "\n# The end.\n" + tail)
	for _, test := range []struct {
		what string
		got  []byte
		want string
	}{
		{"moved", opened(t, src).Moved(0), head + two + "\n" + one + "\n" + three + "\n# The end.\n" + tail},
		{"without the first", opened(t, src).Without(0), head + two + "\n" + three + "\n# The end.\n" + tail},
		{"without the last", opened(t, src).Without(2), head + one + "\n" + two + "\n# The end.\n" + tail},
		{"doubled", opened(t, src).Doubled(1, "two-2"), head + one + "\n" + two + "\n" + strings.Replace(two, "two", "two-2", 1) + "\n" + three + "\n# The end.\n" + tail},
		{"the only one", opened(t, []byte(head+one+tail)).Without(0), "title: T\nquestions: []\n" + tail},
	} {
		if string(test.got) != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.what, test.got, test.want)
		}
	}
	if again := opened(t, src).Moved(0); !bytes.Equal(opened(t, again).Moved(0), src) {
		t.Error("moved there and back it is not the same")
	}
	crlf := bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n"))
	if got := opened(t, crlf).Moved(1); bytes.Contains(bytes.ReplaceAll(got, []byte("\r\n"), nil), []byte("\n")) {
		t.Errorf("line breaks are mixed: %q", got)
	}
	if _, err := opened(t, src).WithText(1, "  - id: \"two"); err == nil {
		t.Error("a text that breaks the file is taken")
	}
	out, err := opened(t, src).WithText(1, "  - id: other\r\n    stem: New\r\n\r\n")
	if want := head + one + "\n  - id: other\n    stem: New\n\n" + three + "\n# The end.\n" + tail; err != nil || string(out) != want {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDocumentsWithoutLines(t *testing.T) {
	for src, want := range map[string]error{"a: [": ErrUnreadable, "{title: T, questions: []}": ErrBraces, "questions: [{id: a}]": ErrBraces, "questions: text": ErrUnreadable, "- a": ErrUnreadable} {
		if _, err := OpenDocument([]byte(src)); !errors.Is(err, want) {
			t.Errorf("%q: %v", src, err)
		}
	}
}
