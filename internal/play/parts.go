package play

import (
	"cmp"
	"slices"
)

// Part is a stretch of the reading with the questions about it, in a walk
// through the text.
type Part struct {
	FirstSection, LastSection int // of the reading's sections: [FirstSection, LastSection)
	First, Last               int // the numbers of its questions, both included
}

// inReadingOrder sorts questions by where their passages stand; those without
// one come last.
func inReadingOrder(r *Revision, items []int) {
	passage := func(item int) int {
		m, ok := r.Find(r.Set.Questions[item].Citation)
		if !ok {
			return len(r.Set.Reading.Passages)
		}
		return m.First
	}
	slices.SortStableFunc(items, func(a, b int) int { return cmp.Compare(passage(a), passage(b)) })
}

// Parts divides the reading: each part ends with the section that the passages
// of its questions stand in, and the last with the reading. Questions without a
// passage belong to the part before them. None without a reading.
func (w *Walk) Parts() []Part {
	doc := w.Revision.Set.Reading
	if doc == nil {
		return nil
	}
	var parts []Part
	for i, item := range w.Session.Items {
		m, ok := w.Revision.Find(w.Revision.Set.Questions[item].Citation)
		last := len(parts) - 1
		end := 0
		if ok {
			end = doc.Passages[m.First].Section + 1
		}
		if last >= 0 && end <= parts[last].LastSection {
			parts[last].Last = i + 1
			continue
		}
		part := Part{LastSection: end, First: i + 1, Last: i + 1}
		if last >= 0 {
			part.FirstSection = parts[last].LastSection
		}
		parts = append(parts, part)
	}
	if len(parts) > 0 {
		parts[len(parts)-1].LastSection = len(doc.Sections)
	}
	return parts
}

// PartOf gives the number of the part that question n belongs to, from 1; 0
// where there is none.
func (w *Walk) PartOf(n int) int {
	for i, p := range w.Parts() {
		if p.First <= n && n <= p.Last {
			return i + 1
		}
	}
	return 0
}

// Begun says whether a question of a part is answered.
func (w *Walk) Begun(p Part) bool {
	for n := p.First; n <= p.Last; n++ {
		if _, ok := w.find(n); ok {
			return true
		}
	}
	return false
}
