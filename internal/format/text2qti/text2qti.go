// Package text2qti reads and writes the Markdown of text2qti, a plain-text
// format for Canvas. Code that it would run is never run.
package text2qti

import (
	"regexp"

	"verbatim/internal/format/kit"
)

// Format is text2qti's Markdown.
var Format = kit.Format{
	Name:       "text2qti",
	Title:      "text2qti, Markdown for Canvas",
	Extensions: []string{".txt", ".md"},
	Carries: "Single choice, multiple response, true or false, short text and numbers, with feedback to options, an explanation and a weight. " +
		"Titles become ids. There is no place for topics and quotes.",
	Detect: detect,
	Decode: decode,
	Encode: encode,
}

var (
	numbered = regexp.MustCompile(`(?m)^[0-9]+\.\s+\S`)
	answered = regexp.MustCompile(`(?m)^(?:\*[a-zA-Z]\)|\[\*\]|\*|=)\s+\S|^(?:_{3,}|\^{3,})\s*$`)
	titled   = regexp.MustCompile(`(?m)^Quiz title:|^GROUP\s*$`)
)

func detect(in kit.Input) int {
	body := kit.NewText(in).Body
	switch {
	case in.Binary():
		return 0
	case !numbered.MatchString(body) || !answered.MatchString(body):
		return 0
	case titled.MatchString(body):
		return 92
	}
	return 75
}
