package cloze

import "verbatim/internal/quiz"

// input is what fills a blank: text, a number, or one of several options.
type input interface {
	check(r *quiz.Report)
	ask(sh quiz.Shuffle, given quiz.Form, into *AskBlank)
	read(sh quiz.Shuffle, field string, f quiz.Form) (quiz.Response, error)
	fill(sh quiz.Shuffle, field string, r quiz.Response, form quiz.Form)

	Citations() []quiz.Cited
	Grade(quiz.Response) (float64, error)
	Key() quiz.Response
	Part(quiz.Response) quiz.Part
	Say(quiz.Response) []quiz.Said
}

// input gives what fills the blank; nil where the file says none, or more than one.
func (b *Blank) input() input {
	var given []input
	if b.Text != nil {
		given = append(given, b.Text)
	}
	if b.Number != nil {
		given = append(given, b.Number)
	}
	if b.Select != nil {
		given = append(given, b.Select)
	}
	if len(given) != 1 {
		return nil
	}
	return given[0]
}

func (t *Text) check(r *quiz.Report) { t.Check(&t.Where, r) }

func (t *Text) ask(_ quiz.Shuffle, given quiz.Form, into *AskBlank) {
	ask := t.AskIn(into.Field, given)
	into.Text = &ask
}

func (t *Text) read(_ quiz.Shuffle, field string, f quiz.Form) (quiz.Response, error) {
	return t.ReadIn(field, f)
}

func (n *Number) check(r *quiz.Report) { n.Check(&n.Where, r) }

func (n *Number) ask(_ quiz.Shuffle, given quiz.Form, into *AskBlank) {
	ask := n.AskIn(into.Field, given)
	into.Number = &ask
}

func (n *Number) read(_ quiz.Shuffle, field string, f quiz.Form) (quiz.Response, error) {
	return n.ReadIn(field, f)
}

func (s *Select) check(r *quiz.Report) { s.Check(&s.Where, r) }

func (s *Select) order(sh quiz.Shuffle, field string) []int { return sh.Order(field, len(s.Options)) }

func (s *Select) ask(sh quiz.Shuffle, given quiz.Form, into *AskBlank) {
	into.Choices = given.Offer(into.Field, s.order(sh, into.Field), func(i int) string { return s.Options[i].Text })
}

func (s *Select) read(sh quiz.Shuffle, field string, f quiz.Form) (quiz.Response, error) {
	i, err := f.Select(field, s.order(sh, field))
	if err != nil {
		return "", err
	}
	return quiz.PlacesResponse([]int{i}), nil
}

// Part says what was picked and what is right.
func (s *Select) Part(r quiz.Response) quiz.Part {
	reply := func(i int) quiz.Reply {
		o := &s.Options[i]
		return quiz.Reply{Text: o.Text, Because: o.Because, Citation: o.Citation}
	}
	var part quiz.Part
	if right := s.Options.Right(); len(right) > 0 {
		part.Right = reply(right[0])
	}
	fraction, err := s.Grade(r)
	if err != nil {
		return part // the learner did not know
	}
	picks, _ := r.Picks(len(s.Options)) // graded, so well-formed
	part.Given, part.Fraction = reply(picks[0]), fraction
	return part
}
