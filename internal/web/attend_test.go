package web

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// visit gives a browser that has seen an assignment's page, for its token.
func (w *world) visit(a quiz.Assignment) *browser {
	w.t.Helper()
	b := w.browser()
	if res := b.get(joinPath(a.Code)); res.StatusCode != http.StatusOK {
		w.t.Fatalf("the page of an assignment: %s", res.Status)
	}
	return b
}

// TestJoin follows a code from the board to the first question and back.
func TestJoin(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.assign(quiz.Terms{Title: "Tea & biscuits", Attempts: 1, Identity: quiz.Nickname})
	b := w.browser()
	b.get("/join")
	typed := " " + strings.ToLower(quiz.ShowCode(a.Code)) + " "
	if res := b.post("/join", url.Values{"code": {typed}}); res.Header.Get("Location") != joinPath(a.Code) {
		t.Fatalf("the code %q leads to %q", typed, res.Header.Get("Location"))
	}
	res := b.get(joinPath(strings.ToLower(a.Code)))
	if res.Header.Get("Location") != joinPath(a.Code) {
		t.Errorf("a code in small letters: %s to %q", res.Status, res.Header.Get("Location"))
	}
	res = b.get(joinPath(a.Code))
	if len(b.cookies) > 0 {
		t.Error("looking at an assignment sets a cookie")
	}
	if !strings.Contains(res.body, "Tea &amp; biscuits") || !strings.Contains(res.body, `name="nickname"`) {
		t.Errorf("the page does not ask for a nickname:\n%s", res.body)
	}
	res = b.post(joinPath(a.Code), url.Values{"nickname": {" "}})
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `href="#nickname"`) {
		t.Errorf("without a nickname: %s\n%s", res.Status, res.body)
	}
	res = b.post(joinPath(a.Code), url.Values{"nickname": {"<Earl>"}})
	session, ok := strings.CutPrefix(res.Header.Get("Location"), "/sessions/")
	if !ok {
		t.Fatalf("joining leads to %q", res.Header.Get("Location"))
	}
	if res = b.get(joinPath(a.Code)); !strings.Contains(res.body, "&lt;Earl&gt;") || !strings.Contains(res.body, "Continue your attempt") || strings.Contains(res.body, "no attempt left") {
		t.Errorf("the page after joining:\n%s", res.body)
	}
	if res = b.post(joinPath(a.Code), nil); res.Header.Get("Location") != "/sessions/"+session {
		t.Errorf("going on leads to %q, want session %s", res.Header.Get("Location"), session)
	}
	if res = b.get("/join"); !strings.Contains(res.body, "Tea &amp; biscuits") {
		t.Errorf("the joined assignment is not listed:\n%s", res.body)
	}
}

func TestJoinRefuses(t *testing.T) {
	w := newWorld(t, Config{})
	now := time.Now()
	late := w.assign(quiz.Terms{Title: "Late", Opens: now.Add(-2 * time.Hour), Closes: now.Add(-time.Hour)})
	early := w.assign(quiz.Terms{Title: "Early", Opens: now.Add(time.Hour)})
	listed := w.assign(quiz.Terms{Title: "Listed", Identity: quiz.Roster}, store.Person{Number: "7", Name: "Ada"})

	b := w.visit(late)
	b.get("/join") // for its token
	if res := b.post(joinPath(late.Code), nil); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "has closed") {
		t.Errorf("joining late: %s\n%s", res.Status, res.body)
	}
	b = w.visit(early)
	if res := b.post(joinPath(early.Code), nil); res.Header.Get("Location") != joinPath(early.Code) {
		t.Errorf("joining early: %s to %q", res.Status, res.Header.Get("Location"))
	}
	if res := b.get(joinPath(early.Code)); !strings.Contains(res.body, "not open yet") || strings.Contains(res.body, "<button") {
		t.Errorf("the page before it opens:\n%s", res.body)
	}
	b = w.visit(listed)
	if res := b.post(joinPath(listed.Code), url.Values{"number": {"8"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `value="8"`) {
		t.Errorf("a number that is not listed: %s\n%s", res.Status, res.body)
	}
	if res := b.post(joinPath(listed.Code), url.Values{"number": {"7"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a number that is listed: %s", res.Status)
	}
	b.get("/join")
	if res := b.post("/join", url.Values{"code": {"BBBB-BBBB"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `value="BBBB-BBBB"`) {
		t.Errorf("an unknown code: %s\n%s", res.Status, res.body)
	}
}

// An attempt is the class's to keep: nothing offers to delete it, and nothing does.
func TestAttemptsStayWithTheClass(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.attempt(w.assigned)
	if list := b.page("/sessions"); list.Find(".entry").Length() != 1 || list.Find(`a[href$="/delete"]`).Length() != 0 {
		t.Errorf("the list of sessions offers to delete an attempt, or does not have it")
	}
	if res := b.get(session + "/delete"); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "stays with the class") {
		t.Errorf("asking to delete an attempt: %s\n%s", res.Status, res.body)
	}
	b.get("/join") // has the token of a form
	if res := b.post(session+"/delete", nil); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("deleting an attempt: %s", res.Status)
	}
	if res := b.get(session + "/questions/1"); res.StatusCode != http.StatusOK {
		t.Errorf("the attempt afterwards: %s", res.Status)
	}
}

// TestTrust13GuessingCodesIsThrottled guesses until the server has had enough;
// then even a good code is no answer, so that guessing on tells nothing.
func TestTrust13GuessingCodesIsThrottled(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	for range guessesBurst {
		if res := b.get("/join/BBBBBBBB"); res.StatusCode != http.StatusNotFound {
			t.Fatalf("a wrong guess: %s", res.Status)
		}
	}
	for _, code := range []string{"BBBBBBBB", w.assigned.Code} {
		if res := b.get(joinPath(code)); res.StatusCode != http.StatusTooManyRequests {
			t.Errorf("%s after %d wrong guesses: %s", code, guessesBurst, res.Status)
		}
	}
}

// TestGuessingCodesAtOnceIsThrottled makes many guesses at the same time,
// all of which begin before the first of them is counted. No more are answered
// than of guesses one after the other, and a good code among them is no answer.
func TestGuessingCodesAtOnceIsThrottled(t *testing.T) {
	w := newWorld(t, Config{})
	const wrong = 2 * guessesBurst
	var begun, refused sync.WaitGroup
	begun.Add(wrong + 1)
	refused.Add(wrong)
	lookUp := func(code string) {
		begun.Done()
		begun.Wait()
		if code == w.assigned.Code {
			refused.Wait()
		}
	}
	w.store.lookUp.Store(&lookUp)
	var told atomic.Int64
	began := time.Now()
	for range wrong {
		go func() {
			defer refused.Done()
			if res := w.browser().get("/join/BBBBBBBB"); res.StatusCode == http.StatusNotFound {
				told.Add(1)
			}
		}()
	}
	res := w.browser().get(joinPath(w.assigned.Code))
	if most := guessesBurst + 1 + int64(time.Since(began).Seconds()); told.Load() > most {
		t.Errorf("of %d guesses at once %d are answered, want at most %d", wrong, told.Load(), most)
	}
	if res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a good code among them: %s", res.Status)
	}
}
