package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// ErrLater says that a later regrade of the same answers stands, which has to be
// undone first.
var ErrLater = errors.New("a later regrade stands")

// Regrade is a decision to grade the answers to a question anew. It stands
// until it is undone.
type Regrade struct {
	ID         uuid.UUID // version 7
	Set        string
	Question   string    // its id
	Assignment uuid.UUID // whose answers alone are meant; zero: those to the set
	Rule       quiz.Rule
	Revision   string    // the hash of the revision whose key counts, for quiz.ByKey; else empty
	Account    uuid.UUID // whose decision it is; zero: the terminal's
	By         string    // the name that the account had then
	Why        string    // in words for learners
	At         time.Time
	Done       time.Time // when all answers had been graded; zero until then
	Undone     time.Time // zero while it stands
	UndoneBy   string
}

// RegradeSummary is a regrade with what it has changed.
type RegradeSummary struct {
	Regrade
	Answers  int // whose grade it has replaced
	Standing int // of them, not given back
}

// Regraded is one answer's grade before and after a regrade.
type Regraded struct {
	Regrade uuid.UUID
	Session uuid.UUID
	N       int // the question's number in its session
	Before  quiz.Grade
	After   quiz.Grade
}

// Regrades keeps new grades beside the old ones.
type Regrades interface {
	// BeginRegrade keeps a regrade and gives it back, with an id above those before
	// of the same question and assignment. Where the newest of the same
	// question and assignment stands and is the same account's, by the same rule
	// and revision and for the same reason, that one is given back instead: sent
	// twice it is one, and again later it goes on with what has come since.
	// ErrNotFound where its revision or assignment is not kept.
	BeginRegrade(ctx context.Context, r Regrade) (Regrade, error)
	// EndRegrade notes that all answers have been graded. ErrNotFound.
	EndRegrade(ctx context.Context, id uuid.UUID, at time.Time) error
	// Regrade gives a regrade. ErrNotFound.
	Regrade(ctx context.Context, id uuid.UUID) (Regrade, error)
	// Regrades lists those of a set, the newest first: at most limit of those
	// before the regrade `before` (the zero id: from the newest).
	Regrades(ctx context.Context, set string, before uuid.UUID, limit int) ([]RegradeSummary, error)

	// ApplyRegrade replaces grades in one transaction, which the callers bound,
	// and gives how many it has. An answer is left as it is where its grade is not
	// Before, where this regrade or a later one stands for it already, and where
	// the regrade has been undone.
	ApplyRegrade(ctx context.Context, id uuid.UUID, grades []Regraded) (int, error)

	// BeginUndo notes that a regrade no longer stands; one that was undone stays
	// as it is. ErrLater, ErrNotFound.
	BeginUndo(ctx context.Context, id uuid.UUID, at time.Time, by string) error
	// Undo gives at most limit answers the grades back that they had before a
	// regrade that no longer stands, and tells how many there were. Those for which
	// a later regrade stands are left.
	Undo(ctx context.Context, id uuid.UUID, limit int) (int, error)

	// Regraded lists what stands of regrades of a session's answers, by their
	// numbers and then the oldest first.
	Regraded(ctx context.Context, session uuid.UUID) ([]Regraded, error)
}

// Same says whether another regrade would do again what this one, which stands,
// has done.
func (r Regrade) Same(as Regrade) bool {
	return r.Undone.IsZero() && r.Set == as.Set && r.Question == as.Question && r.Assignment == as.Assignment &&
		r.Rule == as.Rule && r.Revision == as.Revision && r.Account == as.Account && r.Why == as.Why
}
