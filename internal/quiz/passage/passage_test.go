package passage

import (
	"errors"
	"fmt"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

const tides = `# Tides

## Causes

The moon pulls most. The sun pulls less. The wind does not pull.

## Doubts

Some say that fish bite better. No trial has tested it.
`

func bind(t *testing.T, f Find, quote string) *Find {
	t.Helper()
	doc, err := reading.Parse([]byte(tides))
	if err != nil {
		t.Fatal(err)
	}
	f.Bind(&quiz.Question{Citation: quiz.Citation{Quote: quote}}, doc)
	return &f
}

func quoting(words string) []Passage {
	return []Passage{{Citation: quiz.Citation{Quote: words}, Because: "why"}}
}

// shown lists the passages that are offered, and whether several are asked for.
func shown(f *Find) string {
	ask := f.Ask(quiz.Shuffle{}, nil).(Ask)
	s := ask.Section + ":"
	for _, o := range ask.Options {
		s += o.Value + o.Text
	}
	return fmt.Sprintf("%s %v", s, ask.Multiple)
}

func TestOffered(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Find
		want string
	}{
		{"a section by its heading", Find{Within: "Doubts"}, "Doubts:1Some say that fish bite better.2No trial has tested it. false"},
		{"a section by its id", Find{Within: "doubts"}, "Doubts:1Some say that fish bite better.2No trial has tested it. false"},
		{"distractors", Find{Distractors: quoting("sun pulls")}, ":1The sun pulls less.2No trial has tested it. false"},
		{"two right ones", Find{Also: quoting("moon pulls"), Distractors: quoting("sun pulls")},
			":1The moon pulls most.2The sun pulls less.3No trial has tested it. true"},
	} {
		if got := shown(bind(t, c.f, "No trial has tested it")); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestGrade(t *testing.T) {
	one := bind(t, Find{Within: "Causes"}, "The sun pulls less")
	two := bind(t, Find{Within: "Causes", Also: quoting("moon pulls most")}, "The sun pulls less")
	exact := bind(t, Find{Within: "Causes", Also: quoting("moon pulls most"), Exact: true}, "The sun pulls less")
	for _, c := range []struct {
		name  string
		f     *Find
		picks quiz.Response
		want  float64
	}{
		{"the right one", one, "1", 1},
		{"a wrong one", one, "0", 0},
		{"both", two, "0,1", 1},
		{"one of two", two, "0", 0.5},
		{"everything", two, "0,1,2", 0.5},
		{"one right, one wrong", two, "0,2", 0},
		{"exactly", exact, "0,1", 1},
		{"not exactly", exact, "0", 0},
		{"everything, exactly", exact, "0,1,2", 0},
	} {
		if got, err := c.f.Grade(c.picks); err != nil || got != c.want {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, c.want)
		}
	}
	for _, r := range []quiz.Response{"0,1", "3", "4"} { // two where one is asked; another section
		if _, err := one.Grade(r); !errors.Is(err, quiz.ErrResponse) {
			t.Errorf("%q: %v", r, err)
		}
	}
}

// A question that was never shown its reading asks nothing and grades nothing.
func TestUnbound(t *testing.T) {
	f := &Find{Within: "Causes"}
	if _, err := f.Grade("0"); !errors.Is(err, quiz.ErrResponse) {
		t.Error(err)
	}
	if got := shown(f); got != ": false" {
		t.Error(got)
	}
}

func TestReview(t *testing.T) {
	f := bind(t, Find{Within: "Causes", Distractors: quoting("moon pulls")}, "The sun pulls less")
	var got string
	for _, o := range f.Review(quiz.Shuffle{}, "0").(Review).Options {
		got += fmt.Sprintf("%s %v %v %s;", o.Text, o.Picked, o.Correct, o.Because)
	}
	if want := "The moon pulls most. true false why;The sun pulls less. false true ;The wind does not pull. false false ;"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
