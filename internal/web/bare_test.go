package web

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// TestBareHidesReasons holds for every kind: what is left of a review without
// its reasons names none of them and no passage, and is the same beside.
func TestBareHidesReasons(t *testing.T) {
	w := tidesRevision(t)
	said := 0
	for i := range w.Set.Questions {
		q := &w.Set.Questions[i]
		view := q.Body.Review(quiz.Shuffle{Question: q.ID}, "")
		before, after := inJSON(t, view), inJSON(t, page.Bare(view))
		said += strings.Count(before, "KEY-BECAUSE")
		for _, hidden := range []string{"KEY-BECAUSE", `"quote":"`} {
			if strings.Contains(after, hidden) {
				t.Errorf("%s (%s): %s is left in %s", q.ID, q.Kind, hidden, after)
			}
		}
		if inJSON(t, view) != before {
			t.Errorf("%s (%s): the review itself is changed", q.ID, q.Kind)
		}
		if twice := page.Bare(page.Bare(view)); !reflect.DeepEqual(twice, page.Bare(view)) {
			t.Errorf("%s (%s): hiding twice is not hiding once", q.ID, q.Kind)
		}
	}
	if said < 10 {
		t.Errorf("the set gives only %d reasons to hide", said)
	}
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
