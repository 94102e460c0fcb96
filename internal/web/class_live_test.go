package web

import (
	"bufio"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// events listens to a stream and gives the ids of its events as they come.
func (b *browser) events(path, last string) <-chan string {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.url+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	res, err := transport.RoundTrip(req) //nolint:bodyclose // it is, once the stream ends
	if err != nil || res.Header.Get("Content-Type") != "text/event-stream" {
		b.t.Fatalf("%s: %v, %v", path, res, err)
	}
	ids := make(chan string, 16)
	go func() {
		defer close(ids)
		defer res.Body.Close()
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				ids <- id
			}
		}
	}()
	return ids
}

// An event comes when a learner answers, and none to who has seen it already.
func TestLiveEvents(t *testing.T) {
	w := newWorld(t, Config{})
	w.server.streamFor = 6 * time.Second
	a := w.assign(quiz.Terms{Title: "Week 1", Identity: quiz.Nickname})
	learner := w.visit(a)
	at := learner.post(joinPath(a.Code), url.Values{"nickname": {"Earl"}}).Header.Get("Location") + "/questions/1"
	b := w.staff(play.Admin)
	seen := b.page(livePath(a.ID)).Find("[data-live]").AttrOr("data-live", "")
	if !strings.HasPrefix(seen, livePath(a.ID)+"/events?seen=") {
		t.Fatalf("the page listens to %q", seen)
	}
	ids := b.events(seen, "")
	learner.reply(at, given{picks: []int{0}})
	first, open := <-ids
	if !open || strings.HasSuffix(seen, first) {
		t.Fatalf("after an answer: %q, %v", first, open)
	}
	w.server.streamFor = 100 * time.Millisecond
	for id := range b.events(seen, first) {
		t.Errorf("who has seen %s hears of %s", first, id)
	}
	for range ids {
		continue // until it ends
	}
	for deadline := time.Now().Add(5 * time.Second); w.server.streams.Load() != 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d streams are left open", w.server.streams.Load())
		}
	}
}
