package categorise

import "verbatim/internal/quiz"

// Ask is what the learner sees before answering.
type Ask struct {
	Categories []string
	Items      []AskItem
}

// AskItem is an item with the choice of its category.
type AskItem struct {
	Text    string // Markdown
	Field   string
	Choices []quiz.Choice // the categories, plain text
}

// Review is what the learner sees after answering: the items in the order of
// the page, each with its category.
type Review struct {
	Categories []string
	Parts      []quiz.Part
}

// orders gives the order of the items and that of the categories. Categories
// often have an order of their own, such as a ladder, so they keep it: with the
// items shuffled it says nothing of the key.
func (c *Categorise) orders(sh quiz.Shuffle) (items, categories []int) {
	items = sh.Order("items", len(c.Items))
	sh.Fixed = true
	return items, sh.Order("categories", len(c.Categories))
}

// Ask is the view of the unanswered question, an [Ask].
func (c *Categorise) Ask(sh quiz.Shuffle, given quiz.Form) any {
	items, categories := c.orders(sh)
	text := func(i int) string { return c.Categories[i] }
	ask := Ask{Categories: c.Categories}
	for place, i := range items {
		field := quiz.NumberedField(place)
		ask.Items = append(ask.Items, AskItem{Text: c.Items[i].Text, Field: field, Choices: given.Offer(field, categories, text)})
	}
	return ask
}

// Read makes a response of the categories chosen.
func (c *Categorise) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	items, categories := c.orders(sh)
	chosen := make([]int, len(items))
	for place, i := range items {
		category, err := f.Select(quiz.NumberedField(place), categories)
		if err != nil {
			return "", err
		}
		chosen[i] = category
	}
	return quiz.PlacesResponse(chosen), nil
}

// Review is the view of the answered question, a [Review].
func (c *Categorise) Review(sh quiz.Shuffle, r quiz.Response) any {
	items, _ := c.orders(sh)
	chosen, _ := r.Places(len(c.Categories)) // none where the learner did not know
	review := Review{Categories: c.Categories}
	for _, i := range items {
		item := &c.Items[i]
		part := quiz.Part{Text: item.Text, Right: quiz.Reply{Text: item.Category, Because: item.Because, Citation: item.Citation}}
		if len(chosen) == len(c.Items) {
			part.Given.Text = c.Categories[chosen[i]]
			if part.Given.Text == item.Category {
				part.Fraction = 1
			}
		}
		review.Parts = append(review.Parts, part)
	}
	return review
}
