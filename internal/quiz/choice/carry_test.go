package choice

import (
	"errors"
	"testing"

	"verbatim/internal/quiz"
)

func TestCarry(t *testing.T) {
	single := func(options, right string) quiz.Body { return &Single{Options: lettered(options, right)} }
	multiple := func(options, right string) quiz.Body { return &Multiple{Options: lettered(options, right)} }
	for _, c := range []struct {
		name      string
		from, to  quiz.Body
		then, now string // letters of what was picked; none now where it cannot be said
		old, new  string // the letters of the options
	}{
		{"another key", single("ABC", "A"), single("ABC", "B"), "B", "B", "ABC", "ABC"},
		{"in another order", single("ABC", "A"), single("CAB", "A"), "B", "B", "ABC", "CAB"},
		{"a wrong option more", single("ABC", "A"), single("ABCD", "A"), "B", "B", "ABC", "ABCD"},
		{"what was picked is gone", single("ABC", "A"), single("AB", "A"), "C", "", "ABC", "AB"},
		{"what is right was not offered", single("ABC", "A"), single("ABCD", "D"), "B", "", "ABC", "ABCD"},
		{"one that stands twice", single("AAB", "B"), single("AB", "B"), "A", "", "AAB", "AB"},
		{"several, another key", multiple("ABC", "AB"), multiple("ABC", "AC"), "AC", "AC", "ABC", "ABC"},
		{"several, in another order", multiple("ABC", "AB"), multiple("BCA", "AB"), "AC", "CA", "ABC", "BCA"},
		{"several, one more", multiple("ABC", "AB"), multiple("ABCD", "AB"), "AC", "", "ABC", "ABCD"},
		{"several, one less", multiple("ABC", "AB"), multiple("AB", "AB"), "A", "", "ABC", "AB"},
		{"several, another", multiple("ABC", "AB"), multiple("ABD", "AB"), "A", "", "ABC", "ABD"},
		{"another kind", single("ABC", "A"), multiple("ABC", "A"), "A", "", "ABC", "ABC"},
	} {
		kind := func(b quiz.Body) string {
			if _, ok := b.(*Single); ok {
				return "single-choice"
			}
			return "multiple-response"
		}
		got, err := quiz.Carry(&quiz.Question{Kind: kind(c.from), Body: c.from}, &quiz.Question{Kind: kind(c.to), Body: c.to}, picked(c.old, c.then))
		switch {
		case c.now == "" && !errors.Is(err, quiz.ErrNotCarried):
			t.Errorf("%s: %q, %v", c.name, got, err)
		case c.now != "" && (err != nil || got != picked(c.new, c.now)):
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, picked(c.new, c.now))
		}
	}
}
