package yaml

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
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
