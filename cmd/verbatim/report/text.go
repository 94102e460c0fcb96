package report

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
)

// Look says how a report looks to people.
type Look struct {
	Color bool
	// Width is that of the terminal in columns; 0 where there is none.
	Width int
}

// widthWithout is how wide lines of files are shown where there is no terminal.
const widthWithout = 100

// text prints each finding with the line that it is about. Its first line,
// "file:line:column: severity[code]: message", is for programs too, and no other
// line has that form.
func (r *Report) text(w io.Writer, look Look) error {
	out := bufio.NewWriter(w)
	p := &printer{Writer: out, report: r, Look: look, pen: pen(look.Color)}
	for i, d := range r.Findings {
		if i > 0 {
			fmt.Fprintln(p)
		}
		p.finding(d)
	}
	return out.Flush()
}

type printer struct {
	io.Writer
	report *Report
	Look
	pen    pen
	gutter int // the width of the line numbers of one finding
}

func (p *printer) finding(d diag.Diagnostic) {
	ink := red
	if d.Severity == diag.Warning {
		ink = yellow
	}
	fmt.Fprintf(p, "%s: %s: %s\n", p.pen.in(bold, clean(d.Pos.String())), p.pen.in(ink, fmt.Sprintf("%s[%s]", d.Severity, d.Code)), p.pen.in(bold, clean(d.Message)))
	p.gutter = digits(d.Line)
	for _, n := range d.Notes {
		p.gutter = max(p.gutter, digits(n.Line))
	}
	p.snippet(d.Pos, ink, '^')
	for _, n := range d.Notes {
		p.label(blue, "note", n.Pos.String()+": "+n.Message)
		p.snippet(n.Pos, blue, '-')
		if n.Diff != "" {
			p.label(blue, "diff", n.Diff)
		}
	}
	if d.Hint != "" {
		p.label(cyan, "hint", d.Hint)
	}
	if p.report.changes(d.Fix) != nil {
		p.label(green, "fix", "`verbatim check --fix` can "+d.Fix.Message)
	}
}

// snippet shows a line of a file and marks what begins at a place in it.
func (p *printer) snippet(at diag.Pos, ink color, mark rune) {
	src := p.report.source(at.File)
	line, ok := lineOf(src, at.Line)
	if src == nil || !ok || at.Line == 0 {
		return
	}
	bar := p.pen.in(blue, "|")
	empty := strings.Repeat(" ", p.gutter)
	cells := show(line)
	from := at.Col - 1
	text, before := cells.window(from, p.room())
	marks := max(1, min(cells.width(from, from+extent(line, at)), runewidth.StringWidth(text)-before))
	fmt.Fprintf(p, "%s %s\n", empty, bar)
	fmt.Fprintf(p, "%s %s %s\n", p.pen.in(blue, fmt.Sprintf("%*d", p.gutter, at.Line)), bar, text)
	fmt.Fprintf(p, "%s %s %s%s\n", empty, bar, strings.Repeat(" ", before), p.pen.in(ink, strings.Repeat(string(mark), marks)))
}

// extent is how many runes of the line belong to what begins at a place: a key
// or a value of a set, and one in any other file.
func extent(line string, at diag.Pos) int {
	if !strings.HasSuffix(at.File, ".yaml") && at.File != "stdin" {
		return 1
	}
	return yaml.Extent(line, at.Col)
}

// room is how many columns there are for the text of a line.
func (p *printer) room() int {
	width := p.Width
	if width == 0 {
		width = widthWithout
	}
	return max(width-p.gutter-len(" | "), 40)
}

// label prints a named line under a finding. On a terminal it is wrapped.
func (p *printer) label(ink color, name, text string) {
	indent := p.gutter + len(" = ") + len(name) + len(": ")
	text = clean(text)
	lines := []string{text}
	if p.Width > 0 {
		lines = wrap(text, max(p.Width-indent, 40))
	}
	fmt.Fprintf(p, "%s %s %s", strings.Repeat(" ", p.gutter), p.pen.in(blue, "="), p.pen.in(ink, name+":"))
	for i, line := range lines {
		if i == 0 {
			fmt.Fprint(p, " ")
		} else {
			fmt.Fprint(p, strings.Repeat(" ", indent))
		}
		if name == "diff" {
			line = p.changed(line)
		}
		fmt.Fprintln(p, line)
	}
}

var changes = regexp.MustCompile(`\[-.*?-\]|\{\+.*?\+\}`)

// changed colours what a diff takes out and puts in.
func (p *printer) changed(diff string) string {
	return changes.ReplaceAllStringFunc(diff, func(s string) string {
		if s[0] == '[' {
			return p.pen.in(red, s)
		}
		return p.pen.in(green, s)
	})
}

// clean is a text of ours that may hold words of a file, as a terminal can take it.
func clean(text string) string {
	s := show(text)
	return s.text(0, len(s.cells))
}

// wrap cuts a text into lines at its spaces. What stands in the brackets of a
// diff keeps together as far as words do.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case runewidth.StringWidth(line)+1+runewidth.StringWidth(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

func digits(n int) int { return len(fmt.Sprint(n)) }
