package web

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// The tables of 500 questions and of 5,000 learners come in pages, each of a size
// that a browser shows at once, and their order is that of the whole class.
func TestTablesOfManyComeInPages(t *testing.T) {
	const questions, learners, asked = 500, 5000, 10
	set := teaSet(t)
	one := set.Questions[0]
	set.Questions = nil
	for i := range questions {
		one.ID, one.Stem = fmt.Sprintf("green-%d", i), fmt.Sprintf("What of leaf %d?", i)
		set.Questions = append(set.Questions, one)
	}
	w := newWorldOf(t, play.NewRevision(set, teaFiles), Config{})
	attend := func(l int) error {
		rng := rand.New(rand.NewPCG(5, uint64(l)))
		began := time.Now().Add(-time.Hour)
		login := store.Login{ID: uuid.Must(uuid.NewV7()), Learner: uuid.Must(uuid.NewV7()), Created: began, Seen: began}
		if err := w.store.CreateLogin(t.Context(), login); err != nil {
			return err
		}
		s, err := w.store.CreateSession(t.Context(), quiz.Session{ID: uuid.Must(uuid.NewV7()), Learner: login.Learner, Set: set.ID,
			Revision: w.revision.Hash, Mode: quiz.Practice, Items: rng.Perm(questions)[:asked], Started: began}, "")
		for n := 0; n < asked && err == nil; n++ {
			a := quiz.Answer{Session: s.ID, N: n + 1, Response: "1", Worth: 1, At: began.Add(time.Minute)}
			if rng.IntN(2) == 0 {
				a.Response, a.Fraction = "0", 1
			}
			_, err = w.store.CommitAnswer(t.Context(), a)
		}
		return err
	}
	var all sync.WaitGroup
	places := make(chan struct{}, 128)
	for l := range learners {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := attend(l); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	b := w.staff(play.Assistant)
	for _, c := range []struct {
		path string
		rows int // of the whole table
	}{
		{"/teach/sets/tea/results?sort=facility", questions},
		{"/teach/sets/tea/results/learners?sort=-marks", learners},
	} {
		const largest = 300 << 10
		seen, pages, before := 0, 0, ""
		for path := c.path; path != ""; pages++ {
			if size := len(b.get(path).body); size > largest {
				t.Fatalf("%s has %d bytes", path, size)
			}
			doc := b.page(path)
			rows := doc.Find("table").First().Find("tbody tr")
			if rows.Length() == 0 || rows.Length() > 100 {
				t.Fatalf("%s has %d rows", path, rows.Length())
			}
			if first := said(rows.First().Find("th")); first == before {
				t.Fatalf("%s begins as the page before: %s", path, first)
			} else {
				before = first
			}
			seen += rows.Length()
			path = doc.Find(`a[rel="next"]`).AttrOr("href", "")
			if pages > learners {
				t.Fatal("the pages never end")
			}
		}
		if seen != c.rows {
			t.Errorf("%s and what follows has %d rows of %d", c.path, seen, c.rows)
		}
	}
}

// A library of many sets comes in pages, which hold each of them once.
func TestLibraryOfManySetsComesInPages(t *testing.T) {
	const sets = 2*setsOfPage + 7
	w := newWorldOf(t, manyQuestions("many", 2), Config{})
	var all []*play.Revision
	for i := range sets {
		all = append(all, manyQuestions(fmt.Sprint("set-", i), 1))
	}
	if err := w.play.Publish(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	b, seen, pages := w.browser(), map[string]bool{}, 0
	for path := "/"; path != ""; pages++ {
		doc := b.page(path)
		for _, link := range doc.Find(".cards h2 a").EachIter() {
			seen[link.AttrOr("href", "")] = true
		}
		path = doc.Find(`a[rel="next"]`).AttrOr("href", "")
	}
	if len(seen) != sets || pages != 3 {
		t.Errorf("%d pages hold %d sets of %d", pages, len(seen), sets)
	}
	for path, says := range map[string]string{"/?page=99": "Page 3 of 3", "/?page=x": "Page 1 of 3", "/?page=-1": "Page 1 of 3"} {
		if text := said(b.page(path).Find("main")); !strings.Contains(text, says) {
			t.Errorf("%s does not say %q", path, says)
		}
	}
}
