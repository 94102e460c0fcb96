package gift

import (
	"regexp"
	"sort"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// block is one paragraph of the file: a question or a category. Its text is
// that of its lines without the spaces around them; escapes are two bytes there
// as they are in the file, so that every byte can be traced to its place.
type block struct {
	text     string
	comments string
	noted    int // where the comments begin in the file
	file     *kit.Text
	starts   []int // where each line begins in text
	from     []int // and in the file
}

// mark begins an escaped character, by which it is told from a plain one.
const mark = "\x01"

var (
	hide   = strings.NewReplacer(`\\`, mark+"h", `\:`, mark+"a", `\#`, mark+"b", `\=`, mark+"c", `\{`, mark+"d", `\}`, mark+"e", `\~`, mark+"f", `\n`, mark+"g", mark, " ")
	reveal = strings.NewReplacer(mark+"h", `\`, mark+"a", ":", mark+"b", "#", mark+"c", "=", mark+"d", "{", mark+"e", "}", mark+"f", "~", mark+"g", "\n")
	source = strings.NewReplacer(mark+"h", `\\`, mark+"a", `\:`, mark+"b", `\#`, mark+"c", `\=`, mark+"d", `\{`, mark+"e", `\}`, mark+"f", `\~`, mark+"g", `\n`)
)

// space is what PHP's trim takes off.
const space = " \t\n\r\x0b"

func trim(s string) string { return strings.Trim(s, space) }

// blocks cuts the file at its empty lines.
func blocks(file *kit.Text) []*block {
	var all []*block
	var b *block
	var text, comments strings.Builder
	end := func() {
		if b != nil {
			b.text, b.comments = text.String(), comments.String()
			text.Reset()
			comments.Reset()
			b = nil
		}
	}
	for n := 1; n <= file.Lines(); n++ {
		line, start := file.Line(n)
		trimmed := trim(line)
		if trimmed == "" {
			end()
			continue
		}
		if b == nil {
			b = &block{file: file}
			all = append(all, b)
		}
		if strings.HasPrefix(trimmed, "//") {
			if comments.Len() == 0 {
				b.noted = start
			}
			comments.WriteString(trimmed + "\n")
			trimmed = ""
		}
		if len(b.starts) > 0 {
			text.WriteByte('\n')
		}
		b.starts = append(b.starts, text.Len())
		b.from = append(b.from, start+strings.Index(line, trimmed))
		text.WriteString(hide.Replace(trimmed))
	}
	end()
	return all
}

// pos is the place in the file of a byte of the block's text.
func (b *block) pos(offset int) diag.Pos {
	line := max(0, sort.SearchInts(b.starts, offset+1)-1)
	return b.file.Pos(b.from[line] + offset - b.starts[line])
}

// piece is a stretch of a block's text, from a place in it.
type piece struct {
	text string
	at   int
}

func (p piece) trim() piece {
	cut := strings.TrimLeft(p.text, space)
	return piece{strings.TrimRight(cut, space), p.at + len(p.text) - len(cut)}
}

// cut gives what stands before and after the first sep.
func (p piece) cut(sep string) (before, after piece, found bool) {
	i := strings.Index(p.text, sep)
	if i < 0 {
		return p, piece{"", p.at + len(p.text)}, false
	}
	return piece{p.text[:i], p.at}, piece{p.text[i+len(sep):], p.at + i + len(sep)}, true
}

// split gives the pieces that begin at any of the marks; what stands before the
// first counts only where it is not empty. A piece keeps its mark.
func (p piece) split(marks string) []piece {
	var pieces []piece
	from := 0
	for i := range len(p.text) + 1 {
		if i < len(p.text) && !strings.ContainsRune(marks, rune(p.text[i])) {
			continue
		}
		if one := (piece{p.text[from:i], p.at + from}); from > 0 || trim(one.text) != "" {
			pieces = append(pieces, one)
		}
		from = i
	}
	return pieces
}

// rich is a text and the format that it is written in.
type rich struct {
	text   string
	format string // moodle, html, markdown or plain
}

// read takes the format from the start of a text, such as [html].
func (p piece) read(otherwise string) rich {
	r := rich{p.text, otherwise}
	if strings.HasPrefix(r.text, "[") {
		if name, rest, ok := strings.Cut(r.text[1:], "]"); ok && isFormat(name) {
			r = rich{rest, name}
		}
	}
	r.text = trim(reveal.Replace(r.text))
	return r
}

func isFormat(name string) bool {
	return name == "moodle" || name == "html" || name == "markdown" || name == "plain"
}

// answer is one entry between the braces.
type answer struct {
	at       diag.Pos
	right    bool     // it began with =
	weight   *float64 // in percent; nil where none is written
	text     rich
	feedback rich
}

var (
	weight   = regexp.MustCompile(`^%(-*[0-9]{1,2}\.?[0-9]*)%`)
	idMark   = regexp.MustCompile(`\[id:((?:\\\]|[^\]])+)\]`)
	tagMark  = regexp.MustCompile(`\[tag:((?:\\\]|[^\]])+)\]`)
	brackets = strings.NewReplacer(`\]`, `]`)
)

func marksOf(re *regexp.Regexp, comments string) []string {
	var all []string
	for _, m := range re.FindAllStringSubmatch(comments, -1) {
		all = append(all, strings.TrimSpace(brackets.Replace(m[1])))
	}
	return all
}
