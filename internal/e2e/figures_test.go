package e2e

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	_ "verbatim/internal/quiz/kinds"
	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
	"verbatim/questions"
)

// attended is a data folder in which a class of n has answered the shipped set,
// some of it in part: what the program would have kept.
func attended(t testing.TB, n int) string {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	set, list, err := format.Load(questions.FS, "kratom", "kratom", "kratom")
	must(err)
	if list.Count(diag.Error) > 0 {
		t.Fatal(list[0])
	}
	rev := play.NewRevision(set, set.Files)
	data := t.TempDir()
	st, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	must(err)
	defer st.Close()
	now := time.Now()
	must(st.PutRevision(t.Context(), store.Revision{Hash: rev.Hash, Set: set.ID, Files: rev.Files, Published: now}))
	rng := rand.New(rand.NewPCG(1, 2))
	difficulty := make([]float64, len(set.Questions))
	for i := range difficulty {
		difficulty[i] = rng.NormFloat64() - 0.7
	}
	for i := range n {
		learner := uuid.Must(uuid.NewV7())
		must(st.CreateLogin(t.Context(), store.Login{ID: uuid.Must(uuid.NewV7()), Learner: learner, Created: now, Seen: now}))
		s := quiz.Session{
			ID: uuid.Must(uuid.NewV7()), Learner: learner, Set: set.ID, Revision: rev.Hash, Mode: quiz.Practice,
			Certainty: quiz.CertaintyOptional, Started: now,
		}
		for k := range set.Questions {
			if i%4 > 0 || rng.IntN(4) == 0 {
				s.Items = append(s.Items, k)
			}
		}
		s, err = st.CreateSession(t.Context(), s, "")
		must(err)
		ability, at := rng.NormFloat64(), s.Started
		for k, item := range s.Items {
			if i%12 == 5 && k == len(s.Items)/2 {
				break // leaves off
			}
			at = at.Add(time.Duration(8+rng.IntN(60)) * time.Second)
			a := quiz.Answer{Session: s.ID, N: k + 1, At: at, Worth: set.Questions[item].Points()}
			must(respond(&a, set.Questions[item].Body, ability-difficulty[item], rng))
			_, err := st.CommitAnswer(t.Context(), a)
			must(err)
		}
	}
	return data
}

// respond answers for a learner who is so far above what the question asks. The
// fourth question has its best learners against it.
func respond(a *quiz.Answer, body quiz.Body, ahead float64, rng *rand.Rand) (err error) {
	offering, picks := body.(quiz.Offering)
	knows := rng.Float64() < 1/(1+math.Exp(-1.6*ahead))
	switch {
	case knows && picks && a.N == 4:
		a.Response = picked(offering, 1)
	case knows:
		a.Response = body.Key()
	case !picks || rng.IntN(10) == 0:
		a.DontKnow = true
		return nil
	default:
		a.Response = picked(offering, rng.IntN(len(offering.Offers())))
	}
	a.Certainty = quiz.Certainty(rng.IntN(4))
	a.Fraction, err = body.Grade(a.Response)
	return err
}

func picked(o quiz.Offering, place int) quiz.Response {
	if name := o.Offers()[place].Name; name != "" {
		return quiz.Response(name)
	}
	return quiz.PlacesResponse([]int{place})
}

// figures walks a tab through the results of a class, and calls at on each page.
func figures(b *tab, p *program, at func(name string)) {
	b.t.Helper()
	b.enter(p, "assistant")
	b.goTo("/teach/results")
	at("classes")
	b.follow(".entry h2 a")
	at("results")
	b.follow(".items th[scope=col]:nth-child(3) a")
	b.follow(".flagged li:first-child h3 a")
	at("results-question")
	b.goTo("/teach/sets/kratom/results/questions/find-the-caution")
	at("results-question-without-options")
	b.goTo("/teach/sets/kratom/results/learners")
	at("results-learners")
	b.goTo("/teach/sets/kratom/results/reading")
	at("results-reading")
}

func TestFiguresAreAccessible(t *testing.T) {
	axe := axe(t)
	p := start(t, attended(t, 130))
	for _, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			figures(b, p, func(name string) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				b.accessible(axe, "teach-"+name, s)
			})
			b.clean()
		})
	}
	for _, spaced := range []bool{false, true} {
		b := open(t, p, setting{Width: 320, Height: 640})
		figures(b, p, func(name string) {
			if spaced {
				eval[bool](b, spacing)
			}
			for _, what := range eval[[]string](b, misfits) {
				t.Errorf("%s: %s", name, what)
			}
		})
	}
	b := open(t, p, setting{Width: 1280, Height: 900, ForcedColors: true})
	figures(b, p, func(name string) {
		for _, what := range eval[[]string](b, unmarked) {
			t.Errorf("%s: %s", name, what)
		}
	})
}

// Before anybody has answered, the pages say so.
func TestFiguresOfNobody(t *testing.T) {
	axe, p := axe(t), start(t, t.TempDir())
	s := setting{Width: 360}
	b := open(t, p, s)
	b.enter(p, "assistant")
	b.goTo("/teach/sets/kratom/results")
	b.accessible(axe, "teach-results-nobody", s)
}
