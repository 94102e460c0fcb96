package web

import (
	"net/http"
	"testing"

	"verbatim/internal/play"
)

// What is no text is refused wherever it comes from, before anything is changed:
// not every database can keep it or look for it.
func TestOnlyTextsAreTaken(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Admin)
	for _, query := range []string{"set=%00", "set=%FF", "%00=1", "question=a%1b"} {
		for _, path := range []string{"/", "/teach/reports", "/teach/log"} {
			if res := b.get(path + "?" + query); res.StatusCode != http.StatusBadRequest {
				t.Errorf("%s?%s: %s", path, query, res.Status)
			}
		}
	}
	if res := b.get("/teach/reports?set=caf%C3%A9%0A"); res.StatusCode != http.StatusOK {
		t.Errorf("a query with a line break: %s", res.Status)
	}

	p := w.program(b.account, true)
	report := w.report().String()
	before := w.store.writes.Load()
	p.call(http.MethodGet, "/reports?set=%00", "", nil, http.StatusBadRequest, "Problem")
	for path, body := range map[string]string{
		"/assignments":                  `{"set":"tea","terms":{"title":"a\u0000b"}}`,
		"/sets/tea/withdraw":            "{\"note\":\"a\xffb\"}",
		"/reports/" + report + "/close": `{"note":"a\u001b[2J"}`,
	} {
		p.call(http.MethodPost, path, "application/json", []byte(body), http.StatusBadRequest, "Problem")
	}
	if after := w.store.writes.Load(); after != before {
		t.Errorf("%d changes were made", after-before)
	}
}
