// Package aiken reads and writes Aiken, a plain-text format for questions with
// one right option. What a text means is what Moodle 4.5 makes of it.
package aiken

import (
	"regexp"

	"verbatim/internal/format/kit"
)

// Format is Aiken.
var Format = kit.Format{
	Name:       "aiken",
	Title:      "Aiken, plain text with lettered options",
	Extensions: []string{".aiken", ".txt"},
	Carries:    "Single choice in plain words. There is no place for markup, feedback, explanations, topics and quotes.",
	Detect:     detect,
	Decode:     decode,
	Encode:     encode,
}

var (
	optionLine = regexp.MustCompile(`^[A-Z][.)]`)
	answerLine = regexp.MustCompile(`(?m)^\s*ANSWER:\s*[A-Z]`)
	anyOption  = regexp.MustCompile(`(?m)^\s*[A-Z][.)].*\n+\s*[A-Z][.)]`)
)

func detect(in kit.Input) int {
	body := kit.NewText(in).Body
	switch {
	case in.Binary():
		return 0
	case answerLine.MatchString(body) && anyOption.MatchString(body):
		return 88
	case answerLine.MatchString(body):
		return 30
	}
	return 0
}
