package kit

import (
	"encoding/xml"
	"slices"
	"strings"
)

// El makes an element to write: its attributes as names and values in turn.
func El(name string, attrs ...string) *Element {
	e := &Element{Name: name}
	for i := 0; i+1 < len(attrs); i += 2 {
		e.Attrs = append(e.Attrs, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
	}
	return e
}

// Add appends elements and returns the element they are in. A nil one is left out.
func (e *Element) Add(children ...*Element) *Element {
	for _, c := range children {
		if c != nil {
			e.Nodes = append(e.Nodes, Node{Element: c})
		}
	}
	return e
}

// AddText appends text and returns the element it is in.
func (e *Element) AddText(text string) *Element {
	e.Nodes = append(e.Nodes, Node{Chars: text})
	return e
}

// Document writes an element as a whole XML document, indented where no text
// stands between elements.
func (e *Element) Document() []byte {
	var b strings.Builder
	b.WriteString(xml.Header)
	e.write(&b, "\n")
	b.WriteByte('\n')
	return []byte(b.String())
}

// Source writes an element on one line, as it stood in its document but for the
// prefixes of names. leaveOut names elements that are not written.
func (e *Element) Source(leaveOut ...string) string {
	var b strings.Builder
	e.write(&b, "", leaveOut...)
	return b.String()
}

// Inner writes what stands in an element: as HTML, where it is HTML.
func (e *Element) Inner() string {
	var b strings.Builder
	for _, n := range e.Nodes {
		n.write(&b, "")
	}
	return b.String()
}

func (n Node) write(b *strings.Builder, indent string, leaveOut ...string) {
	if n.Element == nil {
		escapeXML(b, n.Chars)
		return
	}
	if slices.Contains(leaveOut, n.Name) {
		return
	}
	n.Element.write(b, indent, leaveOut...)
}

func (e *Element) write(b *strings.Builder, indent string, leaveOut ...string) {
	b.WriteString("<" + e.Name)
	for _, a := range e.Attrs {
		if a.Name.Space == "xmlns" || strings.Contains(a.Name.Space, "/") {
			continue // a declaration or attribute of a namespace whose prefix is gone
		}
		b.WriteByte(' ')
		if a.Name.Space != "" {
			b.WriteString(a.Name.Space + ":")
		}
		b.WriteString(a.Name.Local + `="`)
		escapeXML(b, a.Value)
		b.WriteByte('"')
	}
	if len(e.Nodes) == 0 {
		// To HTML, only some elements can close themselves.
		if indent != "" || void[e.Name] {
			b.WriteString("/>")
		} else {
			b.WriteString("></" + e.Name + ">")
		}
		return
	}
	b.WriteByte('>')
	inner := indent
	if indent != "" && !e.mixed() && e.Name != "pre" { // in which every space shows
		inner += "  "
	} else {
		inner = ""
	}
	for _, n := range e.Nodes {
		b.WriteString(inner)
		n.write(b, inner, leaveOut...)
	}
	if inner != "" {
		b.WriteString(indent)
	}
	b.WriteString("</" + e.Name + ">")
}

var void = map[string]bool{"br": true, "hr": true, "img": true, "col": true, "wbr": true, "source": true, "track": true, "input": true}

// mixed says whether text stands in the element.
func (e *Element) mixed() bool {
	for _, n := range e.Nodes {
		if n.Element == nil {
			return true
		}
	}
	return false
}

// escapeXML writes text; characters that no XML document can hold are left out.
func escapeXML(b *strings.Builder, text string) {
	for _, r := range text {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\r':
			b.WriteString("&#xD;")
		case r < ' ' && r != '\n' && r != '\t', r == 0xfffe, r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
}
