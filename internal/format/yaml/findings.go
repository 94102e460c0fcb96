package yaml

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

func (d *decoder) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: d.file, Line: n.Line, Col: n.Column}
}

func (d *decoder) fail(n *yaml.Node, code, hint, format string, args ...any) {
	d.add(n, diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// add adds an error about a node, such as one with notes or a fix, or about a
// key that the node lacks.
func (d *decoder) add(n *yaml.Node, f diag.Diagnostic) {
	lacks := f.Lacks
	f.Pos, f.Question = d.pos(n), d.question
	f.Lacks = lacks
	d.list.Add(f)
}

// misspelt reports a word that is none of those known, with the fix where it
// is surely one of the free ones: those that could stand there.
func (d *decoder) misspelt(n *yaml.Node, op diag.EditOp, code string, known, free []string, format string, args ...any) {
	f := diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: didYouMean(n.Value, known)}
	if word := diag.Nearest(n.Value, known); slices.Contains(free, word) {
		f.Fix = d.fix(n, op, word)
	}
	d.add(n, f)
}

func (d *decoder) fix(n *yaml.Node, op diag.EditOp, text string) *diag.Fix {
	f := &diag.Fix{Message: "write " + text, Edits: []diag.Edit{{Pos: d.pos(n), Op: op, Text: text}}}
	if op == diag.Drop {
		f.Message = "remove the repetition"
	}
	return f
}

// twice reports a key that stands in a mapping for the second time.
func (d *decoder) twice(key, value *yaml.Node, first [2]*yaml.Node, message string) {
	f := diag.Diagnostic{Code: "duplicate-key", Message: message, Hint: "remove one of the two",
		Notes: []diag.Note{{Pos: d.pos(first[0]), Message: "it stands here first"}}}
	if alike(value, first[1]) {
		f.Fix = d.fix(key, diag.Drop, "")
	}
	d.add(key, f)
}

// alike says whether two nodes mean the same.
func alike(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Value == b.Value && slices.EqualFunc(a.Content, b.Content, alike)
}
