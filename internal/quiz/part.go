package quiz

// Reply is one answer that can be given, with what there is to say of it.
type Reply struct {
	Text    string
	Because string // why it is wrong (or right), in Markdown
	Citation
}

// Part is what a review says of one part of an answered question, such as a
// pair, an item or a blank.
type Part struct {
	Text     string  // what was asked, in Markdown; empty where the stem says it
	Given    Reply   // what the learner answered; empty where they did not know
	Right    Reply   // the right answer
	Fraction float64 // what the learner's answer earned of the part, 0 to 1
}

// Verdict says what the learner's answer to the part amounts to.
func (p Part) Verdict() Verdict {
	return Answer{Response: Response(p.Given.Text), DontKnow: p.Given.Text == "", Fraction: p.Fraction, Worth: 1}.Verdict()
}

// Mean is the fraction that a question earns of whose n parts right are right.
// With exact, only all of them earn.
func Mean(right, n int, exact bool) float64 {
	if exact && right < n {
		return 0
	}
	return float64(right) / float64(n)
}
