package kit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"verbatim/internal/quiz"
)

// Writer gathers the questions that an encoder writes, and afterwards finds out
// what of them its format has no place for, by reading what was written.
type Writer struct {
	Export
	title   string // of the format
	written []written
	now     *Item // the entry of the question that is being written
}

type written struct {
	item     *Item
	question *quiz.Question
}

// NewWriter begins an export; title is what people call the format.
func NewWriter(title string) *Writer { return &Writer{title: title} }

// Each calls write for every question of the set. Where write gives a reason,
// another kind that asks nearly the same is tried, and the question is refused
// for that reason where there is none. A write that gives a reason must not have
// written anything.
func (w *Writer) Each(set *quiz.Set, write func(q *quiz.Question) (why string)) {
	for i := range set.Questions {
		q := settled(set, &set.Questions[i])
		item := w.Item(q.ID)
		w.now = item
		why := write(q)
		if other, lost := standIn(q); why != "" && other != nil {
			if write(other) == "" {
				item.Lose(q.Pos("kind"), "kind-changed", "keep the set itself: it holds the question as it is",
					"%s has no question of the kind %s: it goes out as %s, in which %s", w.title, q.Kind, other.Kind, lost)
				w.written = append(w.written, written{item, other})
				continue
			}
		}
		if why != "" {
			item.Refuse(q.Pos(""), "not-exported", "choose another format, or change the question", "%s", why)
			continue
		}
		w.written = append(w.written, written{item, q})
	}
}

// Lose records that something of the question that is being written has no
// place, where reading what was written would not show it.
func (w *Writer) Lose(q *quiz.Question, code, hint, format string, args ...any) {
	w.now.Lose(q.Pos(""), code, hint, format, args...)
}

// NoSuchKind is the reason for refusing a question whose kind the format lacks.
func (w *Writer) NoSuchKind(q *quiz.Question) string {
	return fmt.Sprintf("%s has no question of the kind %s", w.title, q.Kind)
}

// Finish takes the files that were written, reads them again and notes what did
// not come back: each entry says which keys of the question were lost.
func (w *Writer) Finish(decode func(context.Context, Input) (*Import, error), files ...quiz.File) (*Export, error) {
	w.Files = files
	again, err := decode(context.Background(), Input{Name: files[0].Name, Data: files[0].Data})
	if err != nil {
		return nil, fmt.Errorf("what was written cannot be read again: %w", err)
	}
	if len(again.Set.Questions) != len(w.written) {
		return nil, fmt.Errorf("%d questions were written and %d can be read again: %v", len(w.written), len(again.Set.Questions), again.List)
	}
	for i, one := range w.written {
		before, err := keysOf(one.question)
		if err != nil {
			return nil, err
		}
		after, err := keysOf(&again.Set.Questions[i])
		if err != nil {
			return nil, err
		}
		var lost []string
		for _, key := range slices.Sorted(maps.Keys(before)) {
			if !same(before[key], after[key]) && key != "id" {
				lost = append(lost, key)
			}
		}
		if len(lost) > 0 {
			one.item.Lose(one.question.Pos(""), "not-carried", "keep the set itself: it holds them",
				"%s cannot hold all of the question's %s", w.title, strings.Join(lost, ", "))
		}
	}
	return &w.Export, nil
}

// keysOf gives what stands under each key of a question, however deep, in order.
func keysOf(q *quiz.Question) (map[string][]any, error) {
	src, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(src, &tree); err != nil {
		return nil, err
	}
	keys := map[string][]any{}
	gather(tree, "", keys)
	return keys, nil
}

func gather(v any, at string, into map[string][]any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			gather(inner, strings.TrimPrefix(at+"."+key, "."), into)
		}
	case []any:
		for _, inner := range v {
			gather(inner, at, into)
		}
	case string:
		into[at] = append(into[at], strings.TrimSpace(v))
	default:
		into[at] = append(into[at], v)
	}
}

// same says whether two lists of values are the same but for the rounding of
// numbers, and for other ways to write the same Markdown.
func same(a, b []any) bool {
	return slices.EqualFunc(a, b, func(x, y any) bool {
		f, ok1 := x.(float64)
		g, ok2 := y.(float64)
		if ok1 && ok2 {
			return math.Abs(f-g) <= 1e-4*max(1, math.Abs(f))
		}
		s, isText := x.(string)
		t, isTextToo := y.(string)
		return x == y || isText && isTextToo && (Stem(s) == Stem(t) || Prose(s) == Prose(t))
	})
}
