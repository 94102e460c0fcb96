package play

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

// large is a set of so many questions with four options each.
func large(questions int) *quiz.Set {
	set := tides("large")
	set.Questions = nil
	for i := range questions {
		set.Questions = append(set.Questions, quiz.Question{ID: "q" + strconv.Itoa(i), Topic: "causes", Body: &choice.Single{Options: choice.Options{
			{Text: "The moon", Correct: true}, {Text: "Winds"}, {Text: "Mars"}, {Text: "Neither"},
		}}})
	}
	return set
}

// BenchmarkClass computes the dashboard of 5,000 learners who have each answered
// 200 questions of 500: a million answers. The target is a second of CPU time.
func BenchmarkClass(b *testing.B) {
	const questions, learners, asked = 500, 5000, 200
	ctx := b.Context()
	st, err := sqlite.Open(ctx, b.TempDir(), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	set := large(questions)
	rev := NewRevision(set, set.Files)
	if err := st.PutRevision(ctx, store.Revision{Hash: rev.Hash, Set: set.ID, Files: rev.Files}); err != nil {
		b.Fatal(err)
	}
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	attend := func(l int) error {
		rng := rand.New(rand.NewPCG(1, uint64(l)))
		login := store.Login{ID: uuid.Must(uuid.NewV7()), Learner: uuid.Must(uuid.NewV7()), Created: began, Seen: began}
		if err := st.CreateLogin(ctx, login); err != nil {
			return err
		}
		s, err := st.CreateSession(ctx, quiz.Session{ID: uuid.Must(uuid.NewV7()), Learner: login.Learner, Set: set.ID, Revision: rev.Hash,
			Mode: quiz.Practice, Items: rng.Perm(questions)[:asked], Started: began}, "all")
		if err != nil {
			return err
		}
		for n := range asked {
			pick := max(0, rng.IntN(7)-3)
			a := quiz.Answer{Session: s.ID, N: n + 1, Response: quiz.Response(fmt.Sprint(pick)), Worth: 1, At: began.Add(time.Duration(n) * time.Minute)}
			if pick == 0 {
				a.Fraction = 1
			}
			if _, err := st.CommitAnswer(ctx, a); err != nil {
				return err
			}
		}
		return nil
	}
	var all sync.WaitGroup
	places := make(chan struct{}, 256)
	for l := range learners {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := attend(l); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	for b.Loop() {
		r, err := ComputeResults(ctx, st, Scope{Revision: rev.Hash}, rev, began)
		if err != nil {
			b.Fatal(err)
		}
		if r.Answers != learners*asked {
			b.Fatalf("%d answers", r.Answers)
		}
	}
	b.ReportMetric(learners*asked*float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
