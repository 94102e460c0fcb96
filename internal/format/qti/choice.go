package qti

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/truefalse"
)

// choice reads an interaction whose options are elements of that name.
func (r *reader) choice(e *kit.Element, name string) (quiz.Body, error) {
	d := r.responses[e.Attr("responseIdentifier")]
	if d == nil || len(d.key()) == 0 {
		return nil, unsupported("the file does not say which answer is right")
	}
	var ids []string
	var options choice.Options
	for c := range e.All(name) {
		if c.Attr("fixed") == "true" && e.Attr("shuffle") == "true" {
			r.lose(c, "fixed-choice", "write `shuffle: false` if the order matters", "choices that keep their place may move when the others are shuffled")
		}
		o := choice.Option{Text: r.markdown(c), Correct: slices.Contains(d.key(), c.Attr("identifier"))}
		if o.Text == "" {
			o.Text = kit.Markdown(c.Attr("identifier"))
			r.lose(c, "empty-choice", "write what it says", "a choice has no text, so its identifier stands for it")
		}
		o.Locate("", c.Pos)
		ids, options = append(ids, c.Attr("identifier")), append(options, o)
	}
	if len(ids) > maxChoices {
		return nil, unsupported("it has more than %d choices", maxChoices)
	}
	if e.Attr("shuffle") != "true" {
		no := false
		r.q.Shuffle = &no
	}
	if name == "simpleChoice" {
		r.settle(e)
	}
	r.q.Stem = r.markdown(r.body)
	if d.single() || e.Attr("maxChoices") == "1" {
		return r.single(d, ids, options), nil
	}
	r.q.Kind = choice.MultipleKind
	return r.multiple(e, d, ids, options), nil
}

func (r *reader) single(d *declaration, ids []string, options choice.Options) quiz.Body {
	right := d.key()[0]
	shown := make([][]feedback, len(ids))
	for i, id := range ids {
		shown[i] = r.shown(map[string]value{d.id: {id}})
	}
	for i := range options {
		o := &options[i]
		if r.full > 0 {
			f := r.share(d.id, value{ids[i]})
			o.Correct = f == 1
			if f > 0 && f < 1 {
				o.Fraction = &f
			}
		}
		var own []feedback
		for _, f := range shown[i] {
			if f.Name == "feedbackInline" || !o.Correct && !always(f, shown) {
				own = append(own, f)
				r.used[f.Element] = true
			}
		}
		o.Because = r.texts(own)
	}
	if claim := asClaim(ids, right, options); claim != nil {
		r.q.Kind, r.q.Shuffle = truefalse.Kind, nil
		return claim
	}
	r.q.Kind = choice.SingleKind
	return &choice.Single{Options: options}
}

// always says whether feedback is shown whatever is picked.
func always(f feedback, shown [][]feedback) bool {
	for _, one := range shown {
		if !slices.ContainsFunc(one, func(s feedback) bool { return s.Element == f.Element }) {
			return false
		}
	}
	return true
}

// asClaim makes a claim to judge of choices that are the verdicts on one.
func asClaim(ids []string, right string, options choice.Options) quiz.Body {
	verdicts := truefalse.True.Enum()
	if len(ids) < 2 || len(ids) > 3 || len(options.Right()) != 1 {
		return nil
	}
	claim := &truefalse.Claim{Answer: truefalse.Verdict(strings.ToLower(right))}
	for i, id := range ids {
		id = strings.ToLower(id)
		if !slices.Contains(verdicts[:len(ids)], id) || options[i].Fraction != nil {
			return nil
		}
		if text := strings.ToLower(options[i].Text); len(ids) == 2 && text != id {
			return nil
		}
		switch truefalse.Verdict(id) {
		case truefalse.True:
			claim.Because.True = options[i].Because
		case truefalse.False:
			claim.Because.False = options[i].Because
		default:
			claim.Because.NotStated = options[i].Because
		}
	}
	return claim
}

// multiple finds the rule of ours that gives what the item's own rule gives.
func (r *reader) multiple(e *kit.Element, d *declaration, ids []string, options choice.Options) quiz.Body {
	for i := range options {
		var own []feedback
		for _, f := range r.shown(map[string]value{d.id: {ids[i]}}) {
			if f.id == ids[i] && (f.Name == "feedbackInline" || !options[i].Correct) {
				own = append(own, f)
				r.used[f.Element] = true
			}
		}
		options[i].Because = r.texts(own)
	}
	plain := &choice.Multiple{Options: options}
	exact := &choice.Multiple{Options: options, Exact: true}
	if r.full == 0 {
		return plain
	}
	candidates := []*choice.Multiple{plain, exact}
	weighted := &choice.Multiple{Options: slices.Clone(options)}
	if d.mapping != nil {
		for i := range weighted.Options {
			f := min(max(d.mapping.of(ids[i], d.base)/r.full, -1), 1)
			weighted.Options[i].Fraction = &f
			weighted.Options[i].Correct = f > 0
		}
		candidates = append(candidates, weighted)
	}
	for _, c := range candidates {
		if r.agrees(e, d, ids, c) {
			if c == weighted {
				r.plainWeights(e, c)
			}
			return c
		}
	}
	best := exact
	if d.mapping != nil && len(weighted.Options.Right()) > 0 {
		best = weighted
		r.plainWeights(e, best)
	}
	r.lose(e, "custom-scoring", "", "partial answers earn something else here than by the item's own scoring")
	return best
}

func (r *reader) plainWeights(e *kit.Element, c *choice.Multiple) {
	if kit.PlainWeights(c.Options) {
		r.lose(e, "free-wrong-options", "", "in the file ticking everything earns full marks; here each wrong option costs as much as a right one earns")
	}
}

// agrees says whether a rule gives what the item's own gives: for the key, each
// option alone, the key with each option added or taken away, and all options.
func (r *reader) agrees(e *kit.Element, d *declaration, ids []string, c *choice.Multiple) bool {
	most, _ := strconv.Atoi(e.Attr("maxChoices"))
	right := c.Options.Right()
	samples := [][]int{right}
	all := make([]int, len(ids))
	for i := range ids {
		all[i] = i
		samples = append(samples, []int{i})
		if at, found := slices.BinarySearch(right, i); found {
			samples = append(samples, slices.Delete(slices.Clone(right), at, at+1))
		} else {
			samples = append(samples, slices.Insert(slices.Clone(right), at, i))
		}
	}
	for _, picks := range append(samples, all) {
		if len(picks) == 0 || most > 0 && len(picks) > most {
			continue
		}
		given := make(value, len(picks))
		for i, p := range picks {
			given[i] = ids[p]
		}
		earned, err := c.Options.Grade(picks, c.Exact)
		if err != nil || math.Abs(earned-r.share(d.id, given)) > 1e-3 {
			return false
		}
	}
	return true
}

// hottext reads words to pick in a text: the text is the stem.
func (r *reader) hottext(e *kit.Element) (quiz.Body, error) {
	body, err := r.choice(e, "hottext")
	no := false
	r.q.Shuffle = &no
	return body, err
}
