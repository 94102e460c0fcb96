package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"verbatim/internal/play"
)

// What is refused names what is at fault, in words that are not for browsers.
func TestAPIRefusesInWordsForPrograms(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Instructor), true)
	p.call("POST", "/sets/tides/publish", "application/zip", zipped(t, tidesFolder(t)...), http.StatusCreated, "Published")
	ofBrowsers := regexp.MustCompile(`(?i)browser|\bpage\b|go back`)
	for _, c := range []struct {
		method, path, kind, body string
		status                   int
		says                     string
	}{
		{"GET", "/sets?limit=0", "", "", http.StatusBadRequest, `"field":"limit"`},
		{"POST", "/sets", "", "", http.StatusMethodNotAllowed, "Allow"},
		{"GET", "/audit", "", "", http.StatusForbidden, "rights"},
		{"POST", "/sets/tides/roll-back", "text/plain", "x", http.StatusUnsupportedMediaType, "type of the content"},
		{"POST", "/sets/tides/roll-back", "application/json", "", http.StatusBadRequest, `"code":"json"`},
		{"POST", "/sets/tides/roll-back", "application/json", "{}", http.StatusBadRequest, `"field":"revision"`},
		{"POST", "/assignments", "application/json", `{"set":"tea","terms":{"title":""}}`, http.StatusUnprocessableEntity, `"detail":"Give the assignment a title"`},
	} {
		got := p.call(c.method, c.path, c.kind, []byte(c.body), c.status, "")
		if !strings.Contains(got, c.says) || ofBrowsers.MatchString(got) {
			t.Errorf("%s %s %.20s: %s", c.method, c.path, c.body, got)
		}
	}
}

// Who may not send a set is told so, whatever its size: a large body is taken
// from those alone who may.
func TestLargeUploadsAreRefusedForWhatIsWrong(t *testing.T) {
	w := newWorld(t, Config{})
	account := w.newAccount(play.Instructor)
	large := make([]byte, 2*bodyLimit)
	over := w.program(account, true)
	over.token = "vbt_over"
	over.call("POST", "/sets/tides/publish", "application/zip", large, http.StatusUnauthorized, "")
	w.program(account, false).call("POST", "/sets/tides/publish", "application/zip", large, http.StatusForbidden, "")
	w.program(account, true).call("POST", "/sets/tides/publish", "application/zip", large, http.StatusUnprocessableEntity, "")
	if res := w.browser().post("/teach/sign-in", url.Values{"name": {string(large)}}); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("what is too large: %s", res.Status)
	}
}
