package page

import (
	"testing"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

func TestSigned(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		want     string
	}{{3, 0, "3"}, {-6, 0, "−6"}, {0.6667, 2, "0.67"}, {-0.04, 1, "0.0"}, {-0.05001, 1, "−0.1"}} {
		if got := signed(c.x, c.decimals); got != c.want {
			t.Errorf("signed(%v, %d) = %q, want %q", c.x, c.decimals, got, c.want)
		}
	}
}

func TestCertaintyRules(t *testing.T) {
	for chosen, want := range map[string]int{"": 0, "optional": 1, "required": 2, "never": 0} {
		for i, r := range CertaintyRules(chosen) {
			if r.Chosen != (i == want) {
				t.Errorf("with %q, %q is chosen: %v", chosen, r.Rule, r.Chosen)
			}
		}
	}
}

// A verdict needs twenty answers and more than chance explains.
func TestFit(t *testing.T) {
	for _, c := range []struct {
		right, n int
		stated   float64
		want     Fit
	}{{0, 19, 0.9, FitFew}, {10, 20, 0.9, FitOver}, {20, 20, 0.5, FitUnder}, {17, 20, 0.9, FitGood}} {
		var js []measure.Judgement
		for i := range c.n {
			js = append(js, measure.Judgement{Stated: c.stated, Right: i < c.right})
		}
		if got := fitOf(measure.Calibrate(js)); got != c.want {
			t.Errorf("%d of %d at %v: %s, want %s", c.right, c.n, c.stated, got, c.want)
		}
	}
}

func TestCalibrationOf(t *testing.T) {
	set := &quiz.Set{}
	w := &play.Walk{Revision: &play.Revision{Set: set}}
	add := func(e quiz.Evidence, fraction float64, c quiz.Certainty) {
		set.Questions = append(set.Questions, quiz.Question{Evidence: e})
		w.Session.Items = append(w.Session.Items, len(w.Session.Items))
		w.Answers = append(w.Answers, quiz.Answer{N: len(w.Session.Items), Fraction: fraction, Worth: 1, Certainty: c})
	}
	add(quiz.Trial, 1, quiz.Unstated)
	if p := CalibrationOf(w); p != nil {
		t.Errorf("nothing stated gives %+v", p)
	}
	for i := range 5 {
		add(quiz.SelfReport, float64(i/4), quiz.VerySure) // one of five
	}
	add(quiz.Trial, 1, quiz.Unsure)
	p := CalibrationOf(w)
	if p.N != 6 || len(p.Levels) != 2 || len(p.Groups) != 2 || p.Verdict != FitFew {
		t.Fatalf("%+v", p)
	}
	if l := p.Levels[1]; l.Level != quiz.VerySure || l.N != 5 || l.Right != 1 || l.Percent != 20 || l.Few || l.Low >= l.Percent || l.Percent >= l.High {
		t.Errorf("the level very sure is %+v", l)
	}
	if l := p.Levels[0]; !l.Few || l.Percent != 100 {
		t.Errorf("the level unsure is %+v", l)
	}
	if g := p.Groups[1]; g != (Trust{"self-report", 5, 90, 20, false}) {
		t.Errorf("self-reports are %+v", g)
	}
}
