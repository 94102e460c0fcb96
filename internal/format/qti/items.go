package qti

import (
	"path"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// Items writes each question as a file of its own, for programs that take items
// and no packages.
var Items = kit.Format{
	Name:       "qti-items",
	Title:      "QTI 3.0: a folder with an item for each question",
	Extensions: []string{".xml"},
	Packs:      true,
	Folder:     true,
	Carries:    "What QTI carries but the reading, the topics and the order.",
	Encode:     encodeItems,
}

// encodeItems takes the items and their images out of a package.
func encodeItems(set *quiz.Set) (*kit.Export, error) {
	alone := *set
	alone.Reading = nil // an item cannot bring it along
	out, err := encode(&alone, v30)
	if err != nil {
		return nil, err
	}
	if set.Reading != nil {
		out.Warn(set.Pos("reading"), "reading-left-out", "write qti, whose package has it", "items by themselves have no place for the reading; its quotes go out with the feedback")
	}
	if len(set.Topics) > 0 {
		out.Warn(set.Pos("topics"), "topics-left-out", "write qti, whose test has them as sections", "items by themselves have no place for topics")
	}
	archive, err := kit.OpenZip(out.Files[0].Data)
	if err != nil {
		return nil, err
	}
	out.Files = nil
	for _, name := range archive.Names() {
		if path.Dir(name) == "." {
			continue // the manifest and the test
		}
		data, err := archive.Read(name)
		if err != nil {
			return nil, err
		}
		out.Files = append(out.Files, quiz.File{Name: name, Data: data})
	}
	return out, nil
}
