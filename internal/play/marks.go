package play

import "verbatim/internal/quiz"

// PassageStatus is how a session fared with one passage of the reading.
type PassageStatus struct {
	// Verdict is that of the answers to questions whose quote touches the
	// passage; of several, the one that most needs another look. It is
	// NotAsked too where such a question is not answered yet, so that the
	// marked reading tells nothing of it.
	Verdict   quiz.Verdict
	Questions []int // the numbers of those answered questions, ascending
}

// need orders verdicts by how much they call for another look.
var need = map[quiz.Verdict]int{quiz.NotAsked: 0, quiz.Right: 1, quiz.Partial: 2, quiz.LeftOut: 3, quiz.Unknown: 4, quiz.Wrong: 5}

// Marks gives the status of each passage of the reading, in its order; none
// where the set has no reading.
func (w *Walk) Marks() []PassageStatus {
	doc := w.Revision.Set.Reading
	if doc == nil {
		return nil
	}
	marks := make([]PassageStatus, len(doc.Passages))
	for i := range marks {
		marks[i].Verdict = quiz.NotAsked
	}
	for _, a := range w.Answers {
		m, ok := w.Revision.Find(w.Question(a.N).Citation)
		if !ok {
			continue
		}
		for i := m.First; i < m.Last; i++ {
			marks[i].Questions = append(marks[i].Questions, a.N)
			if v := a.Verdict(); need[v] > need[marks[i].Verdict] {
				marks[i].Verdict = v
			}
		}
	}
	return marks
}
