package quiz

import (
	"strings"

	"verbatim/internal/diag"
)

// idFix writes an id in the form that it needs, where that leaves it unique.
func (s *Set) idFix(q *Question) *diag.Fix {
	id := strings.Join(strings.FieldsFunc(strings.ToLower(q.ID), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	if id == "" || s.Index(id) >= 0 {
		return nil
	}
	return &diag.Fix{Message: "write the id as " + id, Edits: []diag.Edit{{Pos: q.Pos("id"), Op: diag.SetValue, Text: id}}}
}

// topicFix writes the topic that a mistyped one, at that place, was meant to be.
func (s *Set) topicFix(mistyped string, at diag.Pos, op diag.EditOp) *diag.Fix {
	names := make([]string, len(s.Topics))
	for i, t := range s.Topics {
		names[i] = t.Name
	}
	name := diag.Nearest(mistyped, names)
	if _, taken := s.Draw[name]; name == "" || op == diag.SetKey && taken {
		return nil
	}
	return &diag.Fix{Message: "write the topic as " + name, Edits: []diag.Edit{{Pos: at, Op: op, Text: name}}}
}
