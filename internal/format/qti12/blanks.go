package qti12

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

// blankName finds the blanks that Canvas writes as [name].
var blankName = regexp.MustCompile(`\[([^\[\]\n]{1,80})\]`)

// typed reads a response that is a text or a number.
func (it *item) typed(r *response) (quiz.Body, error) {
	number := it.kind == "numerical_question" || r.Name == "response_num"
	for fib := range r.All("render_fib") {
		number = number || fib.Attr("fibtype") == "Decimal" || fib.Attr("fibtype") == "Integer"
	}
	if number {
		it.q.Kind = numeric.Kind
		rules, err := it.numbers(r)
		return &numeric.Numeric{Rules: rules}, err
	}
	it.q.Kind = shorttext.Kind
	body := &shorttext.ShortText{}
	best := 0.0
	for _, t := range it.rewarded(r.id) {
		if points, _ := it.run(given{r.id: {strings.TrimSpace(t.Text())}}); t.Name == "varequal" {
			best = max(best, points)
		}
	}
	for _, t := range it.rewarded(r.id) {
		if t.Name != "varequal" {
			it.entry.Lose(t.Pos, "answer-left-out", "write out the answers", "an answer that is not one text but <%s> is left out", t.Name)
			continue
		}
		text := strings.TrimSpace(t.Text())
		points, _ := it.run(given{r.id: {text}})
		a := shorttext.Answer{Text: strings.ReplaceAll(text, "*", `\*`)}
		if f := max(share(points, best), 0); f < 1 && best > 0 {
			a.Fraction = &f
		}
		a.Locate("", t.Pos)
		a.Because = it.texts(it.own(r, text))
		kit.AddAnswer(&body.Rules, a, it.entry, t.Pos)
	}
	return body, nil
}

// own lists the feedback on one text that is not feedback on every text.
func (it *item) own(r *response, text string) []string {
	_, shown := it.run(given{r.id: {text}})
	_, always := it.run(given{r.id: {"\x00"}})
	all := 0
	for _, t := range it.rewarded(r.id) {
		if t.Name == "varequal" {
			all++
		}
	}
	if all < 2 {
		return nil // it is the explanation
	}
	return slices.DeleteFunc(shown, func(id string) bool {
		if slices.Contains(always, id) {
			return true
		}
		for _, t := range it.rewarded(r.id) {
			if _, others := it.run(given{r.id: {strings.TrimSpace(t.Text())}}); t.Name == "varequal" && !slices.Contains(others, id) {
				return false
			}
		}
		return true
	})
}

// numbers reads the conditions on a number. Canvas writes a number and, beside
// it, the range that it stands for.
func (it *item) numbers(r *response) (numeric.Rules, error) {
	rules := numeric.Rules{}
	for c := range it.Child("resprocessing").Children("respcondition") {
		if !earns(c) {
			continue
		}
		var least, most *float64
		exact := len(rules.Answers)
		for _, t := range tests(c.Child("conditionvar"), r.id) {
			n, ok := kit.Number(t.Text())
			if !ok {
				return rules, unsupported("what is right, %q, is no number", strings.TrimSpace(t.Text()))
			}
			switch t.Name {
			case "varequal":
				rules.Answers = append(rules.Answers, it.number(t, n, &rules))
			case "vargte", "vargt":
				least = &n
			case "varlte", "varlt":
				most = &n
			}
		}
		if len(rules.Answers) > exact {
			last := &rules.Answers[len(rules.Answers)-1]
			if plain := last.Tolerance == 0 && rules.DecimalPlaces == nil && rules.SignificantFigures == 0; !plain || least == nil || most == nil || *least == *most {
				continue
			}
			rules.Answers = rules.Answers[:exact] // the range says more than the number
		}
		if least != nil || most != nil {
			rules.Answers = append(rules.Answers, numeric.Answer{Min: least, Max: most})
		}
	}
	return rules, nil
}

// number reads a number with the margin or precision that New Quizzes notes.
func (it *item) number(t *kit.Element, n float64, rules *numeric.Rules) numeric.Answer {
	a := numeric.Answer{Value: &n}
	a.Locate("", t.Pos)
	if margin, ok := kit.Number(t.Attr("margin")); ok && margin > 0 {
		a.Tolerance = margin
		if t.Attr("margintype") == "percent" {
			a.Tolerance, a.Mode = margin/100, numeric.Relative
		}
	}
	if digits, err := strconv.Atoi(t.Attr("precision")); err == nil && digits >= 0 && digits <= 15 {
		if t.Attr("precisiontype") == "decimals" {
			rules.DecimalPlaces = &digits
		} else if digits > 0 {
			rules.SignificantFigures = digits
		}
	}
	return a
}

// several reads a question with several responses: texts to match, or blanks.
func (it *item) several() (quiz.Body, error) {
	if it.kind == "matching_question" || it.kind == "" && !blankName.MatchString(it.q.Stem) {
		return it.matching()
	}
	stem := it.q.Stem
	body := &cloze.Cloze{}
	var shares []float64
	full, _ := it.run(it.key())
	for _, r := range it.order {
		b := cloze.Blank{Name: fmt.Sprintf("blank-%d", len(body.Blanks)+1)}
		b.Locate("", r.Pos)
		marked := false
		for _, name := range []string{strings.TrimPrefix(r.id, "response_"), strings.TrimSpace(r.Child("material").Text())} {
			// Markdown escapes brackets.
			for _, written := range []string{`\[` + name + `\]`, "[" + name + "]", kit.Markdown("[" + name + "]")} {
				if i := strings.Index(stem, written); name != "" && i >= 0 && !marked {
					stem = stem[:i] + kit.Mark(b.Name) + stem[i+len(written):]
					marked = true
				}
			}
		}
		if !marked {
			return nil, unsupported("the text has no place for the blank %q", r.id)
		}
		it.fill(&b, r)
		points, _ := it.run(given{r.id: it.key()[r.id]})
		shares = append(shares, share(points, full))
		body.Blanks = append(body.Blanks, b)
	}
	even := true
	for _, s := range shares {
		even = even && s > 0 && max(s-shares[0], shares[0]-s) < 1e-3
	}
	if !even && !slices.Contains(shares, 0) {
		for i := range body.Blanks {
			body.Blanks[i].Weight = shares[i]
		}
	}
	it.q.Kind = cloze.Kind
	it.q.Stem, body.Text = kit.StemOf(kit.Unmark(stem))
	return body, nil
}

// fill reads the choices of a blank, or the texts that it takes.
func (it *item) fill(b *cloze.Blank, r *response) {
	key := it.key()[r.id]
	typed := it.kind == "fill_in_multiple_blanks_question"
	for _, l := range r.labels {
		if t := l.Attr("answer_type"); t == "dropdown" || t == "wordbank" {
			typed = false
		}
	}
	if typed {
		b.Text = &cloze.Text{}
		for _, l := range r.labels {
			kit.AddAnswer(&b.Text.Rules, shorttext.Answer{Text: strings.ReplaceAll(it.plain(l.Element), "*", `\*`)}, it.entry, l.Pos)
		}
		return
	}
	b.Select = &cloze.Select{}
	for _, l := range r.labels {
		o := choice.Option{Text: it.plain(l.Element), Correct: slices.Contains(key, l.id)}
		_, shown := it.run(given{r.id: {l.id}})
		own := slices.DeleteFunc(shown, func(id string) bool { return !strings.HasPrefix(id, l.id) })
		o.Because = it.texts(own)
		b.Select.Options = append(b.Select.Options, o)
	}
}

func (it *item) matching() (quiz.Body, error) {
	body := &matching.Matching{}
	text := map[string]string{}
	var all []string
	for _, r := range it.order {
		for _, l := range r.labels {
			if _, seen := text[l.id]; !seen {
				text[l.id] = it.plain(l.Element)
				all = append(all, l.id)
			}
		}
	}
	used := map[string]bool{}
	for _, r := range it.order {
		key := it.key()[r.id]
		if len(key) != 1 || text[key[0]] == "" || r.Child("material") == nil {
			return nil, unsupported("its texts have several matches each, or none")
		}
		p := matching.Pair{Text: it.markdown(r.Child("material")), Match: text[key[0]]}
		p.Locate("", r.Pos)
		used[text[key[0]]] = true
		body.Pairs = append(body.Pairs, p)
	}
	for _, id := range all {
		if !used[text[id]] {
			used[text[id]] = true
			body.Distractors = append(body.Distractors, matching.Distractor{Text: text[id]})
		}
	}
	it.q.Kind = matching.Kind
	return body, nil
}
