package qti

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// eval gives the value of an expression of response processing.
func (r *run) eval(e *kit.Element) (value, error) {
	if err := r.step(); err != nil {
		return nil, err
	}
	id := e.Attr("identifier")
	switch e.Name {
	case "variable":
		if v, ok := r.given[id]; ok {
			return v, nil
		}
		return r.outcomes[id], nil
	case "correct":
		return r.correct(id), nil
	case "default":
		if d := r.it.outcomes[id]; d != nil {
			return d.initial, nil
		}
		return nil, nil
	case "baseValue":
		return value{folded(e.Text(), e.Attr("baseType"))}, nil
	case "null":
		return nil, nil
	case "mapResponse":
		return r.mapped(id), nil
	}
	operator, ok := operators[e.Name]
	if !ok {
		return nil, errRule{e.Name}
	}
	var args []value
	for c := range e.Children("") {
		v, err := r.eval(c)
		if err != nil {
			return nil, err
		}
		args = append(args, v)
	}
	v, ok := operator(r, e, args)
	if !ok {
		return nil, errRule{e.Name}
	}
	return v, nil
}

// An operator computes a value of others; it reports false for a use of it that
// is not understood.
type operator func(r *run, e *kit.Element, args []value) (value, bool)

var operators map[string]operator

func init() {
	operators = map[string]operator{
		"and":           logic(true),
		"or":            logic(false),
		"not":           not,
		"isNull":        unary(func(v value) value { return truth(len(v) == 0 || len(v) == 1 && v[0] == "") }),
		"containerSize": unary(func(v value) value { return value{strconv.Itoa(len(v))} }),
		"match":         match,
		"equal":         equal,
		"equalRounded":  equalRounded,
		"stringMatch":   stringMatch,
		"member":        member,
		"contains":      contains,
		"multiple":      container,
		"ordered":       container,
		"sum":           fold(func(a, b float64) float64 { return a + b }),
		"product":       fold(func(a, b float64) float64 { return a * b }),
		"subtract":      fold(func(a, b float64) float64 { return a - b }),
		"divide":        divide,
		"max":           fold(func(a, b float64) float64 { return max(a, b) }),
		"min":           fold(func(a, b float64) float64 { return min(a, b) }),
		"gt":            compare(func(a, b float64) bool { return a > b }),
		"gte":           compare(func(a, b float64) bool { return a >= b }),
		"lt":            compare(func(a, b float64) bool { return a < b }),
		"lte":           compare(func(a, b float64) bool { return a <= b }),
	}
}

func unary(f func(value) value) operator {
	return func(_ *run, _ *kit.Element, args []value) (value, bool) {
		if len(args) != 1 {
			return nil, false
		}
		return f(args[0]), true
	}
}

// logic is and (all) or or.
func logic(all bool) operator {
	return func(_ *run, _ *kit.Element, args []value) (value, bool) {
		for _, a := range args {
			if a.holds() != all {
				return truth(!all), true
			}
		}
		return truth(all), true
	}
}

func not(_ *run, _ *kit.Element, args []value) (value, bool) {
	if len(args) != 1 {
		return nil, false
	}
	return truth(!args[0].holds()), true
}

// container makes one value of several.
func container(_ *run, _ *kit.Element, args []value) (value, bool) {
	return slices.Concat(args...), true
}

func fold(f func(a, b float64) float64) operator {
	return func(_ *run, _ *kit.Element, args []value) (value, bool) {
		var all []float64
		for _, a := range args {
			for _, text := range a {
				n, ok := kit.Number(text)
				if !ok {
					return nil, false
				}
				all = append(all, n)
			}
			if len(a) == 0 {
				return nil, true // with null, there is no result
			}
		}
		if len(all) == 0 {
			return nil, true
		}
		result := all[0]
		for _, n := range all[1:] {
			result = f(result, n)
		}
		return float(result), true
	}
}

func divide(_ *run, _ *kit.Element, args []value) (value, bool) {
	if len(args) != 2 {
		return nil, false
	}
	a, aOK := args[0].number()
	b, bOK := args[1].number()
	if !aOK || !bOK || b == 0 {
		return nil, true
	}
	return float(a / b), true
}

func compare(f func(a, b float64) bool) operator {
	return func(_ *run, _ *kit.Element, args []value) (value, bool) {
		if len(args) != 2 {
			return nil, false
		}
		a, aOK := args[0].number()
		b, bOK := args[1].number()
		if !aOK || !bOK {
			return nil, true
		}
		return truth(f(a, b)), true
	}
}

// match compares values; containers of responses that are ordered, in order.
func match(r *run, e *kit.Element, args []value) (value, bool) {
	if len(args) != 2 {
		return nil, false
	}
	ordered := false
	for c := range e.Children("") {
		ordered = ordered || c.Name == "ordered" || r.ordered(c.Attr("identifier"))
	}
	return truth(matches(args[0], args[1], ordered)), true
}

func equal(_ *run, e *kit.Element, args []value) (value, bool) {
	if len(args) != 2 {
		return nil, false
	}
	a, aOK := args[0].number()
	b, bOK := args[1].number()
	if !aOK || !bOK {
		return truth(false), true
	}
	below, above, ok := tolerance(e)
	if !ok {
		return nil, false
	}
	if e.Attr("toleranceMode") == "relative" {
		below, above = math.Abs(b)*below/100, math.Abs(b)*above/100
	}
	const rounding = 1e-9
	return truth(a >= b-below-rounding && a <= b+above+rounding), true
}

// tolerance reads how far a number may lie below and above another.
func tolerance(e *kit.Element) (below, above float64, ok bool) {
	switch e.Attr("toleranceMode") {
	case "", "exact":
		return 0, 0, true
	case "absolute", "relative":
	default:
		return 0, 0, false
	}
	parts := strings.Fields(e.Attr("tolerance"))
	if len(parts) == 0 || len(parts) > 2 {
		return 0, 0, false
	}
	below, ok = kit.Number(parts[0])
	if above = below; len(parts) == 2 && ok {
		above, ok = kit.Number(parts[1])
	}
	return below, above, ok
}

func equalRounded(_ *run, e *kit.Element, args []value) (value, bool) {
	figures, err := strconv.Atoi(e.Attr("figures"))
	if len(args) != 2 || err != nil || figures < 0 || figures > 15 {
		return nil, false
	}
	a, aOK := args[0].number()
	b, bOK := args[1].number()
	if !aOK || !bOK {
		return truth(false), true
	}
	format := byte('e')
	if e.Attr("roundingMode") == "decimalPlaces" {
		format, figures = 'f', figures+1
	}
	figures--
	return truth(strconv.FormatFloat(a, format, figures, 64) == strconv.FormatFloat(b, format, figures, 64)), figures >= 0
}

func stringMatch(_ *run, e *kit.Element, args []value) (value, bool) {
	if len(args) != 2 {
		return nil, false
	}
	if len(args[0]) != 1 || len(args[1]) != 1 {
		return truth(false), true
	}
	a, b := args[0][0], args[1][0]
	if e.Attr("caseSensitive") == "false" {
		a, b = strings.ToLower(a), strings.ToLower(b)
	}
	return truth(a == b || e.Attr("substring") == "true" && strings.Contains(a, b)), true
}

func member(_ *run, _ *kit.Element, args []value) (value, bool) {
	if len(args) != 2 {
		return nil, false
	}
	return truth(len(args[0]) == 1 && slices.Contains(args[1], args[0][0])), true
}

func contains(_ *run, _ *kit.Element, args []value) (value, bool) {
	if len(args) != 2 {
		return nil, false
	}
	for _, v := range args[1] {
		if !slices.Contains(args[0], v) {
			return truth(false), true
		}
	}
	return truth(len(args[1]) > 0), true
}
