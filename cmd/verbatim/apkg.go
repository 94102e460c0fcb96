package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"verbatim/internal/format/anki"
)

// The packages of Anki hold a SQLite database. The formats know no SQL, so it is
// read here.
func init() { anki.Register(readCollection) }

// maxQuery bounds the reading of a database that somebody else made.
const maxQuery = 10 * time.Second

func readCollection(ctx context.Context, database []byte) ([]anki.Note, error) {
	conn, err := sqlite.OpenConn(":memory:")
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.Deserialize("main", database); err != nil {
		return nil, fmt.Errorf("the database is broken: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, maxQuery)
	defer cancel()
	conn.SetInterrupt(ctx.Done())
	notes, err := readNotes(conn)
	if err != nil {
		return nil, fmt.Errorf("the database cannot be read: %w", err)
	}
	return notes, nil
}

// readNotes reads the notes in the order in which they were made.
func readNotes(conn *sqlite.Conn) ([]anki.Note, error) {
	if err := sqlitex.ExecuteTransient(conn, "PRAGMA trusted_schema = OFF", nil); err != nil {
		return nil, err
	}
	kinds := map[string]string{} // of what is in the database: a view could hide anything
	err := sqlitex.ExecuteTransient(conn, "SELECT name, type FROM sqlite_master", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		kinds[s.ColumnText(0)] = s.ColumnText(1)
		return nil
	}})
	if err != nil {
		return nil, err
	}
	if kinds["notes"] != "table" {
		return nil, errors.New("it has no notes")
	}
	names, err := fieldNames(conn, kinds)
	if err != nil {
		return nil, err
	}
	var notes []anki.Note
	err = sqlitex.ExecuteTransient(conn, "SELECT flds, tags, mid FROM notes ORDER BY rowid", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		notes = append(notes, anki.Note{Names: names[s.ColumnInt64(2)], Fields: strings.Split(s.ColumnText(0), "\x1f"), Tags: s.ColumnText(1)})
		return nil
	}})
	return notes, err
}

// fieldNames gives the names of the fields by the type of note: from a table,
// or in older packages from JSON.
func fieldNames(conn *sqlite.Conn, kinds map[string]string) (map[int64][]string, error) {
	names := map[int64][]string{}
	if kinds["fields"] == "table" {
		return names, sqlitex.ExecuteTransient(conn, "SELECT ntid, name FROM fields ORDER BY ntid, ord", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			names[s.ColumnInt64(0)] = append(names[s.ColumnInt64(0)], s.ColumnText(1))
			return nil
		}})
	}
	if kinds["col"] != "table" {
		return names, nil
	}
	return names, sqlitex.ExecuteTransient(conn, "SELECT models FROM col LIMIT 1", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		var models map[int64]struct {
			Flds []struct{ Name string }
		}
		if json.Unmarshal([]byte(s.ColumnText(0)), &models) != nil {
			return nil //nolint:nilerr // the fields then have no names, and their order counts
		}
		for id, model := range models {
			for _, f := range model.Flds {
				names[id] = append(names[id], f.Name)
			}
		}
		return nil
	}})
}
