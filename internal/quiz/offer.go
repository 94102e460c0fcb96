package quiz

// Offer is one thing that can be picked, as figures over many answers name it.
type Offer struct {
	Text    string `json:"text"`           // Markdown; empty where Name says it
	Name    string `json:"name,omitempty"` // a verdict or the like, whose words stand in the catalogue
	Correct bool   `json:"correct"`
}

// Offering is a body whose responses pick from what it offers.
type Offering interface {
	// Offers lists what can be picked, in the order of the file.
	Offers() []Offer
	// Picked gives the places of what a response picks, each once; none where
	// the response does not fit the question.
	Picked(r Response) []int
	// Guess is what a blind guess earns on average, 0..1. It reports false
	// where that depends on how many a guesser would pick.
	Guess() (float64, bool)
}
