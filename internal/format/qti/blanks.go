package qti

import (
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

// name names the nth blank of a text, from 0.
func name(n int) string { return fmt.Sprintf("blank-%d", n+1) }

// sorted walks a map by its keys.
func sorted(m map[string]string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// blanks reads interactions that stand in running text.
func (r *reader) blanks(interactions []*kit.Element) (quiz.Body, error) {
	body := &cloze.Cloze{}
	for _, i := range interactions {
		b := cloze.Blank{Name: name(len(body.Blanks))}
		b.Locate("", i.Pos)
		if err := r.fill(&b, i); err != nil {
			return nil, err
		}
		body.Blanks = append(body.Blanks, b)
	}
	r.weights(interactions, body)
	for n, i := range interactions {
		r.settle(i)
		i.Name = "span"
		i.Nodes = append(i.Nodes, kit.Node{Chars: " " + kit.Mark(body.Blanks[n].Name) + " "})
	}
	text := tidy(kit.Unmark(r.markdown(r.body)))
	if alone := r.alone(body, text); alone != nil {
		return alone, nil
	}
	r.q.Kind = cloze.Kind
	r.q.Stem, body.Text = kit.StemOf(text)
	return body, nil
}

// tidy takes out the space between a blank and what ends a sentence.
func tidy(text string) string {
	for _, end := range []string{".", ",", ";", ":", "?", "!", ")"} {
		text = strings.ReplaceAll(text, "]] "+end, "]]"+end)
	}
	return strings.ReplaceAll(text, "( [[", "([[")
}

// alone makes a question of its own of a single blank at the end of a text.
func (r *reader) alone(c *cloze.Cloze, text string) quiz.Body {
	if len(c.Blanks) != 1 || c.Blanks[0].Select != nil {
		return nil
	}
	before, rest, _ := strings.Cut(text, "[["+c.Blanks[0].Name+"]]")
	stem := strings.TrimSpace(before)
	apart := strings.HasSuffix(before, "\n\n") || strings.HasSuffix(stem, "?") || strings.HasSuffix(stem, ":") || strings.HasSuffix(stem, ".")
	if !apart || stem == "" || strings.TrimFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == '.' }) != "" {
		return nil
	}
	r.q.Stem = stem
	if t := c.Blanks[0].Text; t != nil {
		r.q.Kind = shorttext.Kind
		return &shorttext.ShortText{Rules: t.Rules}
	}
	r.q.Kind = numeric.Kind
	return &numeric.Numeric{Rules: c.Blanks[0].Number.Rules}
}

// weights finds what each blank is worth beside the others.
func (r *reader) weights(interactions []*kit.Element, body *cloze.Cloze) {
	if r.full == 0 || len(interactions) < 2 {
		return
	}
	var shares []float64
	sum, exact := 0.0, true
	for _, i := range interactions {
		share := 1 - r.share(i.Attr("responseIdentifier"), nil)
		shares = append(shares, share)
		sum += share
		exact = exact && share == 1
	}
	switch {
	case exact:
		body.Exact = true
	case math.Abs(sum-1) > 1e-3 || slices.Contains(shares, 0):
		r.lose(interactions[0], "custom-scoring", "", "by the item's own scoring the blanks do not add up; here all earn the same")
	case uneven(shares):
		for n := range body.Blanks {
			body.Blanks[n].Weight = math.Round(shares[n]*r.full*1e6) / 1e6
		}
	}
}

// fill reads what one interaction takes.
func (r *reader) fill(b *cloze.Blank, e *kit.Element) error {
	d := r.responses[e.Attr("responseIdentifier")]
	if d == nil || len(d.key()) == 0 {
		return unsupported("the file does not say what is right")
	}
	switch e.Name {
	case "inlineChoiceInteraction", "choiceInteraction":
		b.Select = &cloze.Select{}
		for c := range e.Children("") {
			if c.Name != "inlineChoice" && c.Name != "simpleChoice" {
				continue
			}
			id := c.Attr("identifier")
			o := choice.Option{Text: r.plain(c), Correct: slices.Contains(d.key(), id)}
			if o.Text == "" {
				continue // it stands for no choice made yet
			}
			if f := r.part(d.id, id); r.counts(d.id) {
				o.Correct = f == 1
				if f > 0 && f < 1 {
					o.Fraction = &f
				}
			}
			b.Select.Options = append(b.Select.Options, o)
		}
		return nil
	case "sliderInteraction":
		r.lose(e, "slider-as-number", "", "a number is typed in place of a slider from %s to %s", e.Attr("lowerBound"), e.Attr("upperBound"))
	}
	switch d.base {
	case "float", "integer":
		return r.number(b, d)
	case "string", "identifier", "":
		return r.text(b, d)
	}
	return unsupported("no blank takes a value of the type %s", d.base)
}

// counts says whether a response adds anything to the score.
func (r *reader) counts(id string) bool { return r.full > 0 && r.share(id, nil) < 1 }

// part is what a value earns of what its response adds to the score, 0 to 1.
func (r *reader) part(id, v string) float64 {
	least := r.share(id, nil)
	if least >= 1 {
		return 0
	}
	f := (r.share(id, value{v}) - least) / (1 - least)
	return min(max(math.Round(f*1e6)/1e6, 0), 1)
}

// candidates are the values that the item says something about.
func (r *reader) candidates(d *declaration) []string {
	all := slices.Clone(d.key())
	if d.mapping != nil {
		for _, e := range d.mapping.entries {
			all = append(all, e.key)
		}
	}
	if r.process != nil {
		for v := range r.process.All("baseValue") {
			if v.Attr("baseType") == d.base {
				all = append(all, folded(v.Text(), d.base))
			}
		}
	}
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(v string) bool {
		again := seen[v] || v == ""
		seen[v] = true
		return again
	})
	return all[:min(len(all), 100)]
}

func (r *reader) text(b *cloze.Blank, d *declaration) error {
	rules, counts := shorttext.Rules{}, r.counts(d.id)
	for _, v := range r.candidates(d) {
		a := shorttext.Answer{Text: strings.ReplaceAll(v, "*", `\*`)}
		switch f := r.part(d.id, v); {
		case !counts && !slices.Contains(d.key(), v), counts && f == 0:
			continue
		case counts && f < 1:
			a.Fraction = &f
		}
		if other := swapCase(v); counts && other != v && r.part(d.id, other) < r.part(d.id, v) {
			rules.Case = true
		}
		rules.Answers = append(rules.Answers, a)
	}
	if !rules.Case {
		seen := map[string]bool{}
		rules.Answers = slices.DeleteFunc(rules.Answers, func(a shorttext.Answer) bool {
			again := seen[strings.ToLower(a.Text)]
			seen[strings.ToLower(a.Text)] = true
			return again
		})
	}
	b.Text = &cloze.Text{Rules: rules}
	return nil
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

func (r *reader) number(b *cloze.Blank, d *declaration) error {
	rules, counts := numeric.Rules{}, r.counts(d.id)
	for _, v := range r.candidates(d) {
		n, ok := kit.Number(v)
		f := r.part(d.id, v)
		switch {
		case !ok:
			return unsupported("what is right, %q, is no number", v)
		case !counts && !slices.Contains(d.key(), v), counts && f == 0, counts && covered(&rules, n, f):
			continue
		}
		a := numeric.Answer{Value: &n}
		if counts && f < 1 {
			a.Fraction = &f
		}
		r.tolerance(d, &a, &rules)
		rules.Answers = append(rules.Answers, a)
	}
	b.Number = &cloze.Number{Rules: rules}
	if counts && r.looser(d, &rules) {
		r.lose(r.process, "custom-scoring", "write a range", "by the item's own scoring numbers near the right one earn something too")
	}
	return nil
}

// covered says whether a number earns what it does because it is near an answer
// that is known already: the numbers of a rule are tried for whatever reason
// they stand in it.
func covered(rules *numeric.Rules, n, earns float64) bool {
	for _, a := range rules.Answers {
		by := a.Tolerance
		if a.Value != nil && a.Mode == numeric.Relative {
			by *= math.Abs(*a.Value)
		}
		within := a.Value != nil && math.Abs(n-*a.Value) <= by || a.Min != nil && a.Max != nil && n >= *a.Min && n <= *a.Max
		if within && part1(a.Fraction) == earns {
			return true
		}
	}
	return false
}

// tolerance finds how far off a number may be.
func (r *reader) tolerance(d *declaration, a *numeric.Answer, rules *numeric.Rules) {
	if r.process == nil || r.full == 0 {
		return
	}
	for e := range r.process.All("") {
		about := false
		for v := range e.Children("variable") {
			about = about || v.Attr("identifier") == d.id
		}
		figures, err := strconv.Atoi(e.Attr("figures"))
		switch {
		case !about:
		case e.Name == "equalRounded" && err == nil && e.Attr("roundingMode") == "decimalPlaces":
			rules.DecimalPlaces = &figures
		case e.Name == "equalRounded" && err == nil && figures > 0:
			rules.SignificantFigures = figures
		case e.Name == "equal":
			below, above, ok := tolerance(e)
			relative := e.Attr("toleranceMode") == "relative"
			switch {
			case !ok || below == 0 && above == 0:
			case below == above && relative:
				a.Tolerance, a.Mode = below/100, numeric.Relative
			case below == above:
				a.Tolerance = below
			default:
				if relative {
					below, above = math.Abs(*a.Value)*below/100, math.Abs(*a.Value)*above/100
				}
				least, most := *a.Value-below, *a.Value+above
				a.Value, a.Min, a.Max = nil, &least, &most
			}
			return
		}
	}
}

// looser says whether the item's own rule credits numbers near the key that the
// rules do not.
func (r *reader) looser(d *declaration, rules *numeric.Rules) bool {
	for _, v := range d.key() {
		n, ok := kit.Number(v)
		if !ok {
			continue
		}
		for _, off := range []float64{-1, -0.5, -0.01, 0.01, 0.5, 1} {
			near := decimal(n + off)
			ours, err := rules.Grade(quiz.Response(near))
			if err == nil && math.Abs(ours-r.part(d.id, near)) > 1e-3 {
				return true
			}
		}
	}
	return false
}
