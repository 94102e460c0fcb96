package quiz

import (
	"errors"
	"strings"
	"testing"
)

func TestLine(t *testing.T) {
	for typed, want := range map[string]string{
		"  spring \t tide ":      "spring tide",
		"a\r\nb":                 "a b",
		"nul\x00\x07 and\u00a0x": "nul and x",
		"broken \xff":            "broken \uFFFD",
		strings.Repeat("ä", 200): strings.Repeat("ä", 200),
	} {
		got, err := Form{"f": {typed}}.Line("f")
		if err != nil || got != want {
			t.Errorf("%q reads as %q, %v; want %q", typed, got, err, want)
		}
		if !Response(got).IsLine() {
			t.Errorf("%q is no response", got)
		}
	}
	for typed, want := range map[string]string{"": "problem.write-answer", "\t\x00": "problem.write-answer", strings.Repeat("ä", 201): "problem.too-long"} {
		_, err := Form{"f": {typed}}.Line("f")
		if problem := (*Problem)(nil); !errors.As(err, &problem) || problem.Message != want || problem.Control != "f" {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
		if Response(typed).IsLine() {
			t.Errorf("%q is a response", typed)
		}
	}
}

func TestOfferAndPicks(t *testing.T) {
	order := []int{2, 0, 1} // the page shows c, a, b
	form := Form{"f": {"3", "1", "3"}}
	var shown string
	for _, c := range form.Offer("f", order, func(i int) string { return string("abc"[i]) }) {
		shown += c.Value + c.Text
		if c.Given != (c.Value != "2") {
			t.Errorf("%+v", c)
		}
	}
	if shown != "1c2a3b" {
		t.Errorf("shown %s", shown)
	}
	if picks, err := form.Picks("f", order); err != nil || PlacesResponse(picks) != "1,2" {
		t.Errorf("picks %v, %v", picks, err)
	}
	for _, value := range []string{"0", "4", "", "x", "-1", "1.0"} {
		var problem *Problem
		if _, err := (Form{"f": {value}}).Picks("f", order); !errors.As(err, &problem) || problem.Control != "f-1" {
			t.Errorf("%q is picked: %v", value, err)
		}
	}
}
