package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// answered gives what the list of sessions says of the newest one.
func (l *learner) answered() string {
	l.t.Helper()
	said := l.get("/sessions").Find(".entry").First()
	if said.Length() == 0 {
		l.t.Fatal("the list of sessions is empty")
	}
	return folded(said)
}

const answeredOne = "You have answered 1 of "

func TestTrust08TwiceSentFormCountsOnce(t *testing.T) {
	l := newLearner(t, served(t))
	f := l.begin(kratom).form(t).pick(0)
	first := l.send(f)
	again := l.send(f)
	if first.URL.Path != again.URL.Path || first.Find("main").Text() != again.Find("main").Text() {
		t.Errorf("the form sent again gives another page: %s, then %s", first.text(), again.text())
	}
	if got := l.answered(); !strings.Contains(got, answeredOne) {
		t.Errorf("the list of sessions says: %s", got)
	}
}

// Two tabs show the same question and answer it differently: the first answer
// stands, and the second tab sees it.
func TestSecondTabSeesTheFirstAnswer(t *testing.T) {
	l := newLearner(t, served(t))
	question := l.begin(kratom)
	other := l.get(question.URL.Path)
	first := l.send(question.form(t).pick(0))
	second := l.send(other.form(t).pick(1))
	if first.Find("main").Text() != second.Find("main").Text() {
		t.Errorf("the second tab sees something else: %s, then %s", first.text(), second.text())
	}
	if got := l.answered(); !strings.Contains(got, answeredOne) {
		t.Errorf("the list of sessions says: %s", got)
	}
	if back := l.get(question.URL.Path); back.URL.Path != first.URL.Path {
		t.Errorf("the address of the answered question leads to %s, not to its feedback", back.URL.Path)
	}
}

// A real double click on "Check answer", a way back and another try: one answer.
func TestDoubleClickAndBack(t *testing.T) {
	for _, s := range []setting{{Width: 1280}, {Width: 1280, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			q := one(solve(t))
			b := open(t, served(t), s)
			b.begin(0)
			b.question(q.N)
			b.choose(q.wrong())
			b.leads(func() { b.doubleClick("form .button") })
			feedback := b.path()
			first := b.text("main")

			b.back()
			if eval[bool](b, `Boolean(document.querySelector("fieldset"))`) { // the browser kept the page
				b.choose(q.Right...)
				b.follow("form .button")
			}
			if b.path() != feedback || b.text("main") != first {
				t.Errorf("after the way back, %s says: %s\nbefore, %s said: %s", b.path(), b.text("main"), feedback, first)
			}
			b.goTo("/sessions")
			if got := b.text(".entry"); !strings.Contains(got, answeredOne) {
				t.Errorf("the list of sessions says: %s", got)
			}
		})
	}
}

// Two clicks on "Start" make one session, also where the first of them is what
// makes a learner of a visitor.
func TestDoubleClickOnStart(t *testing.T) {
	for _, s := range []setting{{Width: 1280}, {Width: 1280, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			b.goTo(kratom)
			b.leads(func() { b.doubleClick("form.begin button") })
			b.goTo("/sessions")
			if n := eval[int](b, `document.querySelectorAll(".entry").length`); n != 1 {
				t.Errorf("two clicks made %d sessions", n)
			}
		})
	}
}

// What belongs to somebody else answers as what does not exist: to another
// learner, and to one whom the program does not know.
func TestOthersSessionsDoNotExist(t *testing.T) {
	p := served(t)
	owner, other, stranger := newLearner(t, p), newLearner(t, p), newLearner(t, p)
	question := owner.begin(kratom)
	walk := question.session(t)
	feedback := owner.send(question.form(t).pick(0))
	theirs := other.begin(kratom)
	nobodys := "/sessions/" + uuid.Must(uuid.NewV7()).String()
	for _, l := range []*learner{other, stranger} {
		for _, rest := range []string{"", "/questions/1", "/questions/2", "/questions/1/feedback", "/results", "/reading", "/delete"} {
			taken, none := l.ask(walk+rest), l.ask(nobodys+rest)
			if taken.Status != http.StatusNotFound || none.Status != http.StatusNotFound || taken.Body != none.Body {
				t.Errorf("%s: %d for somebody else's, %d for nobody's; the same page: %t", rest, taken.Status, none.Status, taken.Body == none.Body)
			}
		}
	}
	for _, rest := range []string{"/questions/2", "/retry", "/delete"} {
		form := theirs.form(t).pick(0).Values
		if rest != "/questions/2" {
			form.Del("answer")
		}
		taken, err := other.do(http.MethodPost, walk+rest, form)
		if err != nil {
			t.Fatal(err)
		}
		none, err := other.do(http.MethodPost, nobodys+rest, form)
		if err != nil {
			t.Fatal(err)
		}
		if taken.Status != http.StatusNotFound || taken.Body != none.Body {
			t.Errorf("POST %s: %d for somebody else's, %d for nobody's; the same page: %t", rest, taken.Status, none.Status, taken.Body == none.Body)
		}
	}
	if got := owner.get(feedback.URL.Path); got.text() != feedback.text() {
		t.Errorf("the owner's page has changed: %s", got.text())
	}
	if got := owner.answered(); !strings.Contains(got, answeredOne) {
		t.Errorf("the owner's list of sessions says: %s", got)
	}
}
