package article

import (
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// odtStyle is what a style says: of paragraphs, of words, or of lists.
type odtStyle struct {
	title, quote, code bool
	on, off            look // what it switches on and off
	numbered           map[int]bool
}

// odtStyles are the styles of a text by their names. The styles that a text
// makes of others by hand name them as their parents.
type odtStyles map[string]odtStyle

// add takes the styles of a file.
func (s odtStyles) add(root *kit.Element) {
	elements := map[string]*kit.Element{}
	for _, list := range []string{"styles", "automatic-styles"} {
		for e := range root.Child(list).Children("") {
			switch e.Name {
			case "style":
				elements[e.Attr("name")] = e
			case "list-style":
				numbered := map[int]bool{}
				for level := range e.Children("list-level-style-number") {
					if n, err := strconv.Atoi(level.Attr("level")); err == nil && level.Attr("num-format") != "" {
						numbered[n-1] = true
					}
				}
				s[e.Attr("name")] = odtStyle{numbered: numbered}
			}
		}
	}
	for name := range elements {
		s[name] = s.resolve(elements, name, maxBased)
	}
}

func (s odtStyles) resolve(elements map[string]*kit.Element, name string, depth int) odtStyle {
	e := elements[name]
	if e == nil || depth == 0 {
		return s[name]
	}
	style := s.resolve(elements, e.Attr("parent-style-name"), depth-1)
	switch strings.ReplaceAll(name, "_20_", " ") {
	case "Title":
		style.title = true
	case "Quotations":
		style.quote = true
	case "Preformatted Text":
		style.code = true
	case "Source Text":
		style.on |= mono
	}
	props := e.Child("text-properties")
	if props == nil {
		return style
	}
	style.turn(bold, props.Attr("font-weight"), "bold")
	style.turn(italic, props.Attr("font-style"), "italic", "oblique")
	style.turn(struck, props.Attr("text-line-through-style"), "solid", "single", "double")
	if at := props.Attr("text-position"); at != "" {
		down := strings.HasPrefix(at, "sub") || strings.HasPrefix(at, "-")
		level := strings.HasPrefix(at, "0")
		style.on &^= raised | lowered
		style.off |= raised | lowered
		switch {
		case down:
			style.on |= lowered
		case !level:
			style.on |= raised
		}
	}
	return style
}

// turn switches a look on or off, as a property says.
func (s *odtStyle) turn(l look, property string, yes ...string) {
	if property == "" {
		return
	}
	s.on, s.off = s.on&^l, s.off|l
	for _, y := range yes {
		if property == y {
			s.on |= l
		}
	}
}

// changed gives a look with what a style changes of it.
func (s odtStyles) changed(l look, name string) look { return l&^s[name].off | s[name].on }

// ordered says whether a level of a list is numbered.
func (s odtStyles) ordered(name string, level int) bool { return s[name].numbered[level] }
