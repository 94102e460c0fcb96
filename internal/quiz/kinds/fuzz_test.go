package kinds_test

import (
	"errors"
	"testing"

	"verbatim/internal/quiz"
)

// FuzzGrade sends any response to every kind of question: it is graded between
// 0 and 1 or refused, and its review can be shown.
func FuzzGrade(f *testing.F) {
	set := sample(f)
	for i, q := range set.Questions {
		f.Add(i, string(q.Body.Key()))
		for _, r := range makers[q.Kind].malformed {
			f.Add(i, string(r))
		}
	}
	f.Fuzz(func(t *testing.T, n int, text string) {
		q := set.Questions[place(n, len(set.Questions))]
		got, err := q.Body.Grade(quiz.Response(text))
		switch {
		case err != nil && !errors.Is(err, quiz.ErrResponse):
			t.Errorf("%s: %q: %v", q.ID, text, err)
		case err == nil && !(got >= 0 && got <= 1):
			t.Errorf("%s: %q earns %v", q.ID, text, got)
		}
		q.Body.Review(quiz.Shuffle{Question: q.ID}, quiz.Response(text))
	})
}

// FuzzRead sends any value in every field: the form is refused with a problem,
// or what is read of it is graded.
func FuzzRead(f *testing.F) {
	set := sample(f)
	for i := range set.Questions {
		for _, value := range []string{"1", "16.3 m", "1,234", "spring tide", "−3·10⁴", "true"} {
			f.Add(i, value)
		}
	}
	f.Fuzz(func(t *testing.T, n int, value string) {
		q := set.Questions[place(n, len(set.Questions))]
		sh := quiz.Shuffle{Question: q.ID}
		ask := q.Body.Ask(sh, nil)
		form := offered(ask)
		for field := range form {
			form[field] = []string{value}
		}
		for _, field := range lines(ask) {
			form[field] = []string{value}
			if _, ok := form[field+"-unit"]; ok {
				form[field+"-unit"] = []string{"1"}
			}
		}
		response, err := q.Body.Read(sh, form)
		if problem := (*quiz.Problem)(nil); errors.As(err, &problem) {
			return
		} else if err != nil {
			t.Fatalf("%s: %q: %v is no problem", q.ID, value, err)
		}
		if _, err := q.Body.Grade(response); err != nil {
			t.Errorf("%s: %q reads as %q: %v", q.ID, value, response, err)
		}
	})
}

func place(n, of int) int { return (n%of + of) % of }
