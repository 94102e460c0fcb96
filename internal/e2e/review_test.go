package e2e

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // moves what was answered into the past

	"verbatim/internal/e2e/need"
)

// A person comes back after some days, finds what is due in the library, reviews
// it, and takes one answer back.
func TestReviewMode(t *testing.T) {
	axe, data := axe(t), t.TempDir()
	sets := filepath.Join(need.Root(t), "internal", "quiz", "kinds", "testdata")
	p := start(t, data, "--sets", sets)
	b := open(t, p, setting{Width: 1280})
	b.goTo(tides)
	b.follow("form.begin button")
	for _, q := range kindsAsked[:4] {
		b.answerAs(q, "wrong")
		b.follow(".actions a.button")
	}
	p.terminate()
	p.wait(t)
	daysPass(t, filepath.Join(data, "verbatim.db"), 4)
	again := start(t, data, "--sets", sets, "--addr", strings.TrimPrefix(p.URL, "http://")) // where the cookie belongs
	b.base = again.URL

	look := func(name string) {
		t.Helper()
		for _, s := range []setting{{Width: 360}, {Width: 1280}} {
			b.look(s)
			for _, what := range eval[[]string](b, misfits) {
				t.Errorf("%s: %s", name, what)
			}
			b.accessible(axe, "review-"+name, s)
		}
	}
	b.goTo("/")
	if said := b.text(".due"); said != "4 questions due Review before you forget: Tides" {
		t.Errorf("the library says %q", said)
	}
	look("library")
	b.follow(".due a")
	if chosen := eval[string](b, `document.querySelector("[name=mode]:checked").value`); chosen != "review" {
		t.Errorf("the mode %q is chosen", chosen)
	}
	look("start")
	b.follow("form.begin button")
	if _, m := b.place(); m != 4 {
		t.Errorf("%d questions are reviewed", m)
	}
	asked := b.text("h1")
	b.dontKnow()
	look("feedback")
	b.follow(".report a")
	look("report")
	b.click("label[for=reason-unclear]")
	b.follow(".report-page button")
	if h1 := b.text("h1"); h1 != "Your report is kept" {
		t.Errorf("after a report the page is called %q", h1)
	}
	look("report-sent")
	b.follow(".report-page .go a")
	b.follow(".undo button")
	if again := b.text("h1"); again != asked {
		t.Errorf("after it was taken back, %q is asked", again)
	}
	for range 4 {
		b.dontKnow()
		b.follow(".actions a.button")
	}
	if h1 := b.text("h1"); h1 != "Your review" {
		t.Errorf("the results are called %q", h1)
	}
	look("results")
	b.goTo("/")
	if said := b.text(".due"); said != "" {
		t.Errorf("after the review the library says %q", said)
	}
	b.clean()
}

// daysPass moves all that was answered into the past.
func daysPass(t testing.TB, file string, days int) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, change := range []string{"UPDATE answer SET at = at - ?", "UPDATE session SET started = started - ?"} {
		if _, err := db.Exec(change, (time.Duration(days) * 24 * time.Hour).Microseconds()); err != nil {
			t.Fatal(err)
		}
	}
}
