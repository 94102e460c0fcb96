package qti

import (
	"math"
	"slices"
	"strconv"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/categorise"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/passage"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/quiz/twopart"
)

// parts are what the kinds give an item.
type parts struct {
	declarations []*kit.Element // of responses
	outcomes     []*kit.Element // beside SCORE and FEEDBACK
	body         *kit.Element
	processing   *kit.Element
	shown        []string // responses whose values are feedback
	inline       bool     // there is feedback beside options
}

func decimal(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e9)/1e9, 'f', -1, 64)
}

const one = "RESPONSE"

// parts writes what the kind defines, or says why it cannot be written.
func (e *encoder) parts(q *quiz.Question) (*parts, string) {
	p := &parts{body: kit.El("itemBody").Add(kit.Blocks(kit.Stem(q.Stem))...), processing: kit.El("responseProcessing")}
	worth := q.Points()
	switch b := q.Body.(type) {
	case *choice.Single:
		p.single(b.Options, q.Shuffled(), worth)
	case *choice.Multiple:
		p.multiple(b, q.Shuffled(), worth)
	case *truefalse.Claim:
		p.claim(b, worth)
	case *ordering.Ordering:
		if !b.Exact {
			e.Lose(q, "partial-credit", "", "an order that is right in part earns nothing in %s", e.title)
		}
		p.ordering(b, worth)
	case *matching.Matching:
		p.matching(b, q.Shuffled(), worth)
	case *categorise.Categorise:
		p.categorise(b, q.Shuffled(), worth)
	case *shorttext.ShortText:
		p.body.Add(kit.El("p").Add(kit.El("textEntryInteraction", "responseIdentifier", one)))
		p.text(e, q, &b.Rules, one, worth)
	case *numeric.Numeric:
		p.body.Add(kit.El("p").Add(kit.El("textEntryInteraction", "responseIdentifier", one)))
		p.number(e, q, &b.Rules, one, worth)
	case *cloze.Cloze:
		p.cloze(e, q, b, worth)
	case *passage.Find:
		options := kit.Passages(b)
		if len(options) == 0 {
			return nil, e.NoSuchKind(q)
		}
		p.hottext(options, b.Exact, worth)
	case *twopart.TwoPart:
		if b.Exact || len(b.Evidence().Right()) > 1 {
			return nil, "two parts that earn together, or several passages that show the answer, have no place in " + e.title
		}
		p.twoPart(b, q.Shuffled(), worth)
	default:
		return nil, e.NoSuchKind(q)
	}
	return p, ""
}

// show puts what was picked, and the explanation, into FEEDBACK.
func (p *parts) show() *kit.Element {
	all := kit.El("multiple").Add(base("identifier", explanation))
	for _, id := range p.shown {
		all.Add(variable(id))
	}
	return set("FEEDBACK", all)
}

func base(kind, value string) *kit.Element {
	return kit.El("baseValue", "baseType", kind).AddText(value)
}
func variable(id string) *kit.Element { return kit.El("variable", "identifier", id) }
func set(outcome string, v *kit.Element) *kit.Element {
	return kit.El("setOutcomeValue", "identifier", outcome).Add(v)
}

// pair is a value and what it is worth.
type pair struct {
	value string
	worth float64
}

// declare writes a response with its key and, where it is given, its mapping.
func (p *parts) declare(id, cardinality, kind string, key []string, mapping []pair, attrs ...string) *kit.Element {
	correct := kit.El("correctResponse")
	for _, k := range key {
		correct.Add(kit.El("value").AddText(k))
	}
	d := kit.El("responseDeclaration", "identifier", id, "cardinality", cardinality, "baseType", kind).Add(correct)
	if len(mapping) > 0 {
		m := kit.El("mapping", append([]string{"defaultValue", "0"}, attrs...)...)
		for _, one := range mapping {
			m.Add(kit.El("mapEntry", "mapKey", one.value, "mappedValue", decimal(one.worth)))
		}
		d.Add(m)
	}
	p.declarations = append(p.declarations, d)
	return d
}

// mapped gives the outcome of a response what its mapping gives, where it is
// answered: players stumble over the mapping of nothing.
func (p *parts) mapped(id string) {
	answered := kit.El("not").Add(kit.El("isNull").Add(variable(id)))
	p.processing.Add(kit.El("responseCondition").Add(kit.El("responseIf").Add(answered, set(scoreOf(id), kit.El("mapResponse", "identifier", id)))))
}

// all gives SCORE all where each response is right, and nothing otherwise.
func (p *parts) all(worth float64, tests ...*kit.Element) {
	test := tests[0]
	if len(tests) > 1 {
		test = kit.El("and").Add(tests...)
	}
	p.processing.Add(kit.El("responseCondition").Add(kit.El("responseIf").Add(test, set("SCORE", base("float", decimal(worth))))))
}

func right(id string) *kit.Element {
	return kit.El("match").Add(variable(id), kit.El("correct", "identifier", id))
}

// letter names the nth option.
func letter(n int) string { return "option-" + strconv.Itoa(n+1) }

// choices writes options as an interaction.
func (p *parts) choices(options choice.Options, name func(int) string, most int, shuffle bool) {
	p.body.Add(p.interaction(one, options, name, most, shuffle))
}

func (p *parts) interaction(id string, options choice.Options, name func(int) string, most int, shuffle bool) *kit.Element {
	i := kit.El("choiceInteraction", "responseIdentifier", id, "shuffle", strconv.FormatBool(shuffle), "maxChoices", strconv.Itoa(most))
	for n, o := range options {
		i.Add(p.option("simpleChoice", name(n), &o))
	}
	p.shown = append(p.shown, id)
	return i
}

// option writes an option with its feedback.
func (p *parts) option(element, name string, o *choice.Option) *kit.Element {
	c := kit.El(element, "identifier", name)
	c.Nodes = kit.ToXHTML(o.Text)
	if o.Because != "" {
		f := kit.El("feedbackInline", "outcomeIdentifier", "FEEDBACK", "identifier", name, "showHide", "show")
		f.Nodes = kit.ToXHTML(o.Because)
		c.Add(f)
		p.inline = true
	}
	return c
}

func (p *parts) single(options choice.Options, shuffle bool, worth float64) {
	p.onePick(options, one, worth)
	p.choices(options, letter, 1, shuffle)
}

// onePick gives what the one option picked earns.
func (p *parts) onePick(options choice.Options, id string, worth float64) {
	var key []string
	var mapping []pair
	for n, o := range options {
		switch {
		case o.Correct:
			key = append(key, named(id, n))
			mapping = append(mapping, pair{named(id, n), worth})
		case o.Fraction != nil:
			mapping = append(mapping, pair{named(id, n), *o.Fraction * worth})
		}
	}
	p.declare(id, "single", "identifier", key, mapping, "lowerBound", "0")
	p.earns(id)
	p.mapped(id)
}

// named names the nth option of a response.
func named(id string, n int) string {
	if id == one {
		return letter(n)
	}
	return id + "-" + letter(n)
}

func (p *parts) multiple(b *choice.Multiple, shuffle bool, worth float64) {
	p.somePicks(b.Options, b.Exact, worth)
	p.choices(b.Options, letter, 0, shuffle)
}

// somePicks gives what the options picked earn together.
func (p *parts) somePicks(options choice.Options, exact bool, worth float64) {
	var key []string
	var mapping []pair
	share, best := 1/float64(max(1, len(options.Right()))), 0.0
	for n, o := range options {
		f := -share
		if o.Correct {
			key = append(key, letter(n))
			f = share
		}
		if o.Fraction != nil {
			f = *o.Fraction
		}
		if o.Correct {
			best += f
		}
		mapping = append(mapping, pair{letter(n), f})
	}
	if exact {
		p.declare(one, "multiple", "identifier", key, nil)
		p.all(worth, right(one))
		return
	}
	for i := range mapping {
		mapping[i].worth *= worth / max(best, 1e-9)
	}
	p.declare(one, "multiple", "identifier", key, mapping, "lowerBound", "0", "upperBound", decimal(worth))
	p.mapped(one)
}

// verdicts are what learners read for the verdicts on a claim.
var verdicts = map[truefalse.Verdict]string{truefalse.True: "True", truefalse.False: "False", truefalse.NotStated: "The reading does not say"}

func (p *parts) claim(c *truefalse.Claim, worth float64) {
	offered := c.Offered()
	var options choice.Options
	for _, v := range offered {
		options = append(options, choice.Option{Text: verdicts[v], Because: c.Because.Of(v)})
	}
	p.choices(options, func(n int) string { return string(offered[n]) }, 1, false)
	p.declare(one, "single", "identifier", []string{string(c.Answer)}, []pair{{string(c.Answer), worth}})
	p.mapped(one)
}

func (p *parts) ordering(o *ordering.Ordering, worth float64) {
	i := kit.El("orderInteraction", "responseIdentifier", one, "shuffle", "true")
	var key []string
	for n, item := range o.Items {
		c := kit.El("simpleChoice", "identifier", letter(n))
		c.Nodes = kit.ToXHTML(item.Text)
		i.Add(c)
		key = append(key, letter(n))
	}
	p.body.Add(i)
	p.declare(one, "ordered", "identifier", key, nil)
	p.all(worth, right(one))
}

// target names the nth match.
func target(n int) string { return "match-" + strconv.Itoa(n+1) }

func (p *parts) matching(m *matching.Matching, shuffle bool, worth float64) {
	var texts, targets, key []string
	for _, one := range m.Pairs {
		at := slices.Index(targets, one.Match)
		if at < 0 {
			at = len(targets)
			targets = append(targets, one.Match)
		}
		key = append(key, letter(len(texts))+" "+target(at))
		texts = append(texts, one.Text)
	}
	for _, d := range m.Distractors {
		targets = append(targets, d.Text)
	}
	p.match(texts, targets, key, m.Exact, shuffle, worth)
}

func (p *parts) categorise(c *categorise.Categorise, shuffle bool, worth float64) {
	var texts, key []string
	for _, item := range c.Items {
		key = append(key, letter(len(texts))+" "+target(slices.Index(c.Categories, item.Category)))
		texts = append(texts, item.Text)
	}
	p.match(texts, c.Categories, key, c.Exact, shuffle, worth)
}

// match writes texts of Markdown and plain texts to match them with.
func (p *parts) match(texts, targets, key []string, exact, shuffle bool, worth float64) {
	left, right2 := kit.El("simpleMatchSet"), kit.El("simpleMatchSet")
	for n, text := range texts {
		c := kit.El("simpleAssociableChoice", "identifier", letter(n), "matchMax", "1")
		c.Nodes = kit.ToXHTML(text)
		left.Add(c)
	}
	for n, text := range targets {
		right2.Add(kit.El("simpleAssociableChoice", "identifier", target(n), "matchMax", strconv.Itoa(len(texts))).AddText(text))
	}
	p.body.Add(kit.El("matchInteraction", "responseIdentifier", one, "shuffle", strconv.FormatBool(shuffle), "maxAssociations", strconv.Itoa(len(texts))).Add(left, right2))
	if exact {
		p.declare(one, "multiple", "directedPair", key, nil)
		p.all(worth, right(one))
		return
	}
	var mapping []pair
	for _, k := range key {
		mapping = append(mapping, pair{k, worth / float64(len(key))})
	}
	p.declare(one, "multiple", "directedPair", key, mapping)
	p.mapped(one)
}
