package web

import (
	"testing"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// Every field of every kind, and whatever can be chosen in one, has words.
func TestFieldsHaveWords(t *testing.T) {
	w := testRenderer(t).words[DefaultLanguage]
	seen := 0
	var walk func(kind string, fields []page.FormField)
	walk = func(kind string, fields []page.FormField) {
		for _, f := range fields {
			section, name := "field", f.Key
			if f.Key == "" {
				section, name = "item", f.Of
			}
			if seen++; !f.Is("quote") && !w.keys[section+"."+name] {
				t.Errorf("%s: there are no words for %s", kind, f.Name)
			}
			if f.Is("list") && !w.keys["item."+f.Key] {
				t.Errorf("%s: there are no words for an item of %s", kind, f.Name)
			}
			for _, word := range f.Words {
				if word.Text == "" && !w.keys[f.Section()+"."+word.Value] {
					t.Errorf("%s: there are no words for %q in %s", kind, word.Value, f.Name)
				}
			}
			walk(kind, f.Fields)
		}
	}
	for _, kind := range quiz.Kinds() {
		fields, _ := page.FormFields(play.BlankForm(kind), nil, true, nil)
		walk(kind, fields)
	}
	if seen < 150 {
		t.Errorf("only %d fields were looked at", seen)
	}
}
