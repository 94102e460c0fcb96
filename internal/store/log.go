package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Log keeps who did what, and when: the audit log. Entries are only ever added.
type Log interface {
	// Append keeps an entry.
	Append(ctx context.Context, e Entry) error
	// Entries lists them, newest first: at most limit of those before the entry
	// `before` (the zero id: from the newest).
	Entries(ctx context.Context, before uuid.UUID, limit int) ([]Entry, error)
}

// Entry is one line of the audit log. It holds names as they were then.
type Entry struct {
	ID      uuid.UUID // version 7
	At      time.Time
	Account uuid.UUID // zero for the terminal
	Name    string    // of the account
	Token   string    // the name of its token, where a program did it; empty: a person
	Action  string    // what was done, in play's words
	Object  string    // to what: a name or an id
	Detail  string    // what else matters of it; may be empty
}
