package ordering

import (
	"strconv"

	"verbatim/internal/quiz"
)

// Fill gives the form in which the places are chosen.
func (o *Ordering) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	order, err := o.order(r)
	if err != nil {
		return form
	}
	items, places := o.orders(sh)
	at := make([]int, len(order))
	for place, i := range order {
		at[i] = place
	}
	for n, i := range items {
		form.Put(quiz.NumberedField(n), places, at[i])
	}
	return form
}

// Say gives the items in the order of the learner.
func (o *Ordering) Say(r quiz.Response) []quiz.Said {
	order, _ := o.order(r) // none where the learner did not know
	var said []quiz.Said
	for place, i := range order {
		said = append(said, quiz.Said{Of: strconv.Itoa(place + 1), Text: o.Items[i].Text})
	}
	return said
}
