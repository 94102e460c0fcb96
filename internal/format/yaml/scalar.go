package yaml

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// plainText is text that means itself without quotation marks wherever a value
// or a key may stand.
var plainText = regexp.MustCompile(`^[\pL\pN](?:[\pL\pN_./ -]*[\pL\pN])?$`)

func isPlain(text string) bool { return plainText.MatchString(text) && !isNull(text) }

func isNull(text string) bool { return strings.EqualFold(text, "null") }

// quoted writes a text in double quotes, on one line.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff' || unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// unpaired says whether a line of text without quotation marks around it ends
// with one that was not opened. After a digit it is the sign of inches.
func unpaired(n *yaml.Node) bool {
	body, ends := strings.CutSuffix(n.Value, `"`)
	return n.Style == 0 && ends && !strings.Contains(body, "\n") && strings.Count(body, `"`)%2 == 0 && body != "" && !unicode.IsDigit(rune(body[len(body)-1]))
}

// unseen gives the first character of a text that nobody can see, if any. A tab
// may stand where code does: in a text of several lines.
func unseen(text string) (rune, bool) {
	for _, r := range text {
		switch {
		case r == '\n', r == '\t' && strings.Contains(text, "\n"):
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return r, true
		}
	}
	return 0, false
}
