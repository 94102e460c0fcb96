package qti

import (
	"fmt"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

// cloze writes a text with blanks, each a response of its own.
func (p *parts) cloze(e *encoder, q *quiz.Question, c *cloze.Cloze, worth float64) {
	if q.Stem == kit.FillIn {
		p.body.Nodes = nil
	}
	sum := 0.0
	for _, b := range c.Blanks {
		sum += weight(&b)
	}
	md := c.Text
	fields := map[string]*kit.Element{}
	var tests []*kit.Element
	for n := range c.Blanks {
		b := &c.Blanks[n]
		id := fmt.Sprintf("RESPONSE-%d", n+1)
		fields[b.Name] = kit.El("textEntryInteraction", "responseIdentifier", id)
		md = strings.ReplaceAll(md, "[["+b.Name+"]]", kit.Mark(b.Name))
		part := weight(b) / sum * worth
		switch {
		case b.Text != nil:
			p.text(e, q, &b.Text.Rules, id, part)
		case b.Number != nil:
			p.number(e, q, &b.Number.Rules, id, part)
		case b.Select != nil:
			fields[b.Name] = p.inlineChoice(b.Select.Options, id, part)
		}
		tests = append(tests, kit.El("gte").Add(variable(scoreOf(id)), base("float", decimal(part))))
	}
	for text := range strings.SplitSeq(strings.TrimSpace(md), "\n\n") {
		line := kit.El("p")
		line.Nodes = setIn(kit.ToXHTML(text), fields)
		p.body.Add(line)
	}
	if c.Exact {
		p.all(worth, tests...)
		return
	}
	total := kit.El("sum")
	for n := range c.Blanks {
		total.Add(variable(scoreOf(fmt.Sprintf("RESPONSE-%d", n+1))))
	}
	p.processing.Add(set("SCORE", total))
}

func weight(b *cloze.Blank) float64 {
	if b.Weight == 0 {
		return 1
	}
	return b.Weight
}

// scoreOf names the outcome that holds what a response of several earned.
func scoreOf(id string) string {
	if id == one {
		return "SCORE"
	}
	return "SCORE-" + id
}

// earns declares the outcome of a response that is one of several.
func (p *parts) earns(id string) {
	if id != one {
		p.outcomes = append(p.outcomes, kit.El("outcomeDeclaration", "identifier", scoreOf(id), "cardinality", "single", "baseType", "float").
			Add(kit.El("defaultValue").Add(kit.El("value").AddText("0"))))
	}
}

func (p *parts) inlineChoice(options choice.Options, id string, worth float64) *kit.Element {
	i := kit.El("inlineChoiceInteraction", "responseIdentifier", id, "shuffle", "false")
	var key []string
	var mapping []pair
	for n, o := range options {
		name := id + "-" + letter(n)
		i.Add(kit.El("inlineChoice", "identifier", name).AddText(o.Text))
		switch {
		case o.Correct:
			key = append(key, name)
			mapping = append(mapping, pair{name, worth})
		case o.Fraction != nil:
			mapping = append(mapping, pair{name, *o.Fraction * worth})
		}
	}
	p.declare(id, "single", "identifier", key, mapping)
	p.earns(id)
	p.mapped(id)
	return i
}

// setIn puts the interactions where their marks stand in a text.
func setIn(nodes []kit.Node, fields map[string]*kit.Element) []kit.Node {
	var out []kit.Node
	for _, n := range nodes {
		if n.Element != nil {
			n.Nodes = setIn(n.Nodes, fields)
			out = append(out, n)
			continue
		}
		for _, piece := range kit.Marks(n.Chars) {
			if f := fields[piece.Name]; piece.Name != "" && f != nil {
				out = append(out, kit.Node{Element: f})
			} else if piece.Text != "" {
				out = append(out, kit.Node{Chars: piece.Text})
			}
		}
	}
	return out
}

// text writes the answers to a text entry.
func (p *parts) text(e *encoder, q *quiz.Question, r *shorttext.Rules, id string, worth float64) {
	var key []string
	var mapping []pair
	for _, a := range r.Answers {
		f := part1(a.Fraction)
		text := strings.ReplaceAll(a.Text, `\*`, "\x00")
		if strings.Contains(text, "*") {
			if f > 0 {
				e.Lose(q, "wildcard-left-out", "write out the answers", "the answer %q fits any text at its *, which %s cannot say", a.Text, e.title)
			}
			continue
		}
		text = strings.ReplaceAll(text, "\x00", "*")
		if f == 1 && len(key) == 0 {
			key = append(key, text)
		}
		mapping = append(mapping, pair{text, f * worth})
	}
	d := p.declare(id, "single", "string", key, mapping)
	for m := range d.All("mapEntry") {
		m.Attrs = append(m.Attrs, kit.El("", "caseSensitive", strconv.FormatBool(r.Case)).Attrs...)
	}
	p.earns(id)
	p.mapped(id)
}

func part1(f *float64) float64 {
	if f == nil {
		return 1
	}
	return *f
}

// number writes the answers to an entry of a number.
func (p *parts) number(e *encoder, q *quiz.Question, r *numeric.Rules, id string, worth float64) {
	p.declare(id, "single", "float", []string{strings.Fields(string(r.Key()) + " 0")[0]}, nil)
	p.earns(id)
	condition := kit.El("responseCondition")
	for _, a := range r.Answers {
		if a.Any {
			if part1(a.Fraction) > 0 {
				e.Lose(q, "any-number-left-out", "", "an answer that any number fits has no place in %s", e.title)
			}
			continue
		}
		branch := "responseIf"
		if len(condition.Nodes) > 0 {
			branch = "responseElseIf"
		}
		condition.Add(kit.El(branch).Add(numberTest(r, &a, id), set(scoreOf(id), base("float", decimal(part1(a.Fraction)*worth)))))
	}
	p.processing.Add(condition)
}

// numberTest says whether a response fits an answer.
func numberTest(r *numeric.Rules, a *numeric.Answer, id string) *kit.Element {
	switch {
	case a.Value == nil:
		both := kit.El("and")
		if a.Min != nil {
			both.Add(kit.El("gte").Add(variable(id), base("float", decimal(*a.Min))))
		}
		if a.Max != nil {
			both.Add(kit.El("lte").Add(variable(id), base("float", decimal(*a.Max))))
		}
		return both
	case a.Tolerance > 0 && a.Mode == numeric.Relative:
		return near(id, a, "relative", a.Tolerance*100)
	case a.Tolerance > 0:
		return near(id, a, "absolute", a.Tolerance)
	case r.SignificantFigures > 0:
		return rounded(id, a, "significantFigures", r.SignificantFigures)
	case r.DecimalPlaces != nil:
		return rounded(id, a, "decimalPlaces", *r.DecimalPlaces)
	}
	return kit.El("equal", "toleranceMode", "exact").Add(variable(id), base("float", decimal(*a.Value)))
}

func near(id string, a *numeric.Answer, mode string, by float64) *kit.Element {
	return kit.El("equal", "toleranceMode", mode, "tolerance", decimal(by)+" "+decimal(by)).Add(variable(id), base("float", decimal(*a.Value)))
}

func rounded(id string, a *numeric.Answer, mode string, figures int) *kit.Element {
	return kit.El("equalRounded", "roundingMode", mode, "figures", strconv.Itoa(figures)).Add(variable(id), base("float", decimal(*a.Value)))
}
