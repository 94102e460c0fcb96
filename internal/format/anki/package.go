package anki

import (
	"context"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// Note is a note of a package (.apkg): the names of its fields, what stands in
// them as HTML, and its tags with spaces between them.
type Note struct {
	Names  []string
	Fields []string
	Tags   string
}

// Gather makes a set of the notes of a package, whose database and archive
// others have opened: formats know no SQL. file gives a media file by its name.
// Findings have the number of the note as their line. The error is that of ctx.
func Gather(ctx context.Context, in kit.Input, notes []Note, file func(name string) ([]byte, bool)) (*kit.Import, error) {
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
		add(m, note{append(n.Fields[:len(n.Fields):len(n.Fields)], n.Tags), diag.Pos{File: in.Name, Line: i + 1, Col: 1}}, h, media)
	}
	return m.Finish(), nil
}
