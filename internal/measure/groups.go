package measure

import "slices"

// Group sums up the questions that share something, such as a topic.
type Group struct {
	Name      string  `json:"name"`
	Questions int     `json:"questions"` // that were answered
	Answers   int     `json:"answers"`
	Right     int     `json:"right"`
	Points    float64 `json:"points"` // fraction times weight, summed over the answers
	Worth     float64 `json:"worth"`  // what the answers could have earned
	Certainty []Bin   `json:"certainty,omitempty"`
}

// Share is the part of the worth that was earned, 0..1; 0 where nothing was
// answered.
func (g Group) Share() float64 {
	if g.Worth == 0 {
		return 0
	}
	return g.Points / g.Worth
}

// GroupItems sums up the questions by the name that each is given, in the
// order of names. Names that no answered question has are left out; a question
// with no name of the list belongs to none.
func GroupItems(items []ItemFigures, names []string, nameOf func(i int) string) []Group {
	groups := make([]Group, len(names))
	for i := range items {
		at := slices.Index(names, nameOf(i))
		if at < 0 || items[i].N == 0 {
			continue
		}
		g, f := &groups[at], &items[i]
		g.Name = names[at]
		g.Questions++
		g.Answers += f.N
		g.Right += f.Right
		g.Points += *f.Facility * float64(f.N) * f.Worth
		g.Worth += float64(f.N) * f.Worth
		g.Certainty = append(g.Certainty, f.Certainty...)
	}
	groups = slices.DeleteFunc(groups, func(g Group) bool { return g.Answers == 0 })
	for i := range groups {
		groups[i].Certainty = CalibrateBins(groups[i].Certainty).Bins
	}
	return groups
}
