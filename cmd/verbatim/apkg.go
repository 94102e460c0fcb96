package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"verbatim/internal/format/anki"
	"verbatim/internal/format/kit"
)

// A package of Anki (.apkg) is an archive with a SQLite database. The formats
// know no SQL, so it is opened here.

// collections are the names of the database, the newest first: a new package
// has an old database too, which says only that one should update.
var collections = []string{"collection.anki21b", "collection.anki21", "collection.anki2"}

// Bounds for a database that somebody else made.
const (
	maxCollection = 64 << 20
	maxQuery      = 10 * time.Second
)

// openPackage opens a package; it reports false for what is none.
func openPackage(in kit.Input) (archive *kit.Archive, collection string, ok bool) {
	if !in.Binary() {
		return nil, "", false
	}
	archive, err := kit.OpenZip(in.Data)
	if err != nil {
		return nil, "", false
	}
	for _, name := range collections {
		if archive.Has(name) {
			return archive, name, true
		}
	}
	return nil, "", false
}

// readPackage makes a set of the notes of a package.
func readPackage(ctx context.Context, in kit.Input, archive *kit.Archive, collection string) (*kit.Import, error) {
	notes, err := readCollection(ctx, archive, collection)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a package of Anki: %w", in.Name, err)
	}
	entries := map[string]string{} // by the name of the file
	if src, err := archive.Read("media"); err == nil {
		var names map[string]string
		if json.Unmarshal(src, &names) == nil { // newer packages have another form, and their media stay behind
			for entry, name := range names {
				entries[name] = entry
			}
		}
	}
	return anki.Gather(ctx, in, notes, func(name string) ([]byte, bool) {
		data, err := archive.Read(entries[name])
		return data, err == nil
	})
}

func readCollection(ctx context.Context, archive *kit.Archive, name string) ([]anki.Note, error) {
	data, err := archive.Read(name)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, "b") {
		if data, err = unpack(data); err != nil {
			return nil, err
		}
	}
	conn, err := sqlite.OpenConn(":memory:")
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.Deserialize("main", data); err != nil {
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

func unpack(data []byte) ([]byte, error) {
	r, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderMaxMemory(maxCollection), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, maxCollection+1))
	if err != nil {
		return nil, fmt.Errorf("the database cannot be unpacked: %w", err)
	}
	if len(out) > maxCollection {
		return nil, fmt.Errorf("the database unpacks to more than %d MiB", maxCollection>>20)
	}
	return out, nil
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
			return nil // the fields then have no names, and their order counts
		}
		for id, model := range models {
			for _, f := range model.Flds {
				names[id] = append(names[id], f.Name)
			}
		}
		return nil
	}})
}
