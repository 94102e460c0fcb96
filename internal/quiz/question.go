package quiz

import (
	"encoding/json"
	"fmt"

	"verbatim/internal/reading"
)

// Question is what is asked. What all kinds share stands here; what differs is
// the Body.
type Question struct {
	Where
	ID       string   `json:"id" need:"yes" doc:"A short name, unique in the set: letters, digits and hyphens."`
	Draft    bool     `json:"draft,omitempty" doc:"true keeps the question from being asked while it is being written."`
	Topic    string   `json:"topic,omitempty" doc:"The topic, by its name in topics."`
	Evidence Evidence `json:"evidence,omitempty" doc:"What kind of evidence the claim rests on."`
	Kind     string   `json:"kind,omitempty" doc:"The kind of question; single-choice where nothing is written."`
	Stem     string   `json:"stem" need:"yes" doc:"The question as it is asked, in Markdown. After an empty line it may show more: an image, a table, code."`
	// Body is the part that the kind defines; its keys stand beside these.
	Body        Body     `json:"-"`
	Hints       []string `json:"hints,omitempty" doc:"What helps a learner who asks for it in practice, in inline Markdown: each in turn, none with the answer."`
	Explanation string   `json:"explanation,omitempty" doc:"Why the right answer is right, in Markdown: a sentence, or paragraphs with empty lines between them."`
	Citation
	Weight float64 `json:"weight,omitempty" doc:"What the question is worth beside others; 1 where nothing is written."`
	TryRule
	Shuffle *bool   `json:"shuffle,omitempty" doc:"false keeps the options in the order of the file."`
	Allow   []Allow `json:"allow,omitempty" doc:"Warnings about the question that are meant, each as code: reason."`
}

// Citation names words of the reading: a TextQuoteSelector of the W3C Web
// Annotation model. Before and After are only needed where the words stand twice.
type Citation struct {
	Quote  string `json:"quote,omitempty" doc:"The words of the reading that settle it, exactly as they stand there."`
	Before string `json:"before,omitempty" doc:"The words just before the quote, where the quote stands twice."`
	After  string `json:"after,omitempty" doc:"The words just after the quote, where the quote stands twice."`
}

// Selector gives the citation in the reading's terms.
func (c Citation) Selector() reading.Quote {
	return reading.Quote{Exact: c.Quote, Before: c.Before, After: c.After}
}

// Points is the question's weight: what it is worth beside others, at least 0.
func (q *Question) Points() float64 {
	if q.Weight == 0 {
		return 1
	}
	return q.Weight
}

// Shuffled says whether the question's options may be reordered.
func (q *Question) Shuffled() bool { return q.Shuffle == nil || *q.Shuffle }

// MarshalJSON writes the shared keys and the body's keys as one object, as
// they stand in the native format.
func (q Question) MarshalJSON() ([]byte, error) {
	type plain Question // without this method
	shared, err := json.Marshal(plain(q))
	if err != nil {
		return nil, fmt.Errorf("question %s: %w", q.ID, err)
	}
	if q.Body == nil {
		return shared, nil
	}
	body, err := json.Marshal(q.Body)
	if err != nil {
		return nil, fmt.Errorf("question %s: %w", q.ID, err)
	}
	if string(body) == "{}" {
		return shared, nil
	}
	return append(append(shared[:len(shared)-1], ','), body[1:]...), nil
}

// Evidence is the kind of evidence that a claim rests on.
type Evidence string

// The kinds of evidence, roughly from the most direct to the least.
const (
	Trial         Evidence = "trial"         // controlled experiments in people
	Observational Evidence = "observational" // people observed, nothing assigned
	CaseReport    Evidence = "case-report"   // single patients described
	SelfReport    Evidence = "self-report"   // what people say of themselves
	Preclinical   Evidence = "preclinical"   // animals and cells
	Mechanism     Evidence = "mechanism"     // how it acts in the body
	Regulatory    Evidence = "regulatory"    // what authorities have said or done
	Traditional   Evidence = "traditional"   // historical and customary use
	Background    Evidence = "background"    // undisputed facts and context
	NoneYet       Evidence = "none-yet"      // nothing that would settle it
)

// EvidenceKinds lists all kinds of evidence in the order in which pages show them.
func EvidenceKinds() []Evidence {
	return []Evidence{Trial, Observational, CaseReport, SelfReport, Preclinical, Mechanism, Regulatory, Traditional, Background, NoneYet}
}

// Enum lists the values that the native format accepts.
func (Evidence) Enum() []string {
	var out []string
	for _, e := range EvidenceKinds() {
		out = append(out, string(e))
	}
	return out
}
