// Package cloze reads Moodle's embedded answers as plain text: a file is one
// text with its blanks in it, such as {1:SHORTANSWER:=Paris}.
package cloze

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/cloze"
)

// Format is Moodle's cloze text.
var Format = kit.Format{
	Name:       "cloze",
	Title:      "Moodle's embedded answers (Cloze), plain text",
	Extensions: []string{".txt"},
	Carries:    "One text with blanks to type or choose, with weights and feedback.",
	Detect:     detect,
	Decode:     decode,
}

var blank = regexp.MustCompile(`\{\s*[0-9]*\s*:\s*(?:SHORTANSWER|SA|MW|NUMERICAL|NM|MULTICHOICE|MC|MULTIRESPONSE|MR)[A-Z_]*\s*:`)

func detect(in kit.Input) int {
	if body := kit.NewText(in).Body; blank.MatchString(body) && !strings.HasPrefix(strings.TrimSpace(body), "<?xml") && !strings.Contains(body, "<quiz") {
		return 97
	}
	return 0
}

func decode(_ context.Context, in kit.Input) (*kit.Import, error) {
	m := kit.NewImport(in)
	text := kit.NewText(in)
	m.Encoding = text.Encoding
	raw, at, item := strings.TrimSpace(text.Body), text.Pos(0), m.Item("")
	body, blanks, err := kit.Embedded(raw, kit.Mark)
	q := quiz.Question{ID: in.Base(), Kind: cloze.Kind}
	var not *kit.UnsupportedBlank
	switch {
	case errors.As(err, &not):
		q.Stem = kit.FillIn
		m.Unsupported(item, q, at, cloze.Kind, not.Error(), raw)
	case err != nil:
		item.Refuse(at, "broken-question", "mend it and convert the file again", "the question cannot be read: %v", err)
	default:
		// Each line is a line of the text, as Moodle shows it.
		md, lost := kit.Auto(strings.ReplaceAll(body, "\n", "\n\n"))
		for _, what := range lost {
			item.Lose(at, "markup-left-out", "", "%s is left out", what)
		}
		c := &cloze.Cloze{Blanks: blanks}
		q.Stem, c.Text = kit.StemOf(kit.Unmark(md))
		q.Body = c
		m.Add(item, q, at, raw)
	}
	return m.Finish(), nil
}
