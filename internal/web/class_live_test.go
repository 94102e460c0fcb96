package web

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verbatim/internal/faults/tally"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// events listens to a stream until it ends or the context does, and gives the
// ids of its events as they come.
func (b *browser) events(ctx context.Context, path, last string) <-chan string {
	b.t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+path, nil)
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
	ids := b.events(t.Context(), seen, "")
	learner.reply(at, given{picks: []int{0}})
	first, open := <-ids
	if !open || strings.HasSuffix(seen, first) {
		t.Fatalf("after an answer: %q, %v", first, open)
	}
	w.server.streamFor = 100 * time.Millisecond
	for id := range b.events(t.Context(), seen, first) {
		t.Errorf("who has seen %s hears of %s", first, id)
	}
	for range ids {
		continue // until it ends
	}
	w.awaitNoStreams()
}

// awaitNoStreams waits until the streams of events have ended.
func (w *world) awaitNoStreams() {
	w.t.Helper()
	for end := time.Now().Add(10 * time.Second); w.server.streams.Load() != 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("%d streams are left open", w.server.streams.Load())
		}
	}
}

// Experiment 9: the stream is cut at every event, and learners answer while it
// is. Whoever comes back hears at once of what was missed, and of nothing twice.
func TestFault09EventsCut(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.assign(quiz.Terms{Title: "Week 1", Identity: quiz.Nickname})
	b := w.staff(play.Admin)
	var at string
	var learner *browser
	answered := 0
	answer := func() {
		if answered%2 == 0 {
			learner = w.visit(a)
			at = learner.post(joinPath(a.Code), url.Values{"nickname": {fmt.Sprint("Earl ", answered)}}).Header.Get("Location") + "/questions/"
		}
		learner.reply(at+fmt.Sprint(answered%2+1), given{picks: []int{0}})
		answered++
	}
	answer()
	stream := b.page(livePath(a.ID)).Find("[data-live]").AttrOr("data-live", "")
	stream, last, _ := strings.Cut(stream, "?seen=")
	found := tally.Tally{}
	// listen gives the next event, and cuts the stream; "" where none came for so long.
	listen := func(patience time.Duration, meanwhile func()) string {
		ctx, cut := context.WithCancel(t.Context())
		defer cut()
		ids := b.events(ctx, stream, last)
		meanwhile()
		select {
		case id := <-ids:
			return id
		case <-time.After(patience):
			return ""
		}
	}
	rounds := tally.Rounds(2, 20)
	w.server.streamFor = 3 * lookEvery
	for range rounds {
		for _, missed := range []bool{false, true} {
			meanwhile := answer
			if missed {
				answer()
				meanwhile = func() {}
			}
			found.Acknowledged++
			next := listen(2*lookEvery, meanwhile)
			if next == "" || next == last {
				found.Lost++
				continue
			}
			last = next
			if listen(lookEvery/4, func() {}) != "" {
				found.Doubled++
			}
		}
	}
	w.awaitNoStreams()
	found.Report(t, 9, tally.Times("live events cut at each of them", 2*rounds))
}
