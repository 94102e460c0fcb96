// Package yaml reads the native format: a folder that holds set.yaml and,
// beside it, the reading in Markdown. Nothing in it is guessed: unknown keys,
// anchors, aliases and tags are errors, and every finding has its place.
package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"

	_ "verbatim/internal/quiz/kinds" // a set may hold every kind
)

// File is the name of a set's main file, and DraftsFile that of a file beside it
// with questions that are still being written. The latter is never served.
const (
	File       = "set.yaml"
	DraftsFile = "drafts.yaml"
)

// maxDepth is far beyond any set and far below what exhausts a parser.
const maxDepth = 32

// Open gives the contents of a file of the set's folder, by its name there.
type Open func(name string) ([]byte, error)

// Load reads the set in a folder, with its reading, and validates it. id is
// the name of the folder, shown its path as findings print it. The set is fit to
// be served only when there are no errors among the findings; it is nil when its
// syntax is broken. The error says that set.yaml could not be read at all.
func Load(open Open, id, shown string) (*quiz.Set, diag.List, error) {
	return LoadFile(open, File, id, shown)
}

// LoadFile is Load for a set in a file of another name, such as one of drafts.
func LoadFile(open Open, name, id, shown string) (*quiz.Set, diag.List, error) {
	src, err := open(name)
	if err != nil {
		return nil, nil, err
	}
	set, list := Parse(src, path.Join(shown, name))
	if set == nil {
		return nil, list, nil
	}
	set.ID = id
	set.Files = []quiz.File{{Name: name, Data: src}}
	if set.ReadingFile != "" {
		list = append(list, loadReading(open, shown, set)...)
	}
	list = append(list, loadImages(open, set)...)
	list = append(list, set.Validate()...)
	list.Sort()
	return set, list, nil
}

// Parse reads the text of a set.yaml that findings call file. It looks at
// syntax alone: Load adds the reading and the meaning.
func Parse(src []byte, file string) (*quiz.Set, diag.List) {
	d := &decoder{file: file}
	root := d.document(src)
	if root == nil {
		d.list.Sort()
		return nil, d.list
	}
	set := &quiz.Set{Language: "en"}
	d.into(root, "the set", reflect.ValueOf(set).Elem())
	set.Drafts = slices.DeleteFunc(slices.Clone(set.Questions), func(q quiz.Question) bool { return !q.Draft })
	set.Questions = slices.DeleteFunc(set.Questions, func(q quiz.Question) bool { return q.Draft })
	d.list.Sort()
	return set, d.list
}

// document parses the text into nodes and refuses what the format leaves out.
func (d *decoder) document(src []byte) *yaml.Node {
	top := &yaml.Node{Line: 1, Column: 1}
	if at := invalidUTF8(src); at != nil {
		d.fail(at, "not-utf8", "save the file as UTF-8", "this byte is not valid UTF-8")
		return nil
	}
	src = asEditorsSee(src)
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var doc yaml.Node
	err := dec.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF), err == nil && isNullNode(doc.Content[0]) && doc.Content[0].Value == "": // nothing, or --- alone
		d.fail(top, "empty-file", "begin with `title:` and `questions:`", "the file is empty")
		return nil
	case err != nil:
		d.syntax(src, err)
		return nil
	}
	root := doc.Content[0]
	if !d.plain(root, 0) {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		d.fail(root, "wrong-type", "begin with `title:` and `questions:`", "a set is written as keys with values, and here stands %s", nodeWord(root))
		return nil
	}
	var second yaml.Node
	if err := dec.Decode(&second); err == nil {
		d.fail(&second, "second-document", "remove the `---` line, or make a folder for each set", "a second document begins here")
		return nil
	} else if !errors.Is(err, io.EOF) {
		d.syntax(src, err)
		return nil
	}
	return root
}

// asEditorsSee drops a byte order mark and makes spaces of the characters that
// are line breaks to the YAML library but to no editor, so that lines are
// counted as people see them.
func asEditorsSee(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	for _, br := range []string{"\u0085", "\u2028", "\u2029"} {
		src = bytes.ReplaceAll(src, []byte(br), []byte(" "))
	}
	return src
}

// plain reports anchors, aliases, tags and too deep nesting.
func (d *decoder) plain(n *yaml.Node, depth int) bool {
	switch {
	case depth > maxDepth:
		d.fail(n, "too-deep", "a set needs no more than a few levels", "the nesting is deeper than %d levels", maxDepth)
		return false
	case n.Kind == yaml.AliasNode:
		d.fail(n, "alias", "write the value out", "aliases such as *%s are not part of the format", n.Value)
		return false
	case n.Anchor != "":
		d.fail(n, "alias", "remove the anchor", "anchors such as &%s are not part of the format", n.Anchor)
		return false
	case n.Style&yaml.TaggedStyle != 0:
		d.fail(n, "tag", "remove the tag", "tags such as %s are not part of the format", n.ShortTag())
		return false
	}
	ok := true
	for _, child := range n.Content {
		ok = d.plain(child, depth+1) && ok
	}
	return ok
}

// invalidUTF8 gives the place of the first byte that is no UTF-8, or nil. A
// NUL counts: no text holds one.
func invalidUTF8(src []byte) *yaml.Node {
	line, col := 1, 1
	for len(src) > 0 {
		r, size := utf8.DecodeRune(src)
		if r == utf8.RuneError && size <= 1 || r == 0 {
			return &yaml.Node{Line: line, Column: col}
		}
		col++
		if r == '\n' {
			line, col = line+1, 1
		}
		src = src[size:]
	}
	return nil
}

func loadReading(open Open, shown string, set *quiz.Set) diag.List {
	var list diag.List
	fail := func(code, hint, format string, args ...any) diag.List {
		list.Add(diag.Diagnostic{Pos: set.Pos("reading"), Severity: diag.Error, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint})
		return list
	}
	name := set.ReadingFile
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) {
		return fail("bad-reading", "put the reading beside set.yaml and write its name alone, such as reading.md", "%q is no file of this folder", name)
	}
	src, err := open(name)
	if err != nil {
		return fail("no-reading-file", "put the file beside set.yaml, or correct its name", "the reading %q cannot be read: %s", name, reason(err))
	}
	doc, err := reading.Parse(src)
	if err != nil {
		return fail("bad-reading", "mend the file at that place", "%s: %v", path.Join(shown, name), err)
	}
	if len(doc.Passages) == 0 {
		return fail("bad-reading", "write the text that the questions are about", "the reading %q has no text", name)
	}
	set.Bind(doc)
	set.Files = append(set.Files, quiz.File{Name: name, Data: src})
	return nil
}

// reason is an error without the operation and the path, which the reader knows.
func reason(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}
