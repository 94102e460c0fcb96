package moodlexml

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// decoder reads one file.
type decoder struct {
	*kit.Import
	file       string
	categories []category
	place      int // the category of the questions that follow, from 1; 0 for none
	used       map[int]bool
	placed     []int // the category of each question of the set
	penalties  bool  // a question without hints has a penalty for repeated tries
}

// category is a pseudo-question that says where the questions after it belong.
type category struct {
	path []string
	name string // its idnumber
	info string
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	root, err := kit.ParseXML(in.Data, in.Name)
	if root == nil {
		return nil, err
	}
	if root.Name != "quiz" {
		return nil, fmt.Errorf("%s: the document is a <%s>, and Moodle XML is a <quiz>", root.Pos, root.Name)
	}
	d := &decoder{Import: kit.NewImport(in), file: in.Name, used: map[int]bool{}}
	for e := range root.Children("") {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		switch {
		case e.Name != "question":
			d.Warn(e.Pos, "unknown-element", "", "the element <%s> is no question and was passed over", e.Name)
		case e.Attr("type") == "category":
			d.category(e)
		case e.Cut:
			d.Item("").Refuse(e.Pos, "broken-xml", "mend the file from there on", "the question breaks off: %v", err)
			err = nil
		default:
			d.question(e)
		}
	}
	if err != nil {
		d.Warn(d.Set.Pos(""), "broken-xml", "mend the file; what stands after that place was not read", "%v", err)
	}
	if d.penalties {
		d.Warn(root.Pos, "penalties-left-out", "", "penalties for repeated tries are left out where a question has no hints: it is answered once")
	}
	d.topics()
	return d.Finish(), nil
}

// category notes where the questions after it belong.
func (d *decoder) category(e *kit.Element) {
	info := d.markdown(e.Child("info"), nil)
	d.categories = append(d.categories, category{
		path: categoryPath(e.Child("category").Child("text").Text()),
		name: strings.TrimSpace(e.Child("idnumber").Text()),
		info: info,
	})
	d.place = len(d.categories)
}

// categoryPath cuts $course$/top/Biology/Cells into its names; // is a slash.
// What stands at the top of every Moodle course is no name.
func categoryPath(text string) []string {
	const slash = "\x00"
	var path []string
	for name := range strings.SplitSeq(strings.ReplaceAll(text, "//", slash), "/") {
		name = strings.TrimSpace(strings.ReplaceAll(name, slash, "/"))
		if len(path) == 0 && (name == "top" || strings.HasPrefix(name, "$") && strings.HasSuffix(name, "$")) || name == "" {
			continue
		}
		path = append(path, name)
	}
	return path
}

// topics makes topics of the categories that hold questions. A single category
// without an idnumber is rather the name of the set.
func (d *decoder) topics() {
	var paths [][]string
	seen := map[string]bool{}
	for i, c := range d.categories {
		if d.used[i+1] && !seen[strings.Join(c.path, "\x00")] {
			seen[strings.Join(c.path, "\x00")] = true
			paths = append(paths, c.path)
		}
	}
	shared := sharedPath(paths)
	alone := len(paths) == 1 && !d.named()
	if len(paths) == 1 && !alone && len(shared) > 0 {
		shared = shared[:len(shared)-1] // the last name is the topic's
	}
	if len(shared) > 0 {
		d.Set.Title = shared[len(shared)-1]
		for _, c := range d.categories {
			if len(c.path) == len(shared) && c.path[len(shared)-1] == d.Set.Title {
				d.Set.Description = cmp.Or(d.Set.Description, c.info)
			}
		}
	}
	if alone {
		return
	}
	for i, at := range d.placed {
		if at == 0 {
			continue
		}
		c := d.categories[at-1]
		title := strings.Join(c.path[min(len(shared), len(c.path)):], " / ")
		d.Set.Questions[i].Topic = d.topic(c.name, cmp.Or(title, d.Set.Title))
	}
}

// named says whether a category with questions has an idnumber.
func (d *decoder) named() bool {
	for i, c := range d.categories {
		if d.used[i+1] && c.name != "" {
			return true
		}
	}
	return false
}

// topic gives the name of a topic: its own, where it is one.
func (d *decoder) topic(name, title string) string {
	if name != "" && name == kit.Slug(name) && !d.Set.Topics.Has(name) {
		for _, t := range d.Set.Topics {
			if t.Title == title {
				return t.Name
			}
		}
		d.Set.Topics.Put(name, title)
		return name
	}
	if d.Set.Topics.Has(name) && d.Set.Topics.Title(name) == title {
		return name
	}
	return d.Topic(title)
}

// sharedPath is what all paths begin with.
func sharedPath(paths [][]string) []string {
	if len(paths) == 0 {
		return nil
	}
	shared := paths[0]
	for _, p := range paths[1:] {
		n := 0
		for n < min(len(shared), len(p)) && shared[n] == p[n] {
			n++
		}
		shared = shared[:n]
	}
	return shared
}

// source is a text of the file, as HTML.
func source(e *kit.Element) string {
	if e == nil {
		return ""
	}
	text := e.Child("text")
	if text == nil {
		text = e
	}
	src := text.Text()
	for child := range text.Children("") {
		if child.Name != "file" {
			src = text.Inner() // markup that was not escaped
			break
		}
	}
	switch e.Attr("format") {
	case "plain_text":
		return strings.ReplaceAll(html.EscapeString(src), "\n", "<br>")
	case "moodle_auto_format":
		return strings.ReplaceAll(strings.TrimSpace(src), "\n", "<br>")
	}
	return src
}

// markdown makes Markdown of a text of the file, and brings its files along.
// What has no place is the question's loss; item is nil outside of questions.
func (d *decoder) markdown(e *kit.Element, item *kit.Item) string {
	if e == nil {
		return ""
	}
	if e.Attr("format") == "markdown" {
		d.attach(e, nil, item)
		return strings.TrimSpace(e.Child("text").Text())
	}
	return d.convert(source(e), e, item)
}

// convert makes Markdown of HTML whose files stand in the element e.
func (d *decoder) convert(src string, e *kit.Element, item *kit.Item) string {
	files := map[string]string{}
	d.attach(e, files, item)
	md, lost := kit.HTML(src, func(name string) (string, bool) {
		name, here := strings.CutPrefix(name, "@@PLUGINFILE@@/")
		if decoded, err := url.PathUnescape(name); err == nil {
			name = decoded
		}
		path, ok := files[name]
		return path, here && ok
	})
	for _, what := range lost {
		if item != nil {
			item.Lose(e.Pos, "markup-left-out", "", "%s is left out", what)
		} else {
			d.Warn(e.Pos, "markup-left-out", "", "%s is left out", what)
		}
	}
	return md
}

// attach keeps the files that stand in an element, by their names there.
func (d *decoder) attach(e *kit.Element, files map[string]string, item *kit.Item) {
	for f := range e.All("file") {
		name := f.Attr("name")
		data, err := base64.StdEncoding.DecodeString(squeeze(f.Text()))
		if err != nil || name == "" {
			if item != nil {
				item.Lose(f.Pos, "broken-file", "export the question again", "the file %q in the question is broken", name)
			}
			continue
		}
		path, ok := d.Image(name, data)
		if !ok {
			if item != nil {
				item.Lose(f.Pos, "file-left-out", "", "the file %q is no image of a kind that is shown, and is left out", name)
			}
			continue
		}
		if files != nil {
			files[strings.TrimPrefix(f.Attr("path"), "/")+name] = path
		} else if item != nil {
			item.Lose(f.Pos, "file-not-shown", "name it in the text as an image", "the file %q comes along, and the text does not show it", name)
		}
	}
}

// squeeze drops the line breaks of base64.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s)
}

var quoted = regexp.MustCompile(`\s*<blockquote>([^<]+)</blockquote>\s*$`)

// feedback reads the general feedback: the explanation and, where a block quote
// ends it, the words of the reading.
func (d *decoder) feedback(q *quiz.Question, e *kit.Element, item *kit.Item) {
	if e == nil {
		return
	}
	src := source(e)
	if m := quoted.FindStringSubmatchIndex(src); m != nil {
		q.Quote = strings.Join(strings.Fields(html.UnescapeString(src[m[2]:m[3]])), " ")
		src = src[:m[0]]
	}
	if e.Attr("format") == "markdown" {
		q.Explanation = d.markdown(e, item)
		return
	}
	q.Explanation = d.convert(src, e, item)
}
