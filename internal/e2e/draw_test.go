package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pooled is a folder with a set that draws 3 of the 8 questions on sums, and
// asks both on products.
func pooled(t testing.TB) string {
	var set strings.Builder
	set.WriteString("title: \"Sums and products\"\nlanguage: en\ntopics:\n  sums: \"Sums\"\n  products: \"Products\"\ndraw:\n  sums: 3\nquestions:\n")
	ask := func(id, topic, claim string) {
		fmt.Fprintf(&set, "  - id: %s\n    topic: %s\n    kind: true-false\n    stem: %q\n    answer: true\n    because:\n      \"false\": \"Count it.\"\n", id, topic, claim)
	}
	for n := 1; n <= 8; n++ {
		ask(fmt.Sprintf("sum-%d", n), "sums", fmt.Sprintf("%d and %d make %d.", n, n, 2*n))
	}
	for n := 1; n <= 2; n++ {
		ask(fmt.Sprintf("product-%d", n), "products", fmt.Sprintf("%d times %d is %d.", n, n, n*n))
	}
	dir := filepath.Join(t.TempDir(), "sums")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "set.yaml"), []byte(set.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(dir)
}

// A learner is told what is drawn, takes the set as it comes, and is scored on
// what was asked; who teaches assigns it with another draw.
func TestPools(t *testing.T) {
	axe, p := axe(t), start(t, t.TempDir(), "--sets", pooled(t))
	for _, s := range []setting{{Width: 1280}, {Width: 360}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			look := func(name string) {
				t.Helper()
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
				if !s.NoScript {
					b.accessible(axe, "pools-"+name, s)
				}
			}
			says := func(selector, want string) {
				t.Helper()
				if said := b.text(selector); !strings.Contains(said, want) {
					t.Errorf("%s: %s says %q, not %q", b.path(), selector, said, want)
				}
			}
			b.goTo("/")
			says(".card .facts", "5 of 10 questions, drawn for you")
			look("library")
			b.follow(".card h2 a")
			says("main > .facts", "5 of 10 questions, drawn for you")
			says("label[for=topic-0]", "3 of 8 questions")
			says("label[for=topic-1]", "2 questions")
			look("start")
			b.follow("form.begin button")
			asked := map[string]bool{}
			for n := 1; n <= 5; n++ {
				if at, m := b.place(); at != n || m != 5 {
					t.Fatalf("question %d of 5 is announced as %d of %d", n, at, m)
				}
				asked[b.text("h1")] = true
				b.choose("True")
				b.follow("form .button")
				b.follow(".actions a.button")
			}
			if len(asked) != 5 {
				t.Errorf("some question was asked twice: %v", asked)
			}
			says(".sentence", "You got 5 of 5 right.")
			look("results")
			b.goTo("/sets/sums")
			b.click("label[for=topic-1]")
			b.follow("form.begin button")
			if _, m := b.place(); m != 3 {
				t.Errorf("of sums alone, %d questions are asked", m)
			}

			b.enter(p, "instructor")
			b.goTo("/teach/assignments/new")
			if drawn := eval[string](b, `document.querySelector("#draw-sums").value`); drawn != "3" {
				t.Errorf("the form of an assignment begins with %q of the sums", drawn)
			}
			b.write("#draw-sums", "9")
			b.write("#draw-products", "1")
			look("assign")
			b.follow("form[method=post] .go button")
			says(".problem-summary", "no more than the topic has")
			look("assign-problem")
			b.write("#draw-sums", "8")
			b.follow("form[method=post] .go button")
			says(".terms", "9 of 10 questions")
			look("assignment")
			b.goTo(strings.TrimPrefix(b.text(".address a"), p.URL))
			says(".terms", "9 of 10 questions, drawn for you")
			look("attend")
			b.clean()
		})
	}
}
