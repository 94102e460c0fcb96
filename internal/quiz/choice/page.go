package choice

import "verbatim/internal/quiz"

// field is the name of the control.
const field = "answer"

// Ask is what the learner sees before answering.
type Ask struct {
	Field    string
	Multiple bool
	Options  []quiz.Choice // their text is Markdown
}

// Review is what the learner sees after answering.
type Review struct {
	Multiple bool
	Options  []ReviewOption
}

// ReviewOption is one option with what there is to say of it.
type ReviewOption struct {
	Text    string // Markdown
	Picked  bool
	Correct bool
	Because string // Markdown
	quiz.Citation
}

// Ask is the view of the unanswered question, an [Ask].
func (s *Single) Ask(sh quiz.Shuffle, given quiz.Form) any {
	return s.Options.AskIn(sh, field, given, false)
}

// Ask is the view of the unanswered question, an [Ask].
func (m *Multiple) Ask(sh quiz.Shuffle, given quiz.Form) any {
	return m.Options.AskIn(sh, field, given, true)
}

// Read makes a response of the one option picked.
func (s *Single) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	return respond(s.Options.ReadIn(sh, field, f, false))
}

// Read makes a response of the options ticked.
func (m *Multiple) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	return respond(m.Options.ReadIn(sh, field, f, true))
}

// Review is the view of the answered question, a [Review].
func (s *Single) Review(sh quiz.Shuffle, r quiz.Response) any {
	return s.Options.ReviewIn(sh, field, r, false)
}

// Review is the view of the answered question, a [Review].
func (m *Multiple) Review(sh quiz.Shuffle, r quiz.Response) any {
	return m.Options.ReviewIn(sh, field, r, true)
}

func respond(picks []int, err error) (quiz.Response, error) {
	if err != nil {
		return "", err
	}
	return quiz.PlacesResponse(picks), nil
}

// AskIn is the view of the options under the name of a field. The name also
// tells several lists of one question apart when they are shuffled.
func (o Options) AskIn(sh quiz.Shuffle, field string, given quiz.Form, multiple bool) Ask {
	text := func(i int) string { return o[i].Text }
	return Ask{Field: field, Multiple: multiple, Options: given.Offer(field, sh.Order(field, len(o)), text)}
}

// ReadIn reads what was picked in a field, ascending: one option, or with
// multiple at least one. The error is a *quiz.Problem.
func (o Options) ReadIn(sh quiz.Shuffle, field string, f quiz.Form, multiple bool) ([]int, error) {
	picks, err := f.Picks(field, sh.Order(field, len(o)))
	switch {
	case err != nil:
		return nil, err
	case multiple && len(picks) == 0:
		return nil, &quiz.Problem{Message: "problem.pick-some", Control: quiz.FirstControl(field)}
	case !multiple && len(picks) != 1:
		return nil, &quiz.Problem{Message: "problem.pick-one", Control: quiz.FirstControl(field)}
	}
	return picks, nil
}

// ReviewIn is the view of the options of a field with what was picked, in the
// order in which AskIn showed them.
func (o Options) ReviewIn(sh quiz.Shuffle, field string, r quiz.Response, multiple bool) Review {
	picked := make([]bool, len(o))
	if picks, err := r.Picks(len(o)); err == nil {
		for _, p := range picks {
			picked[p] = true
		}
	}
	review := Review{Multiple: multiple, Options: make([]ReviewOption, 0, len(o))}
	for _, i := range sh.Order(field, len(o)) {
		review.Options = append(review.Options, ReviewOption{
			Text: o[i].Text, Picked: picked[i], Correct: o[i].Correct, Because: o[i].Because, Citation: o[i].Citation,
		})
	}
	return review
}
