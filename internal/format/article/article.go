// Package article makes the Markdown of a reading of a file: Markdown and plain
// text as they are, of a web page its main text alone, and the documents of word
// processors, electronic books and PDFs with their structure.
package article

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	readability "codeberg.org/readeck/go-readability/v2"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Article is a text that can be read.
type Article struct {
	Title    string // empty where the file does not say
	Markdown string
	Media    []quiz.File // the images that it shows, by their path beside it
	Lost     []string    // what has no place in it, in words
	Encoding string      // where the text was not in UTF-8
	Guessed  bool        // its paragraphs and headings are guessed from the look of pages
}

// maxElements is far beyond any article.
const maxElements = 200_000

var page = regexp.MustCompile(`(?i)^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main|div|p|h1)\b`)

// Read reads a file. Nothing that it names is fetched. The error says why the
// file holds no text that could be a reading, or is that of ctx.
func Read(ctx context.Context, in kit.Input) (*Article, error) {
	a, err := read(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", in.Name, err)
	}
	a.Markdown = strings.TrimSpace(a.Markdown) + "\n"
	doc, err := reading.Parse([]byte(a.Markdown))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", in.Name, err)
	}
	if len(doc.Passages) == 0 {
		return nil, fmt.Errorf("%s has no text", in.Name)
	}
	return a, nil
}

func read(ctx context.Context, in kit.Input) (*Article, error) {
	switch {
	case bytes.HasPrefix(in.Data, []byte("PK\x03\x04")):
		return readArchive(in)
	case bytes.HasPrefix(in.Data, []byte("\xd0\xcf\x11\xe0")):
		return nil, errors.New("it is an old document of Word: open it and save it as .docx")
	case bytes.HasPrefix(in.Data, []byte(`{\rtf`)):
		return nil, errors.New("it is Rich Text: open it in a word processor and save it as .docx or .odt")
	case bytes.HasPrefix(in.Data, []byte("%PDF")):
		return readPDF(ctx, in)
	case in.Binary():
		return nil, errNoText
	}
	if ext := strings.ToLower(path.Ext(in.Name)); slices.Contains([]string{".docx", ".odt", ".epub", ".pdf"}, ext) {
		return nil, fmt.Errorf("its name ends in %s and its content is none: it may be cut off or damaged, so save it again", ext)
	}
	text := kit.NewText(in)
	if !legible(text.Body) {
		return nil, errNoText
	}
	a := &Article{Markdown: text.Body, Encoding: text.Encoding}
	if page.MatchString(text.Body) {
		if err := a.extract(text.Body); err != nil {
			return nil, fmt.Errorf("no main text can be found on the page: %w", err)
		}
	}
	return a, nil
}

var errNoText = errors.New("it holds no text: save it as Markdown, plain text, HTML, DOCX, ODT, EPUB or PDF")

// legible says whether a file that was read as text is one: of the characters
// that no text has, it has hardly any.
func legible(text string) bool {
	odd := 0
	for _, r := range text {
		if r == unicode.ReplacementChar || unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Co, r) {
			odd++
		}
	}
	return odd <= 2+len(text)/200
}

// readArchive reads a document that is packed as a zip file.
func readArchive(in kit.Input) (*Article, error) {
	archive, err := kit.OpenZip(in.Data)
	if err != nil {
		return nil, err
	}
	mime, err := archive.Read("mimetype")
	if err != nil {
		mime = nil
	}
	switch kind := strings.TrimSpace(string(mime)); {
	case strings.HasPrefix(kind, "application/vnd.oasis.opendocument.text"):
		return readODT(in, archive)
	case archive.Has("META-INF/container.xml"):
		return readEPUB(in, archive)
	case archive.Has("[Content_Types].xml") && !archive.Has("xl/workbook.xml") && !archive.Has("ppt/presentation.xml"):
		return readDOCX(in, archive)
	}
	return nil, errors.New("it is an archive, and none of DOCX, ODT or EPUB: save the text as one of these")
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
	a.headed()
	return nil
}

// headed puts the title above a text that does not begin with one.
func (a *Article) headed() {
	if a.Title != "" && !strings.HasPrefix(a.Markdown, "# ") {
		a.Markdown = "# " + kit.Markdown(a.Title) + "\n\n" + a.Markdown
	}
}
