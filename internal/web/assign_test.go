package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// termsForm is the form of an assignment, filled in.
var termsForm = url.Values{
	"set": {"tea"}, "title": {"Week 1"}, "mode": {"practice"}, "topic": {"leaves"}, "zone": {"Europe/Paris"},
	"opens": {"2026-03-01T09:30"}, "closes": {"2099-03-01T09:30"}, "attempts": {"2"}, "identity": {"roster"},
	"roster": {"17;Ada Lovelace\n18;Émilie"}, "keep": {"30"}, "certainty": {"optional"}, "finished": {"score", "reasons"},
}

// class makes an assignment of whoever signed in last, with one participant.
func (w *world) class() (assignment, participant uuid.UUID) {
	w.t.Helper()
	ctx, owner := w.t.Context(), play.Who{Account: w.account}
	a, err := w.play.Staff().Assign(ctx, owner, w.revision.Set.ID, quiz.Terms{
		Title: "Week 1", Mode: quiz.Practice, Zone: "UTC", Identity: quiz.Nickname, Reveal: quiz.RevealAll(),
	}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	learner, _, err := w.play.NewLearner(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	here, err := w.play.Attend(ctx, learner, a.Code)
	if err == nil {
		err = w.play.Join(ctx, learner, here, "<Earl>", store.Person{})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return a.ID, here.Me.ID
}

// TestAssign makes an assignment, changes it, and sees to those who join.
func TestAssign(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	if res := b.get("/teach/assignments"); !strings.Contains(res.body, "Nothing is assigned yet") {
		t.Errorf("the list before the first:\n%s", res.body)
	}
	b.get("/teach/assignments/new")
	res := b.post("/teach/assignments/new", termsForm)
	at := res.Header.Get("Location")
	id, ok := strings.CutPrefix(at, "/teach/assignments/")
	if !ok {
		t.Fatalf("assigning: %s to %q\n%s", res.Status, at, res.body)
	}
	a, err := w.store.Assignment(t.Context(), uuid.MustParse(id))
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Opens.Format("15:04 MST"); got != "08:30 UTC" {
		t.Errorf("it opens at %s, want 09:30 of Paris", got)
	}
	if got := len(a.Reveal.Finished); got != 4 || len(a.Reveal.Answered) != 0 {
		t.Errorf("what is shown: %+v", a.Reveal)
	}
	learner := w.visit(a)
	if res := learner.post(joinPath(a.Code), url.Values{"number": {"18"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("joining: %s", res.Status)
	}
	res = b.get(at)
	for _, want := range []string{quiz.ShowCode(a.Code), w.url + joinPath(a.Code), "Émilie", `class="qr"`} {
		if !strings.Contains(res.body, want) {
			t.Errorf("the page of the assignment lacks %q:\n%s", want, res.body)
		}
	}
	people, err := w.store.Participants(t.Context(), a.ID, uuid.Nil, 2)
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	about := at + "/participants/" + people[0].ID.String()
	if res := b.post(about, url.Values{"extension": {"soon"}}); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("extra minutes that are no number: %s", res.Status)
	}
	if res := b.post(about, url.Values{"extension": {"15"}}); res.Header.Get("Location") != at {
		t.Errorf("extra minutes: %s", res.Status)
	}
	if res := learner.get(joinPath(a.Code)); !strings.Contains(res.body, "You have joined as Émilie") {
		t.Errorf("the page of who has joined:\n%s", res.body)
	}

	res = b.get(at + "/terms")
	for _, want := range []string{`value="2026-03-01T09:30"`, "17\tAda Lovelace", `value="reasons" id="finished-reasons" aria-labelledby="what-reasons when-finished" checked`} {
		if !strings.Contains(res.body, want) {
			t.Errorf("the terms to change lack %q:\n%s", want, res.body)
		}
	}
	if res := b.post(at+"/close", nil); res.Header.Get("Location") != at {
		t.Errorf("closing: %s", res.Status)
	}
	if res := learner.get(joinPath(a.Code)); !strings.Contains(res.body, "It has closed") {
		t.Errorf("the page of a closed assignment:\n%s", res.body)
	}
	if res := b.get("/teach/assignments"); !strings.Contains(res.body, "1 has joined. 1 has begun.") {
		t.Errorf("the list:\n%s", res.body)
	}
	b.get(at + "/delete")
	if res := b.post(at+"/delete", nil); res.Header.Get("Location") != "/teach/assignments" {
		t.Errorf("deleting: %s", res.Status)
	}
	if res := b.get(at); res.StatusCode != http.StatusNotFound {
		t.Errorf("a deleted assignment: %s", res.Status)
	}
}

// TestAssignKeepsWhatWasTyped sends forms with one fault each: the form comes
// back with the fault named and everything as it was written.
func TestAssignKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	b.get("/teach/assignments/new")
	for field, value := range map[string]string{
		"title": " ", "questions": "ten", "attempts": "1e9", "time-limit": "-1", "keep": "x", "opens": "tomorrow", "closes": "2026-01-01T00:00",
		"zone": "Mars/Olympus", "topic": "whales", "roster": "17;Ada\n17;Bob", "identity": "passport", "certainty": "always", "mode": "exam",
	} {
		form := maps.Clone(termsForm)
		form.Set(field, value)
		control := map[string]string{"topic": "topic-0"}[field]
		res := b.post("/teach/assignments/new", form)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `href="#`+cmp.Or(control, field)+`"`) {
			t.Errorf("%s of %q: %s\n%s", field, value, res.Status, res.body)
			continue
		}
		for name, want := range map[string]string{
			"title": `value="` + form.Get("title") + `"`, "opens": `value="` + form.Get("opens") + `"`,
			"attempts": `value="` + form.Get("attempts") + `"`, "roster": form.Get("roster"),
		} {
			if !strings.Contains(res.body, want) {
				t.Errorf("%s of %q: what was typed as %s is gone", field, value, name)
			}
		}
	}
	if res := b.post("/teach/assignments/new", url.Values{"title": {"x"}, "owner": {"me"}}); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a field that the form does not have: %s", res.Status)
	}
}

func TestTrust12OthersAssignmentsAreMissing(t *testing.T) {
	w := newWorld(t, Config{})
	w.staff(play.Instructor)
	a, p := w.class()
	other := w.staff(play.Instructor)
	for key, role := range staffMatrix {
		if role == "" || !strings.Contains(key, "/assignments/:id") {
			continue
		}
		method, path, _ := strings.Cut(key, " ")
		path = strings.NewReplacer(":id", a.String(), ":participant", p.String()).Replace(path)
		res := other.do(method, path, url.Values{"token": {other.token}})
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s by another instructor: %s", key, res.Status)
		}
	}
}

// Years that cannot be written are a fault of the form, not of the server.
func TestAssignRefusesYearsThatCannotBeWritten(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	b.get("/teach/assignments/new")
	for _, wrong := range [][3]string{{"opens", "0000-01-01T00:00", "UTC"}, {"opens", "0001-01-01T00:00", "Asia/Tokyo"}, {"closes", "9999-12-31T23:59", "America/New_York"}} {
		form := maps.Clone(termsForm)
		form.Set("opens", "")
		form.Set(wrong[0], wrong[1])
		form.Set("zone", wrong[2])
		if res := b.post("/teach/assignments/new", form); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `href="#`+wrong[0]+`"`) {
			t.Errorf("%v: %s", wrong, res.Status)
		}
	}
}
