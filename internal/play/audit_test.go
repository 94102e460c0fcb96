package play

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// spoilt is a store whose sessions are told otherwise than they are kept.
type spoilt struct {
	store.Store
	spoil func(*store.Walk)
	files func([]store.File) []store.File
}

func (s spoilt) Walks(ctx context.Context, after uuid.UUID, limit int) ([]store.Walk, error) {
	walks, err := s.Store.Walks(ctx, after, limit)
	for i := range walks {
		s.spoil(&walks[i])
	}
	return walks, err
}

func (s spoilt) Revision(ctx context.Context, hash string) (store.Revision, error) {
	r, err := s.Store.Revision(ctx, hash)
	r.Files = s.files(r.Files)
	return r, err
}

// The audit counts every answer again and names what does not fit.
func TestAudit(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	h.answer(s, 1, pick(h.walk(s), 1, 0))
	h.answer(s, 2, pick(h.walk(s), 2, 2))
	as := func(files []store.File) []store.File { return files }
	for name, c := range map[string]struct {
		spoil func(*store.Walk)
		files func([]store.File) []store.File
		says  string
	}{
		"as it was":      {func(*store.Walk) {}, as, ""},
		"a fraction":     {func(w *store.Walk) { w.Answers[0].Fraction = 0.5 }, as, "question 1: 0.5 of it was counted as right, and the response earns 1"},
		"a weight":       {func(w *store.Walk) { w.Answers[1].Worth = 7 }, as, "question 2: it was counted with the weight 7, and has 2"},
		"a response":     {func(w *store.Walk) { w.Answers[0].Response = "99" }, as, "question 1: the stored response cannot be graded"},
		"not known":      {func(w *store.Walk) { w.Answers[0].DontKnow = true }, as, "question 1: 1 of it was counted as right, and the response earns 0"},
		"a number":       {func(w *store.Walk) { w.Answers[1].N = 9 }, as, "question 9: it is answered, and the session has 4 questions"},
		"a question":     {func(w *store.Walk) { w.Session.Items = []int{0, 40} }, as, "it asks question 41 of a set that has 4"},
		"a revision":     {func(w *store.Walk) { w.Session.Revision = strings.Repeat("0", 64) }, as, "is not kept"},
		"changed files":  {func(*store.Walk) {}, func([]store.File) []store.File { return tides("later").Files }, "are not those that were published"},
		"unreadable set": {func(*store.Walk) {}, func([]store.File) []store.File { return nil }, "there is no set.yaml"},
	} {
		var told []string
		got, err := Audit(t.Context(), spoilt{h.store, c.spoil, c.files}, parseTides, func(d Difference) { told = append(told, d.String()) })
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case got.Sessions != 1 || got.Answers != 2:
			t.Errorf("%s: %+v were looked at", name, got)
		case got.Differences != len(told):
			t.Errorf("%s: %d differences are counted, %d told", name, got.Differences, len(told))
		case c.says == "" && len(told) > 0, c.says != "" && (len(told) != 1 || !strings.Contains(told[0], c.says) || !strings.Contains(told[0], s.ID.String())):
			t.Errorf("%s: it told %q, want %q", name, told, c.says)
		}
	}
	h.must(h.store.Close())
	if _, err := Audit(t.Context(), h.store, parseTides, func(Difference) {}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("without a database, the audit says %v", err)
	}
}

// busy is a store that a server works with: between two things that an audit
// reads, it does one more.
type busy struct {
	store.Store
	works []func()
}

func (b *busy) Regraded(ctx context.Context, session uuid.UUID) ([]store.Regraded, error) {
	if len(b.works) > 0 {
		b.works[0]()
		b.works = b.works[1:]
	}
	return b.Store.Regraded(ctx, session)
}

// What a server changes during an audit is no difference.
func TestAuditBesideAServer(t *testing.T) {
	h := newHouse(t)
	ctx, s := t.Context(), h.Staff()
	h.classOf()
	regrade := func(rule quiz.Rule) Regrade {
		r, err := s.Regrade(ctx, tutor, Order{Set: "tides", Question: "moon", Rule: rule}, "It was "+string(rule))
		h.must(err)
		return r
	}
	first := regrade(quiz.Withdraw)
	var second Regrade
	st := &busy{h.store, []func(){
		func() { second = regrade(quiz.FullMarks) },
		func() { h.must(s.UndoRegrade(ctx, tutor, second.ID)) },
		func() { h.must(s.UndoRegrade(ctx, tutor, first.ID)) },
	}}
	got, err := Audit(ctx, st, parseTides, func(d Difference) { t.Error(d) })
	h.must(err)
	if got.Sessions != 5 || got.Differences != 0 || len(st.works) > 0 {
		t.Errorf("%+v were looked at, and %d changes not made", got, len(st.works))
	}
}

// More sessions than are read at a time are all read.
func TestAuditReadsOn(t *testing.T) {
	h := newHouse(t)
	for range auditChunk + 3 {
		h.start()
	}
	got, err := Audit(t.Context(), h.store, parseTides, func(d Difference) { t.Error(d) })
	h.must(err)
	if got.Sessions != auditChunk+3 {
		t.Errorf("%d sessions were read", got.Sessions)
	}
}
