package reading

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestMathML(t *testing.T) {
	for tex, want := range map[string]string{
		`x`:                                `<mi>x</mi>`,
		`3.5x-1`:                           `<mn>3.5</mn><mi>x</mi><mo>−</mo><mn>1</mn>`,
		`a^2_{ij}`:                         `<msubsup><mi>a</mi><mrow><mi>i</mi><mi>j</mi></mrow><mrow><mn>2</mn></mrow></msubsup>`,
		`x^12`:                             `<msup><mi>x</mi><mrow><mn>1</mn></mrow></msup><mn>2</mn>`,
		`f''`:                              `<msup><mi>f</mi><mrow><mo>′′</mo></mrow></msup>`,
		`\frac12`:                          `<mfrac><mn>1</mn><mn>2</mn></mfrac>`,
		`\sqrt[3]{x}`:                      `<mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>`,
		`\alpha \le \beta`:                 `<mi>α</mi><mo>≤</mo><mi>β</mi>`,
		`a<b`:                              `<mi>a</mi><mo>&lt;</mo><mi>b</mi>`,
		`\left(\frac{a}{b}\right]`:         `<mrow><mo>(</mo><mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac><mo>]</mo></mrow>`,
		`\sum_{i=1}^n`:                     `<msubsup><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mrow><mi>n</mi></mrow></msubsup>`,
		`\sin x`:                           `<mi>sin</mi><mi>x</mi>`,
		`\text{if } x`:                     "<mtext>if\u00a0</mtext><mi>x</mi>",
		`K_{\mathrm{i}}`:                   `<msub><mi>K</mi><mrow><mi mathvariant="normal">i</mi></mrow></msub>`,
		`\mathbb{R}\mathbf{v}`:             `<mi>ℝ</mi><mi>𝐯</mi>`,
		`\mathrm{CO_2}`:                    `<mrow><mi mathvariant="normal">C</mi><msub><mi mathvariant="normal">O</mi><mn>2</mn></msub></mrow>`,
		`\mathcal{L}`:                      `<mi>ℒ</mi>`,
		`\boldsymbol{\beta}x`:              `<mrow><mi>𝛃</mi></mrow><mi>x</mi>`,
		`\bigl( x \bigr)`:                  `<mo>(</mo><mi>x</mi><mo>)</mo>`,
		`\underset{n}{A}`:                  `<munder><mrow><mi>A</mi></mrow><mrow><mi>n</mi></mrow></munder>`,
		`\overbrace{a}^b`:                  `<mover><mover accent="true"><mrow><mi>a</mi></mrow><mo>⏞</mo></mover><mrow><mi>b</mi></mrow></mover>`,
		`\bar x`:                           `<mover accent="true"><mi>x</mi><mo stretchy="false">¯</mo></mover>`,
		`50\,\%`:                           `<mn>50</mn><mspace width="0.1667em"></mspace><mi>%</mi>`,
		`\begin{cases}1&a\\0&b\end{cases}`: `<mrow><mo>{</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mi>b</mi></mtd></mtr></mtable></mrow>`,
		``:                                 ``,
	} {
		got, err := mathML(tex, false)
		body, _, _ := strings.Cut(strings.TrimPrefix(got, "<math><semantics><mrow>"), "</mrow><annotation")
		if err != nil || body != want {
			t.Errorf("%s gives\n%s, %v, not\n%s", tex, body, err, want)
		}
	}
	if got, err := mathML(`\sum_{i}x`, true); err != nil || !strings.HasPrefix(got, `<math display="block" tabindex="0">`) || !strings.Contains(got, "<munder>") {
		t.Errorf("displayed: %s, %v", got, err)
	}
}

func TestTeXThatCannotBeRead(t *testing.T) {
	for tex, says := range map[string]string{
		`\foo`: `\foo is not known here`, `{x`: "a brace is not closed", `x}`: `"}" has no beginning`, `\frac{1}`: "something is missing at the end",
		`x_1_2`: "two subscripts", `\left( x`: `\left has no \right`, `\begin{matrix} 1`: `\begin{matrix} has no \end`, `\begin{figure}`: `\begin{figure} is not known`,
		`5%`: `write \%`, `a & b`: `"&" has no beginning`, `\text{a\b}`: "neither commands nor braces", "x\x01": "no formula has",
		strings.Repeat("{", 100): "nested more than", strings.Repeat("x", 3000): "longer than", `\sqrt[3`: "a bracket is not closed", `x^`: "missing at the end",
	} {
		if got, err := mathML(tex, false); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40s gives %s, %v, not %q", tex, got, err, says)
		}
	}
}

// FuzzMathML: whatever is written, it is an error or well-formed.
func FuzzMathML(f *testing.F) {
	for _, tex := range []string{`x^2`, `\frac{a}{b}`, `\left(\begin{matrix}1&2\\3&4\end{matrix}\right)`, `\sqrt[3]{x}'_1`, `\text{<&>}`, `\\&}`} {
		f.Add(tex)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		got, err := mathML(tex, len(tex)%2 == 0)
		if err != nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader(got))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%q gives %s: %v", tex, got, err)
			}
		}
	})
}
