package categorise

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/internal/quiz"
)

// Validate reports too few items and categories, unknown categories, texts that
// stand twice and items without a reason.
func (c *Categorise) Validate(q *quiz.Question, r *quiz.Report) {
	if len(c.Categories) < 2 {
		r.Error(q.Pos("categories"), "too-few-categories", "write at least two categories", "there are fewer than two categories to sort into")
	}
	for i, name := range c.Categories {
		if slices.Index(c.Categories, name) < i {
			r.Error(q.Pos(fmt.Sprintf("categories[%d]", i)), "duplicate-text", "rename one of the two or remove it", "the category %q stands there twice", name)
		}
	}
	if len(c.Items) < 2 {
		r.Error(q.Pos("items"), "too-few-items", "write at least two items, or use `kind: single-choice`", "there are fewer than two items to sort")
	}
	texts, used := map[string]bool{}, map[string]bool{}
	for i := range c.Items {
		item := &c.Items[i]
		if texts[item.Text] {
			r.Error(item.Pos("text"), "duplicate-text", "reword one of the two or remove it", "the item %q stands there twice", item.Text)
		}
		texts[item.Text], used[item.Category] = true, true
		if !slices.Contains(c.Categories, item.Category) {
			r.Error(item.Pos("category"), "unknown-category", "use one of "+strings.Join(c.Categories, ", "), "the category %q is not among the question's categories", item.Category)
		}
		if r.Sourced && item.Because == "" {
			r.Error(item.Pos("because"), "missing-because", "add `because: \"…\"`", "the item %q does not say why it belongs to its category", item.Text)
		}
	}
	if len(c.Items) > 1 && len(used) == 1 {
		r.Error(q.Pos("items"), "one-category", "add items that belong to other categories", "every item belongs to the same category, so choosing one throughout would earn full marks")
	}
}
