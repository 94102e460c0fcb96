package text2qti

import (
	"context"
	"strconv"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// draft is the question under way: its entries, sorted out.
type draft struct {
	item    *kit.Item
	at      diag.Pos
	title   string
	topic   string
	points  string
	stem    string
	general string
	answers []answer
	raw     []string
}

// answer is an option, a text or a number, with the feedback to it.
type answer struct {
	entry
	feedback string
}

// decoder reads the entries one after the other.
type decoder struct {
	*kit.Import
	draft       *draft
	title       string // of the next question
	points      string
	groupPoints string
	groups      int    // that have begun
	topic       string // of the group under way, where some of it are drawn
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	file := kit.NewText(in)
	d := &decoder{Import: kit.NewImport(in)}
	d.Encoding = file.Encoding
	for _, e := range entries(file) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d.entry(e)
	}
	d.end()
	return d.Finish(), nil
}

func (d *decoder) entry(e entry) {
	switch e.kind {
	case quizTitle:
		d.Set.Title = e.text
	case quizDescription:
		d.Set.Description = e.text
	case setting:
		d.end()
		d.Warn(e.at, "setting-ignored", "", "there is no place for the setting %q", e.text)
	case group:
		d.end()
		d.groups++
	case endGroup:
		d.end()
		d.groupPoints, d.topic = "", ""
	case pick:
		d.pick(e)
	case groupPoints:
		d.groupPoints = e.text
	case title:
		d.end()
		d.title = e.text
	case points:
		d.points = e.text
	case textTitle, text:
		d.text(e)
	case question:
		d.end()
		d.begin(e)
	case code:
		d.end()
		d.Item("").Refuse(e.at, "code-not-run", "run it there, and bring in the questions that it makes", "code in a question file is not run")
	default:
		d.inQuestion(e)
	}
}

// text keeps a stretch of text that asks nothing.
func (d *decoder) text(e entry) {
	d.end()
	if e.kind == textTitle {
		d.title = e.text
		return
	}
	draft := &draft{item: d.Item(""), at: e.at, title: d.title, stem: e.text}
	d.title = ""
	d.leave(draft, "description", "it is a text that asks nothing")
}

func (d *decoder) begin(e entry) {
	d.draft = &draft{item: d.Item(""), at: e.at, title: d.title, topic: d.topic, points: d.points, stem: e.text}
	if d.draft.points == "" {
		d.draft.points = d.groupPoints
	}
	d.title, d.points = "", ""
}

// inQuestion reads an entry that belongs to a question.
func (d *decoder) inQuestion(e entry) {
	q := d.draft
	if q == nil {
		d.Warn(e.at, "stray-line", "number the question, as in 1. What …?", "this line belongs to no question")
		return
	}
	q.raw = append(q.raw, e.text)
	switch e.kind {
	case feedback:
		if n := len(q.answers); n > 0 {
			q.answers[n-1].feedback = e.text
		} else {
			q.general = e.text
		}
	case whenRight, whenWrong:
		q.item.Lose(e.at, "feedback-dropped", "write it at the options, or as a general feedback with ...", "there is no place for feedback to any right or any wrong answer")
	case solution:
		q.general = strings.TrimSpace(q.general + "\n\n" + e.text)
	case unknown:
		q.item.Lose(e.at, "stray-line", "indent it, so that it belongs to the line above", "this line is neither an answer nor feedback")
	default:
		q.answers = append(q.answers, answer{entry: e})
	}
}

// end finishes the question under way.
func (d *decoder) end() {
	if q := d.draft; q != nil {
		d.draft = nil
		d.adapt(q)
	}
}

// weight reads the points of a question; 0 stands for the usual 1.
func (q *draft) weight() float64 {
	if q.points == "" {
		return 0
	}
	w, err := strconv.ParseFloat(q.points, 64)
	if err != nil || w < 0 || w > 1e6 {
		q.item.Lose(q.at, "bad-weight", "write a number such as 2", "%q is no number of points", q.points)
		return 0
	}
	if w == 1 {
		return 0
	}
	return w
}

// pick makes a topic of the group under way, of which so many questions are
// drawn for each learner.
func (d *decoder) pick(e entry) {
	n, err := strconv.Atoi(strings.TrimSpace(e.text))
	if err != nil || n < 1 {
		d.Warn(e.at, "draw-dropped", "", "there it asks for %s of the questions of this group; here all of them are in", e.text)
		return
	}
	title := "Group " + strconv.Itoa(d.groups)
	d.topic = d.Topic(title)
	d.Draw(title, n)
}
