package yaml

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// However a file is written, as long as it is YAML with questions on lines of
// their own: an untouched form changes nothing, and what is done to one question
// leaves the others as they were.
func TestDocumentsOfAnyLayout(t *testing.T) {
	sources := samples(t)
	opened, written := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		rows := strings.SplitAfter(string(rapid.SampledFrom(sources).Draw(rt, "source")), "\n")
		rows = rows[:min(len(rows), rapid.IntRange(5, 120).Draw(rt, "lines"))]
		for range rapid.IntRange(0, 4).Draw(rt, "changes") {
			i, j := rapid.IntRange(0, len(rows)-1).Draw(rt, "i"), rapid.IntRange(0, len(rows)-1).Draw(rt, "j")
			switch rapid.IntRange(0, 5).Draw(rt, "change") {
			case 0:
				rows[i] = ""
			case 1:
				rows[i], rows[j] = rows[j], rows[i]
			case 2:
				rows[i] += rows[j]
			case 3:
				rows[i] = "  " + rows[i]
			case 4:
				rows[i] = "  # a remark\n" + rows[i]
			default:
				rows[i] = strings.TrimRight(rows[i], "\r\n") + rapid.SampledFrom([]string{" # x\n", " |\n", ":\n", " []\n", "\n\n\n"}).Draw(rt, "end")
			}
		}
		src := []byte(strings.Join(rows, ""))
		doc, err := OpenDocument(src)
		if err != nil {
			return
		}
		opened++
		all := texts(doc)
		for i := range doc.Len() {
			fresh := func() *Document { d, _ := OpenDocument(src); return d }
			form := sent(fresh().Form(i))
			if out, err := fresh().WithForm(i, form); err == nil && fresh().bareAsWritten(i) && !bytes.Equal(out, src) {
				rt.Fatalf("question %d comes back changed in\n%s\nas\n%s", i, src, out)
			}
			form["q.explanation"] = []string{"New: \"words\""}
			out, err := fresh().WithForm(i, form)
			if err == nil {
				written++
				others(rt, "written", out, all, slices.Replace(slices.Clone(all), i, i+1, "")...)
			} else if !errors.Is(err, ErrComment) {
				rt.Fatal(err)
			}
			others(rt, "without", fresh().Without(i), all, slices.Delete(slices.Clone(all), i, i+1)...)
			others(rt, "doubled", fresh().Doubled(i, "fresh-id"), all, slices.Insert(slices.Clone(all), i+1, "")...)
			if i+1 < doc.Len() {
				moved := slices.Clone(all)
				moved[i], moved[i+1] = moved[i+1], moved[i]
				others(rt, "moved", fresh().Moved(i), all, moved...)
			}
		}
	})
	if opened == 0 || written == 0 {
		t.Errorf("%d files were opened, %d questions written", opened, written)
	}
}

// texts are the questions of a document as they stand.
func texts(doc *Document) []string {
	var all []string
	for i := range doc.Len() {
		all = append(all, strings.TrimRight(strings.ReplaceAll(doc.Outline(i).Text, "\r", ""), "\n"))
	}
	return all
}

// others compares the questions of a file with those wanted; "" stands for any.
func others(t *rapid.T, what string, out []byte, before []string, want ...string) {
	t.Helper()
	doc, err := OpenDocument(out)
	if err != nil {
		t.Fatalf("%s: %v in\n%s", what, err, out)
	}
	got := texts(doc)
	if len(got) != len(want) {
		t.Fatalf("%s: %d questions, not %d, of %q in\n%s", what, len(got), len(want), before, out)
	}
	for i, text := range want {
		if text != "" && text != got[i] {
			t.Fatalf("%s: question %d was %q and is %q", what, i, text, got[i])
		}
	}
}

// bareAsWritten says whether the numbers and verdicts of a question stand as the
// format wants them: a form writes them so.
func (doc *Document) bareAsWritten(i int) bool {
	_, list := Parse(doc.text, File)
	for _, d := range list {
		if o := doc.Outline(i); d.Line >= o.First && d.Line <= o.Last {
			return false
		}
	}
	return true
}
