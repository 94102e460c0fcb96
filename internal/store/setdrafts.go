package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
)

// ErrChanged says that somebody has changed it since it was read.
var ErrChanged = errors.New("changed meanwhile")

// SetDrafts keeps sets that are being worked on.
type SetDrafts interface {
	// CreateSetDraft keeps a new draft.
	CreateSetDraft(ctx context.Context, d SetDraft) error
	// SetDraft gives a draft with its files. ErrNotFound.
	SetDraft(ctx context.Context, id uuid.UUID) (SetDraft, error)
	// SetDrafts lists those of an owner (the zero id: everybody's) without their
	// files, the last changed first.
	SetDrafts(ctx context.Context, owner uuid.UUID) ([]SetDraft, error)
	// SaveSetDraft replaces the set, title and files of a draft whose version is
	// d.Version, and raises the version by one. ErrNotFound, ErrChanged.
	SaveSetDraft(ctx context.Context, d SetDraft) error
	// DeleteSetDraft removes a draft. Unknown ones are no error.
	DeleteSetDraft(ctx context.Context, id uuid.UUID) error
}

// SetDraft is a set that somebody works on. It may be broken in any way.
type SetDraft struct {
	ID      uuid.UUID // version 7
	Owner   uuid.UUID // an account
	Set     string    // the id that it is published as
	Title   string    // as its set.yaml last gave it
	Files   []File    // sorted by name
	Version int       // counts from 1
	Created time.Time
	Changed time.Time
}

// Publications keeps which revision of a set is served, and which were before.
type Publications interface {
	// Publish keeps the next publication of a set; its revision is kept
	// already. Its id is raised above those before. ErrTaken where the set is
	// another owner's, ErrNotFound where the revision is not kept, ErrChanged
	// where it is to follow one that is no longer the newest.
	Publish(ctx context.Context, p Publication) error
	// Publications lists those of a set, newest first.
	Publications(ctx context.Context, set string) ([]Publication, error)
	// Published gives the newest publication of each set, by set.
	Published(ctx context.Context) ([]Publication, error)
}

// Publication is one change of what is served of a set.
type Publication struct {
	ID       uuid.UUID // version 7
	Set      string
	Revision string    // its hash; empty where the set was withdrawn
	Owner    uuid.UUID // the account whose set it is
	By       string    // the name of the account that did it
	At       time.Time
	Note     string
	Unlisted bool // learners find it through an assignment alone
	// Follows is the publication that it was made from and must be the next after;
	// zero: it is the first. It is not kept.
	Follows uuid.UUID
}
