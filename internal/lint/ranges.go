package lint

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// An interval is what an option such as "10 to 20 %" covers, its ends included
// or not.
type interval struct {
	from, to         float64
	openFrom, openTo bool
	unit             string
}

const number = `(-?\d+(?:\.\d+)?)`

var (
	betweenForm = regexp.MustCompile(`^(?:(?:from|between|about|approximately) )?[$€£]?` + number + `\s*(?:%|\pL+)?\s*(?:-|to|and)\s*[$€£]?` + number + `\s*(%|[\pL ]*)$`)
	belowForm   = regexp.MustCompile(`^(?:less than|fewer than|below|under|<)\s*[$€£]?` + number + `\s*(%|[\pL ]*)$`)
	aboveForm   = regexp.MustCompile(`^(?:more than|greater than|above|over|>)\s*[$€£]?` + number + `\s*(%|[\pL ]*)$`)
	orMoreForm  = regexp.MustCompile(`^(?:at least )?[$€£]?` + number + `\s*(%|\pL*)\s*(?:or more|or above|and above|and over|\+)$`)
)

// intervalOf reads an option as an interval.
func intervalOf(option string) (interval, bool) {
	s := strings.TrimRight(folded(option), ".")
	if m := betweenForm.FindStringSubmatch(s); m != nil {
		a, b := parse(m[1]), parse(m[2])
		return interval{from: a, to: b, unit: m[3]}, a < b
	}
	if m := belowForm.FindStringSubmatch(s); m != nil {
		return interval{from: math.Inf(-1), to: parse(m[1]), openTo: true, unit: m[2]}, true
	}
	if m := aboveForm.FindStringSubmatch(s); m != nil {
		return interval{from: parse(m[1]), to: math.Inf(1), openFrom: true, unit: m[2]}, true
	}
	if m := orMoreForm.FindStringSubmatch(s); m != nil {
		return interval{from: parse(m[1]), to: math.Inf(1), unit: m[2]}, true
	}
	return interval{}, false
}

func parse(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0 // the forms let nothing else through
	}
	return f
}

// meets says whether some number lies in both.
func (a interval) meets(b interval) bool {
	if a.from > b.from {
		a, b = b, a
	}
	return b.from < a.to || b.from == a.to && !a.openTo && !b.openFrom
}

// ranges reports options that are ranges of numbers and share some: a number
// that lies in two of them has two answers.
func (c *checker) ranges(it *item) {
	if len(it.right) != 1 {
		return
	}
	all := make([]interval, len(it.options))
	for i, o := range it.options {
		r, ok := intervalOf(o.plain)
		if !ok {
			return
		}
		if i > 0 && r.unit != all[0].unit {
			return // 10 atoms are not among 100 molecules
		}
		all[i] = r
	}
	for i, a := range all {
		for j, b := range all[:i] {
			if a.meets(b) {
				c.warn(it.options[i].Pos("text"), "overlapping-options", "let each range begin above the end of the one before",
					"the ranges %q and %q have numbers in common", it.options[j].plain, it.options[i].plain)
				return
			}
		}
	}
}
