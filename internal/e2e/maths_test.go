package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const pullSet = `title: "Pull"
reading: reading.md
questions:
  - id: why
    stem: |-
      Why is the pull of the sun on the sea, $F_\odot$, the lesser one? Take

      $$\frac{F_\odot}{F_m} = \frac{M_\odot}{M_m} \left(\frac{r_m}{r_\odot}\right)^3 \approx 0.46$$
    options:
      - text: "It falls with $1/r^3$, and the sun is far"
        correct: true
      - text: "It falls with $\\sqrt{r}$"
        because: "The reading has $\\frac{1}{r^3}$; a root falls by less."
      - text: "It costs $5 to $10"
        because: "That is money."
    explanation: "As $F \\propto M/r^3$, being $390$ times as far counts for more than being $2.7 \\cdot 10^7$ times as heavy."
    quote: "it falls as $1/r^3$"
`

const pullReading = `# Pull

The pull that makes the tides is a difference: it falls as $1/r^3$, not as $1/r^2$. A boat to see it costs $5 to $10.

$$\Delta F = G M m \left(\frac{1}{(r-a)^2} - \frac{1}{r^2}\right) = \frac{2 G M m a}{r^3} + \sum_{n=2}^{\infty} (n+1) \frac{G M m a^n}{r^{n+2}}$$

The sun is heavier, and further away.
`

// Maths is set on every page that shows it, fits, and money stays money.
func TestMaths(t *testing.T) {
	sets := t.TempDir()
	for name, text := range map[string]string{"set.yaml": pullSet, "reading.md": pullReading} {
		if err := os.MkdirAll(filepath.Join(sets, "pull"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(sets, "pull", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	axe, p := axe(t), start(t, t.TempDir(), "--sets", sets)
	for _, s := range []setting{{Width: 1280}, {Width: 360}, {Width: 320, Height: 225, Zoom: 4}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			shows := func(name string, formulas int) {
				t.Helper()
				set := eval[int](b, `[...document.querySelectorAll("main math")].filter(m => m.checkVisibility() && m.getBoundingClientRect().height > 5).length`)
				if set != formulas {
					t.Errorf("%s shows %d formulas, want %d: %s", name, set, formulas, b.text("main"))
				}
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
				if !s.NoScript && s.Zoom == 0 {
					b.accessible(axe, "maths-"+name, s)
				}
			}
			b.goTo("/sets/pull")
			b.follow("form.begin button")
			shows("question", 4)
			if text := b.text("main"); !strings.Contains(text, "It costs $5 to $10") {
				t.Errorf("the question says: %s", text)
			}
			b.click("label:has(msqrt)")
			b.follow("form .button")
			shows("feedback", 13)
			b.follow(".actions a.button")
			shows("results", 6)
			b.follow("a[href$='/reading']")
			shows("marked", 3)
			b.clean()
		})
	}
}
