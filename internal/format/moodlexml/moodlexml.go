// Package moodlexml reads and writes Moodle XML, the format in which Moodle
// exports all that its questions hold, files included.
package moodlexml

import (
	"bytes"

	"verbatim/internal/format/kit"
)

const formatTitle = "Moodle XML"

// Format is Moodle XML.
var Format = kit.Format{
	Name:       "moodle-xml",
	Title:      formatTitle,
	Extensions: []string{".xml"},
	Packs:      true,
	Carries: "Multiple choice, true/false, short answer, numerical with units, matching, ordering, cloze, drag and drop into text and select missing words; " +
		"weights, feedback, categories as topics, files, hints and penalties: Moodle gives one try more than there are hints, and each hint after a try that was not right. Combined feedback is left out; essays and descriptions are kept and not asked. " +
		"A quote of the reading goes out as a block quote in the general feedback; the reading itself does not.",
	Detect: detect,
	Decode: decode,
	Encode: encode,
}

func detect(in kit.Input) int {
	head := in.Data[:min(len(in.Data), 64<<10)]
	switch {
	case !bytes.Contains(head, []byte("<")) && !bytes.Contains(head, []byte("<\x00")):
		return 0
	case bytes.Contains(head, []byte("<quiz")) && bytes.Contains(head, []byte("<question")):
		return 95
	case bytes.Contains(bytes.ReplaceAll(head, []byte{0}, nil), []byte("<quiz>")):
		return 80 // UTF-16, or a quiz without questions
	}
	return 0
}
