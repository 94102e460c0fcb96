package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Diff prints a unified diff.
func Diff(w io.Writer, diff string, look Look) error {
	out := bufio.NewWriter(w)
	p := pen(look.Color)
	for line := range strings.Lines(diff) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "diff "):
			continue // the two lines after it say the same
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
			line = p.in(bold, line)
		case strings.HasPrefix(line, "@@"):
			line = p.in(cyan, line)
		case strings.HasPrefix(line, "-"):
			line = p.in(red, clean(line))
		case strings.HasPrefix(line, "+"):
			line = p.in(green, clean(line))
		default:
			line = clean(line)
		}
		fmt.Fprintln(out, line)
	}
	return out.Flush()
}
