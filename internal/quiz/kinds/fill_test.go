package kinds_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

// What was answered fills in its form again, from which the same is read: an
// answer that can be changed comes back as it was given.
func TestFillIsReadAgain(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		sent := m.form(q.Body, q.Body.Ask(sh, nil))
		if rapid.Bool().Draw(t, "by chance") {
			all := offered(q.Body.Ask(sh, nil))
			for field, values := range all {
				sent[field] = rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, len(sent[field]), rapid.ID).Draw(t, field)
			}
		}
		response, err := q.Body.Read(sh, sent)
		if err != nil {
			return // two items at one place
		}
		filled := q.Body.Fill(sh, response)
		again, err := q.Body.Read(sh, filled)
		if err != nil || again != response {
			t.Fatalf("%q fills in %v, which reads as %q, %v", response, filled, again, err)
		}
		if got := given(q.Body.Ask(sh, filled)); !reflect.DeepEqual(got, sorted(filled)) {
			t.Fatalf("the page shows %v of %v", got, filled)
		}
	})
}

// A response in words tells what was answered and nothing of what is right.
func TestSaidTellsNothingOfTheKey(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		response, err := q.Body.Read(sh, m.form(q.Body, q.Body.Ask(sh, nil)))
		if err != nil {
			t.Fatal(err)
		}
		said := q.Body.Say(response)
		if len(said) == 0 {
			t.Fatalf("%q is put in no words", response)
		}
		for _, s := range said {
			if s.Text+s.Word == "" || strings.Contains(s.Of+s.Text, canary) {
				t.Fatalf("%q is said as %+v", response, s)
			}
		}
		if none := q.Body.Say(""); len(none) > 0 {
			t.Fatalf("no answer is said as %+v", none)
		}
		if got := given(q.Body.Ask(sh, q.Body.Fill(sh, ""))); len(got) > 0 {
			t.Fatalf("no answer fills in %v", got)
		}
	})
}
