package reading

import (
	"fmt"
	"strings"
	"testing"
)

const garden = `# Garden

Some *quiet* words “stand here” — and [more](http://a.b) of them; they may help.
They go on to a second line. The dose is 0.5 mg. It is not addictive.

- The words repeat.
- Another item.

Before it all: the words repeat. A fish & chips, &lt;5 %. Use ` + "`x | y`" + ` here.

| Plant | Why |
|-------|-----|
| Mint  | It **grows** fast |
| Sage  | The words repeat. |

` + "```" + `
code is no passage
` + "```" + `
`

func TestFind(t *testing.T) {
	d := must(t, garden)
	tests := []struct {
		name  string
		quote Quote
		want  string // "line:col text" of each match
	}{
		{"exact", Quote{Exact: "they may help"}, "3:67 they may help"},
		{"across emphasis", Quote{Exact: "Some quiet words"}, "3:1 Some quiet words"},
		{"from within emphasis", Quote{Exact: "quiet words"}, "3:7 quiet words"},
		{"across a link", Quote{Exact: "and more of them"}, "3:35 and more of them"},
		{"straight quotation marks and a short dash", Quote{Exact: `words "stand here" - and`}, "3:14 words “stand here” — and"},
		{"over a line break", Quote{Exact: "may help. They go"}, "3:72 may help. They go"},
		{"spaces of any number", Quote{Exact: " they\tmay\n help "}, "3:67 they may help"},
		{"entities", Quote{Exact: "fish & chips, <5 %"}, "9:36 fish & chips, <5 %"},
		{"entity within", Quote{Exact: "<5 %"}, "9:50 <5 %"},
		{"cells of a row with a bar", Quote{Exact: "Mint | It grows"}, "13:3 Mint | It grows"},
		{"cells of a row with a space", Quote{Exact: "Mint It grows fast"}, "13:3 Mint | It grows fast"},
		{"a bar in code", Quote{Exact: "Use x | y here."}, "9:59 Use x | y here."},
		{"a bar is no space in a paragraph", Quote{Exact: "Use x y here."}, ""},
		{"case is kept", Quote{Exact: "They May help"}, ""},
		{"another word", Quote{Exact: "they might help"}, ""},
		{"not across blocks", Quote{Exact: "The words repeat. Another item."}, ""},
		{"not across rows", Quote{Exact: "fast Sage"}, ""},
		{"no heading", Quote{Exact: "Garden"}, ""},
		{"no table header", Quote{Exact: "Plant"}, ""},
		{"no code block", Quote{Exact: "code is no passage"}, ""},
		{"no half of a word", Quote{Exact: "It is not addict"}, ""},
		{"no half at the front", Quote{Exact: "hey may help"}, ""},
		{"no half of a number", Quote{Exact: "5 mg"}, ""},
		{"the whole number", Quote{Exact: "0.5 mg"}, "4:42 0.5 mg"},
		{"nothing", Quote{}, ""},
		{"only spaces", Quote{Exact: " \n"}, ""},
		{"three places", Quote{Exact: "he words repeat"}, ""},
		{"ambiguous", Quote{Exact: "words repeat."}, "6:7 words repeat.; 9:20 words repeat.; 14:15 words repeat."},
		{"before", Quote{Exact: "words repeat.", Before: "it all: the"}, "9:20 words repeat."},
		{"before, folded and untrimmed", Quote{Exact: "words repeat.", Before: " it  all: the "}, "9:20 words repeat."},
		{"before must be direct", Quote{Exact: "words repeat.", Before: "Before it"}, ""},
		{"before in the row", Quote{Exact: "The words repeat.", Before: "Sage |"}, "14:11 The words repeat."},
		{"before in the block above", Quote{Exact: "The words repeat.", Before: "not addictive."}, "6:3 The words repeat."},
		{"after", Quote{Exact: "words repeat.", After: "A fish"}, "9:20 words repeat."},
		{"after in the block below", Quote{Exact: "words repeat.", After: "Another"}, "6:7 words repeat."},
		{"after must be direct", Quote{Exact: "words repeat.", After: "fish"}, ""},
		{"both", Quote{Exact: "words repeat.", Before: "The", After: "Another item."}, "6:7 words repeat."},
		{"both, one wrong", Quote{Exact: "words repeat.", Before: "The", After: "A fish"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, m := range d.Find(tt.quote) {
				got = append(got, fmt.Sprintf("%d:%d %s", m.Line, m.Col, m.Text))
			}
			if g := strings.Join(got, "; "); g != tt.want {
				t.Errorf("got  %q\nwant %q", g, tt.want)
			}
		})
	}
}

// A match names the passages that it touches and the bytes of the source.
func TestMatch(t *testing.T) {
	d := must(t, garden)
	found := d.Find(Quote{Exact: "they may help. They go on to a second line. The dose"})
	if len(found) != 1 {
		t.Fatalf("found %d places", len(found))
	}
	m := found[0]
	if m.First != 0 || m.Last != 3 {
		t.Errorf("touches [%d,%d), want [0,3)", m.First, m.Last)
	}
	if got, want := garden[m.Start:m.End], "they may help.\nThey go on to a second line. The dose"; got != want {
		t.Errorf("the source there is %q, want %q", got, want)
	}
}

// Offsets, lines and columns are those of the bytes as they came, with a byte
// order mark and whatever ends the lines.
func TestFindInAnySource(t *testing.T) {
	const plain = "# Têtes\n\nÉtude *one* here.\nIt goes\non.\n\n- item é\n"
	for name, source := range map[string]string{
		"LF":       plain,
		"CRLF":     strings.ReplaceAll(plain, "\n", "\r\n"),
		"CR":       strings.ReplaceAll(plain, "\n", "\r"),
		"BOM":      "\ufeff" + plain,
		"BOM CRLF": "\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			d := must(t, source)
			if d.Title != "Têtes" || d.Sections[0].Line != 1 {
				t.Errorf("title %q on line %d", d.Title, d.Sections[0].Line)
			}
			for _, tt := range []struct{ exact, start, end, at string }{
				{"one here", "one", "here", "3:8"},
				{"goes on", "goes", "on", "4:4"},
				{"item é", "item", "é", "7:3"},
			} {
				found := d.Find(Quote{Exact: tt.exact})
				if len(found) != 1 {
					t.Errorf("%q is found %d times", tt.exact, len(found))
					continue
				}
				m := found[0]
				if s := source[m.Start:m.End]; !strings.HasPrefix(s, tt.start) || !strings.HasSuffix(s, tt.end) {
					t.Errorf("%q leads to %q", tt.exact, s)
				}
				if at := fmt.Sprintf("%d:%d", m.Line, m.Col); at != tt.at {
					t.Errorf("%q is at %s, want %s", tt.exact, at, tt.at)
				}
			}
		})
	}
}
