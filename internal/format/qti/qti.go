// Package qti reads items, tests and content packages of QTI 2.1, 2.2 and 3.0,
// 1EdTech's standard for questions, and writes 2.1 and 3.0.
package qti

import (
	"bytes"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

const carries = "Choices, hot text, order, match, associate, gap match, text entry and inline choice, with scores, feedback, images and the shared text as reading. " +
	"An item's own scoring is run, and a difference from ours is a finding. Find-the-passage goes out as hot text and two-part as two choices. Tries go out and come in, without penalties and hints. Essays, drawings, adaptive items and templates are kept and not asked."

// Format is QTI 2.1, 2.2 and 3.0.
var Format = kit.Format{
	Name:       "qti",
	Title:      "QTI 2.1, 2.2 and 3.0: items and content packages; 3.0 is written",
	Extensions: []string{".zip", ".xml"},
	Packs:      true,
	Draws:      true,
	Carries:    carries,
	Detect:     detect,
	Decode:     decode,
	Encode:     func(set *quiz.Set) (*kit.Export, error) { return encode(set, v30) },
}

// Format21 writes QTI 2.1 for programs that know no later one.
var Format21 = kit.Format{
	Name:       "qti21",
	Title:      "QTI 2.1: a content package",
	Extensions: []string{".zip"},
	Packs:      true,
	Draws:      true,
	Carries:    "What QTI carries but the reading, for which QTI 2.1 has no place.",
	Encode:     func(set *quiz.Set) (*kit.Export, error) { return encode(set, v21) },
}

func detect(in kit.Input) int {
	if bytes.HasPrefix(in.Data, []byte("PK\x03\x04")) {
		return detectPackage(in)
	}
	head := in.Data[:min(len(in.Data), 64<<10)]
	for _, name := range []string{"assessmentItem", "qti-assessment-item", "assessmentTest", "qti-assessment-test", "qti-assessment-stimulus"} {
		if bytes.Contains(head, []byte("<"+name)) || bytes.Contains(head, []byte(":"+name)) {
			return 90
		}
	}
	return 0
}

// detectPackage looks for items in a zip file.
func detectPackage(in kit.Input) int {
	archive, err := kit.OpenZip(in.Data)
	if err != nil {
		return 0
	}
	d := &decoder{Import: kit.NewImport(in)}
	if places := d.places(archive); len(places) > 0 {
		return 90
	}
	if files, err := d.manifest(archive); err == nil && len(files) > 0 {
		return 20 // a content package of something else, or of nothing
	}
	return 0
}
