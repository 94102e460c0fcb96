package qti

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// decoder reads one file or package.
type decoder struct {
	*kit.Import
	stimuli []string // the shared texts that items name, by their path
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	d := &decoder{Import: kit.NewImport(in)}
	if bytes.HasPrefix(in.Data, []byte("PK\x03\x04")) {
		if err := d.unpack(ctx, in); err != nil {
			return nil, err
		}
		return d.Finish(), nil
	}
	root, err := kit.ParseXML(in.Data, in.Name)
	if root == nil || err != nil && root.Cut {
		return nil, err
	}
	if err != nil {
		d.Warn(root.Pos, "broken-xml", "mend the file; what stands after that place was not read", "%v", err)
	}
	nothing := func(string) ([]byte, bool) { return nil, false }
	switch plainName(root) {
	case "assessmentItem":
		d.Set.Title = title(root, d.Set.Title)
		d.item(root, quiz.Question{}, nothing)
	case "assessmentTest":
		rename(root)
		d.Set.Title = title(root, d.Set.Title)
		refs := 0
		for e := range root.All("assessmentItemRef") {
			refs++
			d.Item("").Refuse(e.Pos, "item-elsewhere", "convert the whole package, a zip file",
				"the question %q stands in a file of its own, %s, which is not at hand", e.Attr("identifier"), e.Attr("href"))
		}
		if refs == 0 {
			d.Warn(root.Pos, "no-questions", "", "the test has no questions")
		}
	case "assessmentStimulus":
		d.Warn(root.Pos, "no-questions", "convert the whole package, a zip file", "the file holds a shared text and no questions")
	default:
		return nil, fmt.Errorf("%s: the document is a <%s>, and QTI has items and tests", root.Pos, root.Name)
	}
	return d.Finish(), nil
}

// plainName is an element's name as QTI 2.x has it.
func plainName(e *kit.Element) string {
	if name, ok := strings.CutPrefix(e.Name, "qti-"); ok {
		return camel(name)
	}
	return e.Name
}

func title(e *kit.Element, otherwise string) string {
	if t := strings.TrimSpace(e.Attr("title")); t != "" {
		return t
	}
	return otherwise
}

// place is where an item of a package stands in its test.
type place struct {
	file, topic string
	tries       int // 0 where the test says nothing of it
}

// unpack reads the items of a content package, in the order of its test.
func (d *decoder) unpack(ctx context.Context, in kit.Input) error {
	archive, err := kit.OpenZip(in.Data)
	if err != nil {
		return err
	}
	open := func(name string) ([]byte, bool) {
		if !archive.Has(path.Clean(name)) {
			return nil, false
		}
		data, err := archive.Read(path.Clean(name))
		return data, err == nil
	}
	for _, p := range d.places(archive) {
		if err := ctx.Err(); err != nil {
			return err
		}
		root, err := d.parse(archive, p.file)
		if err != nil || root == nil {
			d.Item("").Refuse(d.Set.Pos(""), "broken-file", "mend the file in the package", "the question in %s cannot be read: %v", p.file, err)
			continue
		}
		d.item(root, quiz.Question{Topic: d.Topic(p.topic), TryRule: triesOf(p.tries)}, open)
		d.notice(root, p.file)
	}
	if len(d.Fates) == 0 {
		d.Warn(d.Set.Pos(""), "no-questions", "", "the package holds no questions")
	}
	d.reading(archive)
	return nil
}

func (d *decoder) parse(archive *kit.Archive, name string) (*kit.Element, error) {
	data, err := archive.Read(name)
	if err != nil {
		return nil, err
	}
	return kit.ParseXML(data, name)
}

// places lists the items of a package: those of its tests in their order, then
// those that its manifest names beside them; without a manifest, all there are.
func (d *decoder) places(archive *kit.Archive) []place {
	var items, tests []string
	manifest, err := d.manifest(archive)
	if err != nil {
		d.Warn(d.Set.Pos(""), "no-manifest", "", "the package has no manifest that can be read (%v): all its items are taken", err)
		manifest = archive.Names()
	}
	for _, name := range manifest {
		if !strings.EqualFold(path.Ext(name), ".xml") || !archive.Has(name) {
			continue
		}
		root, err := d.parse(archive, name)
		if root == nil {
			d.Warn(d.Set.Pos(""), "broken-file", "mend the file in the package", "%s cannot be read: %v", name, err)
			continue
		}
		switch plainName(root) {
		case "assessmentItem":
			items = append(items, name)
		case "assessmentTest":
			tests = append(tests, name)
		}
	}
	var all []place
	seen := map[string]bool{}
	for _, name := range tests {
		root, err := d.parse(archive, name)
		if err != nil {
			continue
		}
		rename(root)
		d.Set.Title = title(root, d.Set.Title)
		for _, p := range d.sections(root, path.Dir(name)) {
			if archive.Has(p.file) && !seen[p.file] {
				seen[p.file] = true
				all = append(all, p)
			} else if !archive.Has(p.file) {
				d.Item("").Refuse(root.Pos, "missing-file", "put the file into the package", "the test asks a question in %s, which is not in the package", p.file)
			}
		}
	}
	for _, name := range items {
		if !seen[name] {
			seen[name] = true
			all = append(all, place{file: name})
		}
	}
	return all
}

// sections lists the items of a test. Where it has several sections, their
// titles are the topics.
func (d *decoder) sections(test *kit.Element, dir string) []place {
	var all []place
	topics := map[string]bool{}
	drawn := false
	for s := range test.All("assessmentSection") {
		drawn = d.drawn(s) || drawn
		for ref := range s.Children("assessmentItemRef") {
			all = append(all, place{path.Join(dir, ref.Attr("href")), strings.TrimSpace(s.Attr("title")), cmp.Or(attempts(ref), attempts(s))})
			topics[s.Attr("title")] = true
		}
	}
	if len(topics) < 2 && !drawn {
		for i := range all {
			all[i].topic = ""
		}
	}
	return all
}

// attempts is how many tries a part of a test gives; 0 where it says nothing of
// it, or sets no limit, as tools write that never ask again.
func attempts(e *kit.Element) int {
	control := e.Child("itemSessionControl")
	if control == nil {
		return 0
	}
	n, err := strconv.Atoi(control.Attr("maxAttempts"))
	if err != nil || n < 2 {
		return 0
	}
	return min(n, quiz.MostTries)
}

// triesOf gives the rule of so many tries: in QTI they cost nothing.
func triesOf(n int) quiz.TryRule {
	if n == 0 {
		return quiz.TryRule{}
	}
	return quiz.TryRule{Tries: n, Penalty: new(0.0)}
}

// drawn notes how many of its items a section draws, and says whether it does.
func (d *decoder) drawn(section *kit.Element) bool {
	s := section.Child("selection")
	if s == nil {
		return false
	}
	n, err := strconv.Atoi(s.Attr("select"))
	title := strings.TrimSpace(section.Attr("title"))
	if _, twice := d.Set.Draw[d.Topic(title)]; err != nil || n < 1 || title == "" || twice || section.Child("assessmentSection") != nil {
		d.Warn(s.Pos, "draw-dropped", "", "there it asks for %s of the questions of %q; here all of them are in", s.Attr("select"), title)
		return false
	}
	d.Draw(title, n)
	return true
}

// manifest lists the files that the package's manifest names.
func (d *decoder) manifest(archive *kit.Archive) ([]string, error) {
	name := ""
	for _, n := range archive.Names() {
		if strings.EqualFold(path.Base(n), "imsmanifest.xml") && (name == "" || len(n) < len(name)) {
			name = n
		}
	}
	if name == "" {
		return nil, fmt.Errorf("there is no imsmanifest.xml")
	}
	root, err := d.parse(archive, name)
	if err != nil {
		return nil, err
	}
	var files []string
	for r := range root.All("resource") {
		if href := r.Attr("href"); href != "" {
			files = append(files, path.Join(path.Dir(name), href))
		}
	}
	return files, nil
}

// notice notes the shared texts that an item names.
func (d *decoder) notice(item *kit.Element, file string) {
	for ref := range item.Children("assessmentStimulusRef") {
		name := path.Join(path.Dir(file), ref.Attr("href"))
		known := false
		for _, s := range d.stimuli {
			known = known || s == name
		}
		if !known {
			d.stimuli = append(d.stimuli, name)
		}
	}
}

// reading makes the set's reading of the text that its items share.
func (d *decoder) reading(archive *kit.Archive) {
	if len(d.stimuli) == 0 {
		return
	}
	if len(d.stimuli) > 1 {
		d.Warn(d.Set.Pos(""), "several-readings", "convert the items of each text apart", "the package has %d shared texts, and a set has one reading: none is taken", len(d.stimuli))
		return
	}
	root, err := d.parse(archive, d.stimuli[0])
	if err != nil {
		d.Warn(d.Set.Pos(""), "broken-file", "", "the shared text %s cannot be read: %v", d.stimuli[0], err)
		return
	}
	rename(root)
	body := root.Child("stimulusBody")
	if body == nil {
		return
	}
	md, lost := kit.HTML(body.Inner(), nil)
	for _, what := range lost {
		d.Warn(body.Pos, "markup-left-out", "", "in the shared text, %s is left out", what)
	}
	if err := d.SetReading([]byte(md)); err != nil {
		d.Warn(body.Pos, "no-reading", "", "the shared text %s is no reading: %v", d.stimuli[0], err)
	}
}
