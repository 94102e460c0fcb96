package play

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/reading"
	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

// source is a reading of five passages.
const source = `# Tides

The moon raises the tides of the sea. The sun raises them too. Winds play a part.

- Spring tides come at full moon.
- Neap tides come at half moon.
`

// corrected is an edition of tides in which "Winds" is right of the moon.
const corrected = "corrected edition"

// tides is a set of four questions on two topics. edition makes revisions of it.
func tides(edition string) *quiz.Set {
	doc, err := reading.Parse([]byte(source))
	if err != nil {
		panic(err)
	}
	single := func(right, wrong string) quiz.Body {
		return &choice.Single{Options: choice.Options{
			{Text: right, Correct: true},
			{Text: wrong, Because: "No.", Citation: quiz.Citation{Quote: "Winds play a part"}},
			{Text: "Neither", Because: "No."},
		}}
	}
	set := &quiz.Set{
		ID: "tides", Title: "Tides " + edition, Reading: doc,
		Topics: quiz.Topics{{Name: "causes", Title: "Causes"}, {Name: "kinds", Title: "Kinds"}, {Name: "empty", Title: "Empty"}},
		Questions: []quiz.Question{
			{ID: "moon", Topic: "causes", Body: single("The moon", "Winds"), Citation: quiz.Citation{Quote: "The moon raises the tides"}},
			{ID: "both", Topic: "causes", Weight: 2, Citation: quiz.Citation{Quote: "The sun raises them too"}, Body: &choice.Multiple{Options: choice.Options{
				{Text: "The moon", Correct: true}, {Text: "The sun", Correct: true}, {Text: "Mars", Because: "No."},
			}}},
			{ID: "spring", Topic: "kinds", Body: single("Full moon", "Half moon"), Citation: quiz.Citation{Quote: "Spring tides come at full moon"}},
			{ID: "moon-again", Topic: "kinds", Body: single("Yes", "No"), Citation: quiz.Citation{Quote: "raises the tides of the sea"}},
		},
	}
	if edition == triesEdition {
		set.Tries = 3
		set.Questions[0].Hints = []string{"Look at night.", "It is not far."}
		cost := 0.125
		set.Questions[0].HintPenalty = &cost
		set.Questions[2].Tries = 1
	}
	if edition == corrected {
		options := set.Questions[0].Body.(*choice.Single).Options
		options[0].Correct, options[1].Correct = false, true
	}
	set.Files = []quiz.File{{Name: "set.yaml", Data: []byte(edition)}, {Name: "reading.md", Data: []byte(source)}}
	return set
}

// triesEdition is one whose questions can be tried three times, except the third.
const triesEdition = "tries"

// parseTides reads what tides wrote.
func parseTides(_ string, files []store.File) (*quiz.Set, error) {
	for _, f := range files {
		if f.Name == "set.yaml" {
			return tides(string(f.Data)), nil
		}
	}
	return nil, errors.New("there is no set.yaml")
}

// clock is a clock that stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// house is a Play on a database of its own, with one learner.
type house struct {
	*Play
	t       *testing.T
	dir     string
	store   *sqlite.Store
	clock   *clock
	learner uuid.UUID
	cookie  string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), clock: &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	h.open("first edition")
	var err error
	h.learner, h.cookie, err = h.NewLearner(t.Context())
	h.must(err)
	return h
}

// open opens the database and serves an edition of tides.
func (h *house) open(edition string) {
	h.t.Helper()
	st, err := sqlite.Open(h.t.Context(), h.dir, sqlite.Options{})
	h.must(err)
	h.t.Cleanup(func() { st.Close() })
	h.store = st
	h.Play = h.serve(st, edition)
}

// serve makes one more Play on a store.
func (h *house) serve(st store.Store, edition string) *Play {
	h.t.Helper()
	set := tides(edition)
	p, err := New(h.t.Context(), st, []*Revision{NewRevision(set, set.Files)}, Options{Now: h.clock.now, Parse: parseTides})
	h.must(err)
	return p
}

// restart closes the database and serves another edition on it.
func (h *house) restart(edition string) {
	h.t.Helper()
	h.must(h.store.Close())
	h.open(edition)
}

func (h *house) must(err error) {
	h.t.Helper()
	must(h.t, err)
}

func must(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start begins a session with all questions.
func (h *house) start() quiz.Session {
	h.t.Helper()
	s, err := h.Start(h.t.Context(), h.learner, Start{Set: "tides"})
	h.must(err)
	h.clock.move(time.Minute) // the next start is no double click
	return s
}

// answer submits an answer that must be accepted.
func (h *house) answer(s quiz.Session, n int, f quiz.Form) *Walk {
	h.t.Helper()
	_, err := h.Answer(h.t.Context(), h.learner, s.ID, n, f)
	h.must(err)
	return h.walk(s)
}

func (h *house) walk(s quiz.Session) *Walk {
	h.t.Helper()
	w, err := h.Walk(h.t.Context(), h.learner, s.ID)
	h.must(err)
	return w
}

// pick fills the form in for question n of a walk with these options of the
// file, as a browser would: by what stands on the page.
func pick(w *Walk, n int, options ...int) quiz.Form {
	q := w.Question(n)
	f := quiz.Form{}
	for _, c := range q.Body.Ask(w.Session.ShuffleFor(q), nil).(choice.Ask).Options {
		for _, o := range options {
			if c.Text == q.Body.(interface{ Choices() choice.Options }).Choices()[o].Text {
				f["answer"] = append(f["answer"], c.Value)
			}
		}
	}
	return f
}

func wants(t rapid.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: the error is %v, want %v", what, err, want)
	}
}

// refused looks for the message of a *Refused.
func refused(t *testing.T, what string, err error, message string) {
	t.Helper()
	var r *Refused
	if !errors.As(err, &r) || r.Message != message {
		t.Errorf("%s: the error is %v, want a refusal with %s", what, err, message)
	}
}

func equal[T comparable](t rapid.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestPublish serves another edition while sessions of the first go on.
func TestPublish(t *testing.T) {
	h := newHouse(t)
	began := h.start()
	first, err := h.Current("tides")
	h.must(err)

	set := tides("second edition")
	waves := NewRevision(&quiz.Set{ID: "waves", Title: "Waves"}, nil)
	h.must(h.Publish(t.Context(), []*Revision{NewRevision(set, set.Files), waves}))
	equal(t, "how many sets are served", len(h.Library()), 2)
	second, err := h.Current("tides")
	h.must(err)
	equal(t, "the title of the set", second.Set.Title, "Tides second edition")
	equal(t, "the revision of a session that had begun", h.walk(began).Revision.Hash, first.Hash)
	equal(t, "that of one that begins now", h.walk(h.start()).Revision.Hash, second.Hash)

	if h.Publish(t.Context(), []*Revision{waves, waves}) == nil {
		t.Error("two sets of one name are published")
	}
	equal(t, "how many sets are served after a failure", len(h.Library()), 2)

	h.must(h.Publish(t.Context(), nil))
	_, err = h.Current("tides")
	wants(t, "a set that is no longer there", err, ErrNotFound)
	equal(t, "the revision of the session that had begun", h.walk(began).Revision.Hash, first.Hash)
}
