package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/e2e/need"
)

// A person walks from the library to the marked reading with the mouse, at two
// widths, and with scripts switched off.
func TestWalk(t *testing.T) {
	for _, s := range []setting{{Width: 1280}, {Width: 360}, {Width: 1280, NoScript: true}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			fewest := b.fewest()
			b.goTo("/")
			b.follow(`main a[href="` + kratom + `"]`)
			b.begin(fewest)
			right := 0
			for n := 1; n <= fewest; n++ {
				if at, m := b.place(); at != n || m != fewest {
					t.Fatalf("question %d of %d is announced as %d of %d", n, fewest, at, m)
				}
				if want := fmt.Sprintf("Question %d of %d – ", n, fewest); !strings.HasPrefix(b.title(), want) {
					t.Errorf("the title of question %d is %q", n, b.title())
				}
				q := find(t, b.text("h1"))
				switch {
				case len(q.Options) == 0: // TestEveryKind answers those
					b.dontKnow()
				case n%2 == 1:
					b.choose(q.Right...)
					right++
					b.follow("form .button")
					b.checkFeedback(true)
				default:
					b.choose(q.wrong())
					b.follow("form .button")
					b.checkFeedback(false)
				}
				if want := fmt.Sprintf("%d right of %d so far", right, n); !strings.Contains(b.text(".actions"), want) {
					t.Errorf("after question %d the score says %q, not %q", n, b.text(".actions"), want)
				}
				b.follow(".actions a.button")
			}
			if want := fmt.Sprintf("You got %d of %d right.", right, fewest); !strings.Contains(b.text("main"), want) {
				t.Errorf("the results do not say %q: %s", want, b.text("main"))
			}
			b.follow("a.forward[href$='/reading']")
			if eval[int](b, `document.querySelectorAll("article .painted").length`) == 0 {
				t.Error("nothing is marked in the marked reading")
			}
			b.goTo("/sessions")
			b.follow("a[href$='/delete']")
			b.follow("main form .button")
			if text := b.text("main"); !strings.Contains(text, "You have not started a session") {
				t.Errorf("after the only session is deleted, the list says: %s", text)
			}
			b.clean()
		})
	}
}

// find gives the question of the shipped set with this stem.
func find(t testing.TB, stem string) solved {
	t.Helper()
	for _, q := range solve(t) {
		if q.Stem == stem {
			return q
		}
	}
	t.Fatalf("no question of the set asks %q", stem)
	return solved{}
}

func (b *tab) checkFeedback(right bool) {
	b.t.Helper()
	want := "That is right"
	if !right {
		want = "That is not right"
	}
	if got := b.text("#verdict"); !strings.HasPrefix(got, want) && (right || !strings.HasPrefix(got, "That is partly right")) {
		b.t.Errorf("%s: the verdict is %q, not %q", b.path(), got, want)
	}
	for _, selector := range []string{".option.picked .yours", ".option.correct .mark.right", ".settles blockquote", ".settles a[href^='#']"} {
		if b.text(selector) == "" {
			b.t.Errorf("%s has no %s", b.path(), selector)
		}
	}
	// The same page again: it is shown, not scored.
	before := b.text("main")
	b.goTo(b.path())
	if after := b.text("main"); after != before {
		b.t.Errorf("%s changes when it is loaded again:\n%s\n%s", b.path(), before, after)
	}
}

// All questions of the shipped set: each feedback page quotes the reading, in
// blockquotes that hold nothing else, and the results add up what was said.
func TestEveryFeedbackQuotesTheReading(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(need.Root(t), "questions", "kratom", "reading.md"))
	if err != nil {
		t.Fatal(err)
	}
	reading := letters(linkTarget.ReplaceAllString(string(source), "]"))
	l := newLearner(t, served(t))
	at := l.begin(kratom)
	walk := at.session(t)
	said := map[string]int{}
	for want := 1; ; want++ {
		n, m := at.place(t)
		if n != want {
			t.Fatalf("after question %d comes question %d", want-1, n)
		}
		feedback := l.send(at.form(t).pick(n%4 - 1)) // every fourth: "I don't know"
		said[feedback.Find("#verdict").AttrOr("class", "")]++
		quotes := feedback.Find("blockquote")
		if quotes.Length() == 0 {
			t.Errorf("the feedback on question %d quotes nothing", n)
		}
		quotes.Each(func(_ int, q *goquery.Selection) {
			if words := letters(q.Text()); words == "" || !strings.Contains(reading, words) {
				t.Errorf("question %d: the reading does not say %q", n, folded(q))
			}
		})
		next := feedback.next(t)
		if n == m {
			if next != walk+"/results" {
				t.Errorf("after the last question comes %s", next)
			}
			break
		}
		at = l.get(next)
	}
	results := l.get(walk + "/results")
	total := results.Find(".outcome").Length()
	if want := len(solve(t)); total != want {
		t.Errorf("the results list %d questions of %d", total, want)
	}
	right := said["verdict verdict-right"]
	if want := fmt.Sprintf("You got %d of %d right.", right, total); !strings.Contains(results.text(), want) {
		t.Errorf("the results do not say %q but: %s", want, folded(results.Find(".sentence")))
	}
	for _, table := range []string{"#topics", "#evidence"} {
		sum, of := 0, 0
		results.Find(table).Parent().Find("tbody td:nth-child(2)").Each(func(_ int, cell *goquery.Selection) {
			var r, a int
			if _, err := fmt.Sscanf(folded(cell), "%d of %d", &r, &a); err != nil {
				t.Errorf("%s has a cell %q", table, folded(cell))
			}
			sum, of = sum+r, of+a
		})
		if sum != right || of != total {
			t.Errorf("%s adds up to %d of %d, not %d of %d", table, sum, of, right, total)
		}
	}
}

// linkTarget is where a Markdown link leads: no words of the text.
var linkTarget = regexp.MustCompile(`\]\([^)]*\)`)

// letters leaves the letters and digits of a text, so that neither markup nor
// typography makes a difference.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
