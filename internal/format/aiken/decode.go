package aiken

import (
	"context"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

// decoder gathers the lines of one question after the other.
type decoder struct {
	*kit.Import
	item    *kit.Item // nil where no question has begun
	stem    line
	options []line
	key     line
	note    string
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	text := kit.NewText(in)
	d := &decoder{Import: kit.NewImport(in)}
	d.Encoding = text.Encoding
	for _, l := range lines(text, d.short) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d.line(l)
	}
	d.end()
	return d.Finish(), nil
}

func (d *decoder) short(at diag.Pos, line string) {
	d.Warn(at, "line-ignored", "write a question or an option in at least two characters, or remove the line", "a line with %q alone says nothing", line)
}

func (d *decoder) line(l line) {
	complete := d.key.text != "" || d.key.raw != ""
	switch {
	case l.kind == stem:
		d.end()
		d.item, d.stem = d.Item(""), l
	case l.kind == feedback:
		d.note = l.text
	case d.item == nil || complete:
		d.end()
		d.Item("").Refuse(l.at, "no-question", "write the question on one line above its options; it cannot begin like an option",
			"this line belongs to no question")
	case l.kind == option:
		d.options = append(d.options, l)
	default:
		d.key = l
	}
}

// end finishes the question that is under way.
func (d *decoder) end() {
	item := d.item
	if item == nil {
		return
	}
	right := -1
	if d.key.text != "" {
		right = int(d.key.text[0]) - 'A'
	}
	switch {
	case d.key.raw == "":
		item.Refuse(d.stem.at, "not-complete", "write a question on one line, its options as A) to Z), and ANSWER: with the letter of the right one",
			"the question ends without an ANSWER: line")
	case len(d.options) < 2:
		item.Refuse(d.stem.at, "too-few-options", "write at least two options", "the question has fewer than two options")
	case right < 0 || right >= len(d.options):
		item.Refuse(d.key.at, "no-such-option", "write the letter of one of the options", "there is no option %q", d.key.text)
	default:
		d.adapt(item, right)
	}
	d.item, d.options, d.key, d.note = nil, nil, line{}, ""
}

// adapt makes a question of ours of the one under way.
func (d *decoder) adapt(item *kit.Item, right int) {
	var options choice.Options
	raw := []string{d.stem.raw}
	for i, l := range d.options {
		raw = append(raw, l.raw)
		if l.text == "" {
			item.Lose(l.at, "empty-option", "write its text or remove it", "an option without a text is left out")
			continue
		}
		o := choice.Option{Text: kit.Markdown(l.text), Correct: i == right}
		o.Locate("", l.at)
		options = append(options, o)
	}
	if rest := strings.Trim(d.key.text[1:], " ."); rest != "" {
		item.Lose(d.key.at, "more-answers", "one option is right; for several, use another format", "only the first letter of %q is read", d.key.text)
	}
	q := quiz.Question{Stem: kit.Markdown(d.stem.text), Explanation: kit.Markdown(d.note), Kind: choice.SingleKind, Body: &choice.Single{Options: options}}
	d.Add(item, q, d.stem.at, strings.Join(append(raw, d.key.raw), "\n"))
}
