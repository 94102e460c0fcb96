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
	// Reports lists those on a set ("": on all), the newest first: at most limit
	// of those made before the report `before` (the zero id: from the newest).
	// Closed ones are left out unless they are asked for.
	Reports(ctx context.Context, set string, closed bool, before uuid.UUID, limit int) ([]Report, error)
	// CloseReport notes that a report was dealt with; one that was stays as it
	// is. ErrNotFound.
	CloseReport(ctx context.Context, id uuid.UUID, at time.Time) error
}
