package moodlexml

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/categorise"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	kept "verbatim/internal/quiz/unsupported"
)

// was is the type of a question that came from Moodle and is kept as it was.
func was(q *quiz.Question) string {
	if u, ok := q.Body.(*kept.Question); ok && (u.Was == "essay" || u.Was == "description") {
		return u.Was
	}
	return ""
}

// body writes what the kind defines; text takes the place of the stem where it
// is not empty.
func (e *encoder) body(q *quiz.Question) (parts []*kit.Element, text, why string) {
	switch b := q.Body.(type) {
	case *choice.Single:
		parts = append(parts, setting("single", "true"))
		for _, o := range b.Options {
			f := 0.0
			if o.Correct {
				f = 1
			} else if o.Fraction != nil {
				f = *o.Fraction
			}
			parts = append(parts, e.answer("html", o.Text, e.listed(q, f), o.Because))
		}
		return parts, "", ""
	case *choice.Multiple:
		parts = append(parts, setting("single", "false"))
		share := 1 / float64(max(1, len(b.Options.Right())))
		for _, o := range b.Options {
			f := -share
			if o.Correct {
				f = share
			}
			if o.Fraction != nil {
				f = *o.Fraction
			}
			parts = append(parts, e.answer("html", o.Text, e.listed(q, f), o.Because))
		}
		return parts, "", ""
	case *truefalse.Claim:
		if b.Answer == truefalse.NotStated {
			return nil, "", "Moodle has true and false, and no answer that the reading does not say"
		}
		for _, v := range []truefalse.Verdict{truefalse.True, truefalse.False} {
			f := 0.0
			if v == b.Answer {
				f = 1
			}
			parts = append(parts, e.answer("moodle_auto_format", string(v), f, b.Because.Of(v)))
		}
		return parts, "", ""
	case *shorttext.ShortText:
		parts = append(parts, setting("usecase", digit(b.Case)))
		for _, a := range b.Answers {
			parts = append(parts, e.answer("plain_text", a.Text, e.listed(q, worth(a.Fraction)), a.Because))
		}
		return parts, "", ""
	case *numeric.Numeric:
		return e.numeric(q, &b.Rules), "", ""
	case *matching.Matching:
		for _, p := range b.Pairs {
			parts = append(parts, e.pair(p.Text, p.Match))
		}
		for _, d := range b.Distractors {
			parts = append(parts, e.pair("", d.Text))
		}
		return parts, "", ""
	case *categorise.Categorise:
		for _, i := range b.Items {
			parts = append(parts, e.pair(i.Text, i.Category))
		}
		return parts, "", ""
	case *ordering.Ordering:
		return e.ordering(b), "", ""
	case *cloze.Cloze:
		text, why = e.cloze(q, b)
		return nil, text, why
	}
	if was(q) != "" {
		return nil, "", ""
	}
	return nil, "", e.NoSuchKind(q)
}

func digit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// worth is what an answer earns; all where nothing is written.
func worth(f *float64) float64 {
	if f == nil {
		return 1
	}
	return *f
}

func (e *encoder) pair(text, match string) *kit.Element {
	sub := e.text("subquestion", kit.ToHTML(text))
	return sub.Add(kit.El("answer").Add(kit.El("text").AddText(match)))
}

func (e *encoder) numeric(q *quiz.Question, r *numeric.Rules) []*kit.Element {
	var parts []*kit.Element
	for _, a := range r.Answers {
		value, tolerance := span(&a)
		out := e.answer("plain_text", value, e.listed(q, worth(a.Fraction)), a.Because)
		parts = append(parts, out.Add(setting("tolerance", decimal(tolerance))))
	}
	if len(r.Units) == 0 {
		return parts
	}
	units := kit.El("units")
	for _, u := range r.Units {
		multiplier := 1.0
		if u.Factor != 0 {
			multiplier = 1 / u.Factor
		}
		units.Add(kit.El("unit").Add(setting("multiplier", decimal(multiplier)), setting("unit_name", u.Name)))
	}
	show, penalty := "2", 1.0
	if r.UnitEntry == numeric.Typed {
		show = unitTyped
	}
	if r.UnitPenalty != nil {
		penalty = *r.UnitPenalty
	}
	return append(parts, units, setting("unitgradingtype", unitOfAnswer), setting("unitpenalty", decimal(penalty)), setting("showunits", show))
}

// span writes an answer as a number and how far off it may be.
func span(a *numeric.Answer) (value string, tolerance float64) {
	switch {
	case a.Any:
		return "*", 0
	case a.Value != nil && a.Mode == numeric.Relative:
		return decimal(*a.Value), math.Abs(*a.Value) * a.Tolerance
	case a.Value != nil:
		return decimal(*a.Value), a.Tolerance
	}
	const far = 1e15 // a range that is open at one end
	least, most := -far, far
	if a.Min != nil {
		least = *a.Min
	}
	if a.Max != nil {
		most = *a.Max
	}
	return decimal((least + most) / 2), (most - least) / 2
}

func (e *encoder) ordering(o *ordering.Ordering) []*kit.Element {
	rule := "RELATIVE_ALL_PREVIOUS_AND_NEXT"
	for name, credit := range credits {
		if credit == o.Credit {
			rule = name
		}
	}
	if o.Exact {
		rule = "ALL_OR_NOTHING"
	}
	parts := []*kit.Element{setting("layouttype", "VERTICAL"), setting("selecttype", "ALL"), setting("selectcount", "0"), setting("gradingtype", rule)}
	for i, item := range o.Items {
		a := kit.El("answer", "fraction", strconv.Itoa(i+1), "format", "html")
		a.Nodes = e.text("answer", kit.ToHTML(item.Text)).Nodes
		if item.Because != "" {
			a.Add(e.text("feedback", kit.Prose(item.Because)))
		}
		parts = append(parts, a)
	}
	return parts
}

// cloze writes a text with its blanks in it.
func (e *encoder) cloze(q *quiz.Question, c *cloze.Cloze) (text, why string) {
	scale := 1.0
	for _, b := range c.Blanks {
		for b.Weight*scale != math.Trunc(b.Weight*scale) && scale < 1e6 {
			scale *= 10 // Moodle's weights are whole numbers
		}
	}
	var out strings.Builder
	if q.Stem != kit.FillIn {
		out.WriteString("<p>" + kit.ToHTML(q.Stem) + "</p>")
	}
	md := c.Text
	for _, b := range c.Blanks {
		md = strings.ReplaceAll(md, "[["+b.Name+"]]", kit.Mark(b.Name))
	}
	for p := range strings.SplitSeq(strings.TrimSpace(md), "\n\n") {
		out.WriteString("<p>" + kit.ToHTML(p) + "</p>")
	}
	text = out.String()
	for i := range c.Blanks {
		b := &c.Blanks[i]
		code, why := embed(b, scale)
		if why != "" {
			return "", why
		}
		text = strings.ReplaceAll(text, kit.Mark(b.Name), code)
	}
	return text, ""
}

// embed writes a blank as it stands in Moodle's text.
func embed(b *cloze.Blank, scale float64) (code, why string) {
	weight := b.Weight
	if weight == 0 {
		weight = 1
	}
	kind := "SHORTANSWER"
	var answers []string
	add := func(fraction float64, text, because string) {
		code := "%" + percent(fraction) + "%"
		if fraction == 1 {
			code = "="
		}
		code += escapeBlank(html.EscapeString(text))
		if because != "" {
			code += "#" + escapeBlank(kit.ToHTML(because))
		}
		answers = append(answers, code)
	}
	switch {
	case b.Text != nil:
		if b.Text.Case {
			kind = "SHORTANSWER_C"
		}
		for _, a := range b.Text.Answers {
			add(worth(a.Fraction), a.Text, a.Because)
		}
	case b.Number != nil:
		kind = "NUMERICAL"
		if len(b.Number.Units) > 0 {
			return "", "a blank of a text has no units in Moodle"
		}
		for _, a := range b.Number.Answers {
			value, tolerance := span(&a)
			if tolerance != 0 {
				value += ":" + decimal(tolerance)
			}
			add(worth(a.Fraction), value, a.Because)
		}
	case b.Select != nil:
		kind = "MULTICHOICE"
		for _, o := range b.Select.Options {
			f := 0.0
			if o.Correct {
				f = 1
			} else if o.Fraction != nil {
				f = *o.Fraction
			}
			add(f, o.Text, o.Because)
		}
	}
	return fmt.Sprintf("{%.0f:%s:%s}", weight*scale, kind, strings.Join(answers, "~")), ""
}

// escapeBlank writes HTML so that it ends neither its answer nor its blank. A
// backslash becomes an entity: Moodle cannot escape it.
func escapeBlank(markup string) string {
	var b strings.Builder
	before := rune(0)
	for _, r := range markup {
		switch {
		case r == '\\':
			b.WriteString("&#92;")
		case r == '}' || r == '~' || r == '#' && before != '&':
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}
