package measure

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/open-spaced-repetition/go-fsrs/v3"

	"verbatim/internal/quiz"
)

var monday = time.Date(2022, 11, 29, 12, 30, 0, 0, time.UTC)

func recall(question string, at time.Time, fraction float64, c quiz.Certainty) Recall {
	return Recall{question, quiz.Answer{Response: "0", Fraction: fraction, Worth: 1, Certainty: c, At: at}}
}

// The library's own vector for its long-term scheduler, as answers: each is
// given on the day on which the question is due.
func TestCardsFollowFSRS(t *testing.T) {
	right := []float64{1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1}
	days := []uint64{3, 11, 35, 101, 269, 669, 12, 2, 5, 12, 26, 55, 112}
	stability := []float64{3.173, 10.7389, 34.5776, 100.7483, 269.2838, 669.3093, 11.8987, 2.236, 5.2001, 11.8993, 26.4917, 55.4949, 111.9726}
	var given []Recall
	at := monday
	for i, fraction := range right {
		given = append(given, recall("moon", at, fraction, quiz.Unstated))
		cards := Cards(given)
		if len(cards) != 1 || cards[0].Question != "moon" || cards[0].ScheduledDays != days[i] || math.Abs(cards[0].Stability-stability[i]) > 1e-4 {
			t.Fatalf("after %d answers: %+v, want %d days and stability %v", i+1, cards, days[i], stability[i])
		}
		at = cards[0].Due
	}
	shuffled := slices.Clone(given)
	slices.Reverse(shuffled)
	if got, want := Cards(shuffled), Cards(given); !slices.Equal(got, want) {
		t.Errorf("in another order: %+v, want %+v", got, want)
	}
	// After as many days as the stability, nine of ten are still remembered.
	if r := scheduler.GetRetrievability(fsrs.Card{State: fsrs.Review, Stability: 12, LastReview: monday}, monday.AddDate(0, 0, 12)); math.Abs(r-0.9) > 1e-9 {
		t.Errorf("R(S, S) = %v", r)
	}
}

func TestRating(t *testing.T) {
	for want, answers := range map[fsrs.Rating][]quiz.Answer{
		fsrs.Again: {{Response: "0", Worth: 1}, {DontKnow: true, Worth: 1}, {Response: "0", Fraction: 0.99, Worth: 1, Certainty: quiz.VerySure}},
		fsrs.Hard:  {{Response: "0", Fraction: 1, Worth: 1, Certainty: quiz.Unsure}},
		fsrs.Good:  {{Response: "0", Fraction: 1, Worth: 1}, {Response: "0", Fraction: 1, Worth: 1, Certainty: quiz.FairlySure}, {Response: "0", Fraction: 1, Worth: 1, Certainty: quiz.VerySure}},
	} {
		for _, a := range answers {
			if got := ratingOf(&a); got != want {
				t.Errorf("%+v is rated %v, want %v", a, got, want)
			}
		}
	}
}

func TestDue(t *testing.T) {
	left := Recall{"never", quiz.Answer{Worth: 1, At: monday}}
	withdrawn := Recall{"withdrawn", quiz.Answer{Response: "0", At: monday}}
	cards := Cards([]Recall{recall("sure", monday, 1, quiz.Unstated), recall("missed", monday, 0, quiz.Unstated), left, withdrawn})
	if len(cards) != 2 || cards[0].Question != "missed" {
		t.Fatalf("the cards are %+v", cards)
	}
	for days, want := range map[int]int{0: 0, 1: 1, 2: 1, 3: 2, 400: 2} {
		if got := DueAt(cards, monday.AddDate(0, 0, days)); got != want {
			t.Errorf("after %d days %d are due, want %d", days, got, want)
		}
	}
}
