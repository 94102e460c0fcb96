package qti12

import (
	"math"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
)

// What an answer earns stands in an item as conditions. We run them on the
// answers that matter.

// given is an answer: what is picked or typed, for each response.
type given map[string][]string

// run gives the points of an answer, and the feedback that it brings up.
func (it *item) run(g given) (points float64, shown []string) {
	for c := range it.Child("resprocessing").Children("respcondition") {
		test := c.Child("conditionvar")
		if test == nil || !it.all(test, g) {
			continue
		}
		for set := range c.Children("setvar") {
			n, ok := kit.Number(set.Text())
			switch action := set.Attr("action"); {
			case !ok:
			case action == "Add":
				points += n
			case action == "Subtract":
				points -= n
			default:
				points = n
			}
		}
		for f := range c.Children("displayfeedback") {
			shown = append(shown, f.Attr("linkrefid"))
		}
		if c.Attr("continue") == "No" {
			break
		}
	}
	return points, shown
}

// all says whether all tests of an element hold. Of several texts that one
// response may be equal to, one is enough, as Canvas writes its short answers;
// of an ordered response, they are the order.
func (it *item) all(e *kit.Element, g given) bool {
	equal := map[string][]string{}
	for t := range e.Children("") {
		if t.Name == "varequal" {
			equal[t.Attr("respident")] = append(equal[t.Attr("respident")], strings.TrimSpace(t.Text()))
			continue
		}
		if !it.holds(t, g) {
			return false
		}
	}
	for id, texts := range equal {
		switch r := it.responses[id]; {
		case r != nil && r.cardinality == "Ordered":
			if !slices.Equal(texts, g[id]) {
				return false
			}
		case len(texts) == 1 || r != nil && r.cardinality == "Multiple":
			for _, t := range texts {
				if !it.equal(id, t, g) {
					return false
				}
			}
		case !slices.ContainsFunc(texts, func(t string) bool { return it.equal(id, t, g) }):
			return false
		}
	}
	return true
}

func (it *item) holds(t *kit.Element, g given) bool {
	id, want := t.Attr("respident"), strings.TrimSpace(t.Text())
	switch t.Name {
	case "and", "conditionvar":
		return it.all(t, g)
	case "or":
		for c := range t.Children("") {
			if it.holds(c, g) {
				return true
			}
		}
		return false
	case "not":
		for c := range t.Children("") {
			if it.holds(c, g) {
				return false
			}
		}
		return true
	case "varequal":
		return it.equal(id, want, g)
	case "unanswered":
		return len(g[id]) == 0
	case "other":
		return true
	case "vargte", "varlte", "vargt", "varlt":
		if len(g[id]) != 1 {
			return false
		}
		x, ok1 := kit.Number(g[id][0])
		y, ok2 := kit.Number(want)
		if !ok1 || !ok2 {
			return false
		}
		switch t.Name {
		case "vargte":
			return x >= y
		case "varlte":
			return x <= y
		case "vargt":
			return x > y
		}
		return x < y
	}
	return false
}

func (it *item) equal(id, want string, g given) bool {
	for _, v := range g[id] {
		if v == want || it.responses[id] != nil && it.responses[id].typed && strings.EqualFold(v, want) {
			return true
		}
		x, ok1 := kit.Number(v)
		y, ok2 := kit.Number(want)
		if ok1 && ok2 && x == y {
			return true
		}
	}
	return false
}

// rewarded walks the tests of a response that earn something, those under a
// <not> left out.
func (it *item) rewarded(id string) []*kit.Element {
	var all []*kit.Element
	for c := range it.Child("resprocessing").Children("respcondition") {
		if earns(c) {
			all = append(all, tests(c.Child("conditionvar"), id)...)
		}
	}
	return all
}

// earns says whether a condition adds points, or is marked as the right one.
func earns(c *kit.Element) bool {
	if c.Attr("correctanswer") == "Yes" {
		return true
	}
	for set := range c.Children("setvar") {
		if n, ok := kit.Number(set.Text()); ok && n > 0 && set.Attr("action") != "Subtract" {
			return true
		}
	}
	return false
}

func tests(e *kit.Element, id string) []*kit.Element {
	var all []*kit.Element
	for t := range e.Children("") {
		switch {
		case t.Name == "not":
		case t.Attr("respident") == id:
			all = append(all, t)
		default:
			all = append(all, tests(t, id)...)
		}
	}
	return all
}

// share rounds what an answer earns of what the key earns, -1 to 1.
func share(points, full float64) float64 {
	if full == 0 {
		return 0
	}
	return min(max(math.Round(points/full*1e6)/1e6, -1), 1)
}
