package page

import (
	"html/template"

	"verbatim/internal/quiz"
)

// Library lists the sets.
type Library struct {
	Frame
	Sets     template.HTML // partials/card of each; empty where there is none
	Page     int           // from 1
	Pages    int
	Previous string // empty on the first
	Next     string
}

// Card is one set in the library.
type Card struct {
	Set
	Description string
	Topics      []string
	Asked
	Minutes int
	Done    template.HTML // partials/done; empty before the first session
	Open    bool          // the latest session is not finished
	Due     int           // questions to be reviewed
}

// Done is what the learner has done of a set in the latest scored session.
type Done struct {
	Answered int
	Asked    int
	Open     bool   // a test that is not handed in: nothing is graded
	Percent  int    // of the marks of the answered questions
	Continue string // address of what comes next; empty when the session is done
	Next     int    // the number of the next question; 0 where a test is only to be handed in
	Results  string // address of the results
}

// Start is where a session of a set begins.
type Start struct {
	Frame
	Set
	Description string
	Asked
	Minutes   int
	Due       int // questions to be reviewed
	Modes     []ModeChoice
	Limits    []Limit // of a test
	Topics    []TopicChoice
	Amounts   []Amount
	Certainty []CertaintyRule
	Levels    []CertaintyLevel // what each level earns
	Tries     int              // of the questions that have the most
	Hints     bool             // some questions have some
	Done      template.HTML    // partials/done; empty before the first session
	Open      bool             // that session is not finished
	Problem   *Problem
}

// Asked says how many questions of how many a session asks.
type Asked struct {
	Questions int
	Of        int // as many as there are; 0 where all are asked
}

// Pool is how many questions there are.
func (a Asked) Pool() int { return max(a.Questions, a.Of) }

// AskedOf counts what a selection asks of a set.
func AskedOf(set *quiz.Set, sel quiz.Selection) Asked {
	asked := Asked{Questions: sel.Count(set), Of: sel.Pool(set)}
	if asked.Of == asked.Questions {
		asked.Of = 0
	}
	return asked
}

// TopicChoice is one topic that can be left out.
type TopicChoice struct {
	Name  string
	Title string
	Asked
	Ticked bool
}

// TopicChoices lists the topics of a set that have questions. own is what is
// drawn instead of what the set draws; ticked says of a topic whether it is chosen.
func TopicChoices(set *quiz.Set, own quiz.Draws, ticked func(name string) bool) []TopicChoice {
	var topics []TopicChoice
	for _, t := range set.Topics {
		asked := AskedOf(set, quiz.Selection{Topics: []string{t.Name}, Draw: own})
		if asked.Questions > 0 {
			topics = append(topics, TopicChoice{Name: t.Name, Title: t.Title, Asked: asked, Ticked: ticked(t.Name)})
		}
	}
	return topics
}

// Amount is a number of questions that can be chosen; 0 stands for all.
type Amount struct {
	Questions int
	Chosen    bool
}

// Amounts offers rounds of ten below the number of all questions, and all of
// them, which is chosen unless another is.
func Amounts(all, chosen int) []Amount {
	amounts := []Amount{{Questions: 0, Chosen: true}}
	for n := 10; n < all && n <= 50; n += 10 {
		amounts = append(amounts, Amount{Questions: n})
	}
	for i := range amounts {
		if amounts[i].Questions == chosen {
			amounts[0].Chosen = false
			amounts[i].Chosen = true
		}
	}
	return amounts
}

// Reading shows the reading of a set by itself.
type Reading struct {
	Frame
	Set
	Titled bool // the text has a heading of the first level
	Text   template.HTML
}
