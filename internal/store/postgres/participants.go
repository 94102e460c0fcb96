package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// putRoster replaces the list of those who may join an assignment.
func putRoster(t tx, assignment uuid.UUID, people []store.Person) error {
	// Of several rows with one number the last counts.
	names := map[string]string{}
	for _, p := range people {
		names[p.Number] = p.Name
	}
	var numbers, named []string
	for number, name := range names {
		numbers, named = append(numbers, number), append(named, name)
	}
	if _, err := t.exec("DELETE FROM roster WHERE assignment = $1", nil, assignment); err != nil {
		return err
	}
	_, err := t.exec(`
		INSERT INTO roster (assignment, number, name)
		SELECT $1, p.number, p.name FROM unnest($2::text[], $3::text[]) AS p (number, name)`, nil, assignment, numbers, named)
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
