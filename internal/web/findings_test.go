package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"verbatim/internal/diag"
)

// The page of findings is for those who have been told its address.
func TestFindingsPage(t *testing.T) {
	now := Checked{At: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC), Source: func(string) []byte { return nil }}
	f := NewFindings(func() Checked { return now })
	w := newWorld(t, Config{Findings: f})
	b := w.browser()

	doc := b.page(f.Path())
	expect(t, doc, "h1", "Findings about the sets")
	expect(t, doc, ".lead", "Nothing is wrong with the sets.")
	expect(t, doc, ".note time", "23 November 2026, 09:30 UTC")

	now.List = diag.List{
		{Pos: diag.Pos{File: "tides/set.yaml", Line: 3, Col: 5}, Code: "unknown-key", Message: "there is no key `stam` here", Hint: "did you mean `stem`?"},
		{Pos: diag.Pos{File: "tides/set.yaml"}, Severity: diag.Warning, Code: "no-source", Message: "the <set> has no reading",
			Notes: []diag.Note{{Pos: diag.Pos{File: "b.md", Line: 1, Col: 1}, Message: "here", Diff: "[-a-] {+b+}"}}},
	}
	now.Source = func(file string) []byte {
		if file != "tides/set.yaml" {
			return nil
		}
		return []byte("one\r\ntwo\n    stam: <b>\nfour\nfive\nsix")
	}
	now.Problem = "sets/waves cannot be read: permission denied"
	doc = b.page(f.Path())
	expect(t, doc, ".lead", "1 error, 1 warning")
	expect(t, doc, "main > p[lang] strong", "sets/waves cannot be read: permission denied")
	expect(t, doc, "#f1 h2", "there is no key stam here")
	expect(t, doc, "#f1 h2 code", "stam")
	expect(t, doc, "#f1 .note", "Error unknown-key · tides/set.yaml, line 3, column 5")
	expect(t, doc, "#f1 .source", "1 one 2 two 3 stam: <b> 4 four 5 five")
	expect(t, doc, "#f1 .source .here", "3 stam: <b>")
	expect(t, doc, "#f1 > p:last-child", "did you mean stem?")
	expect(t, doc, "#f2 h2", "the <set> has no reading")
	expect(t, doc, "#f2 .note", "Warning no-source · tides/set.yaml")
	expect(t, doc, "#f2 > p:last-child", "b.md:1:1: here[-a-] {+b+}")

	for _, path := range []string{"/findings/", "/findings/x", f.Path() + "x", strings.ToLower(f.Path()), "/findings"} {
		if r := b.get(path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %s", path, r.Status)
		}
	}
	if r := newWorld(t, Config{}).browser().get(f.Path()); r.StatusCode != http.StatusNotFound {
		t.Errorf("a server without findings answers %s", r.Status)
	}
}
