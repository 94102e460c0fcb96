package reading

import (
	"fmt"
	"strings"
)

// longest is how many words a link names one by one; of longer quotes it names
// the first and the last.
const (
	longest = 12
	outer   = 5
)

// LinkTo gives an address with a text fragment, by which a browser finds and
// shows the words on the page (WICG Scroll to Text Fragment). Browsers that do
// not know such fragments open the page at its beginning. q.Exact should be the
// reading's own words, as Match.Text has them.
func LinkTo(address string, q Quote) string {
	words := strings.Fields(q.Exact)
	if len(words) == 0 {
		return address
	}
	text := directive(words)
	cells := strings.Split(q.Exact, " | ")
	switch {
	case len(cells) > 1: // a range may reach over the cells of a row, and a text may not
		text = directive(strings.Fields(cells[0])) + "," + directive(strings.Fields(cells[len(cells)-1]))
	case len(words) > longest:
		text = directive(words[:outer]) + "," + directive(words[len(words)-outer:])
	}
	if before := strings.Fields(q.Before); len(before) > 0 {
		text = directive(before) + "-," + text
	}
	if after := strings.Fields(q.After); len(after) > 0 {
		text += ",-" + directive(after)
	}
	if !strings.Contains(address, "#") {
		address += "#"
	}
	return address + ":~:text=" + text
}

// directive encodes words for a text fragment, in which "-", "," and "&" part
// its terms.
func directive(words []string) string {
	var b strings.Builder
	for _, c := range []byte(strings.Join(words, " ")) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("_.~!", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
