package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// idAt is an id as it is made at a time.
func idAt(at time.Time) uuid.UUID {
	id := newID()
	first := store.FirstID(at)
	copy(id[:6], first[:6])
	return id
}

var retentionTests = map[string]func(*testing.T, *fixture){
	"finds old sessions in their order": func(t *testing.T, f *fixture) {
		learner := f.learner()
		var ids []uuid.UUID
		for i := range 5 {
			s := newSession(learner, "kratom", f.revision("kratom"))
			s.ID = idAt(day.Add(time.Duration(i) * time.Hour))
			kept, err := f.CreateSession(ctx, s, "")
			must(t, err)
			ids = append(ids, kept.ID)
		}
		for _, c := range []struct {
			before time.Time
			limit  int
			want   []uuid.UUID
		}{
			{day, 9, nil},
			{day.Add(150 * time.Minute), 9, ids[:3]},
			{day.Add(150 * time.Minute), 2, ids[:2]},
			{day.Add(24 * time.Hour), 9, ids},
		} {
			got, err := f.OldSessions(ctx, c.before, c.limit)
			must(t, err)
			equal(t, "the old sessions", got, c.want)
		}
	},
	"forgets logins by use and by age": func(t *testing.T, f *fixture) {
		kept := map[uuid.UUID]bool{}
		for made := range 3 {
			for seen := range 3 {
				l := newLogin()
				l.Created = day.Add(time.Duration(made) * time.Hour)
				l.ID, l.Seen = idAt(l.Created), day.Add(time.Duration(seen)*time.Hour)
				must(t, f.CreateLogin(ctx, l))
				kept[l.ID] = made > 0 && seen > 0
			}
		}
		gone := 0
		for {
			n, err := f.SweepLogins(ctx, day.Add(time.Minute), day.Add(time.Minute), 2)
			must(t, err)
			if n == 0 {
				break
			}
			if gone += n; n > 2 {
				t.Errorf("%d logins are forgotten at once", n)
			}
		}
		equal(t, "the number of logins that are forgotten", gone, 5)
		for id, stays := range kept {
			_, err := f.Login(ctx, id)
			if stays {
				must(t, err)
			} else {
				wants(t, "a login that was forgotten", err, store.ErrNotFound)
			}
		}
	},
	"forgets learners of whom nothing else is left": func(t *testing.T, f *fixture) {
		var learners []uuid.UUID
		for range 5 { // with a login, with a session, in an assignment, and two with nothing
			l := newLogin()
			must(t, f.CreateLogin(ctx, l))
			if len(learners) > 0 {
				must(t, f.EndLogin(ctx, l.ID))
			}
			learners = append(learners, l.Learner)
		}
		f.session(learners[1], "kratom")
		f.join(f.assignment(newID()), learners[2], "")
		sweep := func() (gone int) {
			last, n, err := f.SweepLearners(ctx, uuid.Nil, 2)
			for last != uuid.Nil {
				must(t, err)
				gone += n
				last, n, err = f.SweepLearners(ctx, last, 2)
			}
			must(t, err)
			return gone
		}
		equal(t, "the learners forgotten", sweep(), 2)
		equal(t, "the learners forgotten after that", sweep(), 0)
		f.session(learners[0], "kratom")
		_, err := f.CreateSession(ctx, newSession(learners[3], "kratom", f.revision("kratom")), "")
		wants(t, "a session of a learner who is forgotten", err, store.ErrNotFound)
	},
	"forgets a learner, but not what is left of theirs": func(t *testing.T, f *fixture) {
		a, b := newLogin(), newLogin()
		second := newLogin()
		second.Learner = a.Learner
		for _, l := range []store.Login{a, b, second} {
			must(t, f.CreateLogin(ctx, l))
		}
		s := f.session(a.Learner, "kratom")
		must(t, f.ForgetLearner(ctx, a.Learner))
		for _, l := range []store.Login{a, second} {
			_, err := f.Login(ctx, l.ID)
			wants(t, "a login of the learner", err, store.ErrNotFound)
		}
		_, err := f.Login(ctx, b.ID)
		must(t, err)
		f.walk(s.ID)
		must(t, f.DeleteSession(ctx, s.ID))
		must(t, f.ForgetLearner(ctx, a.Learner))
		must(t, f.ForgetLearner(ctx, a.Learner)) // and nobody
		_, err = f.CreateSession(ctx, newSession(a.Learner, "kratom", f.revision("kratom")), "")
		wants(t, "a session of a learner who is forgotten", err, store.ErrNotFound)
	},
}
