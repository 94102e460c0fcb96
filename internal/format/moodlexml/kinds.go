package moodlexml

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// answer is what the types with answers have in common.
type answer struct {
	*kit.Element
	fraction float64 // -1 to 1
	text     string  // Markdown
	plain    string  // without markup
	because  string
}

func (d *decoder) answers(e *kit.Element, item *kit.Item) ([]answer, error) {
	var all []answer
	for a := range e.Children("answer") {
		percent, ok := kit.Number(a.Attr("fraction"))
		if !ok && a.Attr("fraction") != "" {
			return nil, fmt.Errorf("the fraction %q of an answer is no number", a.Attr("fraction"))
		}
		one := answer{
			Element:  a,
			fraction: min(max(percent/100, -1), 1),
			plain:    strings.TrimSpace(a.Child("text").Text()),
			text:     d.markdown(a, item),
			because:  d.markdown(a.Child("feedback"), item),
		}
		if one.plain == "" {
			item.Lose(a.Pos, "empty-choice", "", "an answer without a text is left out")
			continue
		}
		one.text = cmp.Or(one.text, kit.Markdown(one.plain)) // markup of which nothing is left
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, errors.New("it has no answers")
	}
	return all, nil
}

// some is a fraction as answers that can earn a part hold it: nil for all.
func some(f float64) *float64 {
	if f == 1 {
		return nil
	}
	f = max(f, 0)
	return &f
}

func (d *decoder) choice(e *kit.Element, q *quiz.Question, item *kit.Item) (quiz.Body, error) {
	answers, err := d.answers(e, item)
	if err != nil {
		return nil, err
	}
	single := truth(e.Child("single"), true)
	options := make(choice.Options, len(answers))
	for i, a := range answers {
		o := choice.Option{Text: a.text, Because: a.because, Correct: a.fraction == 1 || !single && a.fraction > 0}
		if f := a.fraction; f != 0 && f != 1 || !single && f == 1 {
			o.Fraction = &f
		}
		o.Locate("", a.Pos)
		options[i] = o
	}
	if single {
		q.Kind = choice.SingleKind
		return &choice.Single{Options: options}, nil
	}
	q.Kind = choice.MultipleKind
	body := &choice.Multiple{Options: options}
	if kit.PlainWeights(options) {
		item.Lose(e.Pos, "free-wrong-options", "", "in the file ticking everything earns full marks; here each wrong option costs as much as a right one earns")
	}
	return body, nil
}

func (d *decoder) trueFalse(e *kit.Element, _ *quiz.Question, item *kit.Item) (quiz.Body, error) {
	answers, err := d.answers(e, item)
	if err != nil {
		return nil, err
	}
	claim := &truefalse.Claim{Answer: truefalse.False}
	for i, a := range answers {
		says := strings.ToLower(a.plain)
		is := says == "true" || says != "false" && i == 0 // as Moodle reads words of other languages
		if is {
			claim.Because.True = a.because
		} else {
			claim.Because.False = a.because
		}
		if a.fraction == 1 && is {
			claim.Answer = truefalse.True
		}
	}
	return claim, nil
}

func (d *decoder) shortText(e *kit.Element, _ *quiz.Question, item *kit.Item) (quiz.Body, error) {
	answers, err := d.answers(e, item)
	if err != nil {
		return nil, err
	}
	body := &shorttext.ShortText{}
	body.Case = truth(e.Child("usecase"), false)
	for _, a := range answers {
		one := shorttext.Answer{Text: a.plain, Fraction: some(a.fraction), Because: a.because}
		one.Locate("", a.Pos)
		body.Answers = append(body.Answers, one)
	}
	return body, nil
}

func (d *decoder) numeric(e *kit.Element, _ *quiz.Question, item *kit.Item) (quiz.Body, error) {
	answers, err := d.answers(e, item)
	if err != nil {
		return nil, err
	}
	body := &numeric.Numeric{}
	for _, a := range answers {
		one := numeric.Answer{Fraction: some(a.fraction), Because: a.because}
		one.Locate("", a.Pos)
		if a.plain == "*" {
			one.Any = true
		} else {
			value, ok := kit.Number(a.plain)
			if !ok {
				return nil, fmt.Errorf("the answer %q is no number", a.plain)
			}
			one.Value = &value
			if t, ok := kit.Number(a.Child("tolerance").Text()); ok {
				one.Tolerance = math.Abs(t)
			}
		}
		body.Answers = append(body.Answers, one)
	}
	return body, units(e, &body.Rules)
}

// How Moodle asks for a unit (showunits) and what becomes of a wrong one
// (unitgradingtype).
const (
	unitTyped    = "0"
	unitHidden   = "3"
	unitIgnored  = "0"
	unitOfAnswer = "1" // the penalty is a share of what the number earns
)

func units(e *kit.Element, r *numeric.Rules) error {
	for u := range e.Child("units").Children("unit") {
		multiplier, ok := kit.Number(u.Child("multiplier").Text())
		if !ok || multiplier <= 0 {
			return fmt.Errorf("the unit %q has no multiplier", strings.TrimSpace(u.Child("unit_name").Text()))
		}
		unit := numeric.Unit{Name: strings.TrimSpace(u.Child("unit_name").Text())}
		if multiplier != 1 {
			unit.Factor = 1 / multiplier // Moodle's tells how many of this unit make one of the first
		}
		r.Units = append(r.Units, unit)
	}
	show := strings.TrimSpace(e.Child("showunits").Text())
	if len(r.Units) == 0 || show == unitHidden {
		r.Units = nil
		return nil
	}
	if show != unitTyped && show != "" {
		r.UnitEntry = numeric.Select
		return nil
	}
	r.UnitEntry = numeric.Typed
	penalty, _ := kit.Number(e.Child("unitpenalty").Text())
	if grading := strings.TrimSpace(e.Child("unitgradingtype").Text()); grading == unitIgnored || grading == "" {
		penalty = 0
	}
	if penalty = min(max(penalty, 0), 1); penalty != 1 {
		r.UnitPenalty = &penalty
	}
	return nil
}

func (d *decoder) matching(e *kit.Element, _ *quiz.Question, item *kit.Item) (quiz.Body, error) {
	body := &matching.Matching{}
	for sub := range e.Children("subquestion") {
		text, match := d.markdown(sub, item), strings.TrimSpace(sub.Child("answer").Text())
		switch {
		case match == "":
			return nil, fmt.Errorf("the text %q has no match", text)
		case text == "":
			body.Distractors = append(body.Distractors, matching.Distractor{Text: match})
		default:
			p := matching.Pair{Text: text, Match: match}
			p.Locate("", sub.Pos)
			body.Pairs = append(body.Pairs, p)
		}
	}
	return body, nil
}

// credits are Moodle's rules for an order that is right in part.
var credits = map[string]ordering.Credit{
	"ABSOLUTE_POSITION":              ordering.Position,
	"RELATIVE_NEXT_EXCLUDE_LAST":     ordering.Next,
	"LONGEST_ORDERED_SUBSET":         ordering.Longest,
	"RELATIVE_ALL_PREVIOUS_AND_NEXT": ordering.Pairs,
}

func (d *decoder) ordering(e *kit.Element, _ *quiz.Question, item *kit.Item) (quiz.Body, error) {
	type place struct {
		item ordering.Item
		at   float64
	}
	var places []place
	for a := range e.Children("answer") {
		p := place{item: ordering.Item{Text: d.markdown(a, item), Because: d.markdown(a.Child("feedback"), item)}, at: float64(len(places) + 1)}
		if n, ok := kit.Number(a.Attr("fraction")); ok {
			p.at = n
		}
		if p.item.Text == "" {
			item.Lose(a.Pos, "empty-choice", "", "an item without a text is left out")
			continue
		}
		p.item.Locate("", a.Pos)
		places = append(places, p)
	}
	slices.SortStableFunc(places, func(a, b place) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	body := &ordering.Ordering{}
	for _, p := range places {
		body.Items = append(body.Items, p.item)
	}
	switch rule := strings.TrimSpace(e.Child("gradingtype").Text()); {
	case rule == "ALL_OR_NOTHING" || rule == "-1":
		body.Exact = true
	case credits[rule] == ordering.Pairs:
		// the rule where nothing is written
	case credits[rule] != "":
		body.Credit = credits[rule]
	case rule != "":
		item.Lose(e.Pos, "credit-rule", "", "the rule %s for an order that is right in part is replaced by counting pairs in the right order", rule)
	}
	some, _ := kit.Number(e.Child("selectcount").Text())
	if kind := strings.TrimSpace(e.Child("selecttype").Text()); kind != "ALL" && kind != "" && some > 0 && int(some) < len(places) {
		item.Lose(e.Pos, "drawn-items", "", "in the file %d of the %d items are drawn for each learner; here all are asked", int(some), len(places))
	}
	return body, nil
}
