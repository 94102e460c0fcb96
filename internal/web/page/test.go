package page

import (
	"html/template"
	"time"

	"verbatim/internal/quiz"
)

// Test asks one question of a test. It holds nothing of the key, and no grade.
type Test struct {
	Frame
	Set       Set
	Place     Place
	Timer     *Timer // nil where the test has no limit
	Saved     bool   // an answer is saved already, and filled in
	Unknown   bool   // it is "I don't know"
	Action    string // where the form goes
	Back      bool   // saving leads back to the list of answers
	Stem      template.HTML
	Given     template.HTML // what else the question shows, such as a table; may be empty
	Controls  template.HTML // made by the kind's template
	DontKnow  bool          // "I don't know" is a button: the kind has no radio for it
	Certainty *AskCertainty // nil where it is not asked for
	Problem   *Problem
	Skip      string        // address of the next question that is not answered; empty where there is none
	Check     string        // address of the list of answers
	Panel     template.HTML // partials/panel; empty where the set has no source
}

// Check lists the answers of a test before it is handed in.
type Check struct {
	Frame
	Set      Set
	Timer    *Timer // nil where the test has no limit
	Of       int    // questions
	Answered int
	Items    []Checked
	Action   string // takes the POST that hands in
}

// Checked is one question of the list.
type Checked struct {
	Nth       Nth
	Stem      template.HTML
	Answered  bool
	Said      []quiz.Said // the answer in words; none where it is "I don't know"
	Media     string      // what stands before the path of each image
	Language  *Language
	Certainty quiz.Certainty
	Href      string
}

// Over says that an answer came after a test was finished.
type Over struct {
	Frame
	Late    bool // the time was over; else it had been handed in
	Results string
}

// Timer is the time that a test still has.
type Timer struct {
	Seconds  int
	Minutes  int
	Until    string // the time of day at which it is over, UTC
	Warnings []int  // minutes at which the script says how many are left
}

// TimerOf rounds what is left of a test that ends at a moment.
func TimerOf(left time.Duration, deadline time.Time) *Timer {
	return &Timer{
		Seconds: int(left.Round(time.Second) / time.Second), Minutes: int(left.Round(time.Minute) / time.Minute),
		Until: deadline.UTC().Format("15:04"), Warnings: []int{10, 5, 1},
	}
}
