package aiken

import (
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// kind says what a line is.
type kind int

const (
	stem kind = iota
	option
	answer
	feedback // after an answer; not Moodle's, and common
)

// line is a line of the file that says something.
type line struct {
	kind kind
	text string // without its mark
	at   diag.Pos
	raw  string
}

// lines reads the file. Moodle passes over lines of fewer than two characters,
// which hold neither a mark nor a question.
func lines(text *kit.Text, short func(at diag.Pos, line string)) []line {
	var all []line
	for n := 1; n <= text.Lines(); n++ {
		written, start := text.Line(n)
		raw := strings.TrimSpace(written)
		at := text.Pos(start + strings.Index(written, raw))
		after := len(all) > 0 && all[len(all)-1].kind == answer
		one := line{stem, raw, at, raw}
		switch {
		case len(raw) < 2:
			if raw != "" {
				short(at, raw)
			}
			continue
		case optionLine.MatchString(raw):
			one.kind, one.text = option, strings.TrimSpace(raw[2:])
		case strings.HasPrefix(raw, "ANSWER:"):
			one.kind, one.text = answer, strings.TrimSpace(raw[len("ANSWER:"):])
		case after && strings.HasPrefix(raw, "FEEDBACK:"):
			one.kind, one.text = feedback, strings.TrimSpace(raw[len("FEEDBACK:"):])
		}
		all = append(all, one)
	}
	return all
}
