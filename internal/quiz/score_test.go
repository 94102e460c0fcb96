package quiz

import (
	"reflect"
	"testing"
)

func TestScoreOf(t *testing.T) {
	set := &Set{
		Topics: Topics{{"a", "A"}, {"b", "B"}, {"c", "C"}},
		Questions: []Question{
			{ID: "0", Topic: "a", Evidence: Mechanism},
			{ID: "1", Topic: "b", Evidence: Mechanism, Weight: 3},
			{ID: "2", Topic: "b", Evidence: Trial},
			{ID: "3", Topic: "a", Evidence: Trial},
			{ID: "4", Topic: "c", Evidence: NoneYet}, // not in the session
		},
	}
	session := &Session{Items: []int{0, 1, 2, 3}}
	score := ScoreOf(set, session, []Answer{
		{N: 1, Fraction: 1, Worth: 1},
		{N: 2, Fraction: 0.5, Worth: 3},
		{N: 3, DontKnow: true, Worth: 1},
	})
	want := Score{
		Tally: Tally{Asked: 4, Answered: 3, Right: 1, Partial: 1, Unknown: 1, Points: 2.5, Worth: 5},
		Topics: []Group{
			{"a", Tally{Asked: 2, Answered: 1, Right: 1, Points: 1, Worth: 1}},
			{"b", Tally{Asked: 2, Answered: 2, Partial: 1, Unknown: 1, Points: 1.5, Worth: 4}},
		},
		Evidence: []Group{
			{"trial", Tally{Asked: 2, Answered: 1, Unknown: 1, Worth: 1}},
			{"mechanism", Tally{Asked: 2, Answered: 2, Right: 1, Partial: 1, Points: 2.5, Worth: 4}},
		},
	}
	if !reflect.DeepEqual(score, want) {
		t.Errorf("score\n%+v, want\n%+v", score, want)
	}
	if score.Fraction() != 0.5 || score.Wrong() != 0 {
		t.Errorf("fraction %v, wrong %d", score.Fraction(), score.Wrong())
	}
	if (Tally{}).Fraction() != 0 {
		t.Error("a session without answers has a fraction")
	}
}

func TestVerdict(t *testing.T) {
	for want, a := range map[Verdict]Answer{
		Right:     {Fraction: 1, Worth: 1},
		Partial:   {Fraction: 0.25, Worth: 1},
		Wrong:     {Response: "0", Worth: 1},
		LeftOut:   {Worth: 1},
		Unknown:   {DontKnow: true, Worth: 1},
		Withdrawn: {Response: "0"},
	} {
		if got := a.Verdict(); got != want {
			t.Errorf("%+v: %s, want %s", a, got, want)
		}
		if a.Missed() != (want != Right && want != Withdrawn) {
			t.Errorf("%s: missed %v", want, a.Missed())
		}
	}
}
