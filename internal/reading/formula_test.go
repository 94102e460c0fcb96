package reading

import (
	"strings"
	"testing"
)

func TestMathsBetweenDollars(t *testing.T) {
	const squared = "<msup><mi>a</mi><mrow><mn>2</mn></mrow></msup>"
	for md, holds := range map[string][]string{
		"Here $a^2$ stands.":             {"Here <math><semantics>", squared, "</math> stands."},
		"Here $$a^2$$ stands.":           {`<math display="block" tabindex="0">`},
		"*Here $a^2$*":                   {"<em>Here <math>", "</math></em>"},
		"It costs $5 to $10.":            {"It costs $5 to $10."},
		"A \\$a^2$ and one $ more.":      {"A $a^2$ and one $ more."},
		"Between $5 and $a^2$":           {"Between $5 and <math>"},
		"Not $\\foo$, and `$a$` is code": {"<code>$\\foo$</code>", "<code>$a$</code>"},
		"$a_1 * b * c_2$":                {"<mo>∗</mo>"},
		"$x \\$ y$ more":                 {"<mi>$</mi>", "</math> more"},
		"a $$ b":                         {"a $$ b"},
		"Words $a < b$ here":             {"<mo>&lt;</mo>", `<annotation encoding="application/x-tex">a &lt; b</annotation>`},
	} {
		got := Inline(md)
		for _, want := range holds {
			if !strings.Contains(got, want) {
				t.Errorf("%s gives\n%s\nwithout %s", md, got, want)
			}
		}
		if strings.Contains(md, "costs") && strings.Contains(got, "<math") {
			t.Errorf("money is maths: %s", got)
		}
	}
	if got := Plain("Here $a^2$ stands."); got != "Here $a^2$ stands." {
		t.Errorf("in words: %s", got)
	}
}

func TestMathsOfAReading(t *testing.T) {
	const src = "# Falling\n\nThe way is $s = \\frac{1}{2} g t^2$. It grows with time.\n\n$$\nv = g t,\\quad\ng \\approx 9.8\n$$\n\nAnd $\\oops$ is a slip.\n"
	d, err := Parse([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Passages) != 4 {
		t.Fatalf("%d passages: %+v", len(d.Passages), d.Passages)
	}
	formulas := d.Formulas()
	if len(formulas) != 3 || formulas[2].Err == nil || src[formulas[2].Start:formulas[2].Start+6] != "$\\oops" {
		t.Fatalf("the formulas are %+v", formulas)
	}
	// A mark that ends within a formula is of the whole of it.
	at := strings.Index(src, "way")
	html := d.HTML(Render{Marks: []Mark{{Start: at, End: at + len("way is $s ="), Class: "cited"}}})
	if !strings.Contains(html, `<span class="mark cited">way is <math>`) || strings.Count(html, "<math") != 2 || strings.Count(html, "</math>") != 2 || !strings.Contains(html, "<code>$\\oops$</code>") {
		t.Errorf("the HTML is\n%s", html)
	}
	if got := d.Typeset("a < $s = \\frac{1}{2} g t^2$, not $x$"); !strings.HasPrefix(got, "a &lt; <math><semantics>") || !strings.HasSuffix(got, "</math>, not $x$") {
		t.Errorf("the words are set as %s", got)
	}
	if found := d.Find(Quote{Exact: "The way is $s = \\frac{1}{2} g t^2$."}); len(found) != 1 {
		t.Errorf("the quote with its formula is found %d times", len(found))
	}
}
