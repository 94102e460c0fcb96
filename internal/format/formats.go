package format

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/aiken"
	"verbatim/internal/format/anki"
	"verbatim/internal/format/cloze"
	"verbatim/internal/format/gift"
	"verbatim/internal/format/kit"
	"verbatim/internal/format/moodlexml"
	"verbatim/internal/format/paper"
	"verbatim/internal/format/qti"
	"verbatim/internal/format/qti12"
	"verbatim/internal/format/sheet"
	"verbatim/internal/format/text2qti"
	"verbatim/internal/format/yaml"
)

// formats are all that there are, in the order in which they are listed. Of two
// that are equally sure of a file, the first reads it.
var formats = []kit.Format{
	yaml.Native,
	yaml.JSON,
	gift.Format,
	gift.MissingWord,
	aiken.Format,
	text2qti.Format,
	sheet.CSV,
	sheet.XLSX,
	anki.Format,
	anki.Package,
	moodlexml.Format,
	qti.Format,
	paper.Format,
	qti.Items,
	qti.Format21,
	qti12.Format,
	cloze.Format,
}

// Formats lists the formats that sets can be read from or written in.
func Formats() []kit.Format { return slices.Clone(formats) }

// Lookup gives the format of that name; an extension that only one format has
// names it too. The error lists the names.
func Lookup(name string) (kit.Format, error) {
	var named []kit.Format
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
		if slices.Contains(f.Extensions, "."+name) {
			named = append(named, f)
		}
	}
	if len(named) == 1 {
		return named[0], nil
	}
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	if near := diag.Nearest(name, names); near != "" {
		return kit.Format{}, fmt.Errorf("there is no format %q: did you mean %s?", name, near)
	}
	return kit.Format{}, fmt.Errorf("there is no format %q: use one of %s", name, strings.Join(names, ", "))
}

// Detect gives the format that a file's content is most surely of; it reports
// false where none knows it.
func Detect(in kit.Input) (kit.Format, bool) {
	best, sure := kit.Format{}, 0
	for _, f := range formats {
		if f.Detect == nil {
			continue
		}
		if n := f.Detect(in); n > sure {
			best, sure = f, n
		}
	}
	return best, sure > 0
}

// ErrUnknown says that the content of a file shows none of the formats.
var ErrUnknown = errors.New("of no format that is known here")

// Read reads a file in the format of that name, or, where from is empty, in the
// one that its content shows: ErrUnknown where it shows none. The error says why
// nothing could be read.
func Read(ctx context.Context, in kit.Input, from string) (*kit.Import, kit.Format, error) {
	var f kit.Format
	switch {
	case len(in.Data) > MaxImport:
		return nil, f, fmt.Errorf("%s is larger than %d MiB", in.Name, MaxImport>>20)
	case from != "":
		var err error
		if f, err = Lookup(from); err != nil {
			return nil, f, err
		}
	default:
		var known bool
		if f, known = Detect(in); !known {
			return nil, f, fmt.Errorf("%s is %w", in.Name, ErrUnknown)
		}
	}
	if f.Decode == nil {
		return nil, f, fmt.Errorf("%s is a format that is only written", f.Name)
	}
	m, err := f.Decode(ctx, in)
	if err != nil {
		return nil, f, fmt.Errorf("%s cannot be read as %s: %w", in.Name, f.Name, err)
	}
	return m, f, nil
}

// MaxImport is the largest file that Read takes, in bytes.
const MaxImport = 64 << 20
