package yaml

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

// A Document is the text of a set.yaml whose questions can be changed one by
// one: every change writes the lines of its question alone, and leaves each
// other byte as it stands. Questions are counted from 0, drafts among them.
type Document struct {
	source
	root    *yaml.Node
	list    *yaml.Node // of the questions; nil where the key has none
	remarks *remarks
	items   []lines
}

// lines are those of a question, from 1, the last included. Comments directly
// above it are its own.
type lines struct{ above, first, last int }

// Why a text cannot be changed question by question.
var (
	// ErrUnreadable says that it is no YAML, or none that the format allows.
	ErrUnreadable = errors.New("the text cannot be read")
	// ErrBraces says that its questions stand in brackets or braces, so that
	// they have no lines of their own.
	ErrBraces = errors.New("the questions stand in brackets or braces")
	// ErrOneQuestion says that a text is not that of one question.
	ErrOneQuestion = errors.New("the text is not that of one question")
)

// OpenDocument reads a text. ErrUnreadable, ErrBraces.
func OpenDocument(src []byte) (*Document, error) {
	d := &decoder{}
	root := d.document(src)
	if root == nil || !wordKeys(root) {
		return nil, ErrUnreadable
	}
	doc := &Document{source: newSource(src), root: root, remarks: readRemarks(asEditorsSee(src), root)}
	list := valueOf(root, "questions")
	switch {
	case root.Style&yaml.FlowStyle != 0:
		return nil, ErrBraces
	case list == nil || isNullNode(list) || list.Kind == yaml.SequenceNode && len(list.Content) == 0:
		return doc, nil
	case list.Kind != yaml.SequenceNode:
		return nil, ErrUnreadable
	case list.Style&yaml.FlowStyle != 0:
		return nil, ErrBraces
	}
	doc.list = list
	return doc, doc.findLines()
}

// valueOf gives the value of a key of a mapping; nil where it is not written.
func valueOf(n *yaml.Node, name string) *yaml.Node {
	if n != nil && n.Kind == yaml.MappingNode {
		for key, value := range pairs(n) {
			if key.Value == name {
				return value
			}
		}
	}
	return nil
}

// findLines finds the lines of each question.
func (doc *Document) findLines() error {
	_, covered := outline(doc.text, doc.root)
	indent := doc.list.Column - 1
	for _, item := range doc.list.Content {
		first := item.Line
		for first > doc.list.Line && (covered[first] || !doc.hyphen(first, indent)) {
			first--
		}
		if !doc.hyphen(first, indent) {
			return ErrBraces
		}
		doc.items = append(doc.items, lines{first: first})
	}
	end := len(doc.ends)
	for key := range pairs(doc.root) {
		if key.Line > doc.list.Line {
			end = min(end, key.Line-1)
		}
	}
	for i := range doc.items {
		l := &doc.items[i]
		next := end
		if i+1 < len(doc.items) {
			next = doc.items[i+1].first - 1
		}
		l.last = next
		for l.last > l.first && !covered[l.last] && doc.empty(l.last) {
			l.last--
		}
		l.above = l.first
		for l.above > 1 && !covered[l.above-1] && doc.comment(l.above-1) && (i == 0 || l.above-1 > doc.items[i-1].last) {
			l.above--
		}
	}
	return nil
}

// hyphen says whether a line begins an item at an indentation, even one whose
// keys stand below.
func (s source) hyphen(line, indent int) bool {
	start, end := s.line(line)
	return s.item(line, indent) || s.deep(line) == indent && string(bytes.TrimSpace(s.text[start:end])) == "-"
}

func (s source) comment(line int) bool {
	start, end := s.line(line)
	return bytes.HasPrefix(bytes.TrimSpace(s.text[start:end]), []byte("#"))
}

// empty says whether a line says nothing.
func (s source) empty(line int) bool {
	start, end := s.line(line)
	return s.blank(line) || s.comment(line) || string(bytes.TrimSpace(s.text[start:end])) == "..."
}

// An Outline is what a list of questions shows of one.
type Outline struct {
	ID    string
	Topic string
	Kind  string // "" where none is written
	Stem  string
	Draft bool // it is still being written
	First int  // its lines in the file, from 1
	Last  int
	Text  string // as it stands on them
}

// Len is the number of questions.
func (doc *Document) Len() int { return len(doc.items) }

// Source is the text as it was read.
func (doc *Document) Source() []byte { return doc.text }

// Outline gives what stands in question i.
func (doc *Document) Outline(i int) Outline {
	n, l := doc.list.Content[i], doc.items[i]
	word := func(key string) string {
		if v := valueOf(n, key); v != nil && v.Kind == yaml.ScalarNode {
			return v.Value
		}
		return ""
	}
	return Outline{
		ID: word("id"), Topic: word("topic"), Kind: word("kind"), Stem: word("stem"), Draft: word("draft") == "true",
		First: l.first, Last: l.last, Text: string(doc.slice(l.first, l.last)),
	}
}

// QuestionAt gives the question that has a line, counted from 1; 0 where none has.
func (doc *Document) QuestionAt(line int) int {
	return 1 + slices.IndexFunc(doc.items, func(l lines) bool { return l.first <= line && line <= l.last })
}

// IDs lists the ids of all questions, in their order.
func (doc *Document) IDs() []string {
	ids := make([]string, doc.Len())
	for i := range ids {
		ids[i] = doc.Outline(i).ID
	}
	return ids
}

// Topics lists the topics that the set names, with their titles.
func (doc *Document) Topics() (names, titles []string) {
	if topics := valueOf(doc.root, "topics"); topics != nil && topics.Kind == yaml.MappingNode {
		for key, value := range pairs(topics) {
			names, titles = append(names, key.Value), append(titles, value.Value)
		}
	}
	return names, titles
}

// slice is the text of lines.
func (s source) slice(first, last int) []byte {
	if last < first {
		return nil
	}
	start, _ := s.line(first)
	return s.text[start:s.ends[last-1]]
}

// splice writes text in place of lines, with the line breaks of the file.
func (s source) splice(first, last int, text string) []byte {
	start := len(s.text)
	if first <= len(s.ends) {
		start, _ = s.line(first)
	}
	end := start
	if last >= first {
		end = s.ends[last-1]
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	out := bytes.Clone(s.text[:start])
	if text != "" && len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(out, s.lineBreak()...)
	}
	return append(append(out, strings.ReplaceAll(text, "\n", s.lineBreak())...), s.text[end:]...)
}

// lineBreak is what the file ends its lines with.
func (s source) lineBreak() string {
	if n := bytes.IndexByte(s.text, '\n'); n > 0 && s.text[n-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// WithText is the file with another text on the lines of question i.
// ErrOneQuestion where that leaves no file with as many questions.
func (doc *Document) WithText(i int, text string) ([]byte, error) {
	l := doc.items[i]
	text = strings.ReplaceAll(text, "\r\n", "\n")
	out := doc.splice(l.first, l.last, strings.TrimRight(text, " \t\n"))
	again, err := OpenDocument(out)
	if err != nil || again.Len() != doc.Len() {
		return nil, ErrOneQuestion
	}
	return out, nil
}

// Broken gives the findings about the syntax of a file with another text on the
// lines of question i.
func (doc *Document) Broken(i int, text string) diag.List {
	l := doc.items[i]
	_, list := Parse(doc.splice(l.first, l.last, strings.ReplaceAll(text, "\r\n", "\n")), File)
	return list
}

// Without is the file without question i.
func (doc *Document) Without(i int) []byte {
	l := doc.items[i]
	if doc.Len() == 1 {
		return doc.emptied()
	}
	last := l.last
	for i+1 < doc.Len() && last+1 < doc.items[i+1].above && doc.blank(last+1) {
		last++
	}
	first := l.above
	for i+1 == doc.Len() && doc.blank(first-1) {
		first--
	}
	return doc.splice(first, last, "")
}

// emptied is the file without its only question.
func (doc *Document) emptied() []byte {
	l := doc.items[0]
	for key := range pairs(doc.root) {
		if key.Value == "questions" && key.Line < l.first {
			start, end := doc.line(key.Line)
			at := start + bytes.IndexByte(doc.text[start:end], ':') + 1
			out := append(bytes.Clone(doc.text[:at]), " []"...)
			first, _ := doc.line(l.above)
			return append(append(out, doc.text[at:first]...), doc.text[doc.ends[l.last-1]:]...)
		}
	}
	return doc.splice(l.above, l.last, "")
}

// Moved is the file in which question i has changed places with the next one.
func (doc *Document) Moved(i int) []byte {
	a, b := doc.items[i], doc.items[i+1]
	whole := func(l lines) string {
		return strings.TrimRight(strings.ReplaceAll(string(doc.slice(l.above, l.last)), "\r\n", "\n"), "\n") + "\n"
	}
	between := strings.ReplaceAll(string(doc.slice(a.last+1, b.above-1)), "\r\n", "\n")
	return doc.splice(a.above, b.last, whole(b)+between+whole(a))
}

// Doubled is the file in which a copy of question i stands below it, with an id
// of its own.
func (doc *Document) Doubled(i int, id string) []byte {
	l := doc.items[i]
	text := string(doc.slice(l.first, l.last))
	if v := valueOf(doc.list.Content[i], "id"); v != nil {
		at := diag.Pos{Line: v.Line, Col: v.Column}
		if rs, err := Replacements(doc.text, []diag.Edit{{Pos: at, Op: diag.SetValue, Text: id}}); err == nil {
			start, _ := doc.line(l.first)
			text = text[:rs[0].Start-start] + rs[0].Text + text[rs[0].End-start:]
		}
	}
	return doc.splice(l.last+1, l.last, "\n"+strings.ReplaceAll(text, "\r\n", "\n"))
}

// With is the file with one more question, the last.
func (doc *Document) With(text string) []byte {
	if n := doc.Len(); n > 0 {
		return doc.splice(doc.items[n-1].last+1, doc.items[n-1].last, "\n"+text)
	}
	for key, value := range pairs(doc.root) {
		if key.Value != "questions" {
			continue
		}
		start, end := doc.line(key.Line)
		at := start + bytes.IndexByte(doc.text[start:end], ':') + 1
		out := bytes.Clone(doc.text[:at])
		if value.LineComment != "" {
			out = append(out, " "+value.LineComment...)
		}
		out = append(out, doc.lineBreak()+strings.ReplaceAll(text, "\n", doc.lineBreak())...)
		return append(out, doc.text[doc.ends[key.Line-1]:]...)
	}
	return doc.splice(len(doc.ends)+1, len(doc.ends), "questions:\n"+text)
}
