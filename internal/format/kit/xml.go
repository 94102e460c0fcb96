package kit

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"verbatim/internal/diag"
)

// Bounds of an XML document, far beyond any set and far below what exhausts a machine.
const (
	maxXML      = 64 << 20
	maxDepth    = 256
	maxElements = 1 << 20
	maxAttrs    = 256
)

// Element is an element of an XML document with its content in order.
type Element struct {
	Name  string // without a prefix
	Space string // its namespace
	Attrs []xml.Attr
	Nodes []Node
	Pos   diag.Pos // of its start tag
	Cut   bool     // the document breaks off before its end tag
}

// Node is an element or a stretch of text.
type Node struct {
	*Element        // nil for text
	Chars    string // the text
}

// SyntaxError says where a document breaks off and why.
type SyntaxError struct {
	diag.Pos
	Message string
}

func (e *SyntaxError) Error() string { return e.Pos.String() + ": " + e.Message }

// ParseXML reads an XML document that findings call file. There are no entities
// but those of XML and HTML, nothing outside the document is ever fetched, and
// its size and depth are bounded. Where it breaks off, the error is a
// *SyntaxError, and the root holds what came before.
func ParseXML(src []byte, file string) (*Element, error) {
	if len(src) > maxXML {
		return nil, &SyntaxError{diag.Pos{File: file}, fmt.Sprintf("the file is larger than %d MiB", maxXML>>20)}
	}
	p := &xmlParser{src: utf8XML(src), file: file, line: 1, col: 1}
	p.dec = xml.NewDecoder(bytes.NewReader(p.src))
	p.dec.Entity = xml.HTMLEntity
	p.dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	err := p.read()
	if err == nil && p.root == nil {
		err = errors.New("the file holds no XML")
	}
	if err != nil {
		for _, e := range p.open {
			e.Cut = true
		}
		return p.root, &SyntaxError{p.here(), plainXML(err)}
	}
	return p.root, nil
}

type xmlParser struct {
	src       []byte
	file      string
	dec       *xml.Decoder
	root      *Element
	open      []*Element
	elements  int
	at        int // line and col are the place of src[at]
	line, col int
}

// here is the place of the token that the decoder reads next.
func (p *xmlParser) here() diag.Pos {
	end := min(int(p.dec.InputOffset()), len(p.src))
	for p.at < end {
		r, size := utf8.DecodeRune(p.src[p.at:])
		p.at += size
		p.col++
		if r == '\n' || r == '\r' && (p.at == len(p.src) || p.src[p.at] != '\n') {
			p.line, p.col = p.line+1, 1
		}
	}
	return diag.Pos{File: p.file, Line: p.line, Col: p.col}
}

func (p *xmlParser) read() error {
	for {
		at := p.here()
		token, err := p.dec.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := p.start(t, at); err != nil {
				return err
			}
		case xml.EndElement:
			p.open = p.open[:len(p.open)-1]
		case xml.CharData:
			if len(p.open) > 0 {
				e := p.open[len(p.open)-1]
				e.Nodes = append(e.Nodes, Node{Chars: string(t)})
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("<!ENTITY")) {
				return errors.New("the document type defines entities of its own, which are not read")
			}
		}
	}
}

func (p *xmlParser) start(t xml.StartElement, at diag.Pos) error {
	p.elements++
	switch {
	case len(p.open) >= maxDepth:
		return fmt.Errorf("the elements are nested deeper than %d levels", maxDepth)
	case p.elements > maxElements:
		return fmt.Errorf("there are more than %d elements", maxElements)
	case len(t.Attr) > maxAttrs:
		return fmt.Errorf("an element has more than %d attributes", maxAttrs)
	case len(p.open) == 0 && p.root != nil:
		return errors.New("a second root element begins here")
	}
	e := &Element{Name: t.Name.Local, Space: t.Name.Space, Attrs: t.Attr, Pos: at}
	if len(p.open) == 0 {
		p.root = e
	} else {
		parent := p.open[len(p.open)-1]
		parent.Nodes = append(parent.Nodes, Node{Element: e})
	}
	p.open = append(p.open, e)
	return nil
}

// plainXML is an error of the XML library without its preamble.
func plainXML(err error) string {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return "the XML is broken: " + syntax.Msg
	}
	return err.Error()
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// utf8XML brings a document to UTF-8, by its byte order mark or its declaration.
func utf8XML(src []byte) []byte {
	label := ""
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")):
		return src[3:]
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("<\x00")):
		label = "utf-16le"
	case bytes.HasPrefix(src, []byte("\xfe\xff")), bytes.HasPrefix(src, []byte("\x00<")):
		label = "utf-16be"
	default:
		if m := declared.FindSubmatch(src[:min(len(src), 200)]); m != nil {
			label = string(m[1])
		}
		if utf8.Valid(src) {
			return src // whatever it declares: text that is valid UTF-8 by chance is rare
		}
		if label == "" || strings.EqualFold(label, "utf-8") {
			label = "windows-1252"
		}
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return src
	}
	out, err := enc.NewDecoder().Bytes(src)
	if err != nil {
		return src
	}
	return bytes.TrimPrefix(out, []byte("\ufeff"))
}

// Attr gives the value of an attribute by its name without a prefix, or "".
func (e *Element) Attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// Child gives the first child of that name, or nil. A nil element has none.
func (e *Element) Child(name string) *Element {
	for c := range e.Children(name) {
		return c
	}
	return nil
}

// Children walks the children of that name; of any name where it is "".
func (e *Element) Children(name string) iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if e == nil {
			return
		}
		for _, n := range e.Nodes {
			if n.Element != nil && (name == "" || n.Name == name) && !yield(n.Element) {
				return
			}
		}
	}
}

// All walks the descendants of that name in the order of the document; all of
// them where it is "".
func (e *Element) All(name string) iter.Seq[*Element] {
	return func(yield func(*Element) bool) { e.walk(name, yield) }
}

func (e *Element) walk(name string, yield func(*Element) bool) bool {
	for c := range e.Children("") {
		if (name == "" || c.Name == name) && !yield(c) || !c.walk(name, yield) {
			return false
		}
	}
	return true
}

// Text gives all text below the element. A nil element has none.
func (e *Element) Text() string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	e.text(&b)
	return b.String()
}

func (e *Element) text(b *strings.Builder) {
	for _, n := range e.Nodes {
		if n.Element != nil {
			n.text(b)
		} else {
			b.WriteString(n.Chars)
		}
	}
}
