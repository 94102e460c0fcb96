package qti

import (
	"math"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/ordering"
)

// order reads an interaction that asks for the order of choices.
func (r *reader) order(e *kit.Element) (quiz.Body, error) {
	d := r.responses[e.Attr("responseIdentifier")]
	if d == nil || len(d.correct) == 0 {
		return nil, unsupported("the file does not say which order is right")
	}
	items := map[string]ordering.Item{}
	for c := range e.All("simpleChoice") {
		one := ordering.Item{Text: r.markdown(c)}
		if one.Text == "" {
			return nil, unsupported("a choice has no text")
		}
		one.Locate("", c.Pos)
		items[c.Attr("identifier")] = one
	}
	body := &ordering.Ordering{}
	for _, id := range d.correct {
		one, ok := items[id]
		if !ok {
			return nil, unsupported("the right order names a choice %q, which is not there", id)
		}
		body.Items = append(body.Items, one)
		delete(items, id)
	}
	if len(items) > 0 {
		return nil, unsupported("only some of the choices belong to the right order")
	}
	if n := len(d.correct); r.full > 0 && n > 2 {
		swapped := slices.Clone(d.correct)
		swapped[0], swapped[1] = swapped[1], swapped[0]
		if r.share(d.id, swapped) == 0 {
			body.Exact = true
		} else {
			r.lose(e, "custom-scoring", "", "an order that is right in part earns something else here than by the item's own scoring")
		}
	} else if n == 2 {
		body.Exact = true
	}
	r.settle(e)
	r.q.Kind, r.q.Stem = ordering.Kind, r.markdown(r.body)
	return body, nil
}

// pairs reads the right pairs of a response.
func pairs(d *declaration) [][2]string {
	var all [][2]string
	for _, v := range d.key() {
		a, b, ok := strings.Cut(v, " ")
		if ok {
			all = append(all, [2]string{a, b})
		}
	}
	return all
}

// match reads an interaction that asks for pairs of two lists.
func (r *reader) match(e *kit.Element) (quiz.Body, error) {
	d := r.responses[e.Attr("responseIdentifier")]
	sets := slices.Collect(e.Children("simpleMatchSet"))
	if d == nil || len(d.key()) == 0 || len(sets) != 2 {
		return nil, unsupported("the file does not say which pairs are right")
	}
	left, right, right2 := slices.Collect(sets[0].Children("simpleAssociableChoice")), slices.Collect(sets[1].Children("simpleAssociableChoice")), pairs(d)
	if body := r.matching(left, right, right2); body != nil {
		return r.paired(e, d, body)
	}
	for i, p := range right2 {
		right2[i] = [2]string{p[1], p[0]}
	}
	if body := r.matching(right, left, right2); body != nil {
		return r.paired(e, d, body)
	}
	return nil, unsupported("its texts have several matches each, or none, or say nothing")
}

// associate reads an interaction that asks for pairs of one list. Its first
// choices of each pair become the texts, the second their matches.
func (r *reader) associate(e *kit.Element) (quiz.Body, error) {
	d := r.responses[e.Attr("responseIdentifier")]
	if d == nil || len(d.key()) == 0 {
		return nil, unsupported("the file does not say which pairs are right")
	}
	all := pairs(d)
	var left, right []*kit.Element
	for c := range e.Children("simpleAssociableChoice") {
		if slices.ContainsFunc(all, func(p [2]string) bool { return p[0] == c.Attr("identifier") }) {
			left = append(left, c)
		} else {
			right = append(right, c)
		}
	}
	body := r.matching(left, right, all)
	if body == nil {
		return nil, unsupported("its choices belong to several pairs each, or say nothing")
	}
	r.lose(e, "associate-as-matching", "", "pairs of one list are asked as matches of two: one of each pair is given")
	return r.paired(e, d, body)
}

// matching makes a question of two lists and the right pairs; nil where a text
// of the first has not exactly one match.
func (r *reader) matching(left, right []*kit.Element, pairs [][2]string) *matching.Matching {
	text := map[string]string{}
	for _, c := range right {
		text[c.Attr("identifier")] = r.plain(c)
	}
	body := &matching.Matching{}
	used := map[string]bool{}
	for _, c := range left {
		var matches []string
		for _, p := range pairs {
			if p[0] == c.Attr("identifier") {
				matches = append(matches, p[1])
			}
		}
		if len(matches) != 1 || text[matches[0]] == "" {
			return nil
		}
		used[matches[0]] = true
		one := matching.Pair{Text: r.markdown(c), Match: text[matches[0]]}
		if one.Text == "" {
			return nil
		}
		one.Locate("", c.Pos)
		body.Pairs = append(body.Pairs, one)
	}
	for _, c := range right {
		if id := c.Attr("identifier"); !used[id] && text[id] != "" {
			body.Distractors = append(body.Distractors, matching.Distractor{Text: text[id]})
		}
	}
	return body
}

// paired finishes a matching question and looks at what a part of the pairs earns.
func (r *reader) paired(e *kit.Element, d *declaration, body *matching.Matching) (quiz.Body, error) {
	shares, exact := r.shares(d)
	body.Exact = exact
	if !exact && uneven(shares) {
		r.lose(e, "custom-scoring", "", "by the item's own scoring some pairs earn more than others; here all earn the same")
	}
	r.settle(e)
	r.q.Kind, r.q.Stem = matching.Kind, r.markdown(r.body)
	return body, nil
}

// shares gives what each right value of a response adds to the score, and
// whether only all of them earn anything.
func (r *reader) shares(d *declaration) (shares []float64, exact bool) {
	key := d.key()
	if r.full == 0 {
		return nil, false
	}
	if len(key) > maxChoices {
		return nil, false
	}
	exact = len(key) > 1
	for i := range key {
		rest := r.share(d.id, slices.Delete(slices.Clone(key), i, i+1))
		shares = append(shares, 1-rest)
		exact = exact && rest == 0
	}
	return shares, exact
}

func uneven(shares []float64) bool {
	for _, s := range shares {
		if math.Abs(s-1/float64(len(shares))) > 1e-3 {
			return true
		}
	}
	return false
}

// gapMatch reads words to put into the gaps of a text.
func (r *reader) gapMatch(e *kit.Element) (quiz.Body, error) {
	d := r.responses[e.Attr("responseIdentifier")]
	if d == nil || len(d.key()) == 0 {
		return nil, unsupported("the file does not say what belongs into the gaps")
	}
	var words []*kit.Element
	text := map[string]string{}
	for c := range e.Children("") {
		switch c.Name {
		case "gapText":
			words = append(words, c)
			text[c.Attr("identifier")] = r.plain(c)
		case "gapImg":
			return nil, unsupported("it has images to put into gaps")
		}
	}
	for _, c := range words {
		blank(c, "span")
	}
	body := &cloze.Cloze{}
	shares, exact := r.shares(d)
	body.Exact = exact
	for gap := range e.All("gap") {
		b := cloze.Blank{Name: name(len(body.Blanks)), Select: &cloze.Select{}}
		b.Locate("", gap.Pos)
		for i, p := range pairs(d) {
			if p[1] != gap.Attr("identifier") {
				continue
			}
			if b.Select.Options != nil {
				return nil, unsupported("a gap takes several words")
			}
			for id, t := range sorted(text) {
				b.Select.Options = append(b.Select.Options, choice.Option{Text: t, Correct: id == p[0]})
			}
			if !exact && len(shares) > i && uneven(shares) {
				b.Weight = shares[i] * r.full
			}
		}
		if b.Select.Options == nil {
			return nil, unsupported("nothing belongs into one of the gaps")
		}
		body.Blanks = append(body.Blanks, b)
		*gap = kit.Element{Name: "span", Pos: gap.Pos, Nodes: []kit.Node{{Chars: kit.Mark(b.Name)}}}
	}
	e.Name = "div"
	r.q.Kind = cloze.Kind
	r.q.Stem, body.Text = kit.StemOf(kit.Unmark(r.markdown(r.body)))
	return body, nil
}
