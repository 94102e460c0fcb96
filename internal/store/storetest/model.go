package storetest

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// modelTests make calls by chance and compare each result with that of a model
// that is too simple to be wrong.
var modelTests = map[string]func(*testing.T, *fixture){
	"agrees": func(t *testing.T, f *fixture) {
		sets := []string{"kratom", "other"}
		for _, set := range sets {
			f.revision(set)
		}
		rapid.Check(t, func(t *rapid.T) {
			m := &model{f: f, sets: sets, answers: map[uuid.UUID][]quiz.Answer{}}
			for range 2 {
				l := newLogin()
				must(t, f.CreateLogin(ctx, l))
				m.learners = append(m.learners, l.Learner)
			}
			t.Repeat(map[string]func(*rapid.T){
				"start":  m.start,
				"answer": m.answer,
				"delete": m.remove,
				"walk":   m.walk,
				"list":   m.list,
				"latest": m.latest,
			})
		})
	},
}

type model struct {
	f        *fixture
	sets     []string
	learners []uuid.UUID
	sessions []quiz.Session // by age; deleted ones are taken out
	answers  map[uuid.UUID][]quiz.Answer
	deleted  []uuid.UUID
}

func (m *model) start(t *rapid.T) {
	set := rapid.SampledFrom(m.sets).Draw(t, "set")
	s := newSession(rapid.SampledFrom(m.learners).Draw(t, "learner"), set, hashOf(set))
	if len(m.sessions) > 0 && rapid.Bool().Draw(t, "retry") {
		p := rapid.SampledFrom(m.sessions).Draw(t, "parent")
		s.Mode, s.Parent, s.Learner, s.Set, s.Revision = quiz.Retry, p.ID, p.Learner, p.Set, p.Revision
	}
	kept, err := m.f.CreateSession(ctx, s, "")
	must(t, err)
	equal(t, "the new session", kept, s)
	m.sessions = append(m.sessions, s)
}

// any draws the id of a session that is, or was, there.
func (m *model) any(t *rapid.T) (uuid.UUID, bool) {
	ids := slices.Clone(m.deleted)
	for _, s := range m.sessions {
		ids = append(ids, s.ID)
	}
	if len(ids) == 0 {
		return newID(), false
	}
	id := rapid.SampledFrom(ids).Draw(t, "session")
	return id, !slices.Contains(m.deleted, id)
}

func (m *model) answer(t *rapid.T) {
	id, there := m.any(t)
	a := newAnswer(id, rapid.IntRange(1, 5).Draw(t, "n"))
	a.Response = quiz.Response(rapid.StringN(0, 4, 8).Draw(t, "response"))
	a.Fraction = rapid.SampledFrom([]float64{0, 0.25, 1}).Draw(t, "fraction")
	kept, err := m.f.CommitAnswer(ctx, a)
	if !there {
		wants(t, "an answer to no session", err, store.ErrNotFound)
		return
	}
	must(t, err)
	for _, earlier := range m.answers[id] {
		if earlier.N == a.N {
			equal(t, "the earlier answer", kept, earlier)
			return
		}
	}
	equal(t, "the answer", kept, a)
	m.answers[id] = append(m.answers[id], a)
	slices.SortFunc(m.answers[id], func(a, b quiz.Answer) int { return a.N - b.N })
}

func (m *model) remove(t *rapid.T) {
	id, _ := m.any(t)
	must(t, m.f.DeleteSession(ctx, id))
	// A retry is younger than its parent, so one pass by age finds them all.
	gone := map[uuid.UUID]bool{id: true}
	m.sessions = slices.DeleteFunc(m.sessions, func(s quiz.Session) bool {
		if gone[s.Parent] {
			gone[s.ID] = true
		}
		return gone[s.ID]
	})
	for id := range gone {
		delete(m.answers, id)
	}
	m.deleted = append(m.deleted, slices.Collect(maps.Keys(gone))...)
}

func (m *model) walk(t *rapid.T) {
	id, there := m.any(t)
	s, answers, err := m.f.Walk(ctx, id)
	if !there {
		wants(t, "a deleted session", err, store.ErrNotFound)
		return
	}
	must(t, err)
	i := slices.IndexFunc(m.sessions, func(s quiz.Session) bool { return s.ID == id })
	equal(t, "the session", s, m.sessions[i])
	if len(answers)+len(m.answers[id]) > 0 {
		equal(t, "the answers", answers, m.answers[id])
	}
}

func (m *model) list(t *rapid.T) {
	learner := rapid.SampledFrom(m.learners).Draw(t, "learner")
	limit := rapid.IntRange(0, 5).Draw(t, "limit")
	var want []store.Summary
	for _, s := range slices.Backward(m.sessions) {
		if s.Learner == learner && len(want) < limit {
			want = append(want, m.summary(s))
		}
	}
	got, err := m.f.Sessions(ctx, learner, uuid.Nil, limit)
	must(t, err)
	equal(t, "the list", got, want)
}

func (m *model) latest(t *rapid.T) {
	learner := rapid.SampledFrom(m.learners).Draw(t, "learner")
	want := map[string]store.Summary{}
	for _, s := range m.sessions {
		if s.Learner == learner && s.Mode.Scored() {
			want[s.Set] = m.summary(s)
		}
	}
	list, err := m.f.Latest(ctx, learner)
	must(t, err)
	got := map[string]store.Summary{}
	for _, s := range list {
		got[s.Set] = s
	}
	equal(t, "the newest", got, want)
	equal(t, "the number of the newest", len(list), len(want))
}

func (m *model) summary(s quiz.Session) store.Summary {
	sum := store.Summary{Session: s, Last: s.Started}
	for i, a := range m.answers[s.ID] {
		sum.Answered++
		sum.Points += a.Fraction * a.Worth
		sum.Worth += a.Worth
		if i == 0 || a.At.After(sum.Last) {
			sum.Last = a.At
		}
	}
	sum.Last = sum.Last.Round(time.Microsecond)
	return sum
}
