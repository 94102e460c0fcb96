package measure

import (
	"cmp"
	"slices"
	"time"

	"github.com/open-spaced-repetition/go-fsrs/v3"

	"verbatim/internal/quiz"
)

// Recall is one answer to a question, as a sign of how well it is remembered.
type Recall struct {
	Question string // its id
	quiz.Answer
}

// Card is how well a learner remembers a question.
type Card struct {
	Question string
	fsrs.Card
}

// scheduler is FSRS with its usual weights. Without its short-term steps the
// least interval is a day: what was missed a moment ago can be taken again at
// the end of each session. Without its fuzz the same answers always give the
// same days.
var scheduler = func() *fsrs.FSRS {
	p := fsrs.DefaultParam()
	p.EnableShortTerm, p.EnableFuzz = false, false
	return fsrs.NewFSRS(p)
}()

// Cards works out how well each question is remembered from all the answers of
// a learner to a set, in any order, and when it is due: the cards by that time.
// Questions that were left out have not been recalled, and withdrawn ones ask for
// nothing: they do not count.
func Cards(recalls []Recall) []Card {
	recalls = slices.Clone(recalls)
	slices.SortStableFunc(recalls, func(a, b Recall) int { return a.At.Compare(b.At) })
	of := map[string]fsrs.Card{}
	for _, r := range recalls {
		if v := r.Reply(); v == quiz.LeftOut || v == quiz.Withdrawn {
			continue
		}
		card, known := of[r.Question]
		if !known {
			card = fsrs.NewCard()
		}
		of[r.Question] = scheduler.Next(card, r.At, ratingOf(&r.Answer)).Card
	}
	cards := make([]Card, 0, len(of))
	for question, card := range of {
		cards = append(cards, Card{question, card})
	}
	slices.SortFunc(cards, func(a, b Card) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Question, b.Question))
	})
	return cards
}

// ratingOf is what an answer says of the memory, by its first try: nobody is
// asked to rate it, and nothing is ever easy. With a hint it was hard.
func ratingOf(a *quiz.Answer) fsrs.Rating {
	switch {
	case a.FirstTry().Missed():
		return fsrs.Again
	case a.Certainty == quiz.Unsure, a.Hints() > 0:
		return fsrs.Hard
	}
	return fsrs.Good
}

// DueAt gives how many of the cards, sorted by when they are due, are due then.
func DueAt(cards []Card, at time.Time) int {
	n, _ := slices.BinarySearchFunc(cards, at, func(c Card, at time.Time) int {
		if c.Due.After(at) {
			return 1
		}
		return -1
	})
	return n
}
