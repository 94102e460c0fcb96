package kinds_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/unsupported"
)

// each runs a property over every kind.
func each(t *testing.T, property func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle)) {
	for _, kind := range quiz.Kinds() {
		m := makers[kind]
		if m.question == nil {
			continue // TestEveryKindIsTested says so
		}
		t.Run(kind, rapid.MakeCheck(func(t *rapid.T) {
			sh := quiz.Shuffle{Seed: rapid.Uint64().Draw(t, "seed"), Question: "q", Fixed: rapid.Bool().Draw(t, "fixed")}
			property(t, m, m.question(t), sh)
		}))
	}
}

func TestGeneratedQuestionsAreSound(t *testing.T) {
	each(t, func(t *rapid.T, _ maker, q *quiz.Question, _ quiz.Shuffle) {
		_, reads := q.Body.(quiz.Binder)
		var list diag.List
		q.Body.Validate(q, &quiz.Report{List: &list, Sourced: reads})
		if len(list) > 0 {
			t.Fatalf("%+v", list)
		}
	})
}

func TestKeyEarnsAll(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		if got, err := q.Body.Grade(q.Body.Key()); err != nil || got != 1 {
			t.Fatalf("the key %q earns %v, %v", q.Body.Key(), got, err)
		}
		form := m.form(q.Body, q.Body.Ask(sh, nil))
		response, err := q.Body.Read(sh, form)
		if err != nil {
			t.Fatalf("the form of the key %v: %v", form, err)
		}
		if got, err := q.Body.Grade(response); err != nil || got != 1 {
			t.Fatalf("the form of the key %v reads as %q and earns %v, %v", form, response, got, err)
		}
	})
}

func TestOrderOfPicksIsIrrelevant(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		form := m.form(q.Body, q.Body.Ask(sh, nil))
		response, err := q.Body.Read(sh, form)
		if err != nil {
			t.Fatal(err)
		}
		for field, values := range form {
			if len(values) > 1 {
				form[field] = append(rapid.Permutation(values).Draw(t, field), values[0])
			}
		}
		if again, err := q.Body.Read(sh, form); err != nil || again != response {
			t.Fatalf("%v reads as %q and in another order as %q, %v", form, response, again, err)
		}
	})
}

func TestEverythingEarnsLess(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		all := offered(q.Body.Ask(sh, nil))
		earnsLess(t, q, sh, all)
		for k := 0; m.selects && k < 12; k++ {
			form := quiz.Form{}
			for field, values := range all {
				form[field] = values[min(k, len(values)-1):][:1]
			}
			earnsLess(t, q, sh, form)
		}
	})
}

// earnsLess says that a form is refused, or earns less than all.
func earnsLess(t *rapid.T, q *quiz.Question, sh quiz.Shuffle, form quiz.Form) {
	t.Helper()
	response, err := q.Body.Read(sh, form)
	if err != nil {
		isProblem(t, err)
		return
	}
	if got, err := q.Body.Grade(response); err != nil || got >= 1 {
		t.Fatalf("%v earns %v, %v", form, got, err)
	}
}

func isProblem(t *rapid.T, err error) {
	t.Helper()
	var problem *quiz.Problem
	if !errors.As(err, &problem) || problem.Message == "" || problem.Control == "" {
		t.Fatalf("%v does not tell the learner what to do", err)
	}
}

// Whatever is sent, it is refused or it is graded, between 0 and 1.
func TestWhatIsReadIsGraded(t *testing.T) {
	typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[+-]?[0-9]{1,4}([.,][0-9]{1,3})?( mg| g)?`))
	each(t, func(t *rapid.T, _ maker, q *quiz.Question, sh quiz.Shuffle) {
		ask := q.Body.Ask(sh, nil)
		form := quiz.Form{}
		for field, values := range offered(ask) {
			form[field] = rapid.SliceOfN(rapid.SampledFrom(append(values, "0", "99", "x")), 0, 3).Draw(t, field)
		}
		for _, field := range lines(ask) {
			form[field] = []string{typed.Draw(t, field)}
		}
		response, err := q.Body.Read(sh, form)
		if err != nil {
			isProblem(t, err)
			return
		}
		got, err := q.Body.Grade(response)
		if err != nil || !(got >= 0 && got <= 1) {
			t.Fatalf("%v reads as %q and earns %v, %v", form, response, got, err)
		}
	})
}

func TestMalformedResponsesAreRefused(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, _ quiz.Shuffle) {
		for _, r := range append(m.malformed, "") {
			if got, err := q.Body.Grade(r); !errors.Is(err, quiz.ErrResponse) || got != 0 {
				t.Fatalf("%q earns %v, %v", r, got, err)
			}
		}
	})
}

// An incomplete form names a control that is on the page, and what was filled
// in stays when the form comes back.
func TestIncompleteForms(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		form := m.form(q.Body, q.Body.Ask(sh, nil))
		missing := rapid.SampledFrom(slices.Sorted(maps.Keys(form))).Draw(t, "missing")
		delete(form, missing)
		_, err := q.Body.Read(sh, form)
		var problem *quiz.Problem
		if !errors.As(err, &problem) || problem.Control != missing && !strings.HasPrefix(problem.Control, missing+"-") {
			t.Fatalf("without %q: %+v", missing, err)
		}
		if got := given(q.Body.Ask(sh, form)); !reflect.DeepEqual(got, sorted(form)) {
			t.Fatalf("sent %v, kept %v", form, got)
		}
	})
}

func TestAskSaysNothingOfTheKey(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		before := printed(t, q.Body.Ask(sh, nil))
		if strings.Contains(before, canary) {
			t.Fatalf("the page that asks holds what only the feedback may: %s", before)
		}
		if m.otherKey == nil {
			return
		}
		m.otherKey(q)
		if after := printed(t, q.Body.Ask(sh, nil)); after != before {
			t.Fatalf("with another key the page that asks is another:\n%s\n%s", before, after)
		}
	})
}

// printed is a view with all that its pointers lead to.
func printed(t *rapid.T, view any) string {
	text, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%T %s", view, text)
}

// The feedback tells the right answer and why, whatever was answered.
func TestReviewTellsWhy(t *testing.T) {
	each(t, func(t *rapid.T, _ maker, q *quiz.Question, sh quiz.Shuffle) {
		for _, r := range []quiz.Response{"", q.Body.Key()} {
			if view := printed(t, q.Body.Review(sh, r)); !strings.Contains(view, canary) {
				t.Fatalf("after %q: %s", r, view)
			}
		}
	})
}

// The order of the page says nothing of the order of the file, where that is the key.
func TestKeyedOrdersAreShuffled(t *testing.T) {
	for _, kind := range []string{matching.Kind, ordering.Kind} {
		q := sample(t).Questions[0]
		for _, each := range sample(t).Questions {
			if each.Kind == kind {
				q = each
			}
		}
		seen := map[string]bool{}
		for seed := range uint64(200) {
			ask := q.Body.Ask(quiz.Shuffle{Seed: seed, Question: q.ID, Fixed: true}, nil)
			seen[fmt.Sprintf("%+v", ask)] = true
		}
		if len(seen) < 6 { // three items, and three matches, have six orders
			t.Errorf("%s: %d orders in 200 sessions", kind, len(seen))
		}
	}
}

func TestUnsupported(t *testing.T) {
	q := &quiz.Question{Kind: unsupported.Kind}
	q.Body, _ = quiz.NewBody(q.Kind)
	if _, err := q.Body.Grade(q.Body.Key()); !errors.Is(err, quiz.ErrResponse) {
		t.Errorf("a response to it is graded: %v", err)
	}
	if _, err := q.Body.Read(quiz.Shuffle{}, quiz.Form{"answer": {"1"}}); err == nil {
		t.Error("a form is read")
	}
	var list diag.List
	q.Body.Validate(q, &quiz.Report{List: &list})
	if !list.HasErrors() || list[0].Code != "unsupported-kind" {
		t.Errorf("findings %v", list)
	}
}
