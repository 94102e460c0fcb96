package quiz

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

func (t *Tally) add(a Answer, answered bool) {
	if answered && a.Verdict() == Withdrawn {
		t.Withdrawn++
		return
	}
	t.Asked++
	if !answered {
		return
	}
	t.Answered++
	t.Points += a.Fraction * a.Worth
	t.Worth += a.Worth
	switch a.Verdict() {
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
	byN := make(map[int]Answer, len(answers))
	for _, a := range answers {
		byN[a.N] = a
	}
	var score Score
	topics, evidence := map[string]*Tally{}, map[string]*Tally{}
	for i, item := range session.Items {
		q := &set.Questions[item]
		a, answered := byN[i+1]
		score.add(a, answered)
		tallyFor(topics, q.Topic).add(a, answered)
		tallyFor(evidence, string(q.Evidence)).add(a, answered)
	}
	for _, t := range set.Topics {
		if tally := topics[t.Name]; tally != nil {
			score.Topics = append(score.Topics, Group{t.Name, *tally})
		}
	}
	for _, e := range EvidenceKinds() {
		if tally := evidence[string(e)]; tally != nil {
			score.Evidence = append(score.Evidence, Group{string(e), *tally})
		}
	}
	return score
}

func tallyFor(m map[string]*Tally, name string) *Tally {
	if m[name] == nil {
		m[name] = &Tally{}
	}
	return m[name]
}
