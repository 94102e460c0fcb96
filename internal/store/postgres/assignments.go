package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// assignmentColumns are what scanAssignment reads, in its order.
const assignmentColumns = "a.id, a.code, a.owner, a.set_id, a.revision, a.created, a.terms"

// afterAssignment is the column that follows them.
const afterAssignment = 7

func scanAssignment(r row) (a quiz.Assignment, err error) {
	a.ID, a.Code, a.Owner = r.uuid(0), r.text(1), r.uuid(2)
	a.Set, a.Revision, a.Created = r.text(3), hex.EncodeToString(r[4]), r.time(5)
	return a, json.Unmarshal(r[6], &a.Terms)
}

// closesAt is when an assignment closes, as the column holds it.
func closesAt(t quiz.Terms) any {
	if t.Closes.IsZero() {
		return nil
	}
	return t.Closes.UnixMicro()
}

// forgetAt is when persons are to be forgotten, as the column holds it.
func forgetAt(t quiz.Terms) any {
	at := store.ForgetAt(t)
	if at.IsZero() {
		return nil
	}
	return at.UnixMicro()
}

// CreateAssignment keeps a new assignment with its roster.
func (s *Store) CreateAssignment(ctx context.Context, a quiz.Assignment, roster []store.Person) error {
	revision, err := hex.DecodeString(a.Revision)
	if err != nil {
		return store.ErrNotFound
	}
	terms, err := json.Marshal(a.Terms)
	if err != nil {
		return fmt.Errorf("the terms of an assignment cannot be written: %w", err)
	}
	// The same id again is the same assignment, sent again.
	var id uuid.UUID
	err = s.change(ctx, "keep an assignment", func(t tx) error {
		made, err := t.exec(`
			INSERT INTO assignment (id, code, owner, set_id, revision, created, terms, attempts, forget, closes)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`, nil,
			a.ID, a.Code, [16]byte(a.Owner), a.Set, revision, a.Created.UnixMicro(), string(terms), a.Attempts, forgetAt(a.Terms), closesAt(a.Terms))
		switch {
		case err != nil:
			return err
		case made > 0:
			id = a.ID
			return putRoster(t, a.ID, roster)
		}
		_, err = t.exec("SELECT id FROM assignment WHERE code = $1", func(r row) { id = r.uuid(0) }, a.Code)
		return err
	})
	switch {
	case orphaned(err):
		return store.ErrNotFound
	case err == nil && id != a.ID:
		return store.ErrTaken
	}
	return err
}

// updateTerms is the statement of changedTerms' arguments.
const updateTerms = "UPDATE assignment SET terms = $1, attempts = $2, forget = $3, closes = $4 WHERE id = $5"

func changedTerms(id uuid.UUID, t quiz.Terms) ([]any, error) {
	terms, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("the terms of an assignment cannot be written: %w", err)
	}
	return []any{string(terms), t.Attempts, forgetAt(t), closesAt(t), id}, nil
}

// ChangeTerms replaces what was chosen for an assignment.
func (s *Store) ChangeTerms(ctx context.Context, id uuid.UUID, t quiz.Terms) error {
	args, err := changedTerms(id, t)
	if err != nil {
		return err
	}
	return s.changeOne(ctx, "change an assignment", updateTerms, args...)
}

// ChangeAssignment replaces what was chosen for an assignment, and its roster.
func (s *Store) ChangeAssignment(ctx context.Context, id uuid.UUID, t quiz.Terms, roster []store.Person) error {
	args, err := changedTerms(id, t)
	if err != nil {
		return err
	}
	return s.change(ctx, "change an assignment", func(t tx) error {
		// The row stays locked: of two who send a roster at once, the second
		// replaces all of the first's.
		changed, err := t.exec(updateTerms, nil, args...)
		switch {
		case err != nil:
			return err
		case changed == 0:
			return refused{store.ErrNotFound}
		}
		return putRoster(t, id, roster)
	})
}

// changeOne makes a change by one statement; ErrNotFound where it changed no row.
func (d database) changeOne(ctx context.Context, doing, statement string, args ...any) error {
	changed, err := d.exec(ctx, doing, statement, nil, args...)
	if err == nil && changed == 0 {
		err = store.ErrNotFound
	}
	return err
}

// Assignment gives an assignment.
func (s *Store) Assignment(ctx context.Context, id uuid.UUID) (quiz.Assignment, error) {
	return s.assignment(ctx, "a.id = $1", id)
}

// AssignmentByCode gives the assignment that learners join by a code.
func (s *Store) AssignmentByCode(ctx context.Context, code string) (quiz.Assignment, error) {
	return s.assignment(ctx, "a.code = $1", code)
}

func (s *Store) assignment(ctx context.Context, where string, key any) (a quiz.Assignment, err error) {
	const doing = "read an assignment"
	var broken error
	err = s.query(ctx, doing, "SELECT "+assignmentColumns+" FROM assignment a WHERE "+where, func(r row) {
		a, broken = scanAssignment(r)
	}, key)
	switch {
	case err != nil:
		return a, err
	case broken != nil:
		return a, unavailable(ctx, doing, broken)
	case a.ID == uuid.Nil:
		return a, store.ErrNotFound
	}
	return a, nil
}

// Assignments lists those of an owner, newest first.
func (s *Store) Assignments(ctx context.Context, owner, before uuid.UUID, limit int) ([]store.AssignmentSummary, error) {
	const doing = "list assignments"
	if before == uuid.Nil {
		before = uuid.Max
	}
	ids, args := "SELECT id FROM assignment WHERE id < $1 ORDER BY id DESC LIMIT $2", []any{before, max(0, limit)}
	if owner != uuid.Nil {
		ids, args = "SELECT id FROM assignment WHERE owner = $3 AND id < $1 ORDER BY id DESC LIMIT $2", append(args, owner)
	}
	var out []store.AssignmentSummary
	var broken error
	err := s.query(ctx, doing, `
		SELECT `+assignmentColumns+`, count(p.id), count(p.id) FILTER (WHERE p.attempts > 0)
		FROM assignment a LEFT JOIN participant p ON p.assignment = a.id
		WHERE a.id IN (`+ids+`) GROUP BY a.id ORDER BY a.id DESC`, func(r row) {
		a, err := scanAssignment(r)
		broken = errors.Join(broken, err)
		out = append(out, store.AssignmentSummary{
			Assignment: a, Joined: int(r.int(afterAssignment)), Started: int(r.int(afterAssignment + 1)),
		})
	}, args...)
	if err == nil && broken != nil {
		err = unavailable(ctx, doing, broken)
	}
	return out, err
}

// DeleteAssignment removes an assignment with all that belongs to it.
func (s *Store) DeleteAssignment(ctx context.Context, id uuid.UUID) error {
	return s.query(ctx, "delete an assignment", "DELETE FROM assignment WHERE id = $1", nil, id)
}
