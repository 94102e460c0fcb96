package kit

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestXMLInAnyEncoding(t *testing.T) {
	const text = `<a t="é">ö &eacute; &#233; – “q”</a>`
	const want = "ö é é – “q”"
	wide := func(order unicode.Endianness) []byte {
		b, err := unicode.UTF16(order, unicode.ExpectBOM).NewEncoder().Bytes([]byte(`<?xml version="1.0" encoding="UTF-16"?>` + text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	latin, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range map[string][]byte{
		"UTF-8":                []byte(text),
		"with a mark":          []byte("\xef\xbb\xbf" + text),
		"declared otherwise":   []byte(`<?xml version="1.0" encoding="ISO-8859-1"?>` + text),
		"Windows-1252":         append([]byte(`<?xml version="1.0" encoding="windows-1252"?>`), latin...),
		"undeclared":           latin,
		"UTF-16, little end":   wide(unicode.LittleEndian),
		"UTF-16, big end":      wide(unicode.BigEndian),
		"with a document type": []byte(`<!DOCTYPE a SYSTEM "a.dtd" [<!ELEMENT a ANY>]>` + text),
	} {
		root, err := ParseXML(src, "f.xml")
		if err != nil || root.Text() != want || root.Attr("t") != "é" {
			t.Errorf("%s: %v %v", name, root, err)
		}
	}
}

func TestXMLPositions(t *testing.T) {
	root, err := ParseXML([]byte("<a>\r\n  <b/>é<c/>\r<d/>\n</a>"), "f.xml")
	if err != nil {
		t.Fatal(err)
	}
	var at []string
	for e := range root.All("") {
		at = append(at, e.Name+e.Pos.String())
	}
	if got := strings.Join(at, " "); got != "bf.xml:2:3 cf.xml:2:8 df.xml:3:1" {
		t.Error(got)
	}
}

func TestTrust36HostileXML(t *testing.T) {
	for name, src := range map[string]string{
		"entities":   `<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>`,
		"external":   `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`,
		"undefined":  `<a>&b;</a>`,
		"depth":      strings.Repeat("<a>", 100_000),
		"attributes": "<a " + strings.Repeat(`b="" `, maxAttrs+1) + "/>",
		"two roots":  "<a/><b/>",
		"nothing":    "  ",
		"no XML":     "{}",
	} {
		root, err := ParseXML([]byte(src), "f.xml")
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.File != "f.xml" {
			t.Errorf("%s: %v", name, err)
		}
		if root != nil && strings.Contains(root.Text(), "bb") {
			t.Errorf("%s: an entity was expanded", name)
		}
	}
}

// What stands before the break is there, and what it cuts says so.
func TestBrokenXML(t *testing.T) {
	root, err := ParseXML([]byte("<a><b>x</b><c>y</d>"), "f.xml")
	if err == nil || root.Child("b").Cut || root.Child("b").Text() != "x" || !root.Child("c").Cut || !root.Cut {
		t.Errorf("%v %+v", err, root)
	}
}

func TestWrittenXMLReadsBack(t *testing.T) {
	doc := El("a", "x", `<"&'`).Add(El("b").AddText(" 1 < 2 & \"3\"\n\t]]>\r\x01é "), El("c"))
	root, err := ParseXML(doc.Document(), "f.xml")
	if err != nil || root.Attr("x") != `<"&'` || root.Child("b").Text() != " 1 < 2 & \"3\"\n\t]]>\ré " || root.Child("c") == nil {
		t.Errorf("%v %s", err, doc.Document())
	}
	if got := doc.Source("b"); got != `<a x="&lt;&quot;&amp;'"><c></c></a>` {
		t.Error(got)
	}
}

// archive makes a zip file.
func archive(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZip(t *testing.T) {
	a, err := OpenZip(archive(t, "b/a.xml", "x", `b\c.png`, "y", "__MACOSX/b/._a.xml", "junk", "b/.DS_Store", "junk", "b/", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(a.Names(), " "); got != "b/a.xml b/c.png" {
		t.Error(got)
	}
	if data, err := a.Read("b/c.png"); err != nil || string(data) != "y" {
		t.Errorf("%q %v", data, err)
	}
	if _, err := a.Read("b/d"); err == nil {
		t.Error("what is not there was read")
	}
}

func TestTrust35HostileZip(t *testing.T) {
	for _, name := range []string{"../a", "/a", "b/../../a", `..\a`, `C:\a`, "a:b"} {
		if _, err := OpenZip(archive(t, name, "x")); err == nil {
			t.Errorf("%q was let in", name)
		}
	}
	if _, err := OpenZip([]byte("PK\x03\x04 and nothing")); err == nil {
		t.Error("a broken archive was let in")
	}
	a, err := OpenZip(archive(t, "bomb", strings.Repeat("0", maxEntry+1), "small", "x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Read("bomb"); err == nil || !strings.Contains(err.Error(), "unpacks to more") {
		t.Errorf("the bomb went off: %v", err)
	}
	if data, err := a.Read("small"); err != nil || string(data) != "x" {
		t.Errorf("%q %v", data, err)
	}
}

func TestAttach(t *testing.T) {
	m := NewImport(Input{Name: "f.xml"})
	for _, one := range []struct{ name, data, want string }{
		{"a b.png", "1", "media/a-b.png"}, {"../x/a%20b.png", "1", "media/a-b.png"}, {"a-b.png", "2", "media/a-b-2.png"}, {`C:\..`, "3", "media/file"}, {"a-b.png", "2", "media/a-b-2.png"},
	} {
		if got := m.Attach(one.name, []byte(one.data)); got != one.want {
			t.Errorf("%q became %q, not %q", one.name, got, one.want)
		}
	}
	if len(m.Media) != 3 {
		t.Errorf("%d files are kept", len(m.Media))
	}
}
