package play

import (
	"testing"
	"time"
	_ "time/tzdata" // the rules of a place with summer time

	"verbatim/internal/faults/tally"
	"verbatim/internal/quiz"
)

// TestFault07Clock is experiment 7: the clock is put an hour forward, an hour
// back, and lives through both changes of summer time. Everything acknowledged
// is kept, in its order, and nobody is signed out.
func TestFault07Clock(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	found := tally.Tally{}
	for name, c := range map[string]struct {
		at   time.Time
		jump time.Duration
	}{
		"an hour forward":      {time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), time.Hour},
		"an hour back":         {time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), -time.Hour},
		"summer time begins":   {time.Date(2026, 3, 29, 1, 59, 59, 0, berlin), 2 * time.Second},
		"summer time ends":     {time.Date(2026, 10, 25, 2, 59, 59, 0, berlin), 2 * time.Second},
		"a second for no time": {time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC), 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.clock.at = c.at
			learner, cookie, err := h.NewLearner(t.Context())
			must(t, err)
			h.learner = learner
			var began []quiz.Session
			for i := range 3 {
				s, err := h.Start(t.Context(), learner, Start{Set: "tides", Questions: i + 1})
				must(t, err)
				began = append(began, s)
				h.answer(s, 1, quiz.Form{"dont-know": {"1"}})
				found.Acknowledged++
				h.clock.move(c.jump)
			}
			h.restart("first edition")
			known, _, err := h.Authenticate(t.Context(), cookie)
			must(t, err)
			equal(t, "who the cookie is", known, learner)
			list, err := h.Sessions(t.Context(), learner, [16]byte{}, 10)
			must(t, err)
			equal(t, "the number of sessions", len(list), len(began))
			for i, s := range list { // newest first, whatever the clock said
				want := began[len(began)-1-i]
				equal(t, "a session of the list", s.ID, want.ID)
				equal(t, "when it began", s.Started.Equal(want.Started), true)
				if s.Answered != 1 {
					found.Lost++
				}
			}
		})
	}
	found.Report(t, 7, "clock an hour off, changes of summer time")
}
