package web

import (
	"html/template"
	"regexp"
	"strings"
	"unicode"

	"verbatim/internal/reading"
)

// The texts of a set are Markdown. media stands before the path of each image.

// inline makes HTML of a short text, without a block around it.
func inline(media, md string) template.HTML {
	return template.HTML(reading.Render{ImagePrefix: media}.Inline(md))
}

// stretch makes HTML of a stretch of a running text: the space between it and
// what stands before and after it stays.
func stretch(media, md string) template.HTML {
	html := inline(media, md)
	if strings.TrimLeftFunc(md, unicode.IsSpace) != md {
		html = " " + html
	}
	if strings.TrimRightFunc(md, unicode.IsSpace) != md {
		html += " "
	}
	return html
}

// ticks makes HTML of a text in which what belongs into a file stands in
// backticks, as the checker writes for terminals.
func ticks(text string) template.HTML {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !ok || !closed {
			b.WriteString(template.HTMLEscapeString(text))
			return template.HTML(b.String())
		}
		b.WriteString(template.HTMLEscapeString(before) + "<code>" + template.HTMLEscapeString(code) + "</code>")
		text = after
	}
}

// blocks makes HTML of paragraphs, tables, lists and code.
func blocks(media, md string) template.HTML {
	return template.HTML(reading.Render{ImagePrefix: media, HeadingShift: panelShift}.Block(md))
}

// prose makes HTML of an explanation: one paragraph, which may begin with
// "1." or "#" without being a list or a heading, or several of any kind.
func prose(media, md string) template.HTML {
	first, rest := firstParagraph(md)
	switch {
	case first == "":
		return ""
	case rest == "":
		return "<p>" + inline(media, first) + "</p>"
	}
	return blocks(media, md)
}

var emptyLine = regexp.MustCompile(`\n[ \t\r]*\n`)

// firstParagraph cuts a text at its first empty line.
func firstParagraph(md string) (first, rest string) {
	md = strings.TrimSpace(md)
	if at := emptyLine.FindStringIndex(md); at != nil {
		return md[:at[0]], md[at[1]:]
	}
	return md, ""
}
