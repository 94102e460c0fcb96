//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// ofSmall ends the name of a figure that is CPU time in a large database over
// that in a small one, in the same round.
const ofSmall = ", of that in a small database"

// grown measures the steps of a walk on two servers in turn: one with an empty
// database, one whose database holds so many answers of others.
func (b *bench) grown(program string, rounds, stored int) error {
	dirs := map[string]string{"small": filepath.Join(b.tmp, "small"), "large": filepath.Join(b.tmp, "large")}
	if err := b.fill(program, dirs["large"], stored); err != nil {
		return err
	}
	servers, walks := map[string]*server{}, map[string]slots{}
	for name, dir := range dirs {
		s, err := serve(b.verbatim(program, dir))
		if err != nil {
			return err
		}
		defer func() { _ = s.end() }()
		learners, err := enrol(s.addr, b.learners, true)
		if err != nil {
			return err
		}
		servers[name], walks[name] = s, slots{learners, len(learners[0].forms) / (rounds + 1)}
	}
	for round := range rounds {
		cost := map[string]float64{}
		for _, name := range []string{"small", "large"} {
			s, on, answered := walks[name], servers[name], 0
			for _, run := range []struct {
				step   string
				status int
				next   func() func(int) []byte
			}{
				{"GET question", 200, func() func(int) []byte { return s.requests(rounds, s.all(), false, ask) }},
				{"POST answer", 303, func() func(int) []byte { return s.requests(round, s.all(), true, answer) }},
				{"GET feedback", 200, func() func(int) []byte { return s.requests(round, answered, false, feedback) }},
			} {
				m, err := b.measure(run.step+", "+name, 0, load{addr: on.addr, status: run.status, next: run.next(), length: b.length}, on)
				if err != nil {
					return err
				}
				if run.status == 303 {
					answered = m.requests
				}
				if name == "small" {
					cost[run.step] = m.cpu
				} else {
					b.figures.add(run.step+ofSmall, m.cpu/cost[run.step])
				}
			}
		}
	}
	return nil
}

// verbatim is the command that serves a database.
func (b *bench) verbatim(program, dir string) *exec.Cmd {
	return pinned(program, "serve", "--addr", "127.0.0.1:0", "--data", dir, "--log-level", "error")
}

// fill makes a database with so many answers: it lets the server make one and
// begin a session, and copies that session, each time answered whole.
func (b *bench) fill(program, dir string, stored int) error {
	s, err := serve(b.verbatim(program, dir))
	if err != nil {
		return err
	}
	first, err := enrol(s.addr, 1, false)
	if err = firstOf(err, s.end()); err != nil {
		return err
	}
	questions := len(first[0].forms)
	files, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil || len(files) != 1 {
		return fmt.Errorf("the database is not one of %q: %w", files, err)
	}
	db, err := sqlite.OpenConn(files[0])
	if err != nil {
		return err
	}
	defer db.Close()
	for _, pragma := range []string{"synchronous = OFF", "foreign_keys = OFF", "cache_size = -65536"} {
		if err := sqlitex.ExecuteTransient(db, "PRAGMA "+pragma, nil); err != nil {
			return err
		}
	}
	const id = "unhex(printf('0180%012x70008000000000%02x', i, 0))" // before those that the server makes
	columns := []string{}
	err = sqlitex.ExecuteTransient(db, "SELECT name FROM pragma_table_info('session') WHERE name NOT IN ('id', 'learner')", &sqlitex.ExecOptions{
		ResultFunc: func(row *sqlite.Stmt) error { columns = append(columns, row.ColumnText(0)); return nil },
	})
	if err != nil {
		return err
	}
	rest := strings.Join(columns, ", ")
	began, sessions := time.Now(), stored/questions
	const part = 5000 // sessions a transaction
	for from := 0; from < sessions; from += part {
		numbers := fmt.Sprintf("WITH RECURSIVE number (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM number WHERE i + 1 < %d) ", from, min(from+part, sessions))
		err := sqlitex.ExecuteScript(db, strings.Join([]string{
			numbers + "INSERT INTO learner (id, created) SELECT " + id + ", 0 FROM number",
			numbers + "INSERT INTO session (id, learner, " + rest + ") SELECT " + id + ", " + id + ", " + rest +
				" FROM number, (SELECT " + rest + " FROM session ORDER BY id DESC LIMIT 1)",
			numbers + fmt.Sprintf("INSERT INTO answer (session, n, response, dont_know, fraction, worth, at, certainty) "+
				"SELECT %s, value, '1', 0, 1, 1, 0, 0 FROM number, (WITH RECURSIVE q (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM q WHERE value < %d) SELECT value FROM q)", id, questions),
		}, ";\n"), nil)
		if err != nil {
			return err
		}
	}
	// What was written without waiting is to reach the disk before it is measured.
	if err := firstOf(sqlitex.ExecuteTransient(db, "PRAGMA wal_checkpoint(TRUNCATE)", nil), syncFile(files[0])); err != nil {
		return err
	}
	b.figures.add("answers stored beforehand", float64(sessions*questions))
	b.figures.add("time to store them, s", time.Since(began).Seconds())
	return nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return firstOf(f.Sync(), f.Close())
}
