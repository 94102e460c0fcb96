package qti

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// version is what differs between the versions that are written.
type version struct {
	title    string
	items    string // the namespace of items and tests
	manifest string // the namespace of manifests
	resource string // how a resource's type ends
	schema   string // what the manifest says it is
	number   string // and of which version
	modern   bool   // names as QTI 3.0 has them, and shared texts
}

var (
	v21 = version{
		title: "QTI 2.1", items: "http://www.imsglobal.org/xsd/imsqti_v2p1", manifest: "http://www.imsglobal.org/xsd/imscp_v1p1",
		resource: "_xmlv2p1", schema: "QTIv2.1 Package", number: "1.0.0",
	}
	v30 = version{
		title: "QTI 3.0", items: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", manifest: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
		resource: "_xmlv3p0", schema: "QTI Package", number: "3.0.0", modern: true,
	}
)

// encoder writes one set as a content package.
type encoder struct {
	*kit.Writer
	version
	set       *quiz.Set
	names     map[string]bool // identifiers of items that are taken
	files     []quiz.File
	resources *kit.Element
	sections  []*kit.Element
	topics    []string // of the sections
}

// Where the parts of a package lie.
const (
	testFile     = "test.xml"
	stimulusFile = "reading.xml"
	itemsDir     = "items"
)

func encode(set *quiz.Set, v version) (*kit.Export, error) {
	e := &encoder{Writer: kit.NewWriter(v.title), version: v, set: set, names: map[string]bool{}, resources: kit.El("resources")}
	e.resource("test", "imsqti_test", testFile)
	e.reading()
	e.Each(set, e.question)
	e.test()
	manifest := kit.El("manifest", "xmlns", v.manifest, "identifier", "package").Add(
		kit.El("metadata").Add(kit.El("schema").AddText(v.schema), kit.El("schemaversion").AddText(v.number)),
		kit.El("organizations"), e.resources)
	data, err := zipped(append([]quiz.File{{Name: "imsmanifest.xml", Data: manifest.Document()}}, e.files...))
	if err != nil {
		return nil, err
	}
	return e.Finish(decode, quiz.File{Name: cmp.Or(set.ID, "questions") + ".zip", Data: data})
}

// zipped makes a zip file, the same for the same files.
func zipped(files []quiz.File) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		out, err := w.Create(f.Name)
		if err == nil {
			_, err = out.Write(f.Data)
		}
		if err != nil {
			return nil, fmt.Errorf("the package cannot be packed: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("the package cannot be packed: %w", err)
	}
	return b.Bytes(), nil
}

// resource names a file in the manifest, with the files that it uses.
func (e *encoder) resource(id, kind, file string, uses ...string) {
	r := kit.El("resource", "identifier", id, "type", kind+e.version.resource, "href", file).Add(kit.El("file", "href", file))
	for _, u := range uses {
		r.Add(kit.El("file", "href", u))
	}
	e.resources.Add(r)
}

// write puts a document into the package.
func (e *encoder) write(file string, root *kit.Element) {
	if e.modern {
		modernise(root)
	}
	root.Attrs = append(kit.El("", "xmlns", e.items).Attrs, root.Attrs...)
	e.files = append(e.files, quiz.File{Name: file, Data: root.Document()})
}

// reading writes the reading as the text that all items share.
func (e *encoder) reading() {
	if e.set.Reading == nil {
		return
	}
	if !e.modern {
		e.Warn(e.set.Pos("reading"), "reading-left-out", "write QTI 3.0, which has shared texts", "%s has no place for the reading; its quotes go out with the feedback", e.title)
		return
	}
	body := kit.El("stimulusBody")
	body.Nodes = kit.ReadingXHTML(e.set.Reading)
	e.write(stimulusFile, kit.El("assessmentStimulus", "identifier", "reading", "title", e.set.Title).Add(body))
	e.resource("reading", "imsqti_stimulus", stimulusFile)
}

// test writes the order of the items, in sections by topic.
func (e *encoder) test() {
	for _, topic := range slices.Sorted(maps.Keys(e.set.Draw)) {
		e.draw(topic, e.set.Draw[topic])
	}
	part := kit.El("testPart", "identifier", "part", "navigationMode", "nonlinear", "submissionMode", "individual").Add(e.sections...)
	e.write(testFile, kit.El("assessmentTest", "identifier", "test", "title", e.set.Title).Add(part))
}

// draw writes how many questions of a topic are drawn, which takes that they
// stand in one section.
func (e *encoder) draw(topic string, n int) {
	at := slices.Index(e.topics, topic)
	if at < 0 {
		return
	}
	if slices.Contains(e.topics[at+1:], topic) {
		e.Warn(e.set.Pos("draw."+topic), "draw-left-out", "put the questions of the topic one after the other",
			"the questions of the topic %q do not stand together, so none of them are drawn there", topic)
		return
	}
	section := e.sections[at]
	section.Nodes = append(kit.El("").Add(kit.El("selection", "select", strconv.Itoa(n))).Nodes, section.Nodes...)
}

// section gives the section of a topic; a new one begins where the topic changes.
func (e *encoder) section(topic string) *kit.Element {
	if n := len(e.sections); n > 0 && e.topics[n-1] == topic {
		return e.sections[n-1]
	}
	e.topics = append(e.topics, topic)
	title := cmp.Or(e.set.Topics.Title(topic), e.set.Title)
	s := kit.El("assessmentSection", "identifier", fmt.Sprintf("section-%d", len(e.sections)+1), "title", title, "visible", "true")
	e.sections = append(e.sections, s)
	return s
}

// identifier makes an identifier of a question's id, which may begin with a digit.
func (e *encoder) identifier(id string) string {
	if id == "" || id[0] >= '0' && id[0] <= '9' {
		id = "q-" + id
	}
	base := id
	for n := 2; e.names[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	e.names[id] = true
	return id
}

// question writes the item of one question, or says why it cannot be written.
func (e *encoder) question(q *quiz.Question) string {
	p, why := e.parts(q)
	if why != "" {
		return why
	}
	id := e.identifier(q.ID)
	file := path.Join(itemsDir, id+".xml")
	root := kit.El("assessmentItem", "identifier", id, "title", q.ID, "adaptive", "false", "timeDependent", "false")
	root.Add(p.declarations...)
	root.Add(p.outcomes...)
	root.Add(kit.El("outcomeDeclaration", "identifier", "SCORE", "cardinality", "single", "baseType", "float", "normalMaximum", decimal(q.Points())).
		Add(kit.El("defaultValue").Add(kit.El("value").AddText("0"))))
	feedback := e.feedback(q)
	if feedback != nil || p.inline {
		root.Add(kit.El("outcomeDeclaration", "identifier", "FEEDBACK", "cardinality", "multiple", "baseType", "identifier"))
		p.processing.Add(p.show())
	}
	if e.modern && e.set.Reading != nil {
		root.Add(kit.El("assessmentStimulusRef", "identifier", "reading", "href", "../"+stimulusFile, "title", e.set.Title))
	}
	root.Add(p.body, p.processing, feedback)
	uses := e.images(root)
	e.write(file, root)
	e.resource(id, "imsqti_item", file, uses...)
	e.section(q.Topic).Add(kit.El("assessmentItemRef", "identifier", id, "href", file).Add(e.attempts(q)))
	return ""
}

// attempts writes how often a question can be tried. QTI has no price for it.
func (e *encoder) attempts(q *quiz.Question) *kit.Element {
	if q.Tries <= 1 {
		return nil
	}
	if q.Penalty == nil || *q.Penalty > 0 {
		e.Lose(q, "penalties-left-out", "", "%s gives tries for nothing: the penalty is left out", e.title)
	}
	return kit.El("itemSessionControl", "maxAttempts", strconv.Itoa(q.Tries))
}

// explanation is what FEEDBACK always holds, so that the explanation is shown.
const explanation = "explanation"

// feedback writes the explanation and the words of the reading.
func (e *encoder) feedback(q *quiz.Question) *kit.Element {
	if q.Explanation == "" && q.Quote == "" {
		return nil
	}
	f := kit.El("modalFeedback", "outcomeIdentifier", "FEEDBACK", "identifier", explanation, "showHide", "show")
	into := f
	if e.modern {
		into = kit.El("contentBody")
		f.Add(into)
	}
	into.Add(kit.Blocks(kit.Prose(q.Explanation))...)
	if q.Quote != "" {
		into.Add(kit.El("blockquote").Add(kit.El("p").AddText(q.Quote)))
	}
	return f
}

// images takes the images of an item along; they lie beside the items' folder.
func (e *encoder) images(root *kit.Element) []string {
	var uses []string
	for img := range root.All("img") {
		for i := range img.Attrs {
			src := &img.Attrs[i]
			for _, f := range e.set.Files {
				if src.Name.Local == "src" && f.Name == src.Value {
					src.Value = "../" + f.Name
					uses = append(uses, f.Name)
					e.keep(f)
					break
				}
			}
		}
	}
	return uses
}

func (e *encoder) keep(f quiz.File) {
	for _, kept := range e.files {
		if kept.Name == f.Name {
			return
		}
	}
	e.files = append(e.files, f)
}

// modernise gives the elements of QTI 2.x the names of 3.0; those of HTML keep theirs.
func modernise(e *kit.Element) {
	for c := range e.Children("") {
		modernise(c)
	}
	if plainHTML[e.Name] {
		return
	}
	e.Name = "qti-" + kebab(e.Name)
	for i := range e.Attrs {
		e.Attrs[i].Name = xml.Name{Local: kebab(e.Attrs[i].Name.Local)}
	}
}

var plainHTML = func() map[string]bool {
	names := map[string]bool{}
	for name := range strings.FieldsSeq("p div span blockquote em strong code pre a img br hr del sup sub ul ol li table thead tbody tr th td h1 h2 h3 h4 h5 h6") {
		names[name] = true
	}
	return names
}()

func kebab(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
