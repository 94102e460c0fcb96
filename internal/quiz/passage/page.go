package passage

import (
	"html/template"
	"slices"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// field is the name of the control.
const field = "answer"

// Ask is what the learner sees before answering.
type Ask struct {
	Field    string
	Multiple bool
	Section  string        // the heading of the section, where the question names one
	Options  []quiz.Choice // the words of the passages, plain, in the order of the reading
	typesetter
}

// Review is what the learner sees after answering.
type Review struct {
	Multiple bool
	Section  string
	Options  []ReviewOption // in the order of the reading
	typesetter
}

// typesetter sets the maths in words of the reading.
type typesetter struct{ doc *reading.Document }

// Typeset gives words of a passage as HTML.
func (t typesetter) Typeset(words string) template.HTML { return template.HTML(t.doc.Typeset(words)) }

// ReviewOption is one passage with what there is to say of it.
type ReviewOption struct {
	Text    string // the words of the passage, plain
	Picked  bool
	Correct bool
	Because string // Markdown; empty where nothing is said of it
	quiz.Citation
}

func (f *Find) sectionTitle() string {
	if f.bound.section == nil {
		return ""
	}
	return f.bound.section.Title
}

// Ask is the view of the unanswered question, an [Ask]. The passages keep the
// order of the reading, which is no secret.
func (f *Find) Ask(_ quiz.Shuffle, given quiz.Form) any {
	text := func(n int) string { return f.bound.doc.Passages[n].Text }
	return Ask{Field: field, Multiple: f.multiple(), Section: f.sectionTitle(), Options: given.Offer(field, f.bound.offered, text), typesetter: typesetter{f.bound.doc}}
}

// Read makes a response of the passages picked.
func (f *Find) Read(_ quiz.Shuffle, form quiz.Form) (quiz.Response, error) {
	picks, err := form.Picks(field, f.bound.offered)
	switch {
	case err != nil:
		return "", err
	case f.multiple() && len(picks) == 0:
		return "", &quiz.Problem{Message: "problem.pick-some", Control: quiz.FirstControl(field)}
	case !f.multiple() && len(picks) != 1:
		return "", &quiz.Problem{Message: "problem.pick-one", Control: quiz.FirstControl(field)}
	}
	return quiz.PlacesResponse(picks), nil
}

// Review is the view of the answered question, a [Review].
func (f *Find) Review(_ quiz.Shuffle, r quiz.Response) any {
	picks, _ := f.picks(r) // none where the learner did not know
	said := map[int]Passage{}
	for i, n := range f.bound.wrong {
		said[n] = f.Distractors[i]
	}
	for i, n := range f.bound.also {
		said[n] = f.Also[i]
	}
	review := Review{Multiple: f.multiple(), Section: f.sectionTitle(), typesetter: typesetter{f.bound.doc}}
	for _, n := range f.bound.offered {
		review.Options = append(review.Options, ReviewOption{
			Text:     f.bound.doc.Passages[n].Text,
			Picked:   slices.Contains(picks, n),
			Correct:  slices.Contains(f.bound.right, n),
			Because:  said[n].Because,
			Citation: said[n].Citation,
		})
	}
	return review
}
