// Package kit is what the formats of others are made with: the interface that a
// format fills in, the ledger of what came in and what did not, and readers of
// text, HTML, XML and zip files that no input can exhaust.
package kit

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// Format is one format of question files. A value of it is all that the
// registry knows of the format's package.
type Format struct {
	Name       string   // as it is written after --from and --to
	Title      string   // as people call it
	Extensions []string // of its files, with the dot; the first names what is written
	Carries    string   // what a set keeps in it and what it loses, in a sentence or two
	Folder     bool     // a set in it is a folder of files rather than one file
	Draws      bool     // it says itself what of a set's draws it leaves out
	Packs      bool     // the images of a set's files go into the file that is written

	// Detect says how surely a file is of this format: 0 for no, 100 for
	// certain. It is nil for a format that is only written, or read by name alone.
	Detect func(in Input) int
	// Decode reads a file. What is wrong with the file's content is a finding;
	// the error says that nothing could be read at all, or is that of ctx.
	Decode func(ctx context.Context, in Input) (*Import, error)
	// Encode writes a set. It is nil for a format that is only read.
	Encode func(set *quiz.Set) (*Export, error)
}

// Write writes a set, and says what of it has no place in the format's files.
func (f Format) Write(set *quiz.Set) (*Export, error) {
	out, err := f.Encode(set)
	if err == nil && len(set.Draw) > 0 && !f.Draws {
		out.Warn(set.Pos("draw"), "draw-left-out", "set the draw up there, where that program can draw questions",
			"%s has no place for the draw: all questions of each topic are written", f.Title)
	}
	return out, err
}

// Input is a file to read.
type Input struct {
	Name string // its path, as findings print it
	Data []byte
}

// Ext is the file's extension in small letters, with the dot.
func (in Input) Ext() string { return strings.ToLower(path.Ext(in.Name)) }

// Binary says whether the file is an archive or a database rather than text.
func (in Input) Binary() bool {
	return bytes.HasPrefix(in.Data, []byte("PK\x03\x04")) || bytes.HasPrefix(in.Data, []byte("SQLite format 3\x00"))
}

// Base is the file's name without its folder and extension.
func (in Input) Base() string {
	name := path.Base(strings.ReplaceAll(in.Name, `\`, "/"))
	return strings.TrimSuffix(name, path.Ext(name))
}

// Export is a set in a format: the files to write and what has no place in them.
type Export struct {
	Files []quiz.File // the first is the one that is named when there is but one
	Ledger
}

// Fate is what became of a question on its way.
type Fate int

// The fates.
const (
	Whole   Fate = iota // all of it came through
	Lossy               // some of it has no place where it went
	Refused             // it could not be read or written
)

func (f Fate) String() string { return [...]string{"whole", "with loss", "refused"}[f] }

// Ledger holds what was found on the way and the fate of each question.
type Ledger struct {
	List  diag.List
	Fates []Fate
}

// Count gives the number of questions of one fate.
func (l *Ledger) Count(f Fate) int {
	n := 0
	for _, fate := range l.Fates {
		if fate == f {
			n++
		}
	}
	return n
}

// Loss counts the questions that did not come through whole.
func (l *Ledger) Loss() int { return len(l.Fates) - l.Count(Whole) }

// Warn adds a finding about the file rather than one of its questions.
func (l *Ledger) Warn(at diag.Pos, code, hint, format string, args ...any) {
	l.List.Add(diag.Diagnostic{Pos: at, Severity: diag.Warning, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Item opens the entry of one question; its ID is named by the findings about it.
func (l *Ledger) Item(id string) *Item {
	l.Fates = append(l.Fates, Whole)
	return &Item{ledger: l, n: len(l.Fates) - 1, ID: id, first: len(l.List)}
}

// Item is the entry of one question in a ledger.
type Item struct {
	ID     string
	ledger *Ledger
	n      int
	first  int // of its findings
}

// Lose records that something of the question has no place where it goes.
func (i *Item) Lose(at diag.Pos, code, hint, format string, args ...any) {
	i.fall(Lossy, diag.Warning, at, code, hint, format, args)
}

// Refuse records that the question could not be read or written.
func (i *Item) Refuse(at diag.Pos, code, hint, format string, args ...any) {
	i.fall(Refused, diag.Error, at, code, hint, format, args)
}

// Fate is what has become of the question so far.
func (i *Item) Fate() Fate { return i.ledger.Fates[i.n] }

func (i *Item) fall(to Fate, severity diag.Severity, at diag.Pos, code, hint, format string, args []any) {
	i.ledger.Fates[i.n] = max(i.ledger.Fates[i.n], to)
	i.ledger.List.Add(diag.Diagnostic{Pos: at, Severity: severity, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Question: i.ID})
}

// rename gives the question an id once it is known.
func (i *Item) rename(id string) {
	i.ID = id
	for k := i.first; k < len(i.ledger.List); k++ {
		i.ledger.List[k].Question = id
	}
}
