package kit

import (
	"html"
	"strings"

	"verbatim/internal/reading"
)

// Markdown makes inline Markdown of words that are meant literally: what would
// be read as markup is escaped, and nothing else.
func Markdown(plain string) string {
	if !strings.ContainsAny(plain, "\\`*_[]<&~!$") || reading.Plain(plain) == oneLine(plain) && len(reading.Formulas(plain)) == 0 {
		return plain
	}
	return escaper.Replace(plain)
}

var escaper = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "\\<", "&", "&amp;", "~", "\\~", "!", "\\!", "$", "\\$")

// Plain gives the words of a Markdown text, and whether it had markup that the
// words alone do not show.
func Plain(md string) (words string, marked bool) {
	words = reading.Plain(md)
	return words, reading.Inline(md) != html.EscapeString(words)
}

// oneLine makes single spaces of all white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
