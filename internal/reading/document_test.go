package reading

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ source, want string }{
		"too large":  {strings.Repeat("x", MaxSize+1), "4194305 bytes"},
		"not UTF-8":  {"one\ntwo \xff", "line 2, column 5: the byte 0xff"},
		"after CRLF": {"one\r\né\xe9", "line 2, column 2"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse([]byte(tt.source)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got the error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// Each line of want is "section kind text", with ! for a passage left out.
func TestPassages(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"nothing", "", ""},
		{"only a heading", "# One", ""},
		{"sentences", "One. Two\nthree.", "0 sentence One.\n0 sentence Two three."},
		{"before the first heading", "Zero.\n\n# One\n\nTwo.", "0 sentence Zero.\n1 sentence Two."},
		{"a sentence ends in emphasis", "It **works. Truly** so.", "0 sentence It works.\n0 sentence Truly so."},
		{"a sentence ends in a link", "See [this. That](#x) too.", "0 sentence See this.\n0 sentence That too."},
		{"no sentence ends in code", "Call `a. B` now. Then `c.` Stop.", "0 sentence Call a. B now.\n0 sentence Then c. Stop."},
		{"an address", "See <http://a.b/c. D>. So.", "0 sentence See <http://a.b/c.\n0 sentence D>.\n0 sentence So."},
		{"items", "- One. Two.\n- Three\n  1. Four\n", "0 item One. Two.\n0 item Three\n0 item Four"},
		{"an item of two paragraphs", "- One. Two.\n\n  Three. Four.\n", "0 item One. Two.\n0 sentence Three.\n0 sentence Four."},
		{"rows", "| A | B |\n|---|---|\n| c | *d*. E |\n| | f |\n| | |\n", "0 row c | d. E\n0 row f"},
		{"an escaped bar", "| A | B |\n|---|---|\n| c \\| d | `e \\| f` |\n", "0 row c | d | e | f"},
		{"a quotation", "> One. Two.\n> - Three", "0 sentence One.\n0 sentence Two.\n0 item Three"},
		{"what is no passage", "# H\n\n---\n\n    code\n\n```\ncode\n```\n\n<div>raw</div>\n\n![alt](a.png)\n", ""},
		{"raw HTML within", "One <b>two</b> three.", "0 sentence One two three."},
		{"a comment is no word", "One <!-- two --> three.", "0 sentence One three."},
		{"escapes and entities", `\*One\* &amp; &#x41; &copy;.`, "0 sentence *One* & A ©."},
		{"a hard break", "One  \ntwo\\\nthree.", "0 sentence One two three."},
		{"setext headings", "One\n===\n\nTwo.\n\nThree\n---\n\nFour.", "0 sentence Two.\n1 sentence Four."},
		{"headings within a quotation", "# One\n\n> ## No\n\nTwo.", "0 sentence Two."},

		{"left out: a sentence", "One. Two. <!-- no-question -->\nThree.", "0 sentence One.\n0 sentence! Two.\n0 sentence Three."},
		{"left out: an item", "- One <!--no-question-->\n- Two", "0 item! One\n0 item Two"},
		{"left out: a row", "| A |\n|---|\n| b <!-- no-question --> |\n| c | <!-- no-question -->\n| d |", "0 row! b\n0 row! c\n0 row d"},
		{"left out: a paragraph", "<!-- no-question -->\nOne. Two.\n\nThree.", "0 sentence! One.\n0 sentence! Two.\n0 sentence Three."},
		{"left out: a list", "<!-- no-question -->\n\n- One\n  - Two\n\nThree.", "0 item! One\n0 item! Two\n0 sentence Three."},
		{"left out: a table", "<!-- no-question -->\n\n| A |\n|---|\n| b |\n\nC.", "0 row! b\n0 sentence C."},
		{"left out: a section with those below it", "# One\n\nA.\n\n<!-- no-question -->\n## Two\n\nB.\n\n### Three\n\nC.\n\n## Four\n\nD.",
			"0 sentence A.\n1 sentence! B.\n2 sentence! C.\n3 sentence D."},
		{"left out: not by another comment", "<!-- note -->\nOne. <!-- no questions? -->", "0 sentence One."},
		{"left out: within a sentence", "One <!-- no-question --> two. Three.", "0 sentence! One two.\n0 sentence Three."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range must(t, tt.source).Passages {
				out := ""
				if p.NoQuestion {
					out = "!"
				}
				got = append(got, fmt.Sprintf("%d %s%s %s", p.Section, p.Kind, out, p.Text))
			}
			if g := strings.Join(got, "\n"); g != tt.want {
				t.Errorf("got\n%s\nwant\n%s", g, tt.want)
			}
		})
	}
}

func TestSections(t *testing.T) {
	d := must(t, "Intro.\n\n# A *tree* & more\n\nOne. Two.\n\n## How?\n\n## How?\n\nThree.\n\n# ???\n\n## Élan vital 7\n")
	want := `start "" 0 [0,1) 1
a-tree-more "A tree & more" 1 [1,3) 3
how "How?" 2 [3,3) 7
how-2 "How?" 2 [3,4) 9
section "???" 1 [4,4) 13
élan-vital-7 "Élan vital 7" 2 [4,4) 15
`
	var got strings.Builder
	for _, s := range d.Sections {
		fmt.Fprintf(&got, "%s %q %d [%d,%d) %d\n", s.ID, s.Title, s.Level, s.First, s.Last, s.Line)
	}
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	if d.Title != "A tree & more" {
		t.Errorf("title %q", d.Title)
	}
	if d.Words() != 14 {
		t.Errorf("%d words, want 14", d.Words())
	}
}

// The hash is of the words, not of how they are set.
func TestHash(t *testing.T) {
	hash := func(source string) string { return must(t, source).Passages[0].Hash }
	base := hash("It “works” — *well*.")
	if len(base) != 16 {
		t.Errorf("hash %q", base)
	}
	if got := hash("# New\n\nIt\n\"works\" - well."); got != base {
		t.Errorf("other typography has the hash %s, not %s", got, base)
	}
	if got := hash("It “works” — *Well*."); got == base {
		t.Error("other words have the same hash")
	}
}

func TestLacks(t *testing.T) {
	d := must(t, "![has](a.png)\n\nÉ ![](b.png) and\n\n- ![ ](c.png)\n")
	var got []string
	for _, l := range d.Lacks() {
		got = append(got, fmt.Sprintf("%d:%d %s", l.Line, l.Col, l.Image))
	}
	if g, want := strings.Join(got, ", "), "3:3 b.png, 5:3 c.png"; g != want {
		t.Errorf("got %q, want %q", g, want)
	}
}
