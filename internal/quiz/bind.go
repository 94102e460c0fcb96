package quiz

import "verbatim/internal/reading"

// Binder is a Body that looks into the reading, such as one that offers its
// sentences. Bind is called once, when the set has been read and before it is
// validated or served; a set without a reading never calls it.
type Binder interface {
	Bind(q *Question, doc *reading.Document)
}

// Bind gives the set its reading, and shows it to the questions that ask about it.
func (s *Set) Bind(doc *reading.Document) {
	s.Reading = doc
	for i := range s.Questions {
		q := &s.Questions[i]
		if b, ok := q.Body.(Binder); ok {
			b.Bind(q, doc)
		}
	}
}
