package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// exam publishes an unlisted set of two questions on ponds beside the set of
// the world, and assigns it.
func (w *world) exam(owner play.Account) (set string, a quiz.Assignment) {
	w.t.Helper()
	ctx, who := w.t.Context(), play.Who{Account: owner}
	d := w.newDraft(who, false)
	if _, err := w.play.Staff().ReleaseAs(ctx, who, d.ID, d.Version, true, ""); err != nil {
		w.t.Fatal(err)
	}
	a, err := w.play.Staff().Assign(ctx, who, d.Set, quiz.Terms{
		Title: "Midterm", Mode: quiz.Practice, Zone: "UTC", Identity: quiz.Anonymous, Reveal: quiz.RevealAll(),
	}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return d.Set, a
}

// crawl follows all links of a browser's pages from some on, and gives what
// each of them says, by its address.
func (b *browser) crawl(from ...string) map[string]string {
	b.t.Helper()
	pages := map[string]string{}
	for len(from) > 0 {
		path, _, _ := strings.Cut(from[0], "#")
		from = from[1:]
		if _, seen := pages[path]; seen || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/teach") {
			continue
		}
		res := b.get(path)
		pages[path] = res.body
		if at := res.Header.Get("Location"); at != "" {
			from = append(from, at)
		}
		if doc, err := goquery.NewDocumentFromReader(strings.NewReader(res.body)); err == nil {
			doc.Find("a[href]").Each(func(_ int, link *goquery.Selection) { from = append(from, link.AttrOr("href", "")) })
		}
	}
	return pages
}

// An unlisted set is given away by no page, export or address that somebody
// without an assignment of it can reach.
func TestUnlistedSetsAreNowhere(t *testing.T) {
	w := newWorld(t, Config{})
	teacher := w.staff(play.Instructor)
	set, exam := w.exam(teacher.account)

	learner, session := w.learner()
	for n := 1; n <= 3; n++ {
		learner.answer(session, n, "that one")
	}
	classmate, attempt := w.attempt(w.assigned)
	classmate.answerFirst(strings.TrimSuffix(attempt, "/questions/1"), 3)
	for who, b := range map[string]*browser{"a stranger": w.browser(), "a learner": learner, "a learner of another assignment": classmate} {
		pages := b.crawl("/", "/join", "/sessions", "/privacy", "/mine.json", "/sets/tea?mode=review", joinPath(w.assigned.Code))
		if len(pages) < 6 {
			t.Errorf("%s reached %d pages", who, len(pages))
		}
		for path, body := range pages {
			for _, tells := range []string{set, "Ponds", "ducks", "Midterm"} {
				if strings.Contains(body, tells) {
					t.Errorf("%s reads %q at %s", who, tells, path)
				}
			}
		}
		for _, path := range []string{"/sets/" + set, "/sets/" + set + "?mode=review", "/sets/" + set + "/reading", "/teach/sets/" + set} {
			if res := b.get(path); res.StatusCode == http.StatusOK || strings.Contains(res.body, "Ponds") {
				t.Errorf("%s gets %s at %s", who, res.Status, path)
			}
		}
		b.get("/sets/tea") // for its token
		for _, mode := range []string{"practice", "test", "walk", "review"} {
			if res := b.post("/sets/"+set, url.Values{"mode": {mode}}); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s begins it in the mode %s: %s", who, mode, res.Status)
			}
		}
		if absent := b.get("/sets/none"); len(absent.body) != len(b.get("/sets/"+set).body) {
			t.Errorf("%s can tell it from a set that is not there", who)
		}
	}

	// Who comes by the assignment finds it there, and no way to practise it.
	member, attempt := w.attempt(exam)
	member.answerFirst(strings.TrimSuffix(attempt, "/questions/1"), 1)
	pages := member.crawl("/", "/join", "/sessions", "/mine.json", joinPath(exam.Code), attempt, "/sets/"+set)
	if got := pages[strings.TrimSuffix(attempt, "/questions/1")+"/results"]; !strings.Contains(got, "Ponds") {
		t.Errorf("the results of the examination:\n%s", got)
	}
	for path, body := range pages {
		if strings.Contains(body, `"/sets/`+set) && !strings.Contains(body, "/media/") {
			t.Errorf("a link leads from %s to the set", path)
		}
	}
	if strings.Contains(pages["/"], "Ponds") {
		t.Errorf("the library lists it:\n%s", pages["/"])
	}
	if res := member.get("/sets/" + set); res.StatusCode != http.StatusNotFound {
		t.Errorf("its start page: %s", res.Status)
	}
}

// Those who teach see an unlisted set, start it, and put it into the library
// and out of it again.
func TestListing(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	d := w.newDraft(play.Who{Account: b.account}, false)
	doc := b.page(draftPath(d.ID))
	if _, checked := doc.Find("#unlisted").Attr("checked"); checked || doc.Find("#unlisted").Length() != 1 {
		t.Error("a new set is to be unlisted")
	}
	at := b.post(draftPath(d.ID)+"/publish", url.Values{"version": {"1"}, "unlisted": {"yes"}}).Header.Get("Location")
	expectContains(t, b.page(at), "main > .facts", "not in the library")
	expectContains(t, b.page("/teach/sets"), ".entry .note", "through an assignment alone")
	if _, checked := b.page(draftPath(d.ID)).Find("#unlisted").Attr("checked"); !checked {
		t.Error("the next revision would be listed")
	}
	for _, path := range []string{"/teach/assignments/new?set=" + d.Set, "/teach/results", "/sets/" + d.Set + "/reading"} {
		if res := b.get(path); !strings.Contains(res.body, "Ponds") {
			t.Errorf("%s says nothing of it: %s", path, res.Status)
		}
	}
	b.page("/sets/" + d.Set)
	if res := b.post("/sets/"+d.Set, nil); !strings.HasPrefix(res.Header.Get("Location"), "/sessions/") {
		t.Errorf("a start by who teaches: %s", res.Status)
	}
	stranger := w.browser()
	for _, unlisted := range []bool{false, true} {
		form, want := url.Values{}, http.StatusOK
		if unlisted {
			form, want = url.Values{"unlisted": {"yes"}}, http.StatusNotFound
		}
		b.get(at)
		if res := b.post(at+"/listing", form); res.Header.Get("Location") != at {
			t.Fatalf("%s leads to %s", res.Status, res.Header.Get("Location"))
		}
		if res := stranger.get("/sets/" + d.Set); res.StatusCode != want || strings.Contains(stranger.get("/").body, "Ponds") == unlisted {
			t.Errorf("unlisted %v: its page is %s", unlisted, res.Status)
		}
	}
	history := b.page(at)
	if got := said(history.Find("h3").Slice(0, 2)); got != "Taken out of the library served nowPut into the library again" {
		t.Errorf("the history says %q", got)
	}
	if log := w.staff(play.Admin).get("/teach/log").body; !strings.Contains(log, "took out of the library") || !strings.Contains(log, "put into the library again") {
		t.Errorf("the log:\n%s", log)
	}
}

// Whoever could give another's set to a class would read its questions by the
// code, unlisted or not.
func TestTrust12AnothersSetIsNotAssigned(t *testing.T) {
	w := newWorld(t, Config{})
	set, _ := w.exam(w.newAccount(play.Instructor))
	for _, role := range []play.Role{play.Instructor, play.Admin} {
		b := w.staff(role)
		may := role == play.Admin
		if form := b.get(newAssignmentPath); strings.Contains(form.body, `value="`+set+`"`) != may {
			t.Errorf("%s: the choice of sets has another's: %v", role, !may)
		}
		want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[may]
		if res := b.get(newAssignmentPath + "?set=" + set); res.StatusCode != want {
			t.Errorf("%s: the form: %s", role, res.Status)
		}
		b.get(newAssignmentPath)
		terms := url.Values{"set": {set}, "title": {"Mine"}, "zone": {"UTC"}, "mode": {"practice"}, "identity": {"none"}, "keep": {"90"}, "attempts": {"0"}}
		want = map[bool]int{true: http.StatusSeeOther, false: http.StatusNotFound}[may]
		if res := b.post(newAssignmentPath, terms); res.StatusCode != want {
			t.Errorf("%s: assigned: %s\n%s", role, res.Status, res.body)
		}
		_, err := w.play.Staff().Assign(t.Context(), play.Who{Account: b.account}, set, quiz.Terms{}, nil)
		if errors.Is(err, play.ErrNotFound) == may {
			t.Errorf("%s: Assign: %v", role, err)
		}
	}
}
