package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"verbatim/internal/play"
)

// Bodies that are packed are refused as they come: unpacked, a small one could
// fill the memory.
func TestAPIRefusesPackedBodies(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Admin), true)
	report := w.report().String()
	for path, body := range map[string]string{
		"/sets/tides/publish":           string(zipped(t, tidesFolder(t)...)),
		"/assignments":                  `{"set":"tea"}`,
		"/sets/tea/regrade":             `{"question":"` + w.revision.Set.Questions[0].ID + `","rule":"all-full","dry_run":true}`,
		"/reports/" + report + "/close": `{"note":"done"}`,
	} {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		for _, encodings := range [][]string{{"gzip"}, {"", "gzip"}} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+apiPath+path, bytes.NewReader(packed.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			req.Header["Content-Encoding"] = encodings
			req.Header.Set("Authorization", "Bearer "+p.token)
			req.Header.Set("Content-Type", "application/json")
			res, err := transport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != http.StatusUnsupportedMediaType {
				t.Errorf("%s as %s: %s", path, strings.Join(encodings, ","), res.Status)
			}
		}
	}
}
