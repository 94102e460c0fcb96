package kit

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"verbatim/internal/diag"
)

// Text is a text file brought to UTF-8 with \n at the end of each line. Its
// positions are those that an editor shows of the file as it came.
type Text struct {
	File     string
	Body     string
	Encoding string // where it is not UTF-8
	lines    []int  // offsets in Body at which lines begin
	at, col  int    // the place that Pos was asked for last, so that long lines are counted once
}

// NewText reads a text in UTF-8 or UTF-16, with or without a byte order mark,
// or else in Windows-1252, with lines that end in \n, \r\n or \r.
func NewText(in Input) *Text {
	body, encoding := decodeText(in.Data)
	body = strings.ReplaceAll(body, "\r\n", "\n")
	body = strings.ReplaceAll(body, "\r", "\n")
	body = strings.ReplaceAll(body, "\x00", "\ufffd") // no text holds one
	t := &Text{File: in.Name, Body: body, Encoding: encoding, lines: []int{0}, col: 1}
	for i := range len(body) {
		if body[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

func decodeText(src []byte) (body, encoding string) {
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) && utf8.Valid(src):
		return string(src[3:]), ""
	case bytes.HasPrefix(src, []byte("\xff\xfe")), looksUTF16(src, 1):
		return utf16(src, unicode.LittleEndian), "UTF-16"
	case bytes.HasPrefix(src, []byte("\xfe\xff")), looksUTF16(src, 0):
		return utf16(src, unicode.BigEndian), "UTF-16"
	case utf8.Valid(src):
		return string(src), ""
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(src)
	if err != nil {
		return strings.ToValidUTF8(string(src), "\ufffd"), ""
	}
	return string(out), "Windows-1252"
}

func utf16(src []byte, order unicode.Endianness) string {
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(src)
	if err != nil {
		return strings.ToValidUTF8(string(src), "\ufffd")
	}
	return string(out)
}

// looksUTF16 says whether most bytes at odd (1) or even (0) places are zero, as
// in UTF-16 text of Latin letters without a byte order mark.
func looksUTF16(src []byte, odd int) bool {
	sample := src[:min(len(src), 400)&^1]
	zeros := 0
	for i := odd; i < len(sample); i += 2 {
		if sample[i] == 0 {
			zeros++
		}
	}
	return len(sample) >= 4 && zeros > len(sample)*3/8
}

// Pos gives the place of a byte of Body; columns count runes.
func (t *Text) Pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(t.Body))
	line := sort.SearchInts(t.lines, offset+1)
	if t.at > offset || t.at < t.lines[line-1] {
		t.at, t.col = t.lines[line-1], 1
	}
	t.col += utf8.RuneCountInString(t.Body[t.at:offset])
	t.at = offset
	return diag.Pos{File: t.File, Line: line, Col: t.col}
}

// Lines counts the lines.
func (t *Text) Lines() int { return len(t.lines) }

// Line gives the nth line, from 1, without its end, and where it begins in Body.
func (t *Text) Line(n int) (line string, start int) {
	start = t.lines[n-1]
	end := len(t.Body)
	if n < len(t.lines) {
		end = t.lines[n] - 1
	}
	return t.Body[start:end], start
}

// briefly is how long what a finding cites of a file may be, in characters.
const briefly = 60

// Brief is the beginning of a text on one line, for a finding to cite.
func Brief(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > briefly {
		return string(r[:briefly-1]) + "…"
	}
	return string(r)
}
