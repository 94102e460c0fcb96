package quiz

import "verbatim/internal/diag"

// Where remembers where an element and its fields stand in the file they were
// read from, so that a finding about meaning points as exactly as one about
// syntax. The zero value is "nowhere": an element that was made by a program.
type Where struct {
	at     diag.Pos
	fields []fieldPos
}

type fieldPos struct {
	name string
	pos  diag.Pos
}

// Locate records the position of a field; the empty name is the element itself.
func (w *Where) Locate(name string, p diag.Pos) {
	if name == "" {
		w.at = p
		return
	}
	w.fields = append(w.fields, fieldPos{name, p})
}

// Pos gives the position of a field, or of the element where the field is not
// written. An item of a list of plain values is named "field[0]".
func (w Where) Pos(name string) diag.Pos {
	for _, f := range w.fields {
		if f.name == name {
			return f.pos
		}
	}
	at := w.at
	at.Lacks = name
	return at
}

// Has says whether a field is written.
func (w Where) Has(name string) bool { return w.Pos(name).Lacks == "" }
