package yaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// What the images of one set may come to; beyond it a set is no longer read.
const (
	maxImages     = 500
	maxImageBytes = 64 << 20
)

// imageLoader adds the images that a set shows to its files, so that a revision
// holds them.
type imageLoader struct {
	open  Open
	set   *quiz.Set
	list  diag.List
	seen  map[string]bool
	bytes int
}

// loadImages reads the images that the reading and the questions show.
func loadImages(open Open, set *quiz.Set) diag.List {
	l := &imageLoader{open: open, set: set, seen: map[string]bool{}}
	if set.Reading != nil {
		for _, i := range set.Reading.Images() {
			line, col := set.Reading.Position(i.Start)
			l.load(i, diag.Pos{File: set.ReadingPath(), Line: line, Col: col}, "")
		}
	}
	for i := range set.Questions {
		q := &set.Questions[i]
		l.within(reflect.ValueOf(q), q.Where, q.ID)
	}
	return l.list
}

// within looks for images in every text of a value. where is that of the
// element around it.
func (l *imageLoader) within(v reflect.Value, where quiz.Where, question string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			l.within(v.Elem(), where, question)
		}
	case reflect.Slice:
		for i := range v.Len() {
			l.within(v.Index(i), where, question)
		}
	case reflect.Struct:
		if own, ok := v.Type().FieldByName("Where"); ok && own.Type == reflect.TypeFor[quiz.Where]() {
			where = v.FieldByIndex(own.Index).Interface().(quiz.Where)
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() || field.Type == reflect.TypeFor[quiz.Where]() {
				continue
			}
			if v.Field(i).Kind() != reflect.String {
				l.within(v.Field(i), where, question)
				continue
			}
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			l.text(v.Field(i).String(), where.Pos(name), question)
			if strings.Contains(field.Tag.Get("doc"), "in Markdown") { // answers, matches and quotes are plain
				l.tags(v.Field(i).String(), where.Pos(name), question)
			}
		}
	}
}

// text loads the images of one text of a question and looks for their
// descriptions, and for maths that cannot be read.
func (l *imageLoader) text(md string, at diag.Pos, question string) {
	if strings.Contains(md, "$") {
		for _, f := range reading.Formulas(md) {
			if f.Err != nil {
				l.add(diag.Error, at, question, "bad-maths", quiz.MathsHint, "the formula %s cannot be shown: %v", f.TeX, f.Err)
			}
		}
	}
	if !strings.Contains(md, "![") {
		return
	}
	for _, i := range reading.Images(md) {
		l.load(i, at, question)
		if i.Alt == "" {
			l.warn(at, question, "missing-alt", "write what it shows between the square brackets: ![what it shows]("+i.Source+")",
				"the image %q has no description for those who cannot see it", i.Source)
		}
	}
}

// tags looks in Markdown for HTML, of which nothing is shown.
func (l *imageLoader) tags(md string, at diag.Pos, question string) {
	if !strings.Contains(md, "<") {
		return
	}
	if tags := reading.Tags(md); len(tags) > 0 {
		l.warn(at, question, "html-tag", quiz.TagHint, "%s is taken for HTML and not shown", tags[0].Text)
	}
}

func (l *imageLoader) load(i reading.Image, at diag.Pos, question string) {
	fail := func(code, hint, format string, args ...any) {
		l.add(diag.Error, at, question, code, hint, format, args...)
	}
	name := i.Path
	if name == "" {
		l.warn(at, question, "image-elsewhere", "put the file into the folder of the set and write its name",
			"the image %q does not lie in the folder of the set, so its description is shown in its place", i.Source)
		return
	}
	if l.seen[name] {
		return
	}
	l.seen[name] = true
	data, err := l.open(name)
	if err != nil {
		fail("no-image-file", "put the file beside set.yaml, or correct its name", "the image %q cannot be read: %s", name, reason(err))
		return
	}
	l.bytes += len(data)
	file := quiz.File{Name: name, Data: data}
	switch {
	case file.MediaType() == "":
		fail("image-type", "save it as PNG, JPEG, GIF or WebP", "the file %q is no image of a kind that is shown", name)
	case len(l.seen) > maxImages || l.bytes > maxImageBytes:
		fail("too-many-images", "make them smaller, or divide the set", "the images of the set are more than %d, or larger than %d MiB together", maxImages, maxImageBytes>>20)
	case !slices.ContainsFunc(l.set.Files, func(f quiz.File) bool { return f.Name == name }):
		l.set.Files = append(l.set.Files, file)
	}
}

func (l *imageLoader) warn(at diag.Pos, question, code, hint, format string, args ...any) {
	l.add(diag.Warning, at, question, code, hint, format, args...)
}

func (l *imageLoader) add(s diag.Severity, at diag.Pos, question, code, hint, format string, args ...any) {
	l.list.Add(diag.Diagnostic{Pos: at, Severity: s, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Question: question})
}
