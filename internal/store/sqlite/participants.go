package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// putRoster replaces the list of those who may join an assignment.
func putRoster(c *conn, assignment uuid.UUID, people []store.Person) error {
	if err := c.exec("DELETE FROM roster WHERE assignment = ?", nil, assignment); err != nil {
		return err
	}
	for _, p := range people {
		err := c.exec("INSERT INTO roster (assignment, number, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name", nil,
			assignment, p.Number, p.Name)
		if err != nil {
			return err
		}
	}
	return nil
}

// Roster gives the list of those who may join.
func (s *Store) Roster(ctx context.Context, assignment uuid.UUID) (people []store.Person, err error) {
	err = s.query(ctx, "read a roster", "SELECT number, name FROM roster WHERE assignment = ? ORDER BY number", func(row *sqlite.Stmt) {
		people = append(people, store.Person{Number: row.ColumnText(0), Name: row.ColumnText(1)})
	}, assignment)
	return people, err
}

// participants selects what scanParticipant reads.
const participants = `
	SELECT p.id, p.assignment, p.learner, p.joined, p.attempts, p.extension, i.nickname, i.name, i.number
	FROM participant p LEFT JOIN person i ON i.participant = p.id `

func scanParticipant(row *sqlite.Stmt) store.Participant {
	return store.Participant{
		ID: columnUUID(row, 0), Assignment: columnUUID(row, 1), Learner: columnUUID(row, 2), Joined: columnTime(row, 3),
		Attempts: row.ColumnInt(4), Extension: row.ColumnInt(5),
		Nickname: row.ColumnText(6), Person: store.Person{Name: row.ColumnText(7), Number: row.ColumnText(8)},
	}
}

// Join keeps a new participant.
func (s *Store) Join(ctx context.Context, p store.Participant) (store.Participant, error) {
	var kept store.Participant
	var refused error
	err := s.change(ctx, "join an assignment", func(c *conn) error {
		kept, refused = store.Participant{}, nil
		p := p // its name may be the roster's
		joined, err := findParticipant(c, "WHERE p.assignment = ? AND p.learner = ?", p.Assignment, p.Learner)
		if err != nil || joined.ID != uuid.Nil {
			kept = joined
			return err
		}
		if p.Number != "" {
			if refused, err = rosterName(c, &p); err != nil || refused != nil {
				return err
			}
		}
		err = c.exec("INSERT INTO participant (id, assignment, learner, joined) VALUES (?, ?, ?, ?)", nil,
			p.ID, p.Assignment, p.Learner, p.Joined.UnixMicro())
		if orphaned(err) {
			refused = store.ErrNotFound
			return nil
		}
		if err != nil {
			return err
		}
		kept = store.Participant{ID: p.ID, Assignment: p.Assignment, Learner: p.Learner, Joined: micro(p.Joined), Nickname: p.Nickname, Person: p.Person}
		if p.Nickname == "" && p.Person == (store.Person{}) {
			return nil
		}
		return c.exec("INSERT INTO person (participant, assignment, nickname, name, number) VALUES (?, ?, ?, ?, nullif(?, ''))", nil,
			p.ID, p.Assignment, p.Nickname, p.Name, p.Number)
	}, nil)
	if err = outcome(err, &refused); err != nil {
		return store.Participant{}, err
	}
	return kept, nil
}

func findParticipant(c *conn, where string, args ...any) (found store.Participant, err error) {
	err = c.exec(participants+where, func(row *sqlite.Stmt) { found = scanParticipant(row) }, args...)
	return found, err
}

// rosterName gives a participant the name that the roster has for the number.
// The number is refused with ErrNotFound where it is not on the roster of an
// assignment with one, and with ErrTaken where somebody has joined by it.
func rosterName(c *conn, p *store.Participant) (refused, err error) {
	rostered, listed := false, false
	err = c.exec(`
		SELECT r.name FROM (SELECT 1 FROM roster WHERE assignment = ?1 LIMIT 1)
		LEFT JOIN roster r ON r.assignment = ?1 AND r.number = ?2`, func(row *sqlite.Stmt) {
		rostered = true
		if listed = !row.ColumnIsNull(0); listed {
			p.Name = row.ColumnText(0)
		}
	}, p.Assignment, p.Number)
	if err != nil {
		return nil, err
	}
	if rostered && !listed {
		return store.ErrNotFound, nil
	}
	taken, err := findParticipant(c, "WHERE i.assignment = ? AND i.number = ?", p.Assignment, p.Number)
	if err == nil && taken.ID != uuid.Nil {
		refused = store.ErrTaken
	}
	return refused, err
}

// Participant gives a learner's part in an assignment.
func (s *Store) Participant(ctx context.Context, assignment, learner uuid.UUID) (p store.Participant, err error) {
	err = s.query(ctx, "read a participant", participants+"WHERE p.assignment = ? AND p.learner = ?", func(row *sqlite.Stmt) {
		p = scanParticipant(row)
	}, assignment, learner)
	if err == nil && p.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return p, err
}

// Joined lists the assignments that a learner has joined.
func (s *Store) Joined(ctx context.Context, learner uuid.UUID, limit int) (all []quiz.Assignment, err error) {
	const doing = "list what a learner has joined"
	var broken error
	err = s.query(ctx, doing, `
		SELECT `+assignmentColumns+` FROM participant p JOIN assignment a ON a.id = p.assignment
		WHERE p.learner = ? ORDER BY p.id DESC LIMIT ?`, func(row *sqlite.Stmt) {
		a, err := scanAssignment(row)
		broken = errors.Join(broken, err)
		all = append(all, a)
	}, learner, max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(doing, broken)
	}
	return all, err
}

// Participants lists who has joined, in that order.
func (s *Store) Participants(ctx context.Context, assignment, after uuid.UUID, limit int) (all []store.Participant, err error) {
	err = s.query(ctx, "list participants", participants+"WHERE p.assignment = ? AND p.id > ? ORDER BY p.id LIMIT ?", func(row *sqlite.Stmt) {
		all = append(all, scanParticipant(row))
	}, assignment, after[:], max(0, limit))
	return all, err
}

// Extend sets how much longer a participant's sessions are.
func (s *Store) Extend(ctx context.Context, assignment, participant uuid.UUID, minutes int) error {
	return s.changeOne(ctx, "extend the time of a participant",
		"UPDATE participant SET extension = ? WHERE id = ? AND assignment = ?", minutes, participant, assignment)
}

// RemoveParticipant takes a participant out, with the sessions.
func (s *Store) RemoveParticipant(ctx context.Context, assignment, participant uuid.UUID) error {
	const sessions = `
		SELECT s.id FROM participant p JOIN session s ON s.assignment = p.assignment AND s.learner = p.learner
		WHERE p.id = ? AND p.assignment = ?`
	return s.deleteSessions(ctx, "remove a participant", sessions, []any{participant, assignment}, func(c *conn) error {
		return c.exec("DELETE FROM participant WHERE id = ? AND assignment = ?", nil, participant, assignment)
	})
}

// ForgetPeople deletes what identifies persons where its time is over.
func (s *Store) ForgetPeople(ctx context.Context, now time.Time) (int, error) {
	var n int
	err := s.change(ctx, "forget persons", func(c *conn) error {
		n = 0
		const due = "(SELECT id FROM assignment WHERE forget <= ?)"
		for _, statement := range []string{
			"DELETE FROM person WHERE participant IN (SELECT id FROM participant WHERE assignment IN " + due + ")",
			"DELETE FROM roster WHERE assignment IN " + due,
		} {
			if err := c.exec(statement, nil, now.UnixMicro()); err != nil {
				return err
			}
			n += c.Changes()
		}
		return nil
	}, s.write.deleted)
	if err != nil {
		return 0, err
	}
	return n, nil
}

// Attempts lists a learner's sessions of an assignment, newest first.
func (s *Store) Attempts(ctx context.Context, assignment, learner uuid.UUID) ([]store.Summary, error) {
	return s.summaries(ctx, "list attempts", "SELECT id FROM session WHERE assignment = ? AND learner = ?", assignment, learner)
}

// mayAttempt says whether a learner may begin another session of an
// assignment: ErrNotFound where the learner has not joined, ErrNoAttempt where
// all have been used.
func mayAttempt(c *conn, assignment, learner uuid.UUID) (refused, err error) {
	refused = store.ErrNotFound
	err = c.exec(`
		SELECT a.attempts = 0 OR p.attempts < a.attempts
		FROM participant p JOIN assignment a ON a.id = p.assignment
		WHERE p.assignment = ? AND p.learner = ?`, func(row *sqlite.Stmt) {
		refused = nil
		if !row.ColumnBool(0) {
			refused = store.ErrNoAttempt
		}
	}, assignment, learner)
	return refused, err
}

// countAttempt notes that a learner has begun a session of an assignment.
func countAttempt(c *conn, assignment, learner uuid.UUID) error {
	return c.exec("UPDATE participant SET attempts = attempts + 1 WHERE assignment = ? AND learner = ?", nil, assignment, learner)
}
