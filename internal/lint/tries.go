package lint

import (
	"fmt"
	"slices"

	"verbatim/internal/quiz"
)

// tryRules looks at how often a question can be tried, what that costs, and at
// its hints.
func (c *checker) tryRules(it *item) {
	allowed := c.set.Trying(it.Question)
	if it.Penalty != nil && allowed.Tries == 1 {
		c.unusedPenalty(it.Where, "penalty", "write `tries:` with how many tries there are", "nobody pays the penalty: there is one try")
	}
	if it.HintPenalty != nil && len(it.Hints) == 0 {
		c.unusedPenalty(it.Where, "hint-penalty", "write the `hints:`", "nobody pays the penalty: there are no hints")
	}
	if body, ok := it.Body.(quiz.Offering); ok && allowed.Tries > 1 {
		_, one := body.Guess() // which is known where one thing is picked
		if n := len(body.Offers()); one && allowed.Tries >= n {
			c.warn(it.Pos("tries"), "exhausted-options", "allow fewer tries than there are options, here with `tries:` in the question",
				"%d tries are enough to pick each of %d options", allowed.Tries, n)
		}
	}
	if it.Body == nil {
		return // its kind is unknown
	}
	for i, hint := range it.Hints {
		c.hint(it, i, c.words.text(hint))
	}
}

// headTryRules looks at what the head of the set says of tries.
func (c *checker) headTryRules() {
	set := c.set
	if set.Penalty != nil && !slices.ContainsFunc(c.items, func(it *item) bool { return set.Trying(it.Question).Tries > 1 }) {
		c.unusedPenalty(set.Where, "penalty", "write `tries:` with how many tries there are", "nobody pays the penalty: each question has one try")
	}
	if set.HintPenalty != nil && !slices.ContainsFunc(c.items, func(it *item) bool { return len(it.Hints) > 0 }) {
		c.unusedPenalty(set.Where, "hint-penalty", "write `hints:` in the questions that have some", "nobody pays the penalty: no question has hints")
	}
}

func (c *checker) unusedPenalty(at quiz.Where, key, hint, message string) {
	c.warn(at.Pos(key), "unused-penalty", hint, "%s", message)
}

// hint reports a hint that is the answer: the key's words, or the explanation. A
// text that the question shows already, or that stands beside a wrong option
// there, gives nothing away.
func (c *checker) hint(it *item, i int, hint text) {
	at := it.Pos(fmt.Sprintf("hints[%d]", i))
	const advice = "say where to look or what to think of, and leave the answer to the learner"
	if it.Explanation != "" && folded(hint.plain) == folded(c.words.text(it.Explanation).plain) {
		c.warn(at, "hint-gives-key", advice, "the hint is the explanation")
		return
	}
	for _, wrong := range it.wrong {
		if says(hint, wrong.text) {
			return
		}
	}
	for _, said := range it.Body.Say(it.Body.Key()) {
		if said.Of != "" || said.Text == "" {
			continue
		}
		key := c.words.text(said.Text)
		if said.Plain {
			key = c.words.plain(said.Text)
		}
		if says(hint, key) && !says(it.stem, key) {
			c.warn(at, "hint-gives-key", advice, "the hint says the right answer, %q", key.plain)
			return
		}
	}
}

// says says whether a text holds the words of another, one after the other.
func says(t, phrase text) bool {
	if len(phrase.words) == 0 {
		return false
	}
	for from := 0; from+len(phrase.words) <= len(t.words); from++ {
		if slices.EqualFunc(t.words[from:from+len(phrase.words)], phrase.words, func(a, b word) bool { return a.text == b.text }) {
			return true
		}
	}
	return false
}
