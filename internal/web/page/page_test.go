package page

import (
	"reflect"
	"testing"

	"verbatim/internal/quiz"
)

func TestPercentRoundsDown(t *testing.T) {
	for _, c := range []struct {
		fraction float64
		want     int
	}{
		{0, 0}, {1, 100}, {0.999, 99}, {0.5, 50}, {0.29, 29},
		{1.0/3 + 1.0/3 + 1.0/3, 100}, {0.1 + 0.2, 30}, {59.0 / 60, 98},
	} {
		if got := Percent(c.fraction); got != c.want {
			t.Errorf("Percent(%v) = %d, want %d", c.fraction, got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	got := FiguresOf(quiz.Tally{Asked: 10, Answered: 8, Right: 4, Partial: 1, Unknown: 2, Points: 4.5, Worth: 8})
	want := []Segment{{quiz.Right, 0, 40}, {quiz.Partial, 40, 10}, {quiz.Wrong, 50, 10}, {quiz.Unknown, 60, 20}, {quiz.NotAsked, 80, 20}}
	if got.Percent != 56 || !reflect.DeepEqual(got.Bar, want) {
		t.Errorf("%d %%, bar %v; want 56 %%, %v", got.Percent, got.Bar, want)
	}
	if empty := FiguresOf(quiz.Tally{}); empty.Percent != 0 || empty.Bar != nil {
		t.Errorf("no questions give %v", empty)
	}
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		all, chosen int
		want        []Amount
	}{
		{7, 0, []Amount{{0, true}}},
		{10, 0, []Amount{{0, true}}},
		{11, 0, []Amount{{0, true}, {10, false}}},
		{25, 20, []Amount{{0, false}, {10, false}, {20, true}}},
		{25, 17, []Amount{{0, true}, {10, false}, {20, false}}},
		{500, 50, []Amount{{0, false}, {10, false}, {20, false}, {30, false}, {40, false}, {50, true}}},
	} {
		if got := Amounts(c.all, c.chosen); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Amounts(%d, %d) = %v, want %v", c.all, c.chosen, got, c.want)
		}
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "ltr", "de": "ltr", "ar": "rtl", "he": "rtl", "fa-IR": "rtl", "ur": "rtl",
		"az": "ltr", "az-Arab": "rtl", "ja": "ltr", "": "ltr", "no such language": "ltr",
	} {
		if got := Direction(lang); got != want {
			t.Errorf("Direction(%q) = %s, want %s", lang, got, want)
		}
	}
}

func TestForeign(t *testing.T) {
	if got := Foreign("en", "en"); got != nil {
		t.Errorf("the same language is marked: %v", got)
	}
	if got := Foreign("", "en"); got != nil {
		t.Errorf("an unknown language is marked: %v", got)
	}
	if got := Foreign("he", "en"); got == nil || *got != (Language{"he", "rtl"}) {
		t.Errorf("Hebrew on an English page is marked as %v", got)
	}
}
