// Package ordering holds the kind of question that asks to put items in their
// order: QTI's orderInteraction, "ordering" in Moodle.
package ordering

import (
	"fmt"

	"verbatim/internal/quiz"
)

// Kind is the name of the kind.
const Kind = "ordering"

func init() { quiz.Register(Kind, func() quiz.Body { return &Ordering{} }) }

// Ordering is a question with items to put in order.
type Ordering struct {
	Items  []Item `json:"items" need:"yes" doc:"The items in their right order."`
	Credit Credit `json:"credit,omitempty" doc:"How an order that is right in part is credited: pairs (the rule where nothing is written), position, next or longest."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit unless the whole order is right."`
}

// Item is one of the items.
type Item struct {
	quiz.Where    `json:"-"`
	Text          string `json:"text" need:"yes" doc:"The item as the learner reads it, in Markdown."`
	Because       string `json:"because,omitempty" doc:"Why it stands at this place, in Markdown."`
	quiz.Citation        // words of the reading that show it
}

// Citations lists the items' quotes.
func (o *Ordering) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range o.Items {
		cited = append(cited, quiz.Cited{Where: &o.Items[i].Where, Citation: o.Items[i].Citation})
	}
	return cited
}

// Key is the order of the file.
func (o *Ordering) Key() quiz.Response {
	order := make([]int, len(o.Items))
	for i := range order {
		order[i] = i
	}
	return quiz.PlacesResponse(order)
}

// Grade credits an order by the question's rule; with Exact, only the right
// order earns.
func (o *Ordering) Grade(r quiz.Response) (float64, error) {
	order, err := o.order(r)
	if err != nil {
		return 0, err
	}
	if len(order) < 2 {
		return 1, nil // there is one order alone
	}
	fraction := o.Credit.of(order)
	if o.Exact && fraction < 1 {
		return 0, nil
	}
	return fraction, nil
}

// order reads a response: the places in the file of the items, as the learner
// put them.
func (o *Ordering) order(r quiz.Response) ([]int, error) {
	order, err := r.Places(len(o.Items))
	if err != nil {
		return nil, err
	}
	seen := make([]bool, len(o.Items))
	for _, i := range order {
		if seen[i] {
			return nil, fmt.Errorf("%w: an item stands twice in %q", quiz.ErrResponse, r)
		}
		seen[i] = true
	}
	if len(order) != len(o.Items) {
		return nil, fmt.Errorf("%w: %d items of %d are in order", quiz.ErrResponse, len(order), len(o.Items))
	}
	return order, nil
}
