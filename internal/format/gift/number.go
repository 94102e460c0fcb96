package gift

import (
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
)

func (q *question) numeric() quiz.Body {
	inside := piece{q.answers.text[1:], q.answers.at + 1}
	answers, wrong, hasWrong := inside.cut("~")
	pieces := answers.split("=")
	if q.few(pieces, 1) {
		return nil
	}
	n := &numeric.Numeric{}
	for _, p := range pieces {
		a := q.answer(p, "=")
		one, ok := q.number(a.text.text, a.at)
		if !ok {
			return nil
		}
		one.Fraction, one.Because = share(a.weight), q.markdown(a.feedback, a.at)
		one.Locate("", a.at)
		n.Answers = append(n.Answers, one)
	}
	if hasWrong {
		nothing := 0.0
		a := q.answer(wrong, "=")
		n.Answers = append(n.Answers, numeric.Answer{Any: true, Fraction: &nothing, Because: q.markdown(a.feedback, a.at)})
	}
	q.quiz.Kind = numeric.Kind
	return n
}

var decimal = regexp.MustCompile(`^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$`)

// number reads 5, 5:0.1 (a tolerance), 4.9..5.1 (a range) or * (any number).
func (q *question) number(text string, at diag.Pos) (numeric.Answer, bool) {
	if text == "*" {
		return numeric.Answer{Any: true}, true
	}
	var a numeric.Answer
	var ok bool
	if low, high, isRange := strings.Cut(text, ".."); isRange && low != "" {
		least, ok1 := parse(low)
		most, ok2 := parse(high)
		a, ok = numeric.Answer{Min: &least, Max: &most}, ok1 && ok2
	} else {
		value, tolerance, _ := strings.Cut(text, ":")
		v, ok1 := parse(value)
		t, ok2 := parse(tolerance)
		a, ok = numeric.Answer{Value: &v, Tolerance: t}, ok1 && (ok2 || trim(tolerance) == "")
	}
	if !ok {
		q.item.Refuse(at, "bad-number", "write a number such as 3.14, with a point", "%q is no number, no number with a tolerance and no range", text)
	}
	return a, ok
}

func parse(text string) (float64, bool) {
	text = trim(text)
	if !decimal.MatchString(text) {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// orderHead is the first line of Moodle's ordering question: how many items are
// drawn, and how; the layout; the rule of credit.
var orderHead = regexp.MustCompile(`^>\s*([0-9]*)\s*((?:(?:EXACT|REL|ALL|RANDOM|CONTIGUOUS|VERTICAL|HORIZONTAL|ALL_OR_NOTHING|ABSOLUTE_POSITION|RELATIVE_[A-Z_]+|ABSOLUTE|RELATIVE|LONGEST_[A-Z_]+|SHOW|HIDE|none|abc|ABCD|123|iii|IIII)\s*)*)(?:\n|$)`)

// credits are Moodle's rules of credit that are ours too, and those that are
// nearest to one of ours.
var credits = map[string]struct {
	ours ordering.Credit
	same bool
}{
	"ABSOLUTE_POSITION":                  {ordering.Position, true},
	"ABSOLUTE":                           {ordering.Position, true},
	"RELATIVE_NEXT_EXCLUDE_LAST":         {ordering.Next, true},
	"RELATIVE_NEXT_INCLUDE_LAST":         {ordering.Next, false},
	"RELATIVE_ONE_PREVIOUS_AND_NEXT":     {ordering.Next, false},
	"RELATIVE_ALL_PREVIOUS_AND_NEXT":     {ordering.Pairs, false},
	"RELATIVE_TO_CORRECT":                {ordering.Position, false},
	"RELATIVE":                           {ordering.Next, false},
	"LONGEST_ORDERED_SUBSET":             {ordering.Longest, true},
	"LONGEST_CONTIGUOUS_SUBSET":          {ordering.Longest, false},
	"RELATIVE_NEXT_EXCLUDE_LAST_PARTIAL": {ordering.Next, false},
}

// ordering reads Moodle's ordering question, in which each line is an item.
func (q *question) ordering() quiz.Body {
	at := q.pos(q.answers.at)
	head := orderHead.FindStringSubmatch(q.answers.text)
	if head == nil {
		q.item.Refuse(at, "bad-ordering", "write > and the rules on one line, and each item on a line of its own", "this is no ordering question that Moodle would read")
		return nil
	}
	o := &ordering.Ordering{}
	for word := range strings.FieldsSeq(head[2]) {
		rule, isRule := credits[word]
		switch {
		case word == "ALL_OR_NOTHING":
			o.Exact = true
		case word == "RANDOM" || word == "REL" || word == "CONTIGUOUS":
			q.item.Lose(at, "draw-dropped", "", "there it asks for %s items drawn from these; here it asks for all", head[1])
		case isRule:
			o.Credit = rule.ours
			if !rule.same {
				q.item.Lose(at, "scoring-changed", "", "there is no rule of credit like %s; %q is nearest", word, rule.ours)
			}
		}
	}
	for line := range strings.SplitSeq(q.answers.text[len(head[0]):], "\n") {
		if text := (piece{line, 0}).trim(); text.text != "" {
			o.Items = append(o.Items, ordering.Item{Text: q.markdown(text.read(q.stem.format), at)})
		}
	}
	q.quiz.Kind = ordering.Kind
	return o
}
