package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// attempt joins an assignment and gives the path of its session.
func (w *world) attempt(a quiz.Assignment) (*browser, string) {
	w.t.Helper()
	b := w.visit(a)
	res := b.post(joinPath(a.Code), nil)
	if res.StatusCode != http.StatusSeeOther {
		w.t.Fatalf("joining: %s\n%s", res.Status, res.body)
	}
	return b, res.Header.Get("Location")
}

// answerFirst answers each question of a session with the first choice of each
// control, and gives the pages of feedback.
func (b *browser) answerFirst(session string, questions int) (feedback []string) {
	b.t.Helper()
	for n := range questions {
		path := session + "/questions/" + string(rune('1'+n%9))
		if n >= 9 {
			path = session + "/questions/1" + string(rune('0'+n-9))
		}
		res := b.get(path)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(res.body))
		if err != nil {
			b.t.Fatal(err)
		}
		if res = b.post(path, filled(doc, "12")); res.StatusCode != http.StatusSeeOther {
			b.t.Fatalf("answering %s: %s", path, res.Status)
		}
		feedback = append(feedback, b.get(path+"/feedback").body)
	}
	return feedback
}

// What tells how an answer was graded, on any page.
var (
	tellsScore   = regexp.MustCompile(`class="score"|Marks: |Marks so far`)
	tellsVerdict = regexp.MustCompile(`<(h2 class="|p class="at"><span class=")verdict verdict-(right|wrong|partial)`)
	tellsKey     = regexp.MustCompile(`Correct answer|KEY-ACCEPTED`)
	tellsRegrade = regexp.MustCompile(`Graded anew`)
	tellsWhy     = regexp.MustCompile(`KEY-WHY`)
	tellsReasons = regexp.MustCompile(`KEY-BECAUSE|KEY-EXPLANATION|<blockquote`)
)

// TestTrust06DetailsAreHiddenApart walks a set of every kind through
// assignments that show more and more, and looks at every page that there is.
func TestTrust06DetailsAreHiddenApart(t *testing.T) {
	revision := tidesRevision(t)
	w := newWorldOf(t, revision, Config{})
	for level := range len(quiz.Details()) + 1 {
		shown := quiz.Details()[:level]
		a := w.assign(quiz.Terms{Title: "Week", Reveal: quiz.Reveal{Answered: shown, Finished: shown, Closed: shown}})
		b, session := w.attempt(a)
		questions := len(revision.Set.Questions)
		pages := strings.Join(b.answerFirst(session, questions), "\n")
		for _, path := range []string{session + "/results", session + "/reading", session + "/answers.csv", session + "/answers.json", "/sessions", "/", joinPath(a.Code), "/join"} {
			pages += b.get(path).body
		}
		pages += b.post(session+"/retry", nil).body
		pages += w.regradedPages(b, a, session)
		for i, tells := range [][]*regexp.Regexp{{tellsVerdict, tellsRegrade}, {tellsKey, tellsWhy}} {
			for _, tell := range tells {
				if got, want := tell.FindString(pages), i+1 < level; (got != "") != want {
					t.Errorf("with %v shown, after a regrade, it tells %q, want %v", shown, got, want)
				}
			}
		}
		for i, tells := range []*regexp.Regexp{tellsScore, tellsVerdict, tellsKey, tellsReasons} {
			if got, want := tells.FindString(pages), i < level; (got != "") != want {
				t.Errorf("with %v shown, %s is told: %q, want %v", shown, quiz.Details()[i], got, want)
			}
		}
		for _, path := range []string{session + "/reading", session + "/answers.csv", session + "/answers.json"} {
			want := http.StatusUnprocessableEntity
			if level == len(quiz.Details()) {
				want = http.StatusOK
			}
			if res := b.get(path); res.StatusCode != want {
				t.Errorf("with %v shown, %s: %s, want %d", shown, strings.TrimPrefix(path, session), res.Status, want)
			}
		}
	}
}

// regradedPages has the answers to the first question of an assignment graded
// anew, and gives the pages on which that is told.
func (w *world) regradedPages(b *browser, a quiz.Assignment, session string) string {
	w.t.Helper()
	o := play.Order{Set: a.Set, Question: w.revision.Set.Questions[0].ID, Assignment: a.ID, Rule: quiz.Withdraw}
	if _, err := w.play.Staff().Regrade(w.t.Context(), play.Terminal, o, "KEY-WHY: it was wrong."); err != nil {
		w.t.Fatal(err)
	}
	return b.get(session+"/questions/1/feedback").body + b.get(session+"/results").body + b.get(session+"/answers.json").body
}

// TestTrust03KeptAnswersLookAlike compares the pages after a right and a wrong
// answer of an assignment that shows nothing.
func TestTrust03KeptAnswersLookAlike(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.assign(quiz.Terms{Title: "Week", Attempts: 1})
	hidden := a.Terms
	hidden.Reveal = quiz.Reveal{}
	if err := w.play.Staff().ChangeTerms(t.Context(), play.Terminal, a.ID, hidden, nil); err != nil {
		t.Fatal(err)
	}
	var lengths []int
	for place := range 3 {
		b, session := w.attempt(a)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.get(session + "/questions/1").body))
		if err != nil {
			t.Fatal(err)
		}
		var value string
		doc.Find(".option label").Each(func(_ int, label *goquery.Selection) {
			if strings.Contains(label.Text(), []string{"this one", "that one", "no such thing"}[place]) {
				value, _ = doc.Find("#" + label.AttrOr("for", "")).Attr("value")
			}
		})
		res := b.post(session+"/questions/1", url.Values{"answer": {value}})
		if res.StatusCode != http.StatusSeeOther || value == "" {
			t.Fatalf("answering %q: %s", value, res.Status)
		}
		page := b.get(session + "/questions/1/feedback").body
		page = strings.NewReplacer("this one", "", "that one", "", "no such thing", "").Replace(page)
		lengths = append(lengths, len(page))
		if !strings.Contains(page, "Your answer is kept") {
			t.Errorf("the page after an answer:\n%s", page)
		}
	}
	if lengths[0] != lengths[1] || lengths[1] != lengths[2] {
		t.Errorf("the pages after a right and two wrong answers have %v bytes", lengths)
	}
}

// TestTrust07DetailsComeWithTime finishes a session and lets the assignment
// close: each time more is shown, and nothing before the database says so.
func TestTrust07DetailsComeWithTime(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.assign(quiz.Terms{Title: "Week", Closes: time.Now().Add(time.Hour), Reveal: quiz.Reveal{
		Finished: []quiz.Detail{quiz.ShowVerdict}, Closed: []quiz.Detail{quiz.ShowReasons},
	}})
	b, session := w.attempt(a)
	feedback := b.answerFirst(session, 3)
	if tellsVerdict.MatchString(feedback[1]) || !strings.Contains(feedback[1], "once everything is answered") {
		t.Errorf("before the last answer:\n%s", feedback[1])
	}
	if res := b.get(session + "/results"); !tellsVerdict.MatchString(res.body) || tellsKey.MatchString(res.body) || !strings.Contains(res.body, "once the assignment has closed") {
		t.Errorf("the results, when finished:\n%s", res.body)
	}
	if err := w.play.Staff().CloseAssignment(t.Context(), play.Terminal, a.ID); err != nil {
		t.Fatal(err)
	}
	if res := b.get(session + "/results"); !tellsReasons.MatchString(res.body) {
		t.Errorf("the results, when closed:\n%s", res.body)
	}
}
