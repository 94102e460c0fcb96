package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"verbatim/internal/format"
	"verbatim/internal/format/article"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

type importCmd struct {
	Reading importReadingCmd `cmd:"" help:"Make the Markdown of a reading from a file."`
}

type importReadingCmd struct {
	File string `arg:"" help:"A file in Markdown, plain text, HTML, DOCX, ODT, EPUB or PDF, or - for standard input."`

	Out   string `short:"o" required:"" placeholder:"FILE" help:"The Markdown to write; - for standard output."`
	Force bool   `short:"f" help:"Replace files that are there already."`
}

// Help is shown by verbatim import reading --help.
func (importReadingCmd) Help() string {
	return `Of a web page the main text is taken, without menus and advertisements; nothing that it names is fetched. Documents of word processors and books keep their headings, lists, tables, links and footnotes; their images are written beside the Markdown. A PDF says where words stand on a page and not what they are: its paragraphs, headings, lists and tables are guessed. Look the text over, put it beside set.yaml, and name it there with reading:.

The exit code is 0 when all of the text came through, 1 when there are findings and 2 when nothing could be read or written.

Examples:
  verbatim import reading article.html -o sets/tides/reading.md
  verbatim import reading chapter.docx -o sets/tides/reading.md
  verbatim import reading notes.md -o -`
}

// Run reads the file and writes its Markdown.
func (c *importReadingCmd) Run(e *env) error {
	in, err := c.read(e)
	if err != nil {
		return &exit{2, err}
	}
	a, err := article.Read(e.ctx, in)
	if err != nil {
		return &exit{2, err}
	}
	for _, what := range a.Lost {
		fmt.Fprintf(e.stderr, "%s: warning[markup-dropped]: the text holds %s\n", in.Name, what)
	}
	if a.Guessed {
		fmt.Fprintf(e.stderr, "%s: warning[layout-guessed]: paragraphs, headings, lists and tables are guessed from how the pages look: go through the text, or use the document that the PDF was made of\n", in.Name)
	}
	if err := c.write(e, a); err != nil {
		return &exit{2, err}
	}
	fmt.Fprintf(e.stderr, "read: %s\n", count(len(strings.Fields(a.Markdown)), "word"))
	if len(a.Lost) > 0 || a.Guessed {
		return &exit{code: 1}
	}
	return nil
}

// write writes the Markdown and the images beside it.
func (c *importReadingCmd) write(e *env, a *article.Article) error {
	if c.Out != "-" {
		files := []quiz.File{{Name: c.Out, Data: []byte(a.Markdown)}}
		for _, f := range a.Media {
			files = append(files, quiz.File{Name: filepath.Join(filepath.Dir(c.Out), filepath.FromSlash(f.Name)), Data: f.Data})
		}
		return putFiles(c.Force, files...)
	}
	if len(a.Media) > 0 {
		return fmt.Errorf("the text shows %s, which standard output cannot hold: name a file with -o", count(len(a.Media), "image"))
	}
	_, err := io.WriteString(e.stdout, a.Markdown)
	return err
}

func (c *importReadingCmd) read(e *env) (kit.Input, error) {
	from, name := e.stdin, "stdin"
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return kit.Input{}, notReadable(c.File, err)
		}
		defer f.Close()
		from, name = f, filepath.ToSlash(c.File)
	}
	data, err := io.ReadAll(io.LimitReader(from, format.MaxFile+1))
	if err != nil {
		return kit.Input{}, notReadable(name, err)
	}
	if len(data) > format.MaxFile {
		return kit.Input{}, fmt.Errorf("%s is larger than %d MiB", name, format.MaxFile>>20)
	}
	return kit.Input{Name: name, Data: data}, nil
}
