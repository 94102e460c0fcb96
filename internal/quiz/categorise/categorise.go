// Package categorise holds the kind of question that asks to sort texts into
// named categories: QTI's matchInteraction with many items to one target.
package categorise

import (
	"fmt"
	"slices"

	"verbatim/internal/quiz"
)

// Kind is the name of the kind.
const Kind = "categorise"

func init() { quiz.Register(Kind, func() quiz.Body { return &Categorise{} }) }

// Categorise is a question with items to sort.
type Categorise struct {
	Categories []string `json:"categories" need:"yes" doc:"The names of the categories, in plain text, in the order in which they are shown."`
	Items      []Item   `json:"items" need:"yes" doc:"What is sorted, each with the category it belongs to."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit unless every item is sorted rightly."`
}

// Item is what is sorted.
type Item struct {
	quiz.Where    `json:"-"`
	Text          string `json:"text" need:"yes" doc:"The item as the learner reads it, in Markdown."`
	Category      string `json:"category" need:"yes" doc:"The category it belongs to, by its name in categories."`
	Because       string `json:"because,omitempty" doc:"Why it belongs there, in Markdown. With a reading, every item needs it."`
	quiz.Citation        // words of the reading that show it
}

// Citations lists the items' quotes.
func (c *Categorise) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range c.Items {
		cited = append(cited, quiz.Cited{Where: &c.Items[i].Where, Citation: c.Items[i].Citation})
	}
	return cited
}

// Key is the place of each item's category.
func (c *Categorise) Key() quiz.Response {
	places := make([]int, len(c.Items))
	for i, item := range c.Items {
		places[i] = slices.Index(c.Categories, item.Category)
	}
	return quiz.PlacesResponse(places)
}

// Grade gives the share of the items that are sorted rightly; with Exact, all
// of them or nothing.
func (c *Categorise) Grade(r quiz.Response) (float64, error) {
	chosen, err := r.Places(len(c.Categories))
	if err != nil {
		return 0, err
	}
	if len(chosen) != len(c.Items) {
		return 0, fmt.Errorf("%w: %d categories for %d items", quiz.ErrResponse, len(chosen), len(c.Items))
	}
	right := 0
	for i, place := range chosen {
		if c.Categories[place] == c.Items[i].Category {
			right++
		}
	}
	return quiz.Mean(right, len(c.Items), c.Exact), nil
}
