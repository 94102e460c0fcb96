package play

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Report is what a learner finds wrong with a question.
type Report = store.Report

// maxReport bounds what a learner writes in a report, in characters.
const maxReport = 1000

// Report keeps what a learner finds wrong with question n, once it is answered;
// a second time replaces the first. The error is a *quiz.Problem where the
// reason or the text will not do, ErrNotFound where the question is not answered.
func (p *Play) Report(ctx context.Context, learner, session uuid.UUID, n int, reason quiz.Reason, text string) error {
	w, err := p.Walk(ctx, learner, session)
	if err != nil {
		return err
	}
	if _, answered := w.Answer(n); !answered {
		return ErrNotFound
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case !slices.Contains(quiz.Reasons(), reason):
		return &quiz.Problem{Message: "problem.report-reason", Control: "reason-" + string(quiz.Reasons()[0])}
	case reason == quiz.OtherReason && text == "":
		return &quiz.Problem{Message: "problem.report-text", Control: "text"}
	case utf8.RuneCountInString(text) > maxReport:
		return &quiz.Problem{Message: "problem.report-long", Control: "text"}
	}
	id, err := p.newID()
	if err != nil {
		return err
	}
	return p.store.PutReport(ctx, Report{
		ID: id, Session: session, N: n, Set: w.Session.Set, Revision: w.Session.Revision,
		Question: w.Question(n).ID, Reason: string(reason), Text: text, At: w.At,
	})
}

// Reported gives the report on question n of a session; nil where there is none.
func (p *Play) Reported(ctx context.Context, w *Walk, n int) (*Report, error) {
	r, err := p.store.Report(ctx, w.Session.ID, n)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return &r, err
}
