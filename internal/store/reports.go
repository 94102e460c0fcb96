package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Report is what a learner finds wrong with a question.
type Report struct {
	ID       uuid.UUID // version 7
	Session  uuid.UUID // in which it was asked
	N        int       // its number there
	Set      string
	Revision string // the hash
	Question string // its id
	Reason   string // a word of quiz.Reasons
	Text     string // in the learner's words; may be empty
	At       time.Time
	Closed   time.Time // when its author dealt with it; zero while it is open
	ClosedBy string    // the name of who did
	Note     string    // what became of it, in their words; may be empty
}

// ReportQuery says which reports are wanted, the newest first.
type ReportQuery struct {
	Set      string    // "": on all sets
	Question string    // of that set; "": on all its questions
	Open     bool      // those that are open
	Closed   bool      // those that were dealt with
	Before   uuid.UUID // those made before this one; the zero id: from the newest
	Limit    int       // at most so many
}

// OpenReports is how many reports on a question are open.
type OpenReports struct {
	Set, Question string
	N             int
}

// Reports keeps what learners find wrong, for those who write the sets. Who
// deletes a session takes its reports back.
type Reports interface {
	// PutReport keeps a report; the same question of the same session again
	// replaces it and opens it again, under the id that it had. ErrNotFound
	// where the session is gone.
	PutReport(ctx context.Context, r Report) error
	// Report gives the report on a question of a session. ErrNotFound.
	Report(ctx context.Context, session uuid.UUID, n int) (Report, error)
	// Reports lists those that are wanted.
	Reports(ctx context.Context, q ReportQuery) ([]Report, error)
	// ReportByID gives a report. ErrNotFound.
	ReportByID(ctx context.Context, id uuid.UUID) (Report, error)
	// OpenReports counts those that are open, by set and question, in that order.
	OpenReports(ctx context.Context) ([]OpenReports, error)
	// CloseReport notes that a report was dealt with, by whom and how; one that
	// was stays as it is. ErrNotFound.
	CloseReport(ctx context.Context, id uuid.UUID, at time.Time, by, note string) error
	// ReopenReport takes that back. ErrNotFound.
	ReopenReport(ctx context.Context, id uuid.UUID) error
}
