package quiz

import (
	"testing"

	"pgregory.net/rapid"
)

func TestQuestionsWinOverTheSet(t *testing.T) {
	set := &Set{TryRule: TryRule{Tries: 3, Penalty: new(0.5), HintPenalty: new(0.1)}}
	for _, c := range []struct {
		q    Question
		want Trying
	}{
		{Question{}, Trying{Tries: 3, Penalty: 0.5, HintPenalty: 0.1}},
		{Question{TryRule: TryRule{Tries: 1}}, Trying{Tries: 1, Penalty: 0.5, HintPenalty: 0.1}},
		{Question{TryRule: TryRule{Penalty: new(0.0)}}, Trying{Tries: 3, HintPenalty: 0.1}},
		{Question{TryRule: TryRule{HintPenalty: new(0.0)}}, Trying{Tries: 3, Penalty: 0.5}},
	} {
		got := set.Trying(&c.q)
		if got.Tries != c.want.Tries || got.Penalty != c.want.Penalty || got.HintPenalty != c.want.HintPenalty {
			t.Errorf("%+v gives %+v, want %+v", c.q.TryRule, got, c.want)
		}
	}
	if got := (&Set{}).Trying(&Question{}); got.Tries != 1 || got.Penalty != DefaultPenalty || got.HintPenalty != 0 || got.Offered() {
		t.Errorf("a set that says nothing allows %+v", got)
	}
}

func TestTriesBySession(t *testing.T) {
	all := Trying{Tries: 3, Hints: []string{"…"}}
	for _, c := range []struct {
		session Session
		tells   bool
		tries   int
		hints   int
	}{
		{Session{Mode: Practice}, true, 3, 1},
		{Session{Mode: WalkThrough}, true, 3, 1},
		{Session{Mode: Retry}, true, 3, 1},
		{Session{Mode: Review}, true, 1, 0},
		{Session{Mode: Test}, true, 1, 0},
		{Session{Mode: Practice}, false, 1, 0},
		{Session{Mode: Practice, Certainty: CertaintyOptional}, true, 1, 1},
		{Session{Mode: Practice, Certainty: CertaintyRequired}, true, 1, 1},
	} {
		if got := all.In(&c.session, c.tells); got.Tries != c.tries || len(got.Hints) != c.hints {
			t.Errorf("%s, certainty %q, tells %v: %+v", c.session.Mode, c.session.Certainty, c.tells, got)
		}
	}
}

// What Moodle's interactive behaviour gives with a penalty of a third: its own
// tests (qbehaviour_interactive, walkthrough_test) have 1, 2/3 and 1/3.
func TestEarnsAsMoodle(t *testing.T) {
	third := Trying{Tries: 3, Penalty: DefaultPenalty}
	for _, c := range []struct {
		graded       float64
		wrong, hints int
		want         float64
	}{{1, 0, 0, 1}, {1, 1, 0, 2.0 / 3}, {1, 2, 0, 1.0 / 3}, {1, 3, 0, 0}, {0.5, 1, 0, 0.5 - 1.0/3}, {0.25, 1, 0, 0}, {0, 2, 0, 0}} {
		if got := third.Earns(c.graded, c.wrong, c.hints); got < c.want-1e-12 || got > c.want+1e-12 {
			t.Errorf("%v after %d tries earns %v, want %v", c.graded, c.wrong, got, c.want)
		}
	}
}

// Whatever is tried: the fraction lies in 0..1, is never above what the
// response was graded with, and falls with each try and hint; the first try
// comes back as it was.
func TestSettleProperties(t *testing.T) {
	fraction := rapid.Float64Range(0, 1)
	rapid.Check(t, func(t *rapid.T) {
		allowed := Trying{Tries: rapid.IntRange(1, MostTries).Draw(t, "tries"), Penalty: fraction.Draw(t, "penalty"), HintPenalty: fraction.Draw(t, "hint penalty")}
		hints := rapid.IntRange(0, 4).Draw(t, "hints")
		var before []Try
		for n := 1; ; n++ {
			try := Try{N: 2, Try: n, Response: Response(rapid.StringN(1, 3, -1).Draw(t, "response")), DontKnow: rapid.IntRange(0, 9).Draw(t, "gives up") == 0}
			if try.DontKnow {
				try.Response = ""
			} else {
				try.Fraction = rapid.SampledFrom([]float64{0, 0.25, 0.5, 1}).Draw(t, "graded")
			}
			if !allowed.Ends(try) {
				before = append(before, try)
				continue
			}
			a := allowed.Settle(try, before, hints, 3)
			if a.Fraction < 0 || a.Fraction > try.Fraction || a.Worth != 3 || a.Graded() != try.Fraction {
				t.Fatalf("%+v after %d tries and %d hints gives %+v", try, len(before), hints, a)
			}
			if a.Tries() != n || n > allowed.Tries || a.Hints() != hints || (a.Tried == nil) != (n == 1 && hints == 0) {
				t.Fatalf("%d tries and %d hints are told as %d and %d", n, hints, a.Tries(), a.Hints())
			}
			if more := allowed.Settle(try, append(before, Try{}), hints, 3); more.Fraction > a.Fraction {
				t.Fatal("one more try earns more")
			}
			if more := allowed.Settle(try, before, hints+1, 3); more.Fraction > a.Fraction {
				t.Fatal("one more hint earns more")
			}
			first := append(before, try)[0]
			want := Answer{N: 2, Response: first.Response, DontKnow: first.DontKnow, Fraction: first.Fraction, Worth: 3}
			if got := a.FirstTry(); got != want {
				t.Fatalf("the first try was %+v, not %+v", got, want)
			}
			if (a.Verdict() == Right) != (try.Fraction == 1) {
				t.Fatalf("%+v is told as %s", try, a.Verdict())
			}
			return
		}
	})
}

func TestAnswersAreEqualByWhatTheySay(t *testing.T) {
	a := Answer{N: 1, Tried: &Tried{Wrong: 1, First: "0"}}
	b, other, plain := a, a, a
	b.Tried = &Tried{Wrong: 1, First: "0"}
	other.Tried = &Tried{Wrong: 2, First: "0"}
	plain.Tried = nil
	if !a.Equal(b) || a.Equal(other) || a.Equal(plain) || plain.Equal(a) {
		t.Error("answers are told apart by where they lie in memory")
	}
}
