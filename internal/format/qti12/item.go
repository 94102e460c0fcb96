package qti12

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// item is one question of a file.
type item struct {
	*kit.Element
	d         *decoder
	entry     *kit.Item
	q         *quiz.Question
	kind      string // what Canvas calls it; empty elsewhere
	order     []*response
	responses map[string]*response
	feedback  map[string]*kit.Element
	used      map[string]bool // feedback that has found a place
}

// response is one thing to answer.
type response struct {
	*kit.Element
	id          string
	cardinality string
	typed       bool // text or a number
	labels      []label
}

// label is one choice of a response.
type label struct {
	*kit.Element
	id string
}

// errUnsupported says that an item is sound and no kind can ask it.
type errUnsupported struct{ reason string }

func (e errUnsupported) Error() string { return e.reason }

func unsupported(format string, args ...any) error {
	return errUnsupported{fmt.Sprintf(format, args...)}
}

func (d *decoder) item(e *kit.Element) {
	name, title := strings.TrimSpace(e.Attr("ident")), strings.TrimSpace(e.Attr("title"))
	it := &item{Element: e, d: d, entry: d.Item(kit.Slug(name)), q: &quiz.Question{ID: name}, responses: map[string]*response{},
		feedback: map[string]*kit.Element{}, used: map[string]bool{}}
	if e.Cut {
		it.entry.Refuse(e.Pos, "broken-xml", "mend the file", "the question %q breaks off", name)
		return
	}
	raw := e.Source()
	it.metadata()
	for f := range e.Children("itemfeedback") {
		it.feedback[f.Attr("ident")] = f
	}
	it.present()
	body, err := it.read()
	if it.q.Stem == "" {
		it.q.Stem = kit.Markdown(title)
	}
	if not, ok := errors.AsType[errUnsupported](err); ok {
		was := it.kind
		for _, r := range it.order {
			if was == "" {
				was = r.Name
			}
		}
		d.Unsupported(it.entry, *it.q, e.Pos, was, not.reason, raw)
		return
	}
	it.explain()
	it.q.Body = body
	d.Add(it.entry, *it.q, e.Pos, raw)
}

// metadata reads what Canvas notes beside a question.
func (it *item) metadata() {
	for f := range it.All("qtimetadatafield") {
		entry := strings.TrimSpace(f.Child("fieldentry").Text())
		switch strings.TrimSpace(f.Child("fieldlabel").Text()) {
		case "question_type":
			if it.kind == "" {
				it.kind = entry
			}
		case "points_possible":
			if n, ok := kit.Number(entry); ok && n > 0 && n != 1 && it.q.Weight == 0 {
				it.q.Weight = n
			}
		}
	}
}

// present reads the stem and what is to be answered.
func (it *item) present() {
	var stem []string
	var walk func(e *kit.Element)
	walk = func(e *kit.Element) {
		for c := range e.Children("") {
			switch {
			case c.Name == "material":
				stem = append(stem, it.markdown(c))
			case strings.HasPrefix(c.Name, "response_"):
				r := &response{Element: c, id: c.Attr("ident"), cardinality: c.Attr("rcardinality"), typed: c.Name == "response_str" || c.Name == "response_num"}
				for l := range c.All("response_label") {
					r.labels = append(r.labels, label{l, l.Attr("ident")})
				}
				it.order = append(it.order, r)
				it.responses[r.id] = r
			default:
				walk(c) // a flow
			}
		}
	}
	if p := it.Child("presentation"); p != nil {
		walk(p)
	}
	it.q.Stem = strings.TrimSpace(strings.Join(slices.DeleteFunc(stem, func(s string) bool { return s == "" }), "\n\n"))
}

// markdown makes Markdown of the materials in an element.
func (it *item) markdown(e *kit.Element) string {
	var parts []string
	for m := range e.All("") {
		switch m.Name {
		case "mattext":
			parts = append(parts, it.text(m))
		case "matimage":
			parts = append(parts, it.html(m, `<img src="`+strings.ReplaceAll(m.Attr("uri"), `"`, "")+`">`))
		case "mataudio", "matvideo", "matapplet", "matapplication":
			it.entry.Lose(m.Pos, "markup-left-out", "", "a sound, film or program is left out")
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func (it *item) text(m *kit.Element) string {
	src := m.Text()
	for range m.Children("") {
		src = m.Inner() // markup that was not escaped
		break
	}
	if kind := m.Attr("texttype"); kind == "text/plain" || kind == "" && !strings.Contains(src, "<") {
		return kit.Markdown(strings.TrimSpace(src))
	}
	return it.html(m, src)
}

func (it *item) html(at *kit.Element, src string) string {
	md, lost := kit.HTML(src, func(name string) (string, bool) {
		for _, base := range []string{"$IMS-CC-FILEBASE$", "$IMS_CC_FILEBASE$", "$IMS_CC_FILE_BASE$", "%24IMS-CC-FILEBASE%24"} {
			name = strings.TrimPrefix(name, base)
		}
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "/"), "?")
		if data, ok := it.d.open(it.d.dir, name); ok {
			return it.d.Image(name, data)
		}
		return "", false
	})
	for _, what := range lost {
		it.entry.Lose(at.Pos, "markup-left-out", "", "%s is left out", what)
	}
	return md
}

// plain makes plain text of the materials in an element.
func (it *item) plain(e *kit.Element) string {
	words, marked := kit.Plain(it.markdown(e))
	if marked {
		it.entry.Lose(e.Pos, "markup-left-out", "", "the markup of %q is left out", words)
	}
	return strings.Join(strings.Fields(words), " ")
}

// texts joins feedback to one text, and notes that it has a place.
func (it *item) texts(ids []string) string {
	var texts []string
	for _, id := range ids {
		if f := it.feedback[id]; f != nil {
			it.used[id] = true
			if md := it.markdown(f); md != "" && !slices.Contains(texts, md) {
				texts = append(texts, md)
			}
		}
	}
	return strings.Join(texts, "\n\n")
}

// key is the right answer to every response, as far as the conditions say.
func (it *item) key() given {
	g := given{}
	for _, r := range it.order {
		for _, t := range it.rewarded(r.id) {
			if t.Name == "varequal" && (len(g[r.id]) == 0 || r.cardinality == "Multiple" || r.cardinality == "Ordered") {
				g[r.id] = append(g[r.id], strings.TrimSpace(t.Text()))
			}
		}
	}
	return g
}

// explain makes the explanation of the feedback on the key.
func (it *item) explain() {
	_, shown := it.run(it.key())
	shown = slices.DeleteFunc(shown, func(id string) bool { return it.used[id] })
	it.q.Explanation = it.texts(shown)
	for f := range it.Children("itemfeedback") {
		if id := f.Attr("ident"); !it.used[id] && strings.TrimSpace(f.Text()) != "" {
			it.entry.Lose(f.Pos, "feedback-left-out", "write it into the explanation or beside an option", "the feedback %q has no place", kit.Brief(f.Text()))
		}
	}
}
