package qti12

import (
	"slices"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/ordering"
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
		if o.Text == "" {
			o.Text = kit.Markdown(l.id)
			it.entry.Lose(l.Pos, "empty-choice", "write what it says", "a choice has no text, so its identifier stands for it")
		}
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
