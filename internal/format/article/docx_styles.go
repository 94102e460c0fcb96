package article

import (
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// docxStyle is what a style of paragraphs or characters says.
type docxStyle struct {
	heading  int // its level from 1; 0 for none
	title    bool
	quote    bool
	code     bool
	contents bool // of a table of contents
	numbers  *kit.Element
	look     look
}

// docxStyles are the styles of a document by their ids.
type docxStyles map[string]docxStyle

func newDOCXStyles(root *kit.Element) docxStyles {
	elements := map[string]*kit.Element{}
	for s := range root.Children("style") {
		elements[s.Attr("styleId")] = s
	}
	styles := docxStyles{}
	for id := range elements {
		styles[id] = resolve(elements, id, maxBased)
	}
	return styles
}

// maxBased is how many styles may be based on one another.
const maxBased = 16

func resolve(elements map[string]*kit.Element, id string, depth int) docxStyle {
	e := elements[id]
	if e == nil || depth == 0 {
		return docxStyle{}
	}
	s := resolve(elements, value(e.Child("basedOn")), depth-1)
	name := strings.ToLower(value(e.Child("name")))
	level, isHeading := strings.CutPrefix(name, "heading ")
	if n, err := strconv.Atoi(level); isHeading && err == nil {
		s.heading = n
	}
	if n, err := strconv.Atoi(value(e.Child("pPr").Child("outlineLvl"))); err == nil {
		s.heading = max(n, 0) + 1
		if n >= 9 { // body text
			s.heading = 0
		}
	}
	s.title = s.title || name == "title"
	s.quote = s.quote || name == "quote" || name == "intense quote" || name == "quotations" || name == "block text"
	s.contents = s.contents || strings.HasPrefix(name, "toc ") || name == "toc heading" || name == "contents heading"
	switch name {
	case "html preformatted", "preformatted text", "source code", "macro text", "plain text code":
		s.code = true
	case "html code", "source text", "verbatim char", "html typewriter", "html keyboard", "html sample":
		s.look |= mono
	}
	if n := e.Child("pPr").Child("numPr"); n != nil {
		s.numbers = n
	}
	s.look = changed(s.look, e.Child("rPr"))
	return s
}

// paragraph gives the style of a paragraph by its properties, which may differ
// from the style that they name.
func (s docxStyles) paragraph(props *kit.Element) docxStyle {
	style := s[value(props.Child("pStyle"))]
	if n, err := strconv.Atoi(value(props.Child("outlineLvl"))); err == nil && n >= 0 && n < 9 {
		style.heading = n + 1
	}
	return style
}

// look is how a run looks: by its style of characters and by its own properties.
func (s docxStyles) look(props *kit.Element) look {
	return changed(s[value(props.Child("rStyle"))].look, props)
}

// changed gives a look with what some properties change of it.
func changed(l look, props *kit.Element) look {
	for e := range props.Children("") {
		switch e.Name {
		case "b":
			l = set(l, bold, on(e))
		case "i":
			l = set(l, italic, on(e))
		case "strike", "dstrike":
			l = set(l, struck, on(e))
		case "vertAlign":
			l = set(set(l, raised, value(e) == "superscript"), lowered, value(e) == "subscript")
		case "position":
			l = set(set(l, raised, !strings.HasPrefix(value(e), "-") && value(e) != "0"), lowered, strings.HasPrefix(value(e), "-"))
		}
	}
	return l
}

func set(l, which look, on bool) look {
	if on {
		return l | which
	}
	return l &^ which
}

// value is the value of a property, "" where it is absent.
func value(e *kit.Element) string {
	if e == nil {
		return ""
	}
	return e.Attr("val")
}

// on says whether a property is there and not switched off.
func on(e *kit.Element) bool {
	if e == nil {
		return false
	}
	switch e.Attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// docxList is a list: the kind of each level, and how far each is numbered.
type docxList struct {
	formats map[int]string
	starts  map[int]int
	reached map[int]int
}

// docxLists are the lists of a document by their ids.
type docxLists map[string]*docxList

func newDOCXLists(root *kit.Element) docxLists {
	kinds := map[string]*kit.Element{}
	for a := range root.Children("abstractNum") {
		kinds[a.Attr("abstractNumId")] = a
	}
	lists := docxLists{}
	for num := range root.Children("num") {
		l := &docxList{map[int]string{}, map[int]int{}, map[int]int{}}
		l.levels(kinds[value(num.Child("abstractNumId"))])
		for o := range num.Children("lvlOverride") {
			l.levels(o)
			if n, err := strconv.Atoi(value(o.Child("startOverride"))); err == nil {
				l.starts[levelOf(o)] = n
			}
		}
		lists[num.Attr("numId")] = l
	}
	return lists
}

func levelOf(e *kit.Element) int {
	n, err := strconv.Atoi(e.Attr("ilvl"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), deepest)
}

func (l *docxList) levels(parent *kit.Element) {
	for lvl := range parent.Children("lvl") {
		n := levelOf(lvl)
		l.formats[n] = value(lvl.Child("numFmt"))
		if start, err := strconv.Atoi(value(lvl.Child("start"))); err == nil {
			l.starts[n] = start
		}
	}
}

// of gives the list and level of a paragraph, by its own properties or those of
// its style; it reports false for a paragraph of no list.
func (l docxLists) of(props *kit.Element, style docxStyle) (list *docxList, level int, ok bool) {
	numbers := props.Child("numPr")
	if numbers == nil {
		numbers = style.numbers
	}
	if numbers == nil {
		return nil, 0, false
	}
	list = l[value(numbers.Child("numId"))]
	if n, err := strconv.Atoi(value(numbers.Child("ilvl"))); err == nil {
		level = min(max(n, 0), deepest)
	}
	if list == nil || list.formats[level] == "none" {
		return nil, 0, false
	}
	return list, level, true
}

func (l *docxList) ordered(level int) bool {
	return l.formats[level] != "bullet" && l.formats[level] != ""
}

// next gives the number of the next item of a level.
func (l *docxList) next(level int) int {
	if _, begun := l.reached[level]; !begun {
		l.reached[level] = max(l.starts[level], 1) - 1
	}
	l.reached[level]++
	for deeper := level + 1; deeper <= deepest; deeper++ {
		delete(l.reached, deeper)
	}
	return l.reached[level]
}
