package anki

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// Package is Anki's packages: archives with a database of notes and the media
// that these name.
var Package = kit.Format{
	Name:       "apkg",
	Title:      "Anki's packages",
	Extensions: []string{".apkg", ".colpkg"},
	Carries:    "What Anki's text carries, and the pictures of older packages; newer ones leave theirs behind.",
	Detect: func(in kit.Input) int {
		if _, _, ok := openPackage(in); ok {
			return 95
		}
		return 0
	},
	Decode: decodePackage,
}

// A Reader reads the notes of a package's database, which is in the format of
// SQLite, in the order in which they were made.
type Reader func(ctx context.Context, database []byte) ([]Note, error)

// reader is what Register was given.
var reader Reader

// Register says how the databases of packages are read; formats know no SQL. It
// is to be called while the program starts. Without it packages are refused.
func Register(r Reader) { reader = r }

// collections are the names of the database, the newest first: a new package
// has an old database too, which says only that one should update.
var collections = []string{"collection.anki21b", "collection.anki21", "collection.anki2"}

// maxCollection bounds a database that somebody else made, in bytes.
const maxCollection = 64 << 20

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

// decodePackage makes a set of the notes of a package.
func decodePackage(ctx context.Context, in kit.Input) (*kit.Import, error) {
	archive, collection, ok := openPackage(in)
	if !ok {
		return nil, errors.New("the file holds no collection of Anki")
	}
	if reader == nil {
		return nil, errors.New("this program does not read Anki's databases: export the notes as text")
	}
	data, err := archive.Read(collection)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(collection, "b") {
		if data, err = unpack(data); err != nil {
			return nil, err
		}
	}
	notes, err := reader(ctx, data)
	if err != nil {
		return nil, err
	}
	entries := map[string]string{} // by the name of the file
	if src, err := archive.Read("media"); err == nil {
		var names map[string]string
		if json.Unmarshal(src, &names) == nil { // newer packages have another form
			for entry, name := range names {
				entries[name] = entry
			}
		}
	}
	return gather(ctx, in, notes, func(name string) ([]byte, bool) {
		data, err := archive.Read(entries[name])
		return data, err == nil
	})
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

// Note is a note of a package (.apkg): the names of its fields, what stands in
// them as HTML, and its tags with spaces between them.
type Note struct {
	Names  []string
	Fields []string
	Tags   string
}

// gather makes a set of the notes of a package. file gives a media file by its name.
// Findings have the number of the note as their line. The error is that of ctx.
func gather(ctx context.Context, in kit.Input, notes []Note, file func(name string) ([]byte, bool)) (*kit.Import, error) {
	m := kit.NewImport(in)
	media := func(src string) (string, bool) {
		data, ok := file(src)
		if !ok {
			return "", false
		}
		return m.Attach(src, data), true
	}
	for i, n := range notes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h := head{html: true, columns: n.Names, tags: len(n.Fields) + 1}
		add(m, note{append(slices.Clip(n.Fields), n.Tags), diag.Pos{File: in.Name, Line: i + 1, Col: 1}}, h, media)
	}
	return m.Finish(), nil
}
