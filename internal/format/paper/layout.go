package paper

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

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

// layout puts one question on paper.
type layout struct {
	*sheet
	vocabulary
	shuffle quiz.Shuffle
	q       *quiz.Question
}

// lay fills the sheet; it reports false for a kind that cannot be asked.
func (l layout) lay() bool {
	switch b := l.q.Body.(type) {
	case *choice.Single:
		l.Hint = l.say("one")
		l.options(b.Options)
	case *choice.Multiple:
		l.Hint = l.say("all")
		l.options(b.Options)
	case *truefalse.Claim:
		l.trueFalse(b)
	case *shorttext.ShortText:
		l.Lines = 1
		l.Key = texts(&b.Rules)
	case *numeric.Numeric:
		l.Lines = 1
		l.Key = l.numbers(&b.Rules)
		l.Hint = l.units(&b.Rules)
	case *matching.Matching:
		l.matching(b)
	case *categorise.Categorise:
		l.categorise(b)
	case *ordering.Ordering:
		l.ordering(b)
	case *cloze.Cloze:
		l.cloze(b)
	case *passage.Find:
		l.Hint = l.say("find")
		l.Lines = 3
		for _, p := range b.Also {
			l.Key = append(l.Key, words(l.say("also", p.Quote)))
		}
	case *twopart.TwoPart:
		l.twoPart(b)
	default:
		return false
	}
	return true
}

// options letters the options in the order of the paper.
func (l layout) options(all choice.Options) {
	for place, i := range l.shuffle.Order("options", len(all)) {
		text := inline(all[i].Text)
		l.Options = append(l.Options, text)
		if all[i].Correct {
			l.key(letter(place)+") ", text)
		}
	}
}

func (l layout) key(mark string, text template.HTML) { l.Key = append(l.Key, words(mark)+text) }

func (l layout) trueFalse(c *truefalse.Claim) {
	names := map[truefalse.Verdict]string{truefalse.True: l.say("true"), truefalse.False: l.say("false"), truefalse.NotStated: l.say("not-stated")}
	for _, v := range c.Offered() {
		l.Options = append(l.Options, words(names[v]))
	}
	l.Key = []template.HTML{words(names[c.Answer])}
}

// texts are the answers that earn everything.
func texts(r *shorttext.Rules) []template.HTML {
	var all []template.HTML
	for _, a := range r.Answers {
		if a.Fraction == nil || *a.Fraction == 1 {
			all = append(all, words(a.Text))
		}
	}
	return all
}

// numbers are the numbers that earn everything.
func (v vocabulary) numbers(r *numeric.Rules) []template.HTML {
	var all []template.HTML
	for _, a := range r.Answers {
		if a.Fraction != nil && *a.Fraction != 1 {
			continue
		}
		all = append(all, words(strings.TrimSpace(v.number(a)+" "+firstUnit(r))))
	}
	return all
}

func (v vocabulary) number(a numeric.Answer) string {
	switch {
	case a.Value != nil && a.Tolerance != 0 && a.Mode == numeric.Relative:
		return digits(*a.Value) + " ± " + digits(a.Tolerance*100) + " %"
	case a.Value != nil && a.Tolerance != 0:
		return digits(*a.Value) + " ± " + digits(a.Tolerance)
	case a.Value != nil:
		return digits(*a.Value)
	case a.Min != nil && a.Max != nil:
		return v.say("range", digits(*a.Min), digits(*a.Max))
	case a.Min != nil:
		return v.say("at-least", digits(*a.Min))
	case a.Max != nil:
		return v.say("at-most", digits(*a.Max))
	}
	return v.say("any-number")
}

func digits(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func firstUnit(r *numeric.Rules) string {
	if len(r.Units) == 0 {
		return ""
	}
	return r.Units[0].Name
}

func (v vocabulary) units(r *numeric.Rules) string {
	var names []string
	for _, u := range r.Units {
		names = append(names, u.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return v.say("unit", strings.Join(names, v.say("or")))
}

func (l layout) matching(m *matching.Matching) {
	var matches []string
	for _, p := range m.Pairs {
		matches = append(matches, p.Match)
	}
	for _, d := range m.Distractors {
		matches = append(matches, d.Text)
	}
	slices.Sort(matches) // an order that tells nothing
	matches = slices.Compact(matches)
	l.Hint = l.say("match")
	for _, text := range matches {
		l.Choices = append(l.Choices, words(text))
	}
	for _, i := range l.shuffle.Order("pairs", len(m.Pairs)) {
		p := m.Pairs[i]
		l.Rows = append(l.Rows, inline(p.Text))
		l.key(letter(slices.Index(matches, p.Match))+") ", words(p.Match)+" – "+inline(p.Text))
	}
}

func (l layout) categorise(c *categorise.Categorise) {
	l.Hint = l.say("categorise")
	for _, name := range c.Categories {
		l.Choices = append(l.Choices, words(name))
	}
	for _, i := range l.shuffle.Order("items", len(c.Items)) {
		item := c.Items[i]
		l.Rows = append(l.Rows, inline(item.Text))
		l.key(letter(slices.Index(c.Categories, item.Category))+") ", words(item.Category)+" – "+inline(item.Text))
	}
}

func (l layout) ordering(o *ordering.Ordering) {
	l.Hint = l.say("order", len(o.Items))
	for _, i := range l.shuffle.Order("items", len(o.Items)) {
		l.Rows = append(l.Rows, inline(o.Items[i].Text))
	}
	for i, item := range o.Items {
		l.key(fmt.Sprintf("%d. ", i+1), inline(item.Text))
	}
}

// cloze puts a numbered gap in the place of each blank; a blank with options
// has them behind it.
func (l layout) cloze(c *cloze.Cloze) {
	l.Hint = l.say("fill")
	text := c.Text
	n := 0
	for {
		start := strings.Index(text[n:], "[[")
		if start < 0 {
			break
		}
		start += n
		end := strings.Index(text[start:], "]]")
		if end < 0 {
			break
		}
		name := text[start+2 : start+end]
		i := slices.IndexFunc(c.Blanks, func(b cloze.Blank) bool { return b.Name == name })
		gap := "[[" + name + "]]"
		if i >= 0 {
			gap = l.gap(&c.Blanks[i])
		}
		text = text[:start] + gap + text[start+end+2:]
		n = start + len(gap)
	}
	for p := range strings.SplitSeq(text, "\n\n") {
		l.Text = append(l.Text, inline(p))
	}
}

// gap notes what fills a blank, and gives what stands in its place.
func (l layout) gap(b *cloze.Blank) string {
	mark := fmt.Sprintf("(%d) ", len(l.Key)+1)
	const line = `\_\_\_\_\_\_\_\_\_\_`
	switch {
	case b.Text != nil:
		l.key(mark, l.join(texts(&b.Text.Rules)))
	case b.Number != nil:
		l.key(mark, l.join(l.numbers(&b.Number.Rules)))
		return mark + line + " " + firstUnit(&b.Number.Rules)
	case b.Select != nil:
		var offered []string
		for _, i := range l.shuffle.Order(b.Name, len(b.Select.Options)) {
			o := b.Select.Options[i]
			offered = append(offered, o.Text)
			if o.Correct {
				l.key(mark, words(o.Text))
			}
		}
		return mark + line + " (" + strings.Join(offered, " / ") + ")"
	}
	return mark + line
}

func (v vocabulary) join(all []template.HTML) template.HTML {
	var texts []string
	for _, one := range all {
		texts = append(texts, string(one))
	}
	return template.HTML(strings.Join(texts, v.say("or")))
}

// twoPart asks for the answer by letter, and for the evidence by another.
func (l layout) twoPart(t *twopart.TwoPart) {
	l.Hint = l.say("two-part")
	l.options(t.Options)
	for place, i := range l.shuffle.Order("passages", len(t.Passages)) {
		p := t.Passages[i]
		text := inline(p.Text)
		if p.Quote != "" {
			text = words(p.Quote)
		}
		l.Choices = append(l.Choices, text)
		if p.Correct {
			l.key(l.say("shown-by", letter(place))+") ", text)
		}
	}
}
