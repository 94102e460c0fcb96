package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// calls makes one call of each method, with arguments that would succeed.
func calls(f *fixture, learner uuid.UUID, s quiz.Session) map[string]func(context.Context) error {
	login := newLogin()
	return map[string]func(context.Context) error{
		"Secret":      func(ctx context.Context) error { _, err := f.Secret(ctx, "form"); return err },
		"CreateLogin": func(ctx context.Context) error { return f.CreateLogin(ctx, login) },
		"Login":       func(ctx context.Context) error { _, err := f.Login(ctx, login.ID); return err },
		"TouchLogin":  func(ctx context.Context) error { return f.TouchLogin(ctx, login.ID, day) },
		"EndLogin":    func(ctx context.Context) error { return f.EndLogin(ctx, newID()) },
		"PutRevision": func(ctx context.Context) error {
			return f.PutRevision(ctx, store.Revision{Hash: hashOf("new"), Set: "new"})
		},
		"Revision":     func(ctx context.Context) error { _, err := f.Revision(ctx, s.Revision); return err },
		"Walk":         func(ctx context.Context) error { _, _, err := f.Walk(ctx, s.ID); return err },
		"CommitAnswer": func(ctx context.Context) error { _, err := f.CommitAnswer(ctx, newAnswer(s.ID, 2)); return err },
		"CommitTry":    func(ctx context.Context) error { return f.CommitTry(ctx, newTry(s.ID, 3, 1), nil) },
		"GiveHint":     func(ctx context.Context) error { return f.GiveHint(ctx, s.ID, 3, 1, day) },
		"Tried":        func(ctx context.Context) error { _, _, err := f.Tried(ctx, s.ID, 3); return err },
		"Sessions":     func(ctx context.Context) error { _, err := f.Sessions(ctx, learner, uuid.Nil, 5); return err },
		"Latest":       func(ctx context.Context) error { _, err := f.Latest(ctx, learner); return err },
		"OldSessions":  func(ctx context.Context) error { _, err := f.OldSessions(ctx, day, 5); return err },
		"SweepLogins":  func(ctx context.Context) error { _, err := f.SweepLogins(ctx, time.Time{}, time.Time{}, 5); return err },
		"Forget":       func(ctx context.Context) error { return f.ForgetLearner(ctx, newID()) },
		"Integrity":    func(ctx context.Context) error { _, err := f.Integrity(ctx); return err },
		"Walks":        func(ctx context.Context) error { _, err := f.Walks(ctx, uuid.Nil, 5); return err },
		"Delete":       func(ctx context.Context) error { return f.DeleteSession(ctx, newID()) },
		"Ping":         f.Ping,
		"CreateSession": func(ctx context.Context) error {
			_, err := f.CreateSession(ctx, newSession(learner, s.Set, s.Revision), "")
			return err
		},
	}
}

var faultTests = map[string]func(*testing.T, *fixture){
	"none after Close but ErrUnavailable": func(t *testing.T, f *fixture) {
		learner := f.learner()
		s := f.session(learner, "kratom")
		must(t, f.Close())
		must(t, f.Close())
		for name, call := range calls(f, learner, s) {
			wants(t, name, call(ctx), store.ErrUnavailable)
		}
	},
	"of a cancelled context": func(t *testing.T, f *fixture) {
		learner := f.learner()
		s := f.session(learner, "kratom")
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		for name, call := range calls(f, learner, s) {
			err := call(cancelled)
			wants(t, name, err, store.ErrUnavailable)
			wants(t, name, err, context.Canceled)
		}
		must(t, f.Ping(ctx))
		_, answers := f.walk(s.ID)
		equal(t, "the number of answers", len(answers), 0)
		f.answer(newAnswer(s.ID, 1))
	},
	"of contexts that end under way": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		const each = 16
		acknowledged := make([]bool, 64*each+1)
		together(64, func(i int) {
			for n := i*each + 1; n <= (i+1)*each; n++ {
				short, cancel := context.WithTimeout(ctx, time.Duration(n%8)*50*time.Microsecond)
				_, err := f.CommitAnswer(short, newAnswer(s.ID, n))
				cancel()
				if acknowledged[n] = err == nil; err != nil {
					wants(t, "an answer out of time", err, context.DeadlineExceeded)
				}
			}
		})
		f.reopen()
		_, answers := f.walk(s.ID)
		for n, ok := range acknowledged {
			if ok && !holds(answers, n) {
				t.Errorf("answer %d was acknowledged but is not there", n)
			}
		}
	},
	"none with a closing store but lost calls": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		acknowledged := make([]bool, 64*8+1)
		together(65, func(i int) {
			if i == 64 {
				if err := f.Close(); err != nil {
					t.Error(err)
				}
				return
			}
			for n := i*8 + 1; n <= i*8+8; n++ {
				_, err := f.CommitAnswer(ctx, newAnswer(s.ID, n))
				if acknowledged[n] = err == nil; err != nil {
					wants(t, "an answer", err, store.ErrUnavailable)
				}
			}
		})
		f.Store = f.open(t)
		_, answers := f.walk(s.ID)
		for n, ok := range acknowledged {
			if ok != holds(answers, n) {
				t.Errorf("answer %d: acknowledged %v, there %v", n, ok, !ok)
			}
		}
	},
}
