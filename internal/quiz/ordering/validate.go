package ordering

import "verbatim/internal/quiz"

// Validate reports too few items and items that stand twice.
func (o *Ordering) Validate(q *quiz.Question, r *quiz.Report) {
	if len(o.Items) < 2 {
		r.Error(q.Pos("items"), "too-few-items", "write at least two items", "there are fewer than two items to put in order")
	}
	texts := map[string]bool{}
	for i := range o.Items {
		item := &o.Items[i]
		if texts[item.Text] {
			r.Error(item.Pos("text"), "duplicate-text", "reword one of the two: nobody could tell which goes first", "the item %q stands there twice", item.Text)
		}
		texts[item.Text] = true
	}
}
