package storetest

import (
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

var auditTests = map[string]func(*testing.T, *fixture){
	"finds a new database sound": func(t *testing.T, f *fixture) {
		f.answer(newAnswer(f.session(f.learner(), "kratom").ID, 1))
		wrong, err := f.Integrity(ctx)
		must(t, err)
		equal(t, "what is wrong", len(wrong), 0)
	},
	"reads every session once, part by part": func(t *testing.T, f *fixture) {
		var want []store.Walk
		for i := range 7 {
			w := store.Walk{Session: f.session(f.learner(), "kratom")}
			for n := range i % 3 {
				w.Answers = append(w.Answers, newAnswer(w.Session.ID, n+1))
				f.answer(w.Answers[n])
			}
			want = append(want, w)
		}
		var got []store.Walk
		var after uuid.UUID
		for parts := 0; ; parts++ {
			walks, err := f.Walks(ctx, after, 2)
			must(t, err)
			if len(walks) == 0 {
				equal(t, "the number of parts", parts, 4)
				break
			}
			got = append(got, walks...)
			after = walks[len(walks)-1].Session.ID
		}
		equal(t, "the sessions", got, want)
		none, err := f.Walks(ctx, uuid.Nil, 0)
		must(t, err)
		equal(t, "a part of no length", len(none), 0)
	},
	"tells answers from their neighbours'": func(t *testing.T, f *fixture) {
		learner := f.learner()
		a, b := f.session(learner, "kratom"), f.session(learner, "kratom")
		f.answer(newAnswer(b.ID, 2))
		walks, err := f.Walks(ctx, uuid.Nil, 10)
		must(t, err)
		equal(t, "the sessions", walks, []store.Walk{{Session: a}, {Session: b, Answers: []quiz.Answer{newAnswer(b.ID, 2)}}})
	},
}
