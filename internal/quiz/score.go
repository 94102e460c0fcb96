package quiz

import "slices"

// Score sums the answers of one session.
type Score struct {
	Tally
	Topics   []Group // by topic, in the order of the set
	Evidence []Group // by kind of evidence, in the order of EvidenceKinds
}

// Group is the tally of the questions that share a topic or a kind of evidence.
type Group struct {
	Name string
	Tally
}

// Tally counts questions and what they earned.
type Tally struct {
	Asked    int // questions of the session
	Answered int // of them, graded ("I don't know" is an answer)
	Right    int // answers that earned the whole of their question
	Partial  int // answers that earned a part
	Unknown  int // answers "I don't know"
	LeftOut  int // questions without an answer in a test that was handed in
	// Withdrawn counts answers whose question counts for nobody any more. They
	// are none of the others and were asked no more.
	Withdrawn int
	Points    float64 // fraction times weight, summed over the answers
	Worth     float64 // the weights of the answered questions, summed
}

// Wrong is the number of answers that earned nothing, "I don't know" and
// those left out apart.
func (t Tally) Wrong() int { return t.Answered - t.Right - t.Partial - t.Unknown - t.LeftOut }

// Fraction is the share of the answered questions' worth that was earned, 0 to
// 1; 0 where nothing is answered.
func (t Tally) Fraction() float64 {
	if t.Worth == 0 {
		return 0
	}
	return t.Points / t.Worth
}

// add counts a question with its answer; nil where it has none.
func (t *Tally) add(a *Answer) {
	if a == nil {
		t.Asked++
		return
	}
	verdict := a.Verdict()
	if verdict == Withdrawn {
		t.Withdrawn++
		return
	}
	t.Asked++
	t.Answered++
	t.Points += a.Fraction * a.Worth
	t.Worth += a.Worth
	switch verdict {
	case Right:
		t.Right++
	case Partial:
		t.Partial++
	case Unknown:
		t.Unknown++
	case LeftOut:
		t.LeftOut++
	}
}

// ScoreOf scores one session by its own answers alone. Groups without a
// question in the session are left out.
func ScoreOf(set *Set, session *Session, answers []Answer) Score {
	byN := make([]*Answer, len(session.Items)+1)
	for i := range answers {
		if a := &answers[i]; a.N < len(byN) {
			byN[a.N] = a
		}
	}
	var score Score
	kinds := EvidenceKinds()
	topics, evidence := make([]Tally, len(set.Topics)), make([]Tally, len(kinds))
	topic := 0
	for i, item := range session.Items {
		q, a := &set.Questions[item], byN[i+1]
		score.add(a)
		if topic = set.Topics.index(q.Topic, topic); topic >= 0 {
			topics[topic].add(a)
		}
		if kind := slices.Index(kinds, q.Evidence); kind >= 0 {
			evidence[kind].add(a)
		}
	}
	score.Topics = groupsOf(topics, func(i int) string { return set.Topics[i].Name })
	score.Evidence = groupsOf(evidence, func(i int) string { return string(kinds[i]) })
	return score
}

// groupsOf names the tallies that have a question.
func groupsOf(tallies []Tally, name func(i int) string) (groups []Group) {
	for i, t := range tallies {
		if t == (Tally{}) {
			continue
		}
		if groups == nil {
			groups = make([]Group, 0, len(tallies)-i)
		}
		groups = append(groups, Group{name(i), t})
	}
	return groups
}
