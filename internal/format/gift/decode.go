package gift

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// decoder reads the blocks of a file one after the other.
type decoder struct {
	*kit.Import
	topic string // of the questions that follow
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	text := kit.NewText(in)
	d := &decoder{Import: kit.NewImport(in)}
	d.Encoding = text.Encoding
	for _, b := range blocks(text) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if name, ok := strings.CutPrefix(trim(b.text), "$CATEGORY:"); ok {
			d.category(trim(reveal.Replace(name)))
		} else if trim(b.text) != "" {
			d.block(b)
		}
	}
	return d.Finish(), nil
}

var contexts = regexp.MustCompile(`^(?:\$[a-z]+\$/)?(?:top(?:/|$))?`)

// category makes a topic of Moodle's path of a category, such as
// $course$/top/Leaves. The path's own root is no topic.
func (d *decoder) category(path string) {
	d.topic = d.Topic(contexts.ReplaceAllString(strings.TrimSpace(path), ""))
}

// question is a block taken apart: all that every kind needs.
type question struct {
	*block
	item    *kit.Item
	name    string
	stem    rich
	general rich
	answers piece // what stands in the braces
	at      diag.Pos
	quiz    quiz.Question
}

// block reads a block that is a question.
func (d *decoder) block(b *block) {
	text := piece{b.text, 0}.trim()
	q := &question{block: b, item: d.Item(""), at: b.pos(text.at)}
	if strings.HasPrefix(text.text, "::") {
		if name, rest, found := (piece{text.text[2:], text.at + 2}).cut("::"); found {
			q.name = trim(reveal.Replace(name.text))
			text = rest.trim()
		} else {
			text = piece{text.text[2:], text.at + 2}
		}
	}
	open, shut := strings.IndexByte(text.text, '{'), strings.IndexByte(text.text, '}')
	stem := text
	described := open < 0 && shut < 0
	switch {
	case described:
	case open < 0 || shut < open:
		q.item.Refuse(b.pos(text.at+max(open, shut)), "unbalanced-braces", `write \{ and \} for braces that are meant as text, and let no empty line stand between { and }`,
			"a brace stands here alone")
		return
	default:
		q.answers = piece{text.text[open+1 : shut], text.at + open + 1}.trim()
		blank := "_____"
		if shut == len(text.text)-1 {
			blank = ""
		}
		stem.text = text.text[:open] + blank + text.text[shut+1:]
		q.checkSecond(text, shut+1)
	}
	if i := strings.LastIndex(q.answers.text, "####"); i >= 0 {
		q.general = piece{q.answers.text[i+4:], q.answers.at + i + 4}.read("")
		q.answers = piece{q.answers.text[:i], q.answers.at}.trim()
	}
	q.stem = stem.read("moodle")
	if q.general.format == "" {
		q.general.format = q.stem.format
	}
	d.adapt(q, described)
}

// checkSecond reports a second group of braces, which is text to Moodle.
func (q *question) checkSecond(text piece, from int) {
	if i := strings.IndexByte(text.text[from:], '{'); i >= 0 {
		q.item.Lose(q.pos(text.at+from+i), "second-braces", "make a question of its own of it",
			"only the first braces of a question hold answers; these are read as text")
	}
}

// answer reads one entry of the braces: its weight, its text, its feedback.
func (q *question) answer(p piece, marks string) answer {
	p = p.trim()
	a := answer{at: q.pos(p.at)}
	if p.text != "" && strings.ContainsRune(marks, rune(p.text[0])) {
		a.right = p.text[0] == '='
		p = piece{p.text[1:], p.at + 1}.trim()
	}
	if m := weight.FindStringSubmatch(p.text); m != nil {
		if w, err := strconv.ParseFloat(m[1], 64); err == nil {
			a.weight = &w
			p = piece{p.text[len(m[0]):], p.at + len(m[0])}
		}
	}
	text, feedback, _ := p.cut("#")
	a.text, a.feedback = text.trim().read(q.stem.format), feedback.trim().read(q.stem.format)
	return a
}
