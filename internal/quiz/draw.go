package quiz

import (
	"slices"

	"verbatim/internal/diag"
)

// Draws says of topics how many of their questions each session draws by
// chance, at least 1; of topics that it does not name, all are asked.
type Draws map[string]int

// Selection is what a session asks of a set. The zero value is what the set
// itself gives: all topics, of each as many questions as the set draws.
type Selection struct {
	Topics    []string // their names; none: all
	Draw      Draws    // of these topics, instead of what the set draws; here 0 stands for all
	Questions int      // how many are drawn of what remains; 0, or more than remain: all of it
}

// From draws the places of questions in the set by the seed, ascending. Each
// choice of as many questions of a topic is as likely, whatever is drawn of others.
func (sel Selection) From(set *Set, seed uint64) []int {
	var items []int
	for _, topic := range set.grouped() {
		if sel.has(topic.name) {
			items = append(items, drawn(topic.items, sel.of(set, topic.name), "draw "+topic.name, seed)...)
		}
	}
	slices.Sort(items)
	return drawn(items, sel.Questions, "draw", seed)
}

// Count is how many questions From gives.
func (sel Selection) Count(set *Set) int { return len(sel.From(set, 0)) }

// Pool is how many questions From draws from: all of the topics.
func (sel Selection) Pool(set *Set) int {
	n := 0
	for i := range set.Questions {
		if sel.has(set.Questions[i].Topic) {
			n++
		}
	}
	return n
}

func (sel Selection) has(topic string) bool {
	return len(sel.Topics) == 0 || slices.Contains(sel.Topics, topic)
}

// Settled gives the draws that differ from what the set draws, none where none does.
func (d Draws) Settled(set *Set) Draws {
	var out Draws
	for topic, n := range d {
		if pool := (Selection{Topics: []string{topic}}).Pool(set); n >= pool {
			n = 0
		}
		if n != set.Draw[topic] {
			if out == nil {
				out = Draws{}
			}
			out[topic] = n
		}
	}
	return out
}

// of is how many questions of a topic are drawn, 0 for all.
func (sel Selection) of(set *Set, topic string) int {
	if n, own := sel.Draw[topic]; own {
		return n
	}
	return set.Draw[topic]
}

// drawn picks n of the items in their order; n of 0, or more than there are,
// means all of them.
func drawn(items []int, n int, part string, seed uint64) []int {
	if n <= 0 || n >= len(items) {
		return items
	}
	picks := Shuffle{Seed: seed}.Order(part, len(items))[:n]
	slices.Sort(picks)
	for i, place := range picks {
		picks[i] = items[place]
	}
	return picks
}

// topicItems are the places of the questions of one topic, ascending.
type topicItems struct {
	name  string
	items []int
}

// grouped gives the questions by their topics, in the order in which these
// first come.
func (s *Set) grouped() []topicItems {
	var groups []topicItems
	at := map[string]int{}
	for i := range s.Questions {
		name := s.Questions[i].Topic
		k, known := at[name]
		if !known {
			k = len(groups)
			at[name], groups = k, append(groups, topicItems{name: name})
		}
		groups[k].items = append(groups[k].items, i)
	}
	return groups
}

// BringDraws adds the draws of another set whose questions were brought in,
// where they can be made and the set has none of its own for the topic.
func (s *Set) BringDraws(other Draws) {
	for topic, n := range other.Settled(&Set{Questions: s.Questions}) {
		if _, own := s.Draw[topic]; !own {
			if s.Draw == nil {
				s.Draw = Draws{}
			}
			s.Draw[topic] = n
		}
	}
}

// validateDraw reports draws that cannot be made, and such as leave nothing to chance.
func (s *Set) validateDraw(r *Report) {
	count := map[string]int{}
	for i := range s.Questions {
		count[s.Questions[i].Topic]++
	}
	for topic, n := range s.Draw {
		at, has := s.Pos("draw."+topic), count[topic]
		switch {
		case !s.Topics.Has(topic):
			r.Add(diag.Diagnostic{Pos: at, Code: "unknown-topic", Hint: "add it under `topics:` or use " + oneOf(s.Topics),
				Message: "the topic \"" + topic + "\", of which questions are to be drawn, is not among the set's topics", Fix: s.topicFix(topic, at, diag.SetKey)})
		case n < 1:
			r.Error(at, "bad-draw", "write how many questions of it are drawn, or remove the line to ask all", "%d questions of the topic %q cannot be drawn", n, topic)
		case n > has:
			r.Error(at, "bad-draw", "draw fewer, or write more questions for the topic", "%d questions of the topic %q are to be drawn, and it has %d", n, topic, has)
		case n == has:
			r.Warning(at, "whole-draw", "remove the line, or draw fewer", "the topic %q has %d questions, so drawing %d leaves nothing to chance", topic, has, n)
		}
	}
}
