package kit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// mediaDir is the folder beside set.yaml for files that questions name.
const mediaDir = "media"

// Attach keeps a file that questions name, and gives its path beside set.yaml.
// The same content under the same name is kept once.
func (m *Import) Attach(name string, data []byte) string {
	name = cmp.Or(safeName(name), "file")
	ext := path.Ext(name)
	base := strings.TrimSuffix(name, ext)
	for n := 2; ; n++ {
		at := path.Join(mediaDir, name)
		i := 0
		for i < len(m.Media) && m.Media[i].Name != at {
			i++
		}
		if i == len(m.Media) {
			m.Media = append(m.Media, quiz.File{Name: at, Data: data})
			return at
		}
		if bytes.Equal(m.Media[i].Data, data) {
			return at
		}
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}

// Image keeps a file that questions show, and gives its path beside set.yaml. It
// reports false for a file that is no image of a kind that pages show.
func (m *Import) Image(name string, data []byte) (string, bool) {
	if (quiz.File{Name: name, Data: data}).MediaType() == "" {
		return "", false
	}
	return m.Attach(name, data), true
}

// safeName is the last part of a path, of letters, digits, dots and hyphens
// alone; "" where nothing is left of it.
func safeName(name string) string {
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_':
			return r
		}
		return '-'
	}, name)
	return strings.TrimLeft(name, ".-")
}

// readingFile is the name of a reading that comes with questions.
const readingFile = "reading.md"

// SetReading gives the set a reading that comes with its questions, in Markdown.
func (m *Import) SetReading(md []byte) error {
	doc, err := reading.Parse(md)
	if err != nil {
		return err
	}
	if len(doc.Passages) == 0 {
		return errors.New("it has no words")
	}
	m.Set.ReadingFile = readingFile
	m.Set.Bind(doc)
	m.Set.Files = append(m.Set.Files, quiz.File{Name: readingFile, Data: md})
	return nil
}
