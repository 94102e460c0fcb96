package sqlite

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// assignmentColumns are what scanAssignment reads, in its order.
const assignmentColumns = "a.id, a.code, a.owner, a.set_id, a.revision, a.created, a.terms"

// afterAssignment is the column that follows them.
const afterAssignment = 7

func scanAssignment(row *sqlite.Stmt) (a quiz.Assignment, err error) {
	a.ID, a.Code, a.Owner = columnUUID(row, 0), row.ColumnText(1), columnUUID(row, 2)
	a.Set, a.Revision, a.Created = row.ColumnText(3), hex.EncodeToString(columnBytes(row, 4)), columnTime(row, 5)
	return a, json.Unmarshal(columnBytes(row, 6), &a.Terms)
}

// closesAt is when an assignment closes, as the column holds it.
func closesAt(t quiz.Terms) any {
	if t.Closes.IsZero() {
		return uuid.Nil // NULL
	}
	return t.Closes.UnixMicro()
}

// forgetAt is when persons are to be forgotten, as the column holds it.
func forgetAt(t quiz.Terms) any {
	at := store.ForgetAt(t)
	if at.IsZero() {
		return uuid.Nil // NULL
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
	var refused error
	err = s.change(ctx, "keep an assignment", func(c *conn) error {
		refused = nil
		err := c.exec(`
			INSERT INTO assignment (id, code, owner, set_id, revision, created, terms, attempts, forget, closes)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, nil,
			a.ID, a.Code, a.Owner[:], a.Set, revision, a.Created.UnixMicro(), string(terms), a.Attempts, forgetAt(a.Terms), closesAt(a.Terms))
		switch {
		case orphaned(err):
			refused = store.ErrNotFound
			return nil
		case err != nil:
			return err
		case c.Changes() > 0:
			return putRoster(c, a.ID, roster)
		}
		var id uuid.UUID
		err = c.exec("SELECT id FROM assignment WHERE code = ?", func(row *sqlite.Stmt) { id = columnUUID(row, 0) }, a.Code)
		if err == nil && id != a.ID {
			refused = store.ErrTaken
		}
		return err
	}, nil)
	return outcome(err, &refused)
}

// updateTerms is the statement of changedTerms' arguments.
const updateTerms = "UPDATE assignment SET terms = ?, attempts = ?, forget = ?, closes = ? WHERE id = ?"

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
	var missed error
	err = s.change(ctx, "change an assignment", func(c *conn) error {
		missed = nil
		if err := c.exec(updateTerms, nil, args...); err != nil {
			return err
		}
		if c.Changes() == 0 {
			missed = store.ErrNotFound
			return nil
		}
		return putRoster(c, id, roster)
	}, s.write.deleted)
	return outcome(err, &missed)
}

// changeOne makes a change by one statement; ErrNotFound where it changed no row.
func (s *Store) changeOne(ctx context.Context, doing, statement string, args ...any) error {
	var missed error
	err := s.change(ctx, doing, func(c *conn) error {
		missed = nil
		err := c.exec(statement, nil, args...)
		if err == nil && c.Changes() == 0 {
			missed = store.ErrNotFound
		}
		return err
	}, nil)
	return outcome(err, &missed)
}

// Assignment gives an assignment.
func (s *Store) Assignment(ctx context.Context, id uuid.UUID) (quiz.Assignment, error) {
	return s.assignment(ctx, "a.id = ?", id)
}

// AssignmentByCode gives the assignment that learners join by a code.
func (s *Store) AssignmentByCode(ctx context.Context, code string) (quiz.Assignment, error) {
	return s.assignment(ctx, "a.code = ?", code)
}

func (s *Store) assignment(ctx context.Context, where string, key any) (a quiz.Assignment, err error) {
	const doing = "read an assignment"
	var broken error
	err = s.query(ctx, doing, "SELECT "+assignmentColumns+" FROM assignment a WHERE "+where, func(row *sqlite.Stmt) {
		a, broken = scanAssignment(row)
	}, key)
	switch {
	case err != nil:
		return a, err
	case broken != nil:
		return a, unavailable(doing, broken)
	case a.ID == uuid.Nil:
		return a, store.ErrNotFound
	}
	return a, nil
}

// Assignments lists those of an owner, newest first.
func (s *Store) Assignments(ctx context.Context, owner, before uuid.UUID, limit int) ([]store.AssignmentSummary, error) {
	const doing = "list assignments"
	from := newest
	if before != uuid.Nil {
		from = before[:]
	}
	ids, args := "SELECT id FROM assignment WHERE id < ?1 ORDER BY id DESC LIMIT ?2", []any{from, max(0, limit)}
	if owner != uuid.Nil {
		ids, args = "SELECT id FROM assignment WHERE owner = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2", append(args, owner)
	}
	var out []store.AssignmentSummary
	var broken error
	err := s.query(ctx, doing, `
		SELECT `+assignmentColumns+`, count(p.id), total(p.attempts > 0)
		FROM assignment a LEFT JOIN participant p ON p.assignment = a.id
		WHERE a.id IN (`+ids+`) GROUP BY a.id ORDER BY a.id DESC`, func(row *sqlite.Stmt) {
		a, err := scanAssignment(row)
		broken = errors.Join(broken, err)
		out = append(out, store.AssignmentSummary{
			Assignment: a, Joined: row.ColumnInt(afterAssignment), Started: row.ColumnInt(afterAssignment + 1),
		})
	}, args...)
	if err == nil && broken != nil {
		err = unavailable(doing, broken)
	}
	return out, err
}

// DeleteAssignment removes an assignment with all that belongs to it.
func (s *Store) DeleteAssignment(ctx context.Context, id uuid.UUID) error {
	return s.deleteSessions(ctx, "delete an assignment", "SELECT id FROM session WHERE assignment = ?", []any{id}, func(c *conn) error {
		return c.exec("DELETE FROM assignment WHERE id = ?", nil, id)
	})
}
