package reading

import (
	"regexp"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	at := func(source, words string) (start, end int) {
		i := strings.Index(source, words)
		return i, i + len(words)
	}
	mark := func(source, words string, m Mark) Mark {
		m.Start, m.End = at(source, words)
		return m
	}
	const crossing = "One **two three** four."
	tests := []struct {
		name, source string
		opts         Render
		want         string
	}{
		{"paragraph", "One. *Two*.", Render{},
			`<p><span class="passage" id="p0">One.</span> <span class="passage" id="p1"><em>Two</em>.</span></p>`},
		{"emphasis over two sentences", "It **works. Truly** so.", Render{},
			`<p><span class="passage" id="p0">It <strong>works.</strong></span> <span class="passage" id="p1"><strong>Truly</strong> so.</span></p>`},
		{"heading", "# A *b*", Render{IDPrefix: "x-", HeadingShift: 1}, `<h2 id="x-s-a-b">A <em>b</em></h2>`},
		{"heading shifted to the end", "##### A", Render{HeadingShift: 3}, `<h6 id="s-a">A</h6>`},
		{"list", "3. a\n4. b", Render{},
			"<ol start=\"3\">\n<li><span class=\"passage\" id=\"p0\">a</span>\n</li>\n<li><span class=\"passage\" id=\"p1\">b</span>\n</li>\n</ol>"},
		{"table", "| A | B |\n|---|--:|\n| c | d |", Render{Marks: []Mark{{Passage: 0, Class: "right"}}},
			"<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr><th scope=\"col\">A</th><th scope=\"col\" class=\"align-right\">B</th></tr>\n</thead>\n" +
				"<tbody>\n<tr class=\"passage right\" id=\"p0\"><th scope=\"row\">c</th><td class=\"align-right\">d</td></tr>\n</tbody>\n</table></div>"},
		{"code", "```go\na < b\n```", Render{}, "<pre tabindex=\"0\"><code class=\"language-go\">a &lt; b\n</code></pre>"},
		{"a hard break", "a\\\nb", Render{}, `<p><span class="passage" id="p0">a<br> b</span></p>`},

		{"mark of words", "One two three.", Render{Marks: []Mark{mark("One two three.", "two", Mark{Class: "cited", ID: "q1", TabIndex: true, Label: "Q1", Href: "/q?a&b", BackText: "Back"})}},
			`<p><span class="passage" id="p0">One <span class="mark cited" id="q1" tabindex="-1"><span class="mark-label">Q1 </span>two</span>` +
				`<span class="mark-back"> <a href="/q?a&amp;b">Back</a></span> three.</span></p>`},
		{"mark of a passage", "One. Two.", Render{Marks: []Mark{{Passage: 1, Class: "cited"}}},
			`<p><span class="passage" id="p0">One.</span> <span class="passage cited" id="p1">Two.</span></p>`},
		{"mark of a passage with an id", "One.", Render{Marks: []Mark{{Class: "cited", ID: "q1"}}},
			`<p><span class="passage cited" id="p0"><span class="mark-anchor" id="q1">One.</span></span></p>`},
		{"two marks of a passage", "One.", Render{Marks: []Mark{{Class: "a"}, {Class: "b"}}},
			`<p><span class="passage a b" id="p0">One.</span></p>`},
		{"mark across emphasis", crossing, Render{Marks: []Mark{mark(crossing, "three** four", Mark{Class: "c"})}},
			`<p><span class="passage" id="p0">One <strong>two </strong><span class="mark c"><strong>three</strong> four</span>.</span></p>`},
		{"overlapping marks", "One two three.", Render{Marks: []Mark{
			mark("One two three.", "two three", Mark{Class: "b", ID: "b"}), mark("One two three.", "One two", Mark{Class: "a", ID: "a"})}},
			`<p><span class="passage" id="p0"><span class="mark a" id="a">One <span class="mark b" id="b">two</span></span><span class="mark b"> three</span>.</span></p>`},
		{"mark over two sentences", "One. Two.", Render{Marks: []Mark{mark("One. Two.", "One. Two.", Mark{Class: "c", ID: "i"})}},
			`<p><span class="passage" id="p0"><span class="mark c" id="i">One.</span></span> <span class="passage" id="p1"><span class="mark c">Two.</span></span></p>`},
		{"marks of nothing", "One.", Render{Marks: []Mark{{Passage: 9, Class: "a"}, {Passage: -1}, {Start: 90, End: 99}, {Start: 3, End: 2}}},
			`<p><span class="passage" id="p0">One.</span></p>`},

		{"raw HTML is left out", "a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n", Render{}, `<p><span class="passage" id="p0">a b</span></p>`},
		{"a script as a link", "[a](javascript:alert(1)) [b](data:text/html,x) [c](&#106;avascript:x) [d](//e.f)", Render{}, `<p><span class="passage" id="p0">a b c d</span></p>`},
		{"links", "[a](https://a.b/?c&d \"t\") <http://e.f> <g@h.i> [j](#k)", Render{IDPrefix: "x-"},
			`<p><span class="passage" id="x-p0"><a href="https://a.b/?c&amp;d" title="t">a</a> <a href="http://e.f">http://e.f</a> <a href="mailto:g@h.i">g@h.i</a> <a href="#x-s-k">j</a></span></p>`},
		{"a quotation mark in an address", `[a](<http://b.c/"onclick="x>)`, Render{}, `<p><span class="passage" id="p0"><a href="http://b.c/%22onclick=%22x">a</a></span></p>`},
		{"images", "![a \"b\"](c/d.png \"t\") ![e](../f.png) ![g](http://h.i/j.png) ![k](/l.png) ![m](data:image/png,x)", Render{ImagePrefix: "/sets/x/"},
			`<p><img src="/sets/x/c/d.png" alt="a &#34;b&#34;" title="t" loading="lazy"> e g k m</p>`},
		{"a script as the way back", "One.", Render{Marks: []Mark{{ID: "a", Href: "javascript:x", BackText: "b"}}},
			`<p><span class="passage" id="p0"><span class="mark-anchor" id="a">One.</span></span></p>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimSpace(must(t, tt.source).HTML(tt.opts))
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestSectionHTML(t *testing.T) {
	d := must(t, "Zero.\n\n# One\n\nA.\n\n## Two\n\nB.\n")
	var all strings.Builder
	for i := range d.Sections {
		all.WriteString(d.SectionHTML(i, Render{}))
	}
	if all.String() != d.HTML(Render{}) {
		t.Errorf("the sections together are\n%s\nnot\n%s", all.String(), d.HTML(Render{}))
	}
	if got, want := d.SectionHTML(1, Render{}), "<h1 id=\"s-one\">One</h1>\n<p><span class=\"passage\" id=\"p1\">A.</span></p>\n"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFragments(t *testing.T) {
	for _, tt := range []struct{ md, inline, plain string }{
		{"", "", ""},
		{"a *b* `c`", "a <em>b</em> <code>c</code>", "a b c"},
		{"1. May", "1. May", "1. May"},
		{"# 3", "# 3", "# 3"},
		{"- 5 °C", "- 5 °C", "- 5 °C"},
		{"> 5", "&gt; 5", "> 5"},
		{"[a]: b", "[a]: b", "[a]: b"},
		{"    four spaces\n\n    and more", "four spaces and more", "four spaces and more"},
		{"<script>x</script>&lt;", "x&lt;", "x<"},
		{"[a](http://b.c)", `<a href="http://b.c">a</a>`, "a"},
		{"~~a~~", "<del>a</del>", "a"},
		{"a\xffb", "a\ufffdb", "a\ufffdb"},
	} {
		if got := Inline(tt.md); got != tt.inline {
			t.Errorf("Inline(%q) = %q, want %q", tt.md, got, tt.inline)
		}
		if got := Plain(tt.md); got != tt.plain {
			t.Errorf("Plain(%q) = %q, want %q", tt.md, got, tt.plain)
		}
	}
	if got, want := Block("One.\n\n- *a*\n"), "<p>One.</p>\n<ul>\n<li><em>a</em>\n</li>\n</ul>\n"; got != want {
		t.Errorf("Block = %q, want %q", got, want)
	}
}

// The space before an image at the end of a text stands, once.
func TestSpaceBeforeAnImage(t *testing.T) {
	for md, want := range map[string]string{
		"Right ![x](a.png)":                         "Right <img>",
		"Right![x](a.png)":                          "Right<img>",
		"Right ![x](a.png) more":                    "Right <img> more",
		"Right ![x](a.png) ![y](b.png) ![z](c.png)": "Right <img> <img> <img>",
		"*Right* ![x](a.png)":                       "<em>Right</em> <img>",
		"![x](a.png)":                               "<img>",
	} {
		got := regexp.MustCompile(`<img[^>]*>`).ReplaceAllString(Inline(md), "<img>")
		if got != want {
			t.Errorf("%q is %q", md, got)
		}
	}
}
