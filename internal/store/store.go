// Package store says what must be kept, in the words of the domain. The
// databases behind it stand in folders of their own; storetest holds them all
// to one contract.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Errors that every store returns for the same reasons.
var (
	// ErrNotFound says that there is no such thing, or none that this learner may see.
	ErrNotFound = errors.New("not found")
	// ErrUnavailable says that the database cannot do it now (full disk, lost
	// connection, deadline). A change asked for may or may not have been made:
	// asking again is safe, because every change can be repeated.
	ErrUnavailable = errors.New("the database is not available")
)

// Store keeps logins, revisions, sessions and answers. Any method may return
// an error that wraps ErrUnavailable, and the context's error too where the
// context ended; other errors are those that its comment names. When a method
// that writes returns nil, its change has reached the disk. Times are kept in
// UTC to the microsecond.
type Store interface {
	Assignments
	Accounts
	Audit
	Retention
	Results
	Log
	Tests
	Recall
	SetDrafts
	Publications
	Reports
	Tokens
	Tries
	Regrades

	// Secret gives the named 32 random bytes of this installation; it makes
	// them at the first call.
	Secret(ctx context.Context, name string) ([]byte, error)

	// CreateLogin keeps a new login and, where it is new, its learner.
	CreateLogin(ctx context.Context, l Login) error
	// Login gives a login that has not been ended. ErrNotFound.
	Login(ctx context.Context, id uuid.UUID) (Login, error)
	// TouchLogin records that a login was seen. Unknown logins are no error.
	TouchLogin(ctx context.Context, id uuid.UUID, seen time.Time) error
	// EndLogin forgets a login. Unknown logins are no error.
	EndLogin(ctx context.Context, id uuid.UUID) error

	// PutRevision keeps a revision. The same hash again changes nothing.
	PutRevision(ctx context.Context, r Revision) error

	// CreateSession keeps a new session and gives it back. asked is what the
	// learner chose, in the caller's words: where the learner asked the same of
	// the same set, revision, mode and parent less than DoubleClick before or
	// after s.Started and has answered nothing of it, that session is given
	// back instead. ErrNotFound where the learner, revision or parent is gone,
	// or the learner has not joined its assignment; ErrNoAttempt where none is left there.
	CreateSession(ctx context.Context, s quiz.Session, asked string) (quiz.Session, error)
	// Walk gives a session with its answers, in the order of their numbers.
	// Both may be shared with other callers: their slices are for reading only.
	// ErrNotFound.
	Walk(ctx context.Context, session uuid.UUID) (quiz.Session, []quiz.Answer, error)
	// CommitAnswer keeps an answer, once: where the question of that session is
	// answered already, the earlier answer is given back unchanged. ErrNotFound
	// where the session is gone. Answers of many callers may share one commit.
	CommitAnswer(ctx context.Context, a quiz.Answer) (quiz.Answer, error)
	// Sessions lists a learner's sessions, newest first: at most limit of those
	// that began before the session `before` (the zero id: from the newest).
	Sessions(ctx context.Context, learner uuid.UUID, before uuid.UUID, limit int) ([]Summary, error)
	// Latest gives, for each set, the learner's newest scored session that
	// belongs to no assignment.
	Latest(ctx context.Context, learner uuid.UUID) ([]Summary, error)
	// DeleteSession removes a session, its answers and its retries. Unknown
	// sessions are no error.
	DeleteSession(ctx context.Context, session uuid.UUID) error

	// Ping says whether the store can answer now.
	Ping(ctx context.Context) error
	// Close finishes what is under way and releases the database.
	Close() error
}

// DoubleClick is the time within which the same start is taken for one.
const DoubleClick = 5 * time.Second

// Login is a browser's proof of being a learner. The cookie carries the id and
// a secret; only the secret's SHA-256 is kept.
type Login struct {
	ID      uuid.UUID
	Learner uuid.UUID
	Hash    [32]byte
	Created time.Time
	Seen    time.Time
}

// Revision is one published state of a set, as its files.
type Revision struct {
	Hash      string // hex SHA-256 of the set's id and its files
	Set       string // the set's id
	Files     []File // sorted by name
	Published time.Time
}

// File is one file of a set's folder.
type File = quiz.File

// Summary is a session as a list shows it.
type Summary struct {
	quiz.Session
	Answered int       // of an open test: saved
	Points   float64   // fraction times weight, summed
	Worth    float64   // the weights of the answered questions, summed
	Last     time.Time // when the newest answer was given; Started where there is none
}

// Done says whether nothing of the session is left to answer.
func (s *Summary) Done() bool {
	if s.Mode == quiz.Test {
		return !s.Finished.IsZero()
	}
	return s.Answered >= len(s.Items)
}
