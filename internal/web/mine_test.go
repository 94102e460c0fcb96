package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"verbatim/internal/web/page"
)

// Trust 47: a learner takes away everything, deletes everything, and is nobody
// afterwards; others keep theirs.
func TestTrust47EverythingOfMine(t *testing.T) {
	w := newWorld(t, Config{KeepDays: 30})
	b, session := w.learner()
	b.ask(http.MethodPost, "/sessions/:id/questions/:n", session)
	other, theirs := w.learner()
	privacy := b.get("/privacy")
	for _, want := range []string{minePath, forgetPath, "30 days"} {
		if !strings.Contains(privacy.body, want) {
			t.Errorf("the privacy page does not say %q", want)
		}
	}
	if nobody := w.browser().get("/privacy"); strings.Contains(nobody.body, minePath) {
		t.Error("the privacy page offers to those of whom nothing is stored to take it away")
	}
	mine := b.get(minePath)
	var records []page.Record
	if err := json.Unmarshal([]byte(mine.body), &records); err != nil {
		t.Fatalf("%v: %s", err, mine.body)
	}
	if len(records) != 1 || records[0].Session.String() != session || len(records[0].Answers) != 1 {
		t.Errorf("what is taken away is %+v", records)
	}
	if got := mine.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; filename=") {
		t.Errorf("it is to be shown, rather than kept: %q", got)
	}
	b.get(forgetPath)
	cookie := b.cookies["sid"]
	gone := b.post(forgetPath, nil)
	if gone.StatusCode != http.StatusSeeOther || gone.Header.Get("Location") != "/sessions" {
		t.Fatalf("%s to %s", gone.Status, gone.Header.Get("Location"))
	}
	dropped := false
	for _, c := range gone.Cookies() {
		dropped = dropped || c.Name == "sid" && c.MaxAge < 0
	}
	if !dropped {
		t.Errorf("the browser keeps its cookie: %v", gone.Cookies())
	}
	b.cookies["sid"] = cookie // one that was copied is worth nothing
	for _, path := range []string{minePath, "/sessions/" + session + "/results"} {
		if res := b.get(path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s after that: %s", path, res.Status)
		}
	}
	if res := other.get("/sessions/" + theirs + "/questions/1"); res.StatusCode != http.StatusOK {
		t.Errorf("another learner's session: %s", res.Status)
	}
}
