package qti

import (
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// An item says by its response processing what an answer earns. Rather than
// recognise the many ways to write the same rule, we run it on the answers that
// matter and see what it gives.

// value is what an expression has; it is null where it is empty.
type value []string

// errRule says that response processing uses what is not understood here.
type errRule struct{ name string }

func (e errRule) Error() string { return fmt.Sprintf("it uses <%s>", e.name) }

// errExit ends response processing early, as the item asks.
var errExit = errors.New("exit")

// maxSteps bounds the work that is spent on the rules of one item, over all its
// runs; no honest item comes near it.
const maxSteps = 5_000_000

// maxChoices bounds the choices, gaps and interactions of an item.
const maxChoices = 200

// step counts the work.
func (r *run) step() error {
	if r.it.steps++; r.it.steps > maxSteps {
		return errors.New("it takes too long")
	}
	return nil
}

// run is one run of an item's response processing.
type run struct {
	it       *item
	given    map[string]value
	outcomes map[string]value
}

// score runs response processing on an answer: what is given for each response.
// The error is errRule where the item's own rules are not understood.
func (it *item) score(given map[string]value) (map[string]value, error) {
	r := &run{it: it, given: given, outcomes: map[string]value{}}
	for id, d := range it.outcomes {
		r.outcomes[id] = d.initial
		if len(d.initial) == 0 && d.single() && (d.base == "float" || d.base == "integer") {
			r.outcomes[id] = value{"0"}
		}
	}
	if it.process == nil {
		return r.outcomes, nil
	}
	template := path.Base(strings.TrimSuffix(it.process.Attr("template"), ".xml"))
	own := false
	for range it.process.Children("") {
		own = true
	}
	var err error
	switch {
	case own:
		err = r.statements(it.process)
	case template == "match_correct":
		r.outcomes["SCORE"] = bool2(matches(given["RESPONSE"], r.correct("RESPONSE"), r.ordered("RESPONSE")), "1", "0")
	case template == "map_response":
		r.outcomes["SCORE"] = r.mapped("RESPONSE")
	case template != "." && template != "":
		err = errRule{"responseProcessing template=" + strconv.Quote(template)}
	}
	if errors.Is(err, errExit) {
		err = nil
	}
	return r.outcomes, err
}

func (r *run) statements(e *kit.Element) error {
	for s := range e.Children("") {
		if err := r.statement(s); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) statement(s *kit.Element) error {
	if err := r.step(); err != nil {
		return err
	}
	switch s.Name {
	case "responseCondition":
		return r.condition(s)
	case "responseProcessingFragment":
		return r.statements(s)
	case "exitResponse":
		return errExit
	case "setOutcomeValue":
		v, err := r.only(s)
		if err != nil {
			return err
		}
		r.outcomes[s.Attr("identifier")] = v
		return nil
	}
	return errRule{s.Name}
}

func (r *run) condition(s *kit.Element) error {
	for branch := range s.Children("") {
		holds := branch.Name == "responseElse"
		first := true
		for e := range branch.Children("") {
			if first && !holds {
				v, err := r.eval(e)
				if err != nil {
					return err
				}
				if first = false; !v.holds() {
					break
				}
				holds = true
				continue
			}
			if err := r.statement(e); err != nil {
				return err
			}
		}
		if holds {
			return nil
		}
	}
	return nil
}

// only evaluates the one expression that an element holds.
func (r *run) only(e *kit.Element) (value, error) {
	for c := range e.Children("") {
		return r.eval(c)
	}
	return nil, errRule{e.Name}
}

func (r *run) correct(id string) value {
	if d := r.it.responses[id]; d != nil {
		return d.correct
	}
	return nil
}

func (r *run) ordered(id string) bool {
	d := r.it.responses[id]
	return d != nil && d.cardinality == "ordered"
}

// mapped sums what the mapping gives for each value of a response.
func (r *run) mapped(id string) value {
	d := r.it.responses[id]
	if d == nil || d.mapping == nil {
		return value{"0"}
	}
	sum := 0.0
	seen := map[string]bool{}
	for _, v := range r.given[id] {
		if !seen[v] {
			seen[v] = true
			sum += d.mapping.of(v, d.base)
		}
	}
	if d.mapping.lower != nil {
		sum = max(sum, *d.mapping.lower)
	}
	if d.mapping.upper != nil {
		sum = min(sum, *d.mapping.upper)
	}
	return float(sum)
}

// of is what one value is worth.
func (m *mapping) of(v, base string) float64 {
	for _, e := range m.entries {
		if e.key == v || e.anyCase && strings.EqualFold(e.key, v) || sameBase(e.key, v, base) {
			return e.value
		}
	}
	return m.other
}

// sameBase compares what can be written in two ways: numbers, and pairs whose
// order does not matter.
func sameBase(a, b, base string) bool {
	switch base {
	case "float", "integer":
		x, y := number(a), number(b)
		return x != nil && y != nil && *x == *y
	case "pair":
		first, second, _ := strings.Cut(b, " ")
		return a == second+" "+first
	}
	return false
}

// matches says whether two values are the same; the order of containers counts
// only where they are ordered.
func matches(a, b value, ordered bool) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	if !ordered {
		a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	}
	for i := range a {
		if x, y := number(a[i]), number(b[i]); a[i] != b[i] && (x == nil || y == nil || *x != *y) {
			return false
		}
	}
	return true
}

func float(f float64) value {
	return value{strconv.FormatFloat(math.Round(f*1e9)/1e9, 'f', -1, 64)}
}

func truth(b bool) value { return bool2(b, "true", "false") }

func bool2(b bool, yes, no string) value {
	if b {
		return value{yes}
	}
	return value{no}
}

func (v value) holds() bool { return len(v) == 1 && v[0] == "true" }

// number is the value as a number; null has none.
func (v value) number() (float64, bool) {
	if len(v) != 1 {
		return 0, false
	}
	n, ok := kit.Number(v[0])
	return n, ok
}

// points is the number that an outcome has, 0 where it has none.
func points(outcomes map[string]value, id string) float64 {
	n, _ := outcomes[id].number()
	return n
}
