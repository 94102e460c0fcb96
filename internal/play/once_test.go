package play

import (
	"fmt"
	"reflect"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

// TestAnswersCountOnce sends answers by chance from several tabs at once, and
// holds every reply to what is stored in the end.
func TestAnswersCountOnce(t *testing.T) {
	h := newHouse(t)
	rapid.Check(t, func(t *rapid.T) {
		s, err := h.Start(h.t.Context(), h.learner, Start{Set: "tides"})
		must(t, err)
		type sending struct {
			n    int
			form quiz.Form
		}
		sendings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) sending {
			value := rapid.SampledFrom([]string{"1", "2", "3", "dont-know"}).Draw(t, "value")
			return sending{rapid.IntRange(1, 4).Draw(t, "n"), quiz.Form{"answer": {value}}}
		}), 1, 24).Draw(t, "sendings")
		replies := make([]quiz.Answer, len(sendings))
		errs := make([]error, len(sendings))
		var wg sync.WaitGroup
		for i, send := range sendings {
			wg.Go(func() { replies[i], errs[i] = h.Answer(h.t.Context(), h.learner, s.ID, send.n, send.form) })
		}
		wg.Wait()

		final, err := h.Walk(h.t.Context(), h.learner, s.ID)
		must(t, err)
		asked := map[int]bool{}
		for i, send := range sendings {
			must(t, errs[i])
			asked[send.n] = true
			kept, ok := final.Answer(send.n)
			if !ok || replies[i] != kept {
				t.Errorf("answer %d: a tab was told %+v, kept is %+v", send.n, replies[i], kept)
			}
		}
		equal(t, "the number of answers", len(final.Answers), len(asked))
		for i, a := range final.Answers {
			if i > 0 && final.Answers[i-1].N >= a.N {
				t.Errorf("the answers are out of order: %v", final.Answers)
			}
			if fraction := regrade(t, final, a); fraction != a.Fraction {
				t.Errorf("answer %d was graded %v, it earns %v", a.N, a.Fraction, fraction)
			}
		}
		if score := quiz.ScoreOf(final.Revision.Set, &final.Session, final.Answers); !reflect.DeepEqual(score, final.Score()) {
			t.Errorf("the score is %+v, want %+v", final.Score(), score)
		}
		must(t, h.Delete(h.t.Context(), h.learner, s.ID))
	})
}

// regrade grades a stored answer again.
func regrade(t rapid.TB, w *Walk, a quiz.Answer) float64 {
	if a.DontKnow {
		return 0
	}
	fraction, err := w.Question(a.N).Body.Grade(a.Response)
	if err != nil {
		t.Fatal(fmt.Errorf("answer %d: %w", a.N, err))
	}
	return fraction
}
