package article

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
)

// pack makes an archive of names and contents in turn.
func pack(t testing.TB, files ...string) kit.Input {
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
	return kit.Input{Name: "packed", Data: b.Bytes()}
}

func docxOf(t testing.TB, body string, more ...string) kit.Input {
	t.Helper()
	return pack(t, append([]string{"[Content_Types].xml", "<Types/>",
		"word/document.xml", `<w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:mc="mc" xmlns:wp="wp"><w:body>` + body + `</w:body></w:document>`}, more...)...)
}

const (
	wordRelations = `<Relationships>
<Relationship Id="s" Type="x/styles" Target="styles.xml"/><Relationship Id="n" Type="x/numbering" Target="numbering.xml"/>
<Relationship Id="f" Type="x/footnotes" Target="/word/footnotes.xml"/><Relationship Id="c" Type="x/comments" Target="comments.xml"/>
<Relationship Id="web" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/>
<Relationship Id="emf" Type="x/image" Target="media/image1.emf"/></Relationships>`
	wordStyles = `<w:styles xmlns:w="w">
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="Mein"><w:name w:val="Mein Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Verz1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Betont"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:styleId="Liste"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`
	wordNumbers = `<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>`
	wordFootnotes = `<w:footnotes xmlns:w="w"><w:footnote w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> By hand.</w:t></w:r></w:p></w:footnote></w:footnotes>`
)

// What Word writes and LibreOffice does not: names of styles in the language of
// the user, runs divided anywhere, fields, changes that are tracked, text boxes.
func TestWhatWordWrites(t *testing.T) {
	number := `<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>`
	body := `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Contents</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:pPr><w:pStyle w:val="Verz1"/></w:pPr><w:r><w:t>Moon ... 1</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Mein"/></w:pPr><w:r><w:t>The mo</w:t></w:r><w:r><w:t>on</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:rStyle w:val="Betont"/></w:rPr><w:t xml:space="preserve">It pu</w:t></w:r><w:proofErr/><w:r><w:rPr><w:rStyle w:val="Betont"/></w:rPr><w:t xml:space="preserve">lls </w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>at the sea</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>
<w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space="preserve"> each day</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "https://example.org/a" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>A table</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
<w:r><w:t xml:space="preserve"> and </w:t></w:r><w:hyperlink r:id="web"><w:r><w:t>another</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="here"><w:r><w:t>, here</w:t></w:r></w:hyperlink></w:p>
<w:p><w:pPr><w:pStyle w:val="Liste"/></w:pPr><w:r><w:t>low</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Liste"/></w:pPr><w:r><w:t>high</w:t></w:r></w:p>
<w:p>` + number + `<w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>Between.</w:t></w:r></w:p><w:p>` + number + `<w:r><w:t>two</w:t></w:r></w:p>
<w:p><w:r><w:t>Box:</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Both</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>
<w:p><w:r><w:drawing><wp:docPr descr="A map"/><a:blip r:embed="emf"/></w:drawing></w:r><w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r></w:p>`
	a, err := Read(t.Context(), docxOf(t, body, "word/_rels/document.xml.rels", wordRelations, "word/styles.xml", wordStyles,
		"word/numbering.xml", wordNumbers, "word/footnotes.xml", wordFootnotes, "word/comments.xml", `<w:comments xmlns:w="w"><w:comment/></w:comments>`,
		"word/media/image1.emf", "emf"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `# The moon

*It pulls* at the sea¹ each day.

[A table](https://example.org/a) and [another](https://example.org/), here

- low
- high

1. one

Between.

2. two

Box:

In the box.

| Both |   |
|------|---|
| a b  | c |

A map

* * *

1. By hand.
`
	if a.Markdown != want {
		t.Errorf("it reads\n%s", a.Markdown)
	}
	lost := strings.Join(a.Lost, "; ")
	if lost != "comments of reviewers; the image image1.emf, which is of no kind that pages show; a sign of the font Wingdings" {
		t.Errorf("lost: %s", lost)
	}
}

func TestABook(t *testing.T) {
	a, err := Read(t.Context(), pack(t, "mimetype", "application/epub+zip",
		"META-INF/container.xml", `<container><rootfiles><rootfile full-path="OPS/package.opf"/></rootfiles></container>`,
		"OPS/package.opf", `<package><metadata xmlns:dc="dc"><dc:title>Sea and moon</dc:title></metadata><manifest>
<item id="nav" href="nav.xhtml" properties="nav"/><item id="one" href="text/one.xhtml"/><item id="two" href="text/two%20.xhtml"/><item id="extra" href="text/no.xhtml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="two"/><itemref idref="one"/><itemref idref="extra" linear="no"/></spine></package>`,
		"OPS/nav.xhtml", "<html><body><ol><li>Contents</li></ol></body></html>",
		"OPS/text/one.xhtml", `<html><body><section><h2>Moon</h2><p>See <a href="two.xhtml#x">the sea</a> and <a href="https://example.org">more</a>.</p><p><img src="../pics/moon.png" alt="The moon"/> <img src="../pics/none.png" alt="None"/></p></section></body></html>`,
		"OPS/text/two .xhtml", `<html><head><title>T</title></head><body><h2>Sea</h2><p>Salt&nbsp;water<script>x()</script></p></body></html>`,
		"OPS/text/no.xhtml", "<p>Not in the line.</p>",
		"OPS/pics/moon.png", "\x89PNG\r\n\x1a\n"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "# Sea and moon\n\n## Sea\n\nSalt\u00a0water\n\n## Moon\n\nSee the sea and [more](https://example.org).\n\n![The moon](media/packed-moon.png) None\n"
	if a.Markdown != want {
		t.Errorf("it reads\n%q", a.Markdown)
	}
	if len(a.Media) != 1 || strings.Join(a.Lost, "; ") != "a script; the image OPS/pics/none.png, which is not in the file" {
		t.Errorf("%d images, lost %q", len(a.Media), a.Lost)
	}
}

func TestArchivesThatAreNoReading(t *testing.T) {
	deep := strings.Repeat("<w:sdt><w:sdtContent>", 300)
	for name, in := range map[string]kit.Input{
		"another archive": pack(t, "a.txt", "words"),
		"a workbook":      pack(t, "[Content_Types].xml", "", "xl/workbook.xml", ""),
		"a broken one":    {Name: "f", Data: []byte("PK\x03\x04")},
		"one that climbs": pack(t, "../a", "x", "[Content_Types].xml", ""),
		"entities":        docxOf(t, "", "word/_rels/document.xml.rels", `<!DOCTYPE r [<!ENTITY a "b">]><Relationships/>`),
		"a deep document": docxOf(t, deep),
		"an empty one":    docxOf(t, "<w:p/>"),
		"a book in a box": pack(t, "META-INF/container.xml", "<container/>", "META-INF/rights.xml", "<r/>"),
		"no package":      pack(t, "META-INF/container.xml", "<container/>"),
		"no content":      pack(t, "mimetype", "application/vnd.oasis.opendocument.text"),
		"old Word":        {Name: "f", Data: []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
		"Rich Text":       {Name: "f", Data: []byte(`{\rtf1 words}`)},
	} {
		if a, err := Read(t.Context(), in); err == nil {
			t.Errorf("%s gives %+v", name, a)
		} else if strings.Contains(err.Error(), "goroutine") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>a</w:t><w:footnoteReference w:id="2"/></w:r></w:p>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9"/></w:tcPr><w:p><w:r><w:t>a|b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		readable(t, docxOf(t, body, "word/_rels/document.xml.rels", wordRelations, "word/styles.xml", wordStyles,
			"word/numbering.xml", wordNumbers, "word/footnotes.xml", wordFootnotes, "word/comments.xml", "<a/>"))
	})
}

func FuzzODT(f *testing.F) {
	f.Add(`<text:h text:outline-level="1">a</text:h><text:list text:style-name="L"><text:list-item><text:p>b<text:s text:c="3"/></text:p></text:list-item></text:list>`)
	f.Add(`<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell></table:table-row></table:table>`)
	f.Fuzz(func(t *testing.T, body string) {
		readable(t, pack(t, "mimetype", "application/vnd.oasis.opendocument.text",
			"content.xml", `<o:d xmlns:o="o" xmlns:text="t" xmlns:table="b"><o:body><o:text>`+body+`</o:text></o:body></o:d>`))
	})
}

func FuzzEPUB(f *testing.F) {
	f.Add("<h1>a</h1><p>b <img src='c.png'> <a href='d'>e</a></p>", ".s { top: -1em }")
	f.Fuzz(func(t *testing.T, body, css string) {
		readable(t, pack(t, "META-INF/container.xml", `<c><rootfile full-path="a.opf"/></c>`,
			"a.opf", `<p><manifest><item id="i" href="b.html"/><item id="j" href="c.css" media-type="text/css"/></manifest><spine><itemref idref="i"/></spine></p>`,
			"b.html", body, "c.css", css))
	})
}

// readable holds that what can be read is a reading.
func readable(t *testing.T, in kit.Input) {
	t.Helper()
	a, err := Read(t.Context(), in)
	if err == nil && strings.TrimSpace(a.Markdown) == "" {
		t.Fatal("an empty reading")
	}
}
