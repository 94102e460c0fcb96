package play

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// What learners found wrong, for those who can put it right.
type (
	// ReportQuery says which reports are wanted.
	ReportQuery = store.ReportQuery
	// OpenReports is how many reports on a question are open.
	OpenReports = store.OpenReports
)

// Reports lists the reports that are wanted and that somebody may see: those on
// the server's sets, on their own and, for admins and assistants, on all.
func (s *Staff) Reports(ctx context.Context, who Who, q ReportQuery) ([]Report, error) {
	others, err := s.Others(ctx, who)
	if err != nil {
		return nil, err
	}
	var seen []Report
	for limit := q.Limit; ; {
		list, err := s.store.Reports(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if !others[r.Set] && len(seen) < limit {
				seen = append(seen, r)
			}
		}
		if len(list) < q.Limit || len(seen) == limit {
			return seen, nil
		}
		q.Before = list[len(list)-1].ID
	}
}

// OpenReports counts the open reports that somebody may see, by set and question.
func (s *Staff) OpenReports(ctx context.Context, who Who) ([]OpenReports, error) {
	open, err := s.store.OpenReports(ctx)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	others, err := s.Others(ctx, who)
	if err != nil {
		return nil, err
	}
	var seen []OpenReports
	for _, o := range open {
		if !others[o.Set] {
			seen = append(seen, o)
		}
	}
	return seen, nil
}

// MayCorrect says whether somebody may say what is right in a set: close reports
// on it, and have its answers graded anew.
func (s *Staff) MayCorrect(ctx context.Context, who Who, set string) (bool, error) {
	err := s.mayCorrect(ctx, who, set)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// CloseReport notes that a report was dealt with, and how, in words that may be
// none. One that was dealt with stays as it is. The error is a *quiz.Problem
// where they are too many, ErrNotFound where somebody may not put its set right.
func (s *Staff) CloseReport(ctx context.Context, who Who, id uuid.UUID, note string) error {
	r, err := s.dealtWith(ctx, who, id)
	if err != nil {
		return err
	}
	note = plainLine(note)
	if utf8.RuneCountInString(note) > maxReport {
		return &quiz.Problem{Message: "problem.report-long", Control: "note-" + id.String()}
	}
	if !r.Closed.IsZero() { // what was said of it then stays
		return nil
	}
	if err := s.store.CloseReport(ctx, id, s.now(), who.Name, note); err != nil {
		return err
	}
	return s.Record(ctx, who, "report-closed", r.Set+"/"+r.Question, note)
}

// ReopenReport takes back that a report was dealt with. ErrNotFound.
func (s *Staff) ReopenReport(ctx context.Context, who Who, id uuid.UUID) error {
	r, err := s.dealtWith(ctx, who, id)
	if err != nil {
		return err
	}
	if err := s.store.ReopenReport(ctx, id); err != nil {
		return err
	}
	return s.Record(ctx, who, "report-reopened", r.Set+"/"+r.Question, "")
}

// plainLine makes one line of what somebody wrote, without what no text holds.
func plainLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))), " ")
}

// dealtWith gives a report to whoever may put right what it is about. ErrNotFound.
func (s *Staff) dealtWith(ctx context.Context, who Who, id uuid.UUID) (Report, error) {
	r, err := s.store.ReportByID(ctx, id)
	if err != nil {
		return Report{}, err
	}
	return r, s.mayCorrect(ctx, who, r.Set)
}
