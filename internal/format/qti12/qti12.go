// Package qti12 reads QTI 1.2, in which Canvas and Blackboard export quizzes.
package qti12

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"verbatim/internal/format/kit"
)

// Format is QTI 1.2.
var Format = kit.Format{
	Name:       "qti12",
	Title:      "QTI 1.2: exports of Canvas and Blackboard",
	Extensions: []string{".zip", ".xml"},
	Carries: "Single and multiple choice, true/false, short answer, numbers, matching, ordering, dropdowns and several blanks, with points, feedback and images. " +
		"Essays, uploads, formulas and hot spots are kept and not asked.",
	Detect: detect,
	Decode: decode,
}

const rootName = "questestinterop"

var zipMagic = []byte("PK\x03\x04")

func detect(in kit.Input) int {
	if !bytes.HasPrefix(in.Data, zipMagic) {
		if bytes.Contains(in.Data[:min(len(in.Data), 64<<10)], []byte("<"+rootName)) {
			return 90
		}
		return 0
	}
	archive, err := kit.OpenZip(in.Data)
	if err != nil {
		return 0
	}
	if len(documents(archive)) > 0 {
		return 90
	}
	return 0
}

// document is a file of a package that holds items.
type document struct {
	name string
	root *kit.Element
}

// documents lists the files of a package that hold items.
func documents(archive *kit.Archive) []document {
	var all []document
	for _, name := range archive.Names() {
		if !strings.EqualFold(path.Ext(name), ".xml") {
			continue
		}
		data, err := archive.Read(name)
		if err != nil || !bytes.Contains(data, []byte("<"+rootName)) {
			continue
		}
		if root, _ := kit.ParseXML(data, name); root != nil && root.Name == rootName {
			all = append(all, document{name, root})
		}
	}
	return all
}

// find opens a file that a question names: beside the question's file, at the
// top, or wherever a path ends so, as exports move their files.
func find(archive *kit.Archive, dir, name string) ([]byte, bool) {
	at := path.Join(dir, name)
	if !archive.Has(at) {
		at = path.Clean(name)
	}
	for _, n := range archive.Names() {
		if !archive.Has(at) && strings.HasSuffix(n, "/"+path.Clean(name)) {
			at = n
		}
	}
	if !archive.Has(at) {
		return nil, false
	}
	data, err := archive.Read(at)
	return data, err == nil
}

// decoder reads one file or package.
type decoder struct {
	*kit.Import
	open func(dir, name string) ([]byte, bool)
	dir  string // of the file that is read, for what it names
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	d := &decoder{Import: kit.NewImport(in), open: func(string, string) ([]byte, bool) { return nil, false }}
	if !bytes.HasPrefix(in.Data, zipMagic) {
		root, err := kit.ParseXML(in.Data, in.Name)
		if root == nil {
			return nil, err
		}
		if root.Name != rootName {
			return nil, fmt.Errorf("%s: the document is a <%s>, and QTI 1.2 is a <%s>", root.Pos, root.Name, rootName)
		}
		if err != nil {
			d.Warn(root.Pos, "broken-xml", "mend the file; what stands after that place was not read", "%v", err)
		}
		if err := d.document(ctx, root); err != nil {
			return nil, err
		}
		return d.Finish(), nil
	}
	archive, err := kit.OpenZip(in.Data)
	if err != nil {
		return nil, err
	}
	d.open = func(dir, name string) ([]byte, bool) { return find(archive, dir, name) }
	for _, doc := range documents(archive) {
		d.dir = path.Dir(doc.name)
		if err := d.document(ctx, doc.root); err != nil {
			return nil, err
		}
	}
	return d.Finish(), nil
}

// document reads the items of one document.
func (d *decoder) document(ctx context.Context, root *kit.Element) error {
	if a := root.Child("assessment"); a != nil && strings.TrimSpace(a.Attr("title")) != "" {
		d.Set.Title = strings.TrimSpace(a.Attr("title"))
	}
	found := false
	for e := range root.All("") {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch e.Name {
		case "item":
			found = true
			d.item(e)
		case "bankentry_item", "itemref", "sourcebank_ref":
			found = true
			d.Item("").Refuse(e.Pos, "item-elsewhere", "export the question bank too", "a question stands in a question bank, which is not in the file")
		}
	}
	if !found {
		d.Warn(root.Pos, "no-questions", "", "the file has no questions")
	}
	return nil
}
