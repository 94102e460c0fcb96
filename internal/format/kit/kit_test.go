package kit

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/unsupported"
	"verbatim/internal/reading"
)

func TestTextEncodings(t *testing.T) {
	for _, test := range []struct{ name, in, body, encoding string }{
		{"UTF-8", "é\n", "é\n", ""},
		{"UTF-8 with a mark", "\xef\xbb\xbfé", "é", ""},
		{"UTF-16 LE with a mark", "\xff\xfea\x00\xe9\x00", "aé", "UTF-16"},
		{"UTF-16 BE with a mark", "\xfe\xff\x00a\x00\xe9", "aé", "UTF-16"},
		{"UTF-16 LE", "a\x00b\x00", "ab", "UTF-16"},
		{"UTF-16 BE", "\x00a\x00b", "ab", "UTF-16"},
		{"Windows-1252", "caf\xe9 \x93x\x94", "café “x”", "Windows-1252"},
		{"line ends", "a\r\nb\rc\nd", "a\nb\nc\nd", ""},
		{"nothing", "", "", ""},
	} {
		if got := NewText(Input{Data: []byte(test.in)}); got.Body != test.body || got.Encoding != test.encoding {
			t.Errorf("%s: %q in %q, want %q in %q", test.name, got.Body, got.Encoding, test.body, test.encoding)
		}
	}
}

func TestPositionsAreThoseOfAnEditor(t *testing.T) {
	text := NewText(Input{Name: "f", Data: []byte("\xef\xbb\xbféa\r\n\rxé!")})
	for offset, want := range map[int]diag.Pos{
		0:              {File: "f", Line: 1, Col: 1},
		2:              {File: "f", Line: 1, Col: 2}, // after é
		4:              {File: "f", Line: 2, Col: 1},
		5:              {File: "f", Line: 3, Col: 1},
		8:              {File: "f", Line: 3, Col: 3},
		len(text.Body): {File: "f", Line: 3, Col: 4},
		999:            {File: "f", Line: 3, Col: 4},
	} {
		if got := text.Pos(offset); got != want {
			t.Errorf("Pos(%d) = %v, want %v", offset, got, want)
		}
	}
	if line, start := text.Line(3); line != "xé!" || start != 5 || text.Lines() != 3 {
		t.Errorf("line 3 is %q at %d of %d", line, start, text.Lines())
	}
}

func TestHTML(t *testing.T) {
	media := func(src string) (string, bool) { return "media/" + src, src == "a.png" }
	for _, test := range []struct{ html, md, lost string }{
		{"plain * text", "plain * text", ""},
		{"<p>Hello <b>world</b></p>", "Hello **world**", ""},
		{"<p>one</p><p>two &amp; <code>x&lt;y</code></p>", "one\n\ntwo & `x<y`", ""},
		{"H<sub>2</sub>O, x<sup>2</sup>, e<sup>a/b</sup>", "H₂O, x², e^(a/b)", ""},
		{`<img src="a.png" alt="A">`, "![A](media/a.png)", ""},
		{`see <img src="http://x.org/b.png" alt="the plan"> here`, "see the plan here", "the image http://x.org/b.png, which is not in the file"},
		{`a<script>alert(1)</script>b`, "ab", "a script"},
		{`<a href="javascript:alert(1)">x</a>`, "x", ""},
		{`<a href="https://x.org/">x</a>`, "[x](https://x.org/)", ""},
		{`<p onclick="x()">a<!-- no --> b</p>`, "a b", ""},
		{"2 * 3 * 4 &lt; 30", `2 * 3 * 4 < 30`, ""},
		{"<p>from $5 to $10</p><p>so</p>", "from $5 to $10\n\nso", ""},
		{"<p>a $b$ c$d$e</p><pre>$f$</pre>", "a \\$b$ c\\$d$e\n\n```\n$f$\n```", ""},
		{"so <math><semantics><mi>x</mi><annotation encoding=application/x-tex>x^2\n&lt; \\pi</annotation></semantics></math>, <b>not</b> $y$", `so $x^2 < \pi$, **not** \$y$`, ""},
		{"<math display=block><semantics><mi>x</mi><annotation encoding=application/x-tex>x</annotation></semantics></math>", "$$x$$", ""},
		{"so <math><semantics><mi>x</mi><annotation encoding=application/x-tex>\\unknown</annotation></semantics></math>", `so \unknown`, "a formula's layout"},
		{`so \( x^2 \), <b>then</b> \[\frac ab\] and $$x = 1$$`, `so $x^2$, **then** $$\frac ab$$ and $$x = 1$$`, ""},
		{`from $$ to $$, \(\unknown\), \(a$b\)`, `from \$\$ to \$\$, \\(\\unknown\\), \\(a\$b\\)`, `the layout of the formula \(\unknown\); the layout of the formula \(a$b\)`},
		{`<code>\(x\)</code> <i>or</i> y`, "`\\(x\\)` *or* y", ""},
		{"\xff <b>not</b> $y$", "\ufffd **not** \\$y$", ""},
		{"so <math><msup><mi>x</mi><mn>2</mn></msup></math>", "so x2", "a formula's layout"},
	} {
		md, lost := HTML(test.html, media)
		if md != test.md || strings.Join(lost, "; ") != test.lost {
			t.Errorf("%s\n gives %q, lost %q\n want  %q, lost %q", test.html, md, lost, test.md, test.lost)
		}
	}
}

// Words meant literally are the words that a learner reads.
func TestMarkdownKeepsWords(t *testing.T) {
	for _, words := range []string{"a_b_c", "*x*", "2 * 3 * 4", `C:\*`, "<b>", "x < y", "&amp;", "AT&T", "[a](b)", "`x`", "~~x~~", "![x](y)", "a\\", "![a]", "<http://x.org>", "$a$", `\$a$ $b$`} {
		if got := reading.Plain(Markdown(words)); got != words {
			t.Errorf("%q is read as %q", words, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		words := oneLine(rapid.StringOf(rapid.SampledFrom([]rune("ab1 *_`[]()<>&;~!$\\#-=.\"'é/:"))).Draw(t, "words"))
		if got := reading.Plain(Markdown(words)); got != words {
			t.Fatalf("%q is written %q and read as %q", words, Markdown(words), got)
		}
	})
}

func TestPlainTellsOfMarkup(t *testing.T) {
	for md, marked := range map[string]bool{"a & b": false, "a *b*": true, `a \*b\*`: false, "`a`": true, "[a](https://x.org)": true} {
		if _, got := Plain(md); got != marked {
			t.Errorf("Plain(%q) says markup %v", md, got)
		}
	}
}

func TestSlug(t *testing.T) {
	for words, want := range map[string]string{
		"Who's buried?": "who-s-buried", "  ¿Qué es?": "que-es", "日本": "", "A/B": "a-b", "Straße 3": "stra-e-3",
		strings.Repeat("long words ", 20): "long-words-long-words-long-words-long-words-long-words-long",
	} {
		if got := Slug(words); got != want {
			t.Errorf("Slug(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestImportHoldsQuestionsToTheirKind(t *testing.T) {
	m := NewImport(Input{Name: "dir/My file.gift"})
	at := diag.Pos{File: "dir/My file.gift", Line: 3, Col: 1}
	sound := quiz.Question{Stem: "Which?", Body: &choice.Single{Options: choice.Options{{Text: "a", Correct: true}, {Text: "b"}}}}
	m.Add(m.Item(""), sound, at, "")
	sound.Topic = m.Topic("A topic")
	m.Add(m.Item(""), sound, at, "")
	noKey := quiz.Question{ID: "No key", Stem: "Which?", Body: &choice.Single{Options: choice.Options{{Text: "a"}, {Text: "b"}}}}
	m.Add(m.Item("No key"), noKey, at, "source")
	m.Item("").Refuse(at, "broken", "mend it", "it is broken")
	set := m.Finish().Set
	if set.Title != "My file" || set.ID != "my-file" {
		t.Errorf("the set is %q, %q", set.Title, set.ID)
	}
	if m.Count(Whole) != 2 || m.Count(Lossy) != 1 || m.Count(Refused) != 1 || len(set.Questions) != 3 {
		t.Errorf("fates %v of %d questions", m.Fates, len(set.Questions))
	}
	if set.Questions[1].ID != "which-2" || set.Questions[0].Topic != "other-questions" {
		t.Errorf("%+v", set.Questions)
	}
	kept, ok := set.Questions[2].Body.(*unsupported.Question)
	if !ok || kept.Text != "source" || kept.Reason != "no option is marked as right" || kept.Was != "single-choice" {
		t.Errorf("the question without a key is %+v", set.Questions[2].Body)
	}
	for _, d := range m.List {
		if d.Pos != at {
			t.Errorf("%v stands elsewhere", d)
		}
	}
}
