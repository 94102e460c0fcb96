package truefalse

import (
	"slices"
	"testing"

	"verbatim/internal/quiz"
)

func TestOffered(t *testing.T) {
	two, three := []Verdict{True, False}, []Verdict{True, False, NotStated}
	yes, no := true, false
	for _, c := range []struct {
		name    string
		written *bool
		reading bool
		want    []Verdict
	}{
		{"a set without a reading", nil, false, two},
		{"a set with a reading", nil, true, three},
		{"left out", &no, true, two},
		{"asked for", &yes, false, three},
	} {
		claim := Claim{Answer: True, OfferNotStated: c.written}
		if c.reading {
			claim.Bind(nil, nil)
		}
		if got := claim.Offered(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		_, err := claim.Grade("not-stated")
		if offered := slices.Contains(c.want, NotStated); offered != (err == nil) {
			t.Errorf("%s: not-stated: %v", c.name, err)
		}
	}
}

func TestGrade(t *testing.T) {
	claim := Claim{Answer: False}
	for answer, want := range map[Verdict]float64{True: 0, False: 1} {
		if got, err := claim.Grade(quiz.Response(answer)); err != nil || got != want {
			t.Errorf("%s earns %v, %v; want %v", answer, got, err, want)
		}
	}
}
