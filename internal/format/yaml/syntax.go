package yaml

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

var libraryError = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+)(?:, column \d+)?: )?(.*)$`)

// The library's words for what is wrong, and ours for what to do about it.
var syntaxWords = []struct{ theirs, message, hint string }{
	{"found unexpected end of stream", "a quotation mark or a bracket is opened here and not closed", "close it on the same line; write \\\" for a quotation mark inside double quotes"},
	{"found unexpected document indicator", "a quotation mark is opened here and not closed", "close it on the same line"},
	{"tab character", "a tab stands where only spaces may stand", "indent with spaces"},
	{"cannot start any token", "a character stands here that no value can begin with", "put the text in double quotes, and indent with spaces"},
	{"mapping values are not allowed", "a colon stands where no key can stand", "put text that holds a colon in double quotes, and check the indentation"},
	{"did not find expected key", "a key is expected here", "check the indentation of this line, and the quotation marks of the line above"},
	{"did not find expected '-' indicator", "the next item of the list is expected here", "begin it with `- `, as far indented as the items above"},
	{"did not find expected ',' or ']'", "a list in square brackets is not closed", "close it with `]`"},
	{"did not find expected ',' or '}'", "a group in braces is not closed", "close it with `}`"},
	{"could not find expected ':'", "a key stands here without a colon", "write `key: value`, and put longer text in double quotes"},
	{"block sequence entries are not allowed", "a list item stands where none can stand", "begin the list on the line after its key"},
	{"unknown escape character", "a backslash stands before a character that needs none", "write \\\\ for a backslash inside double quotes"},
	{"control characters are not allowed", "a control character stands here", "remove it"},
	{"exceeded max depth", "the brackets are nested too deeply", "a set needs no more than a few levels"},
}

// syntax reports text that is no YAML.
func (d *decoder) syntax(src []byte, err error) {
	line, text := libraryPlace(err)
	if n, e := firstBrokenLine(src); e != nil {
		line = n
		_, text = libraryPlace(e)
	}
	message, hint := "the YAML cannot be read: "+text, "look at the indentation and the quotation marks of this line and the one above"
	for _, w := range syntaxWords {
		if strings.Contains(text, w.theirs) {
			message, hint = w.message, w.hint
			break
		}
	}
	at := &yaml.Node{Line: line, Column: indent(src, line)}
	f := diag.Diagnostic{Code: "syntax", Message: message, Hint: hint, Fix: d.untab(src)}
	if began := groupAbove(src, line); began > 0 && strings.Contains(text, "did not find expected") {
		f.Notes = []diag.Note{{Pos: diag.Pos{File: d.file, Line: began, Col: indent(src, began)}, Message: "the group above it, which is indented further, begins here"}}
	}
	d.add(at, f)
}

// untab writes spaces for the tabs that lines begin with, where that alone makes
// the text sound.
func (d *decoder) untab(src []byte) *diag.Fix {
	s := newSource(src)
	for _, width := range []int{2, 4, 8} {
		var edits []diag.Edit
		for n := 1; n <= len(s.ends); n++ {
			start, end := s.line(n)
			text := string(s.text[start:end])
			white := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
			if strings.Contains(white, "\t") {
				edits = append(edits, diag.Edit{Pos: diag.Pos{File: d.file, Line: n, Col: 1}, Op: diag.Indent, Text: strings.ReplaceAll(white, "\t", strings.Repeat(" ", width))})
			}
		}
		if len(edits) == 0 {
			return nil
		}
		var doc yaml.Node
		if fixed, err := Apply(src, edits); err == nil && yaml.Unmarshal(fixed, &doc) == nil {
			return &diag.Fix{Message: fmt.Sprintf("indent with %d spaces for each tab", width), Edits: edits}
		}
	}
	return nil
}

// groupAbove gives the first line of the group above a line that is indented
// further, 0 where there is none: the slip may as well be there.
func groupAbove(src []byte, line int) int {
	s := newSource(src)
	began := 0
	for n := line - 1; n >= 1; n-- {
		start, end := s.line(n)
		if text := bytes.TrimSpace(s.text[start:end]); len(text) == 0 || text[0] == '#' {
			continue
		}
		if s.deep(n) <= s.deep(line) {
			break
		}
		began = n
	}
	return began
}

func libraryPlace(err error) (line int, text string) {
	m := libraryError.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	line, _ = strconv.Atoi(m[1])
	return max(1, line), m[2]
}

// The library names the line where the surrounding block began, which may be
// far above the slip. A text written line by line is sound up to the slip and
// broken from there on; so the slip is on the first line after the longest
// sound beginning. Values that run over several lines are stepped over.
const (
	searchedSize = 1 << 20 // larger texts keep the library's line
	longestValue = 12      // lines of a value that runs on
)

// firstBrokenLine gives the line, from 1, at which the text stops being YAML,
// and what the library says of it; no error where that cannot be told.
func firstBrokenLine(src []byte) (int, error) {
	if len(src) > searchedSize {
		return 0, nil
	}
	ends := lineEnds(src)
	broken := func(lines int) error {
		var doc yaml.Node
		if lines == 0 {
			return nil
		}
		return yaml.Unmarshal(src[:ends[lines-1]], &doc)
	}
	sound, last := 0, len(ends)
	for {
		low, high := sound, last // low is sound, high is broken
		for high-low > 1 {
			if mid := (low + high) / 2; broken(mid) == nil {
				low = mid
			} else {
				high = mid
			}
		}
		sound = low
		for n := low + 2; n <= min(low+longestValue, last); n++ {
			if broken(n) == nil {
				sound = n
			}
		}
		if sound == low {
			break
		}
	}
	if sound >= last {
		return 0, nil
	}
	return sound + 1, broken(sound + 1)
}

// lineEnds gives the offset after each line, its line break included.
func lineEnds(src []byte) []int {
	var ends []int
	for i, b := range src {
		if b == '\n' || b == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			ends = append(ends, i+1)
		}
	}
	if n := len(src); len(ends) == 0 || ends[len(ends)-1] < n {
		ends = append(ends, n)
	}
	return ends
}

// indent is the column of the first character of a line that is no space.
func indent(src []byte, line int) int {
	ends := lineEnds(src)
	if line > len(ends) {
		return 1
	}
	start := 0
	if line > 1 {
		start = ends[line-2]
	}
	text := bytes.TrimRight(src[start:ends[line-1]], " \r\n")
	return 1 + len(text) - len(bytes.TrimLeft(text, " "))
}
