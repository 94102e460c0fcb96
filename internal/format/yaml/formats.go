package yaml

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// Native is the format of sets that are served: a folder with set.yaml and,
// where there is one, the reading beside it.
var Native = kit.Format{
	Name:       "native",
	Title:      "Verbatim's own: a folder with set.yaml and the reading",
	Extensions: []string{".yaml"},
	Carries:    "Everything.",
	Folder:     true,
	Draws:      true,
	Detect: func(in kit.Input) int {
		if questionsKey.Match(in.Data) && !isJSON(in) {
			return 90
		}
		return 0
	},
	Decode: func(_ context.Context, in kit.Input) (*kit.Import, error) { return decodeFile(in, in.Data), nil },
	Encode: func(set *quiz.Set) (*kit.Export, error) {
		copied := *set
		var beside []quiz.File
		for _, f := range set.Files {
			if f.Name != File {
				beside = append(beside, f)
			}
		}
		if set.Reading == nil && !slices.ContainsFunc(beside, func(f quiz.File) bool { return f.Name == set.ReadingFile }) {
			copied.ReadingFile = ""
		}
		return wholly(set, append([]quiz.File{{Name: File, Data: Encode(&copied)}}, beside...)...), nil
	},
}

// JSON is the native format as one JSON document, for other programs. The
// reading is not in it.
var JSON = kit.Format{
	Name:       "json",
	Title:      "Verbatim's own, as JSON for other programs",
	Extensions: []string{".json"},
	Carries:    "Everything but the text of the reading.",
	Draws:      true,
	Detect: func(in kit.Input) int {
		if isJSON(in) && bytes.Contains(in.Data, []byte(`"questions"`)) {
			return 95
		}
		return 0
	},
	Decode: func(_ context.Context, in kit.Input) (*kit.Import, error) {
		return decodeFile(in, asYAML(in.Data)), nil
	},
	Encode: func(set *quiz.Set) (*kit.Export, error) {
		var src bytes.Buffer
		enc := json.NewEncoder(&src)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(set); err != nil {
			return nil, fmt.Errorf("the set cannot be written: %w", err)
		}
		return wholly(set, quiz.File{Name: set.ID + ".json", Data: src.Bytes()}), nil
	},
}

var questionsKey = regexp.MustCompile(`(?m)^questions:`)

func isJSON(in kit.Input) bool { return bytes.HasPrefix(bytes.TrimSpace(in.Data), []byte("{")) }

// wholly is an export that lost nothing.
func wholly(set *quiz.Set, files ...quiz.File) *kit.Export {
	out := &kit.Export{Files: files}
	for _, q := range set.Questions {
		out.Item(q.ID)
	}
	return out
}

// decodeFile reads a set of which only the main file is at hand. Questions that
// have errors are refused; the others come in as they are.
func decodeFile(in kit.Input, src []byte) *kit.Import {
	set, list := Parse(src, in.Name)
	if set != nil {
		set.ID, set.ReadingFile = kit.NewImport(in).Set.ID, ""
	}
	return kit.Sound(set, list)
}

// escape is an escape of JSON; those beyond the first 65,536 characters are a
// pair of surrogates.
var escape = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\.`)

// asYAML makes of JSON what YAML reads as the same: JSON lets tabs indent,
// escapes a slash, and writes 😀 as two escapes where YAML has one.
func asYAML(src []byte) []byte {
	src = escape.ReplaceAllFunc(src, func(e []byte) []byte {
		switch {
		case string(e) == `\/`:
			return e[1:]
		case len(e) < 12: // of one character, which JSON may not even know
			return e
		}
		high, err1 := strconv.ParseUint(string(e[2:6]), 16, 32)
		low, err2 := strconv.ParseUint(string(e[8:12]), 16, 32)
		if err1 != nil || err2 != nil {
			return e
		}
		return fmt.Appendf(nil, `\U%08X`, 0x10000+(high-0xd800)<<10+(low-0xdc00))
	})
	return bytes.ReplaceAll(src, []byte("\t"), []byte(" ")) // within a string a tab is an escape
}
