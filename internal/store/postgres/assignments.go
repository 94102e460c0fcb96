package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

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

// CreateAssignment keeps a new assignment.
func (s *Store) CreateAssignment(ctx context.Context, a quiz.Assignment) error {
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
		_, err := t.exec(`
			INSERT INTO assignment (id, code, owner, set_id, revision, created, terms, attempts, forget, closes)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`, nil,
			a.ID, a.Code, [16]byte(a.Owner), a.Set, revision, a.Created.UnixMicro(), string(terms), a.Attempts, forgetAt(a.Terms), closesAt(a.Terms))
		if err == nil {
			_, err = t.exec("SELECT id FROM assignment WHERE code = $1", func(r row) { id = r.uuid(0) }, a.Code)
		}
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

// ChangeTerms replaces what was chosen for an assignment.
func (s *Store) ChangeTerms(ctx context.Context, id uuid.UUID, t quiz.Terms) error {
	terms, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("the terms of an assignment cannot be written: %w", err)
	}
	return s.changeOne(ctx, "change an assignment", "UPDATE assignment SET terms = $1, attempts = $2, forget = $3, closes = $4 WHERE id = $5",
		string(terms), t.Attempts, forgetAt(t), closesAt(t), id)
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

// PutRoster replaces the list of those who may join.
func (s *Store) PutRoster(ctx context.Context, assignment uuid.UUID, people []store.Person) error {
	// Of several rows with one number the last counts.
	names := map[string]string{}
	for _, p := range people {
		names[p.Number] = p.Name
	}
	var numbers, named []string
	for number, name := range names {
		numbers, named = append(numbers, number), append(named, name)
	}
	err := s.change(ctx, "keep a roster", func(t tx) error {
		// Two who send a roster at once: the second replaces all of the first's.
		found := false
		_, err := t.exec("SELECT 1 FROM assignment WHERE id = $1 FOR NO KEY UPDATE", func(row) { found = true }, assignment)
		if err == nil && !found {
			err = refused{store.ErrNotFound}
		}
		if err == nil {
			_, err = t.exec("DELETE FROM roster WHERE assignment = $1", nil, assignment)
		}
		if err == nil {
			_, err = t.exec(`
				INSERT INTO roster (assignment, number, name)
				SELECT $1, p.number, p.name FROM unnest($2::text[], $3::text[]) AS p (number, name)`, nil, assignment, numbers, named)
		}
		return err
	})
	return err
}

// Roster gives the list of those who may join.
func (s *Store) Roster(ctx context.Context, assignment uuid.UUID) (people []store.Person, err error) {
	err = s.query(ctx, "read a roster", "SELECT number, name FROM roster WHERE assignment = $1", func(r row) {
		people = append(people, store.Person{Number: r.text(0), Name: r.text(1)})
	}, assignment)
	// Not by the database, whose order of texts depends on its locale.
	slices.SortFunc(people, func(a, b store.Person) int { return strings.Compare(a.Number, b.Number) })
	return people, err
}

// participants selects what scanParticipant reads.
const participants = `
	SELECT p.id, p.assignment, p.learner, p.joined, p.attempts, p.extension, i.nickname, i.name, i.number
	FROM participant p LEFT JOIN person i ON i.participant = p.id `

func scanParticipant(r row) store.Participant {
	return store.Participant{
		ID: r.uuid(0), Assignment: r.uuid(1), Learner: r.uuid(2), Joined: r.time(3),
		Attempts: int(r.int(4)), Extension: int(r.int(5)),
		Nickname: r.text(6), Person: store.Person{Name: r.text(7), Number: r.text(8)},
	}
}

// Join keeps a new participant.
func (s *Store) Join(ctx context.Context, p store.Participant) (store.Participant, error) {
	var kept store.Participant
	err := s.change(ctx, "join an assignment", func(t tx) error {
		p := p // its name may be the roster's
		find := func() (err error) {
			kept = store.Participant{}
			_, err = t.exec(participants+"WHERE p.assignment = $1 AND p.learner = $2",
				func(r row) { kept = scanParticipant(r) }, p.Assignment, p.Learner)
			return err
		}
		if err := find(); err != nil || kept.ID != uuid.Nil {
			return err
		}
		if p.Number != "" {
			if err := rosterName(t, &p); err != nil {
				return err
			}
		}
		made, err := t.exec("INSERT INTO participant (id, assignment, learner, joined) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", nil,
			p.ID, p.Assignment, p.Learner, p.Joined.UnixMicro())
		if err != nil {
			return err
		}
		if made == 0 { // the same learner has joined meanwhile
			return find()
		}
		kept = store.Participant{ID: p.ID, Assignment: p.Assignment, Learner: p.Learner, Joined: micro(p.Joined), Nickname: p.Nickname, Person: p.Person}
		if p.Nickname == "" && p.Person == (store.Person{}) {
			return nil
		}
		made, err = t.exec(`
			INSERT INTO person (participant, assignment, nickname, name, number)
			VALUES ($1, $2, $3, $4, nullif($5, '')) ON CONFLICT DO NOTHING`, nil,
			p.ID, p.Assignment, p.Nickname, p.Name, p.Number)
		if err == nil && made == 0 {
			return refused{store.ErrTaken}
		}
		return err
	})
	switch {
	case orphaned(err):
		return store.Participant{}, store.ErrNotFound
	case err != nil:
		return store.Participant{}, err
	}
	return kept, nil
}

// rosterName takes the name of a number from the roster, where there is one.
func rosterName(t tx, p *store.Participant) error {
	rostered, listed := false, false
	_, err := t.exec(`
		SELECT r.name FROM (SELECT 1 FROM roster WHERE assignment = $1 LIMIT 1) AS any_of_it
		LEFT JOIN roster r ON r.assignment = $1 AND r.number = $2`, func(r row) {
		rostered = true
		if listed = !r.null(0); listed {
			p.Name = r.text(0)
		}
	}, p.Assignment, p.Number)
	if err == nil && rostered && !listed {
		err = refused{store.ErrNotFound}
	}
	return err
}

// Participant gives a learner's part in an assignment.
func (s *Store) Participant(ctx context.Context, assignment, learner uuid.UUID) (p store.Participant, err error) {
	err = s.query(ctx, "read a participant", participants+"WHERE p.assignment = $1 AND p.learner = $2", func(r row) {
		p = scanParticipant(r)
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
		WHERE p.learner = $1 ORDER BY p.id DESC LIMIT $2`, func(r row) {
		a, err := scanAssignment(r)
		broken = errors.Join(broken, err)
		all = append(all, a)
	}, learner, max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(ctx, doing, broken)
	}
	return all, err
}

// Participants lists who has joined, in that order.
func (s *Store) Participants(ctx context.Context, assignment, after uuid.UUID, limit int) (all []store.Participant, err error) {
	err = s.query(ctx, "list participants", participants+"WHERE p.assignment = $1 AND p.id > $2 ORDER BY p.id LIMIT $3", func(r row) {
		all = append(all, scanParticipant(r))
	}, assignment, [16]byte(after), max(0, limit))
	return all, err
}

// Extend sets how much longer a participant's sessions are.
func (s *Store) Extend(ctx context.Context, assignment, participant uuid.UUID, minutes int) error {
	return s.changeOne(ctx, "extend the time of a participant",
		"UPDATE participant SET extension = $1 WHERE id = $2 AND assignment = $3", minutes, participant, assignment)
}

// RemoveParticipant takes a participant out, with the sessions. The participant
// goes first: a session that is being begun holds that row, and is then seen.
func (s *Store) RemoveParticipant(ctx context.Context, assignment, participant uuid.UUID) error {
	return s.change(ctx, "remove a participant", func(t tx) error {
		var learner uuid.UUID
		gone, err := t.exec("DELETE FROM participant WHERE id = $1 AND assignment = $2 RETURNING learner",
			func(r row) { learner = r.uuid(0) }, participant, assignment)
		if err == nil && gone > 0 {
			_, err = t.exec("DELETE FROM session WHERE assignment = $1 AND learner = $2", nil, assignment, learner)
		}
		return err
	})
}

// ForgetPeople deletes what identifies persons where its time is over.
func (s *Store) ForgetPeople(ctx context.Context, now time.Time) (int, error) {
	var n int64
	err := s.change(ctx, "forget persons", func(t tx) error {
		n = 0
		const due = "(SELECT id FROM assignment WHERE forget <= $1)"
		for _, statement := range []string{
			"DELETE FROM person WHERE participant IN (SELECT id FROM participant WHERE assignment IN " + due + ")",
			"DELETE FROM roster WHERE assignment IN " + due,
		} {
			gone, err := t.exec(statement, nil, now.UnixMicro())
			if err != nil {
				return err
			}
			n += gone
		}
		return nil
	})
	return int(n), err
}

// Attempts lists a learner's sessions of an assignment, newest first.
func (s *Store) Attempts(ctx context.Context, assignment, learner uuid.UUID) ([]store.Summary, error) {
	return s.summaries(ctx, "list attempts", "SELECT id FROM session WHERE assignment = $1 AND learner = $2", assignment, learner)
}

// mayAttempt says whether a learner may begin another session of an
// assignment: ErrNotFound where the learner has not joined, ErrNoAttempt where
// all have been used. Until the transaction ends it holds the participant, so
// that of two clicks the second waits for the first.
func mayAttempt(t tx, assignment, learner uuid.UUID) (no, err error) {
	no = store.ErrNotFound
	_, err = t.exec(`
		SELECT a.attempts = 0 OR p.attempts < a.attempts
		FROM participant p JOIN assignment a ON a.id = p.assignment
		WHERE p.assignment = $1 AND p.learner = $2 FOR NO KEY UPDATE OF p`, func(r row) {
		no = nil
		if !r.bool(0) {
			no = store.ErrNoAttempt
		}
	}, assignment, learner)
	return no, err
}

// countAttempt notes that a learner has begun a session of an assignment.
func countAttempt(t tx, assignment, learner uuid.UUID) error {
	_, err := t.exec("UPDATE participant SET attempts = attempts + 1 WHERE assignment = $1 AND learner = $2", nil, assignment, learner)
	return err
}
