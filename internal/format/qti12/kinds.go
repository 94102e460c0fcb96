package qti12

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// ungradable are the types of Canvas that no kind can ask.
var ungradable = map[string]string{
	"essay_question":       "an essay has to be read by a person",
	"file_upload_question": "it asks for a file",
	"text_only_question":   "it asks nothing",
	"calculated_question":  "its numbers are drawn anew for each learner",
	"hot_spot_question":    "it asks for a place on an image",
}

// maxChoices bounds the choices, blanks and right answers of a question.
const maxChoices = 200

func (it *item) read() (quiz.Body, error) {
	if reason := ungradable[it.kind]; reason != "" {
		return nil, unsupported("%s", reason)
	}
	it.dropEmpty()
	if len(it.order) == 0 {
		return nil, unsupported("it asks nothing")
	}
	for _, r := range it.order {
		switch {
		case len(r.labels) > maxChoices || len(it.order) > maxChoices || len(it.rewarded(r.id)) > maxChoices:
			return nil, unsupported("it has more than %d choices", maxChoices)
		case r.Name == "response_xy" || r.Name == "response_grp" || r.Name == "response_extension":
			return nil, unsupported("no kind asks for what %s does", r.Name)
		case len(it.rewarded(r.id)) == 0:
			return nil, unsupported("the file does not say which answer is right")
		}
	}
	first := it.order[0]
	switch {
	case len(it.order) > 1:
		return it.several()
	case first.typed:
		return it.typed(first)
	case first.cardinality == "Ordered":
		return it.ordering(first)
	case first.cardinality == "Multiple":
		return it.multiple(first)
	}
	return it.single(first)
}

// dropEmpty leaves out what Canvas keeps of choices and texts that were removed:
// labels without a text, which nothing rewards.
func (it *item) dropEmpty() {
	for _, r := range it.order {
		r.labels = slices.DeleteFunc(r.labels, func(l label) bool {
			empty := !r.typed && strings.TrimSpace(l.Text()) == "" && !l.has("matimage") &&
				!slices.ContainsFunc(it.rewarded(r.id), func(t *kit.Element) bool { return strings.TrimSpace(t.Text()) == l.id })
			if empty {
				it.entry.Lose(l.Pos, "empty-choice", "", "a choice without a text is left out")
			}
			return empty
		})
	}
	it.order = slices.DeleteFunc(it.order, func(r *response) bool {
		m := r.Child("material")
		empty := len(it.order) > 1 && m != nil && strings.TrimSpace(m.Text()) == "" && !label{m, ""}.has("matimage")
		if empty {
			it.entry.Lose(r.Pos, "empty-choice", "", "a text to match that says nothing is left out")
		}
		return empty
	})
}

// has says whether there is an element of that name below.
func (l label) has(name string) bool {
	for range l.All(name) {
		return true
	}
	return false
}

func (it *item) options(r *response) choice.Options {
	var options choice.Options
	for _, l := range r.labels {
		o := choice.Option{Text: it.markdown(l.Element)}
		o.Locate("", l.Pos)
		options = append(options, o)
	}
	for c := range r.All("render_choice") {
		if c.Attr("shuffle") == "No" {
			no := false
			it.q.Shuffle = &no
		}
	}
	return options
}

func (it *item) single(r *response) (quiz.Body, error) {
	options := it.options(r)
	full, right := 0.0, ""
	for _, l := range r.labels {
		if p, _ := it.run(given{r.id: {l.id}}); p > full {
			full, right = p, l.id
		}
	}
	if right == "" {
		right = strings.TrimSpace(it.rewarded(r.id)[0].Text()) // marked as right, and earns nothing
	}
	_, onRight := it.run(given{r.id: {right}})
	for i := range options {
		points, shown := it.run(given{r.id: {r.labels[i].id}})
		options[i].Correct = r.labels[i].id == right
		if f := share(points, full); !options[i].Correct && f != 0 {
			options[i].Fraction = &f
		}
		own := slices.DeleteFunc(shown, func(id string) bool {
			return slices.Contains(onRight, id) && (!options[i].Correct || !strings.HasPrefix(id, r.labels[i].id))
		})
		options[i].Because = it.texts(own)
	}
	if claim := asClaim(options); claim != nil && (it.kind == "true_false_question" || it.kind == "") {
		it.q.Kind, it.q.Shuffle = truefalse.Kind, nil
		return claim, nil
	}
	it.q.Kind = choice.SingleKind
	return &choice.Single{Options: options}, nil
}

// asClaim makes a claim to judge of the options True and False.
func asClaim(options choice.Options) quiz.Body {
	if len(options) != 2 {
		return nil
	}
	claim := &truefalse.Claim{}
	for _, o := range options {
		v := truefalse.Verdict(strings.ToLower(o.Text))
		switch v {
		case truefalse.True:
			claim.Because.True = o.Because
		case truefalse.False:
			claim.Because.False = o.Because
		default:
			return nil
		}
		if o.Correct {
			claim.Answer = v
		}
		if o.Fraction != nil {
			return nil
		}
	}
	return claim
}

func (it *item) multiple(r *response) (quiz.Body, error) {
	it.q.Kind = choice.MultipleKind
	options, key := it.options(r), it.key()[r.id]
	full, _ := it.run(given{r.id: key})
	body := &choice.Multiple{Options: options, Exact: true}
	for i, l := range r.labels {
		options[i].Correct = slices.Contains(key, l.id)
		points, shown := it.run(given{r.id: {l.id}})
		if points != 0 && len(key) > 1 {
			body.Exact = false
		}
		own := slices.DeleteFunc(shown, func(id string) bool { return !strings.HasPrefix(id, l.id) })
		options[i].Because = it.texts(own)
	}
	if body.Exact {
		return body, nil
	}
	for i, l := range r.labels {
		points, _ := it.run(given{r.id: {l.id}})
		f := share(points, full)
		options[i].Fraction, options[i].Correct = &f, f > 0
	}
	if kit.PlainWeights(options) {
		it.entry.Lose(it.Pos, "free-wrong-options", "", "in the file ticking everything earns full marks; here each wrong option costs as much as a right one earns")
	}
	return body, nil
}

func (it *item) ordering(r *response) (quiz.Body, error) {
	key := it.key()[r.id]
	body := &ordering.Ordering{Exact: true}
	for _, id := range key {
		i := slices.IndexFunc(r.labels, func(l label) bool { return l.id == id })
		if i < 0 {
			return nil, unsupported("the right order names %q, which is not there", id)
		}
		one := ordering.Item{Text: it.markdown(r.labels[i].Element)}
		one.Locate("", r.labels[i].Pos)
		body.Items = append(body.Items, one)
	}
	if len(key) != len(r.labels) {
		return nil, unsupported("only some of the choices belong to the right order")
	}
	it.q.Kind = ordering.Kind
	return body, nil
}

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
