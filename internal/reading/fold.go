package reading

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives s as quotes are compared: typography that a keyboard, an editor or
// a publisher may change is made alike, the words stay as they are.
//
//   - quotation marks and apostrophes of any shape become " and '
//   - dashes, hyphens and minus signs of any length become one -
//   - an ellipsis becomes three full stops
//   - spaces of any kind and line breaks become one space; none at either end
//   - soft hyphens and characters without width are dropped
//   - what remains is in Unicode's composed form (NFC)
//
// Case is kept: verbatim means verbatim. Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	if plain(s) {
		return s
	}
	return strings.TrimSpace(foldText(s, false).text)
}

// plain says that folding leaves s as it is.
func plain(s string) bool {
	space := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf, c < ' ', c == 0x7f,
			c == ' ' && space,
			c == '-' && i > 0 && s[i-1] == '-':
			return false
		}
		space = c == ' '
	}
	return s == "" || !space
}

// folded is a text as it is compared, with the way back. A \n in it ends a
// block, which no quote can cross.
type folded struct {
	text string
	from mapping // to offsets of the text that was folded
}

// foldText folds s. With blocks, a \n stands for the end of a block and stays.
func foldText(s string, blocks bool) folded {
	var f folder
	f.out = make([]byte, 0, len(s))
	for i, r := range s {
		f.rune(r, i, i+utf8.RuneLen(r), blocks)
	}
	return f.compose()
}

type folder struct {
	out  []byte
	from mapping
}

func (f *folder) rune(r rune, start, end int, blocks bool) {
	switch {
	case r == '\n' && blocks:
		f.out = append(f.out, '\n')
	case unicode.IsSpace(r):
		if n := len(f.out); n > 0 && f.out[n-1] != ' ' && f.out[n-1] != '\n' {
			f.put(" ", start, end)
		}
	case r < utf8.RuneSelf && r != '-':
		f.from.add(piece{at: len(f.out), n: 1, start: start, end: end})
		f.out = append(f.out, byte(r))
	case invisible(r):
	case dash(r):
		if n := len(f.out); n == 0 || f.out[n-1] != '-' {
			f.put("-", start, end)
		} else {
			f.from[len(f.from)-1].atom = true
			f.from[len(f.from)-1].end = end
		}
	case r == '…':
		f.put("...", start, end)
	default:
		if q := quotation(r); q != "" {
			f.put(q, start, end)
			return
		}
		n := utf8.RuneLen(r)
		f.from.add(piece{at: len(f.out), n: n, start: start, end: end})
		f.out = utf8.AppendRune(f.out, r)
	}
}

// put appends a replacement that maps as a whole.
func (f *folder) put(s string, start, end int) {
	f.from = append(f.from, piece{at: len(f.out), n: len(s), start: start, end: end, atom: true})
	f.out = append(f.out, s...)
}

// compose brings what was gathered into NFC.
func (f *folder) compose() folded {
	if norm.NFC.IsNormal(f.out) {
		return folded{string(f.out), f.from}
	}
	var out []byte
	var m mapping
	for at := 0; at < len(f.out); {
		n := norm.NFC.NextBoundary(f.out[at:], true)
		segment := f.out[at : at+n]
		if composed := norm.NFC.Bytes(segment); !bytes.Equal(composed, segment) {
			m.add(piece{at: len(out), n: len(composed), start: f.from.start(at), end: f.from.end(at + n), atom: true})
			out = append(out, composed...)
			at += n
			continue
		}
		for end := at + n; at < end; { // as it is, character by character
			_, n := utf8.DecodeRune(f.out[at:])
			if f.out[at] != '\n' {
				from, to := f.from.start(at), f.from.end(at+n)
				m.add(piece{at: len(out), n: n, start: from, end: to, atom: to-from != n})
			}
			out = append(out, f.out[at:at+n]...)
			at += n
		}
	}
	return folded{string(out), m}
}

func invisible(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u034f', r == '\u061c', r == '\ufeff',
		r >= '\u200b' && r <= '\u200f',
		r >= '\u202a' && r <= '\u202e',
		r >= '\u2060' && r <= '\u2069',
		r >= '\ufe00' && r <= '\ufe0f':
		return true
	}
	return false
}

func dash(r rune) bool {
	switch r {
	case '-', '\u2212', '\u2043', '\u02d7':
		return true
	}
	return unicode.Is(unicode.Pd, r)
}

// quotation gives the keyboard's form of a quotation mark, or "".
func quotation(r rune) string {
	switch r {
	case '‘', '’', '‚', '‛', '‹', '›', '′', 'ʼ', '＇':
		return "'"
	case '“', '”', '„', '‟', '«', '»', '″', '〝', '〞', '＂':
		return `"`
	}
	return ""
}
