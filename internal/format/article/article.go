// Package article makes the Markdown of a reading of a file: Markdown and plain
// text as they are, and of a web page its main text alone.
package article

import (
	"fmt"
	"regexp"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"

	"verbatim/internal/format/kit"
	"verbatim/internal/reading"
)

// Article is a text that can be read.
type Article struct {
	Title    string // empty where the file does not say
	Markdown string
	Lost     []string // what has no place in it, in words
	Encoding string   // where the text was not in UTF-8
}

// maxElements is far beyond any article.
const maxElements = 200_000

var page = regexp.MustCompile(`(?i)^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main|div|p|h1)\b`)

// Read reads a file. Nothing that a page names is fetched. The error says that
// the file holds no text that could be a reading.
func Read(in kit.Input) (*Article, error) {
	if in.Binary() || strings.HasPrefix(string(in.Data), "%PDF") {
		return nil, fmt.Errorf("%s is neither Markdown, plain text nor a web page: save it as one of these first", in.Name)
	}
	text := kit.NewText(in)
	a := &Article{Markdown: text.Body, Encoding: text.Encoding}
	if page.MatchString(text.Body) {
		if err := a.extract(text.Body); err != nil {
			return nil, fmt.Errorf("%s has no main text that can be found: %w", in.Name, err)
		}
	}
	a.Markdown = strings.TrimSpace(a.Markdown) + "\n"
	doc, err := reading.Parse([]byte(a.Markdown))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Name, err)
	}
	if len(doc.Passages) == 0 {
		return nil, fmt.Errorf("%s has no text", in.Name)
	}
	return a, nil
}

// extract finds the main text of a page, without its menus and advertisements.
func (a *Article) extract(source string) error {
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	found, err := parser.Parse(strings.NewReader(source), nil)
	if err != nil {
		return err
	}
	var main strings.Builder
	if err := found.RenderHTML(&main); err != nil {
		return err
	}
	a.Title = strings.TrimSpace(found.Title())
	a.Markdown, a.Lost = kit.HTML(main.String(), nil)
	if a.Title != "" && !strings.HasPrefix(a.Markdown, "# ") {
		a.Markdown = "# " + kit.Markdown(a.Title) + "\n\n" + a.Markdown
	}
	return nil
}
