package ordering

import (
	"strconv"

	"verbatim/internal/quiz"
)

// Ask is what the learner sees before answering.
type Ask struct {
	Items []AskItem
}

// AskItem is an item with the select of its place.
type AskItem struct {
	Text    string // Markdown
	Field   string
	Choices []quiz.Choice // the places, from 1
}

// Review is what the learner sees after answering.
type Review struct {
	Items []ReviewItem // in their right order
}

// ReviewItem is one item at its right place.
type ReviewItem struct {
	Text    string // Markdown
	Place   int    // from 1
	Given   int    // where the learner put it, from 1; 0 where they did not know
	Because string // Markdown
	quiz.Citation
}

// Right says whether the learner put the item where it belongs.
func (i ReviewItem) Right() bool { return i.Given == i.Place }

// orders gives the order of the items and that of the places. The order of the
// file is the key, so the items are shuffled whatever the question says.
func (o *Ordering) orders(sh quiz.Shuffle) (items, places []int) {
	sh.Fixed = false
	items = sh.Order("items", len(o.Items))
	sh.Fixed = true
	return items, sh.Order("places", len(o.Items))
}

// Ask is the view of the unanswered question, an [Ask].
func (o *Ordering) Ask(sh quiz.Shuffle, given quiz.Form) any {
	items, places := o.orders(sh)
	number := func(i int) string { return strconv.Itoa(i + 1) }
	var ask Ask
	for n, i := range items {
		field := quiz.NumberedField(n)
		ask.Items = append(ask.Items, AskItem{Text: o.Items[i].Text, Field: field, Choices: given.Offer(field, places, number)})
	}
	return ask
}

// Read makes a response of the places chosen, each for one item.
func (o *Ordering) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	items, places := o.orders(sh)
	order := make([]int, len(items))
	taken := make([]bool, len(items))
	for n, i := range items {
		place, err := f.Select(quiz.NumberedField(n), places)
		if err != nil {
			return "", err
		}
		if taken[place] {
			return "", &quiz.Problem{Message: "problem.place-twice", Control: quiz.NumberedField(n)}
		}
		taken[place], order[place] = true, i
	}
	return quiz.PlacesResponse(order), nil
}

// Review is the view of the answered question, a [Review].
func (o *Ordering) Review(_ quiz.Shuffle, r quiz.Response) any {
	given := make([]int, len(o.Items))
	if order, err := o.order(r); err == nil {
		for place, i := range order {
			given[i] = place + 1
		}
	}
	var review Review
	for i := range o.Items {
		item := &o.Items[i]
		review.Items = append(review.Items, ReviewItem{
			Text: item.Text, Place: i + 1, Given: given[i], Because: item.Because, Citation: item.Citation,
		})
	}
	return review
}
