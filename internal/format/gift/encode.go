package gift

import (
	"fmt"
	"html"
	"strconv"
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

// encode writes a set as GIFT. A question whose texts hold markup is written as
// [markdown]; the others need no format.
func encode(set *quiz.Set) (*kit.Export, error) {
	w := kit.NewWriter("GIFT")
	var out strings.Builder
	topic := ""
	w.Each(set, func(q *quiz.Question) string {
		e := &encoder{}
		e.lines(q)
		if e.why == noKind {
			return w.NoSuchKind(q)
		}
		if e.why != "" {
			return e.why
		}
		if q.Topic != topic {
			topic = q.Topic
			fmt.Fprintf(&out, "$CATEGORY: $course$/top/%s\n\n", oneLine(set.Topics.Title(topic)))
		}
		out.WriteString(e.question(q))
		return ""
	})
	return w.Finish(decode, quiz.File{Name: set.ID + ".gift", Data: []byte(out.String())})
}

const noKind = "no such kind"

// encoder writes one question.
type encoder struct {
	why     string // it cannot be written
	answers []string
	texts   []string // all that is Markdown
}

func (e *encoder) question(q *quiz.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// [id:%s]\n::%s::", q.ID, escape(q.ID))
	e.texts = append(e.texts, q.Stem, q.Explanation)
	for _, text := range e.texts {
		if md, _ := kit.Auto(text); oneLine(md) != oneLine(text) || strings.HasPrefix(text, "[") {
			b.WriteString("[markdown]")
			break
		}
	}
	b.WriteString(escape(q.Stem) + " {")
	if len(e.answers) == 1 {
		b.WriteString(e.answers[0])
	} else {
		for _, a := range e.answers {
			b.WriteString("\n\t" + a)
		}
		b.WriteString("\n")
	}
	if q.Explanation != "" {
		b.WriteString("####" + escape(q.Explanation))
	}
	b.WriteString("}\n\n")
	return b.String()
}

// lines writes what stands in the braces.
func (e *encoder) lines(q *quiz.Question) {
	switch body := q.Body.(type) {
	case *choice.Single:
		for _, o := range body.Options {
			e.option(o, "=")
		}
	case *choice.Multiple:
		e.multiple(body.Options)
	case *truefalse.Claim:
		e.trueFalse(body)
	case *shorttext.ShortText:
		for _, a := range body.Answers {
			if strings.Contains(a.Text+" "+a.Because, "->") {
				e.why = "in GIFT, an answer with -> is read as a pair to match"
			}
			e.add("="+percent(a.Fraction, a.Text)+escape(a.Text), a.Because)
		}
	case *numeric.Numeric:
		e.numeric(body)
	case *matching.Matching:
		e.matching(body)
	case *ordering.Ordering:
		e.ordering(body)
	default:
		e.why = noKind
	}
}

// add appends an answer and its feedback.
func (e *encoder) add(answer, because string) {
	if because != "" {
		e.texts = append(e.texts, because)
		answer += "#" + escape(because)
	}
	e.answers = append(e.answers, answer)
}

// option writes an option of which one is right.
func (e *encoder) option(o choice.Option, right string) {
	e.texts = append(e.texts, o.Text)
	switch {
	case o.Correct:
		e.add(right+escape(o.Text), o.Because)
	case o.Fraction == nil:
		e.add("~"+percentIf(strings.HasPrefix(o.Text, "%"), 0)+escape(o.Text), o.Because)
	default:
		e.add("~"+percent(o.Fraction, o.Text)+escape(o.Text), o.Because)
	}
}

// multiple writes each option with what it earns: in GIFT, wrong options cost
// nothing unless their weights say so.
func (e *encoder) multiple(options choice.Options) {
	share := 1 / float64(max(1, len(options.Right())))
	for _, o := range options {
		worth := o.Fraction
		if worth == nil {
			s := share
			if !o.Correct {
				s = -share
			}
			worth = &s
		}
		e.texts = append(e.texts, o.Text)
		e.add("~"+percentIf(true, *worth)+escape(o.Text), o.Because)
	}
}

func (e *encoder) trueFalse(c *truefalse.Claim) {
	var wrong, right string
	word := "TRUE"
	switch c.Answer {
	case truefalse.True:
		wrong, right = c.Because.False, c.Because.True
	case truefalse.False:
		word, wrong, right = "FALSE", c.Because.True, c.Because.False
	default:
		e.why = `GIFT has no answer "the reading does not say"`
	}
	e.texts = append(e.texts, wrong, right)
	if wrong != "" || right != "" {
		word += "#" + escape(wrong)
	}
	if right != "" {
		word += "#" + escape(right)
	}
	e.answers = append(e.answers, word)
}

func (e *encoder) numeric(n *numeric.Numeric) {
	for i, a := range n.Answers {
		var number string
		switch {
		case a.Any && i == len(n.Answers)-1 && a.Fraction != nil && *a.Fraction == 0:
			e.add("~", a.Because)
			continue
		case a.Any:
			number = "*"
		case a.Min != nil && a.Max != nil:
			number = digits(*a.Min) + ".." + digits(*a.Max)
		case a.Value != nil && a.Mode == numeric.Relative:
			number = digits(*a.Value) + ":" + digits(max(*a.Value, -*a.Value)*a.Tolerance)
		case a.Value != nil:
			number = digits(*a.Value) + ":" + digits(a.Tolerance)
		default:
			e.why = "in GIFT, a range of numbers has two ends"
		}
		e.add("="+percent(a.Fraction, "")+number, a.Because)
	}
	if len(e.answers) > 0 {
		e.answers = append([]string{"#"}, e.answers...)
	}
}

func (e *encoder) matching(m *matching.Matching) {
	for _, p := range m.Pairs {
		if strings.Contains(p.Text, "->") {
			e.why = "in GIFT, a text with -> cannot be matched"
		}
		e.texts = append(e.texts, p.Text)
		e.answers = append(e.answers, "="+escape(p.Text)+" -> "+plain(p.Match))
	}
	for _, d := range m.Distractors {
		e.answers = append(e.answers, "= -> "+plain(d.Text))
	}
}

// plain writes words that are read as HTML where they look like it.
func plain(words string) string {
	if md, _ := kit.Auto(words); md != kit.Markdown(words) {
		words = html.EscapeString(words)
	}
	return escape(words)
}

// ordering writes Moodle's extension for putting items in order.
func (e *encoder) ordering(o *ordering.Ordering) {
	rule := map[ordering.Credit]string{
		"": "RELATIVE_ALL_PREVIOUS_AND_NEXT", ordering.Pairs: "RELATIVE_ALL_PREVIOUS_AND_NEXT", ordering.Position: "ABSOLUTE_POSITION",
		ordering.Next: "RELATIVE_NEXT_EXCLUDE_LAST", ordering.Longest: "LONGEST_ORDERED_SUBSET",
	}[o.Credit]
	if o.Exact {
		rule = "ALL_OR_NOTHING"
	}
	e.answers = []string{fmt.Sprintf(">%d ALL VERTICAL %s SHOW none", len(o.Items), rule)}
	for _, item := range o.Items {
		e.texts = append(e.texts, item.Text)
		e.answers = append(e.answers, escape(item.Text))
	}
}

var escaper = strings.NewReplacer(`\`, `\\`, ":", `\:`, "#", `\#`, "=", `\=`, "{", `\{`, "}", `\}`, "~", `\~`, "\n", `\n`)

func escape(text string) string { return escaper.Replace(strings.TrimSpace(text)) }

// percent writes a fraction as a weight, where it says anything: the whole is
// what an answer is worth without one.
func percent(fraction *float64, text string) string {
	if fraction == nil {
		return percentIf(strings.HasPrefix(text, "%"), 1)
	}
	return percentIf(true, *fraction)
}

// percentIf writes a weight with the five decimals that Moodle's list has.
func percentIf(needed bool, fraction float64) string {
	if !needed {
		return ""
	}
	w := strconv.FormatFloat(fraction*100, 'f', 5, 64)
	return "%" + strings.TrimSuffix(strings.TrimRight(w, "0"), ".") + "%"
}

func digits(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
