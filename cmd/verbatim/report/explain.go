package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"verbatim/internal/diag"
)

// Explain prints what a code means, with its examples.
func Explain(w io.Writer, x diag.Explanation, look Look) error {
	out := bufio.NewWriter(w)
	p := pen(look.Color)
	ink := red
	if x.Severity == diag.Warning {
		ink = yellow
	}
	fmt.Fprintf(out, "%s: %s\n\n%s\n", p.in(ink, fmt.Sprintf("%s[%s]", x.Severity, x.Code)), p.in(bold, x.Summary), x.Meaning)
	example(out, p, red, "This has the finding", x.Bad)
	example(out, p, green, "This has not", x.Good)
	return out.Flush()
}

func example(w io.Writer, p pen, ink color, title string, x diag.Example) {
	if x.Set == "" {
		return
	}
	if x.Format != "" {
		title += ", in " + x.Format
	}
	fmt.Fprintf(w, "\n%s\n\n%s", p.in(ink, title+":"), inset(x.Set))
	if x.Reading != "" {
		fmt.Fprintf(w, "\nwith this reading:\n\n%s", inset(x.Reading))
	}
}

// inset indents the lines of a text.
func inset(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return b.String()
}
