package categorise

import "verbatim/internal/quiz"

// Fill gives the form in which the categories are chosen.
func (c *Categorise) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	items, categories := c.orders(sh)
	if chosen := c.chosen(r); chosen != nil {
		for place, i := range items {
			form.Put(quiz.NumberedField(place), categories, chosen[i])
		}
	}
	return form
}

// Say gives each item with its category.
func (c *Categorise) Say(r quiz.Response) []quiz.Said {
	var said []quiz.Said
	for i, category := range c.chosen(r) {
		said = append(said, quiz.Said{Of: c.Items[i].Text, Text: c.Categories[category], Plain: true})
	}
	return said
}

// chosen reads the category of each item; nil where the learner did not know.
func (c *Categorise) chosen(r quiz.Response) []int {
	chosen, err := r.Places(len(c.Categories))
	if err != nil || len(chosen) != len(c.Items) {
		return nil
	}
	return chosen
}
