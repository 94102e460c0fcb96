package kit

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"verbatim/internal/diag"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/reading"
)

// tag is a tag of an element that text in Moodle's own format can hold. A
// bracket before anything else is text.
var tag = regexp.MustCompile(`(?i)</?(a|abbr|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|object|ol|p|pre|s|script|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video|audio)(?:\s[^<>]*)?/?>`)

var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});`)

// Auto makes Markdown of text that may hold HTML or not, and that has its line
// breaks where they are written, as Moodle's own format has it. A tag that is
// opened and never closed, as in "the <style> tag", is text.
func Auto(text string) (md string, lost []string) {
	escaped := literal(text)
	if !tag.MatchString(escaped) && !entity.MatchString(text) && !typedTeX.MatchString(text) {
		return Markdown(text), nil
	}
	return HTML(strings.ReplaceAll(escaped, "\n", "\n<br>"), nil)
}

// alone are the elements that have no closing tag.
var alone = []string{"br", "hr", "img"}

// literal escapes the brackets that belong to no tag.
func literal(text string) string {
	tags := tag.FindAllStringSubmatchIndex(text, -1)
	closed := map[string]bool{}
	for _, m := range tags {
		if name := strings.ToLower(text[m[2]:m[3]]); text[m[0]+1] == '/' || slices.Contains(alone, name) {
			closed[name] = true
		}
	}
	var b strings.Builder
	from := 0
	for _, m := range tags {
		if !closed[strings.ToLower(text[m[2]:m[3]])] {
			continue
		}
		b.WriteString(brackets.Replace(text[from:m[0]]))
		b.WriteString(text[m[0]:m[1]])
		from = m[1]
	}
	b.WriteString(brackets.Replace(text[from:]))
	return b.String()
}

var brackets = strings.NewReplacer("<", "&lt;", ">", "&gt;")

// MixedMarkdown takes Markdown as it is. HTML in it, which readers here never
// see, is lost.
func MixedMarkdown(text string) (md string, lost []string) {
	if m := tag.FindString(reading.Plain(Markdown(text))); m != "" && tag.MatchString(text) {
		without := tag.ReplaceAllString(text, "")
		if reading.Plain(text) == reading.Plain(without) {
			lost = append(lost, "HTML within Markdown, "+shorten(m))
		}
	}
	return text, lost
}

// maxAnswers is far beyond any question. It bounds what comparing them costs.
const maxAnswers = 200

// AddAnswer adds an answer to the rules of a short text, unless one above it
// fits the same words: that one counts, there as here.
func AddAnswer(rules *shorttext.Rules, a shorttext.Answer, item *Item, at diag.Pos) {
	if len(rules.Answers) == maxAnswers {
		item.Lose(at, "too-many-answers", "use a * for what may differ", "the answer %q is left out: a question takes %d", a.Text, maxAnswers)
		return
	}
	for _, above := range rules.Answers {
		if fold(above.Text) == fold(a.Text) {
			if a.Because != "" && a.Because != above.Because {
				item.Lose(at, "hidden-answer", "", "the answer %q fits the same words as %q above it, so its feedback is never shown", a.Text, above.Text)
			}
			return
		}
	}
	rules.Answers = append(rules.Answers, a)
}

// fold makes alike the answers that a short text does not tell apart.
func fold(answer string) string {
	folded := cases.Fold().String(norm.NFKC.String(reading.Fold(answer)))
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), folded)
	if err != nil {
		return folded
	}
	return bare
}
