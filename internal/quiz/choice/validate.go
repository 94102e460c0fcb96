package choice

import "verbatim/internal/quiz"

// Validate reports a missing key, too few options, missing rationales and
// fractions that contradict the key.
func (s *Single) Validate(q *quiz.Question, r *quiz.Report) { s.Check(&q.Where, r) }

// Validate reports a missing key, too few options, missing rationales and
// fractions that contradict the key.
func (m *Multiple) Validate(q *quiz.Question, r *quiz.Report) {
	m.Options.CheckMultiple(&q.Where, "options", r)
	if !m.Exact {
		m.Options.checkAll(&q.Where, r)
	}
}

// Check reports what is wrong with the options, which stand in the element at
// under the key options.
func (s *Single) Check(at *quiz.Where, r *quiz.Report) {
	s.Options.check(at, "options", r)
	right := s.Options.Right()
	switch {
	case len(s.Options) == 0:
	case len(right) == 0:
		r.Error(at.Pos("options"), "no-right-option", "write `correct: true` under the option that is right", "no option is marked as right")
	case len(right) > 1:
		second := &s.Options[right[1]]
		r.Error(second.Pos("correct"), "many-right-options", "leave `correct: true` at one option, or write `kind: multiple-response`",
			"%d options are marked as right where one is asked", len(right))
	}
	for i := range s.Options {
		o := &s.Options[i]
		if o.Fraction != nil && o.Correct != (*o.Fraction == 1) {
			r.Error(o.Pos("fraction"), "bad-fraction", "the right option earns 1, and every other less",
				"%s earns %v", wordOf(o), *o.Fraction)
		}
	}
}

// CheckMultiple reports what is wrong with options of which several can be
// right, and which stand in the element at under the given key.
func (o Options) CheckMultiple(at *quiz.Where, key string, r *quiz.Report) {
	o.check(at, key, r)
	switch right := len(o.Right()); {
	case len(o) == 0:
	case right == 0:
		r.Error(at.Pos(key), "no-right-option", "write `correct: true` under each option that is right", "no option is marked as right")
	case right == len(o):
		r.Error(at.Pos(key), "no-wrong-option", "add an option that is wrong, or mark one as wrong", "every option is marked as right, so picking everything would earn full marks")
	}
	for i := range o {
		if f := o[i].Fraction; f != nil && o[i].Correct != (*f > 0) {
			r.Error(o[i].Pos("fraction"), "bad-fraction", "a right option earns more than 0, and a wrong one does not",
				"%s earns %v", wordOf(&o[i]), *f)
		}
	}
}

// checkAll reports fractions under which picking everything would earn all.
func (o Options) checkAll(at *quiz.Where, r *quiz.Report) {
	wrong, cost := 0, 0.0
	for i := range o {
		if !o[i].Correct {
			wrong++
			cost -= o.worth(i)
		}
	}
	if wrong > 0 && wrong < len(o) && cost <= 0 {
		r.Error(at.Pos("options"), "free-wrong-options", "leave out `fraction: 0` at the wrong options, so that each costs as much as a right one earns",
			"no wrong option costs anything, so picking everything would earn full marks")
	}
}

// check reports what is wrong with options of any kind.
func (o Options) check(at *quiz.Where, key string, r *quiz.Report) {
	if len(o) < 2 {
		r.Error(at.Pos(key), "too-few-options", "write at least two options", "there is nothing to choose between: the question has %s", count(len(o)))
	}
	texts := map[string]bool{}
	for i := range o {
		if texts[o[i].Text] {
			r.Error(o[i].Pos("text"), "duplicate-text", "reword one of the two or remove it", "the option %q stands there twice", o[i].Text)
		}
		texts[o[i].Text] = true
		if f := o[i].Fraction; f != nil && (*f < -1 || *f > 1) {
			r.Error(o[i].Pos("fraction"), "bad-fraction", "use a number from -1 to 1", "the fraction %v is out of range", *f)
		}
		if r.Sourced && !o[i].Correct && o[i].Because == "" {
			r.Error(o[i].Pos("because"), "missing-because", "add `because: \"…\"`: learners remember a wrong option as true unless they are told why it is not",
				"the wrong option %q does not say why it is wrong", o[i].Text)
		}
	}
}

func wordOf(o *Option) string {
	if o.Correct {
		return "a right option"
	}
	return "a wrong option"
}

func count(n int) string {
	if n == 0 {
		return "no options"
	}
	return "one option"
}
