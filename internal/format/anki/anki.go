// Package anki reads and writes the text files of Anki: notes with a field
// each side, separated by tabs or as the file's head says.
package anki

import (
	"context"
	"regexp"
	"strings"

	"verbatim/internal/format/kit"
)

// Format is Anki's text.
var Format = kit.Format{
	Name:       "anki",
	Title:      "Anki's notes as text",
	Extensions: []string{".txt", ".tsv"},
	Carries: "Short text: the front is the question, the back the answer, with an explanation as a third field and the topic as a tag; cloze deletions become gaps. " +
		"Other kinds go out as cards that only a person can grade.",
	Detect: detect,
	Decode: func(ctx context.Context, in kit.Input) (*kit.Import, error) {
		if in.Binary() { // whoever says that it is Anki's may mean a package
			return decodePackage(ctx, in)
		}
		return decode(ctx, in)
	},
	Encode: encode,
}

var (
	headed  = regexp.MustCompile(`(?m)\A(?:#[a-z ]+:.*\n)*#(?:separator|html|columns|notetype|deck|tags column|guid column|notetype column|deck column):`)
	deleted = regexp.MustCompile(`\{\{c[0-9]+::`)
)

// detect knows the lines that head Anki's own exports, and cloze deletions. Two
// texts with a tab between them may be anything, so it is not sure of them.
func detect(in kit.Input) int {
	body := kit.NewText(in).Body
	switch {
	case in.Binary():
		return 0
	case headed.MatchString(body):
		return 95
	case deleted.MatchString(body):
		return 60
	}
	lines, notes := 0, 0
	for line := range strings.Lines(body) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines++
			if strings.Contains(line, "\t") {
				notes++
			}
		}
	}
	if notes > 0 && notes*2 > lines {
		return 15
	}
	return 0
}
