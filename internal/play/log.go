package play

import (
	"context"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Entry is one line of the audit log.
type Entry = store.Entry

// Record notes in the audit log what somebody has done, to what. The action is
// a key of the catalogue under [action].
func (s *Staff) Record(ctx context.Context, who Who, action, object, detail string) error {
	id, err := s.newID()
	if err != nil {
		return err
	}
	return s.store.Append(ctx, Entry{ID: id, At: s.now(), Account: who.ID, Name: who.Name, Token: who.Token, Action: action, Object: object, Detail: detail})
}

// Log lists the audit log, newest first: at most limit entries of those before
// one of them (the zero id: from the newest).
func (s *Staff) Log(ctx context.Context, before uuid.UUID, limit int) ([]Entry, error) {
	return s.store.Entries(ctx, before, limit)
}
