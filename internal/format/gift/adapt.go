package gift

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// adapt makes a question of ours of a block, by Moodle's rules for telling the
// kinds apart.
func (d *decoder) adapt(q *question, described bool) {
	q.shared(d.topic)
	inside := q.answers.text
	verdict, _, _ := strings.Cut(inside, "#")
	switch {
	case described:
		d.leave(q, "description", "it is a text that asks nothing")
	case inside == "":
		d.leave(q, "essay", "an essay is for people to grade")
	case inside[0] == '>':
		d.put(q, q.ordering())
	case inside[0] == '#':
		d.put(q, q.numeric())
	case strings.Contains(inside, "~"):
		d.put(q, q.choice())
	case strings.Contains(inside, "=") && strings.Contains(inside, "->"):
		d.put(q, q.matching())
	case slices.Contains([]string{"T", "TRUE", "F", "FALSE"}, trim(verdict)):
		d.put(q, q.trueFalse())
	default:
		d.put(q, q.short())
	}
}

// shared fills in what every kind has.
func (q *question) shared(topic string) {
	ids := marksOf(idMark, q.comments)
	id := q.name
	if len(ids) > 0 {
		id = cmp.Or(kit.Slug(ids[0]), q.name)
		if q.name != "" && kit.Slug(q.name) != kit.Slug(ids[0]) {
			q.item.Lose(q.at, "name-dropped", "", "the question has an id, so its name %q has no place", q.name)
		}
	}
	for _, tag := range marksOf(tagMark, q.comments) {
		q.item.Lose(q.file.Pos(q.noted), "tag-dropped", "write a $CATEGORY, which becomes a topic", "there is no place for the tag %q", tag)
	}
	q.quiz = quiz.Question{ID: id, Topic: topic, Stem: q.markdown(q.stem, q.at), Explanation: q.markdown(q.general, q.at)}
}

// markdown makes Markdown of a text in any of Moodle's formats.
func (q *question) markdown(r rich, at diag.Pos) string {
	var md string
	var lost []string
	switch r.format {
	case "html":
		md, lost = kit.HTML(r.text, nil)
	case "markdown":
		md, lost = kit.MixedMarkdown(r.text)
	case "plain":
		md = kit.Markdown(r.text)
	default:
		md, lost = kit.Auto(r.text)
	}
	for _, what := range lost {
		q.item.Lose(at, "markup-dropped", "put it into words", "the text holds %s", what)
	}
	return md
}

// plain gives the words of a text, for what is compared or shown as words alone.
func (q *question) plain(r rich, at diag.Pos) string {
	words, _ := kit.Plain(q.markdown(r, at))
	return words
}

func (d *decoder) raw(q *question) string { return source.Replace(q.text) }

func (d *decoder) leave(q *question, was, reason string) {
	d.Unsupported(q.item, q.quiz, q.at, was, reason, d.raw(q))
}

// put adds the question with its body; nil means that it was refused.
func (d *decoder) put(q *question, body quiz.Body) {
	if body == nil {
		return
	}
	q.quiz.Body = body
	d.Add(q.item, q.quiz, q.at, d.raw(q))
}

// few refuses a question with fewer answers than Moodle takes.
func (q *question) few(have []piece, least int) bool {
	if len(have) >= least {
		return false
	}
	q.item.Refuse(q.pos(q.answers.at), "too-few-answers", "write each answer with = or ~ before it", "there are %d answers where at least %d are needed", len(have), least)
	return true
}

func (q *question) choice() quiz.Body {
	pieces := q.answers.split("=~")
	if q.few(pieces, 2) {
		return nil
	}
	single := strings.Contains(q.answers.text, "=")
	var options choice.Options
	for _, p := range pieces {
		a := q.answer(p, "=~")
		o := choice.Option{Text: q.markdown(a.text, a.at), Because: q.markdown(a.feedback, a.at)}
		fraction := 0.0
		if a.right {
			fraction = 1
		} else if a.weight != nil {
			fraction = *a.weight / 100
		}
		if single {
			o.Correct = fraction == 1
		} else {
			o.Correct = fraction > 0
		}
		if o.Correct != single && fraction != 0 || !o.Correct && fraction != 0 {
			o.Fraction = &fraction
		}
		if o.Text == "" {
			q.item.Lose(a.at, "empty-option", "write its text or remove it", "an option without a text is left out")
			continue
		}
		o.Locate("", a.at)
		options = append(options, o)
	}
	if single {
		q.quiz.Kind = choice.SingleKind
		return &choice.Single{Options: options}
	}
	q.quiz.Kind = choice.MultipleKind
	if kit.PlainWeights(options) {
		q.item.Lose(q.at, "scoring-changed", "write negative weights at the wrong options, such as ~%-50%",
			"no wrong option costs anything there, so ticking everything would earn full marks; here each costs as much as a right one earns")
	}
	return &choice.Multiple{Options: options}
}

func (q *question) trueFalse() quiz.Body {
	verdict, rest, _ := q.answers.cut("#")
	wrong, right, _ := rest.cut("#")
	c := &truefalse.Claim{Answer: truefalse.False}
	whenWrong := q.markdown(wrong.trim().read(q.stem.format), q.pos(rest.at))
	whenRight := q.markdown(right.trim().read(q.stem.format), q.pos(right.at))
	c.Because = truefalse.Reasons{True: whenWrong, False: whenRight}
	if strings.HasPrefix(trim(verdict.text), "T") {
		c.Answer = truefalse.True
		c.Because = truefalse.Reasons{True: whenRight, False: whenWrong}
	}
	q.quiz.Kind = truefalse.Kind
	return c
}

func (q *question) matching() quiz.Body {
	pieces := q.answers.split("=")
	if q.few(pieces, 2) {
		return nil
	}
	m := &matching.Matching{}
	for _, p := range pieces {
		at := q.pos(p.at)
		if strings.HasPrefix(p.text, "=") {
			p = piece{p.text[1:], p.at + 1}
		}
		left, right, found := p.cut("->")
		if !found {
			q.item.Refuse(at, "no-arrow", "write = text -> match", "this answer has no -> between a text and its match")
			return nil
		}
		text := q.markdown(left.trim().read(q.stem.format), at)
		match := q.plain(rich{trim(reveal.Replace(right.text)), "moodle"}, at)
		switch {
		case match == "":
			q.item.Lose(at, "empty-option", "write its match or remove it", "a text without a match is left out")
		case text == "":
			m.Distractors = append(m.Distractors, matching.Distractor{Text: match})
		default:
			m.Pairs = append(m.Pairs, matching.Pair{Text: text, Match: match})
		}
	}
	m.Distractors = slices.DeleteFunc(m.Distractors, func(d matching.Distractor) bool {
		return slices.ContainsFunc(m.Pairs, func(p matching.Pair) bool { return p.Match == d.Text })
	})
	q.quiz.Kind = matching.Kind
	return m
}

func (q *question) short() quiz.Body {
	pieces := q.answers.split("=")
	if q.few(pieces, 1) {
		return nil
	}
	var rules shorttext.Rules
	for _, p := range pieces {
		a := q.answer(p, "=")
		one := shorttext.Answer{Text: a.text.text, Because: q.markdown(a.feedback, a.at), Fraction: share(a.weight)}
		one.Locate("", a.at)
		if one.Text == "" {
			q.item.Lose(a.at, "empty-option", "write its text or remove it", "an answer without a text is left out")
			continue
		}
		kit.AddAnswer(&rules, one, q.item, a.at)
	}
	q.quiz.Kind = shorttext.Kind
	return &shorttext.ShortText{Rules: rules}
}

// share is a weight in percent as a fraction; nil, for the whole, stays nil.
func share(percent *float64) *float64 {
	if percent == nil || *percent == 100 {
		return nil
	}
	f := max(0, *percent/100)
	return &f
}
