package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Export makes the tables of a class that are taken away. It reads the answers
// again for each of them.
type Export struct {
	Ctx      context.Context
	From     play.WalkReader
	Scope    play.Scope
	Revision *play.Revision
	Options  bool   // a column for each option, in the table of answers
	People   People // who the learners are, where that is asked for; nil otherwise
}

// who gives the heads of the columns that say who a learner is, and the cells.
func (x *Export) who() (head []string, cells func(alias string) []any) {
	if x.People == nil {
		return nil, func(string) []any { return nil }
	}
	return []string{"name", "number"}, func(alias string) []any {
		p := x.People[alias]
		return []any{p.Name, p.Number}
	}
}

// each calls f with the learners of the class.
func (x *Export) each(f func(*play.ClassLearner) error) error {
	return play.EachLearner(x.Ctx, x.From, x.Scope, x.Revision, f)
}

// Answers has one row for each answer, also for those that do not count: the
// column "standing" says so. Its verdict, fraction and response are those of the
// try that stands, "first" is the fraction of the first, which figures are of.
// "fraction_before" and "weight_before" are those that a regrade has replaced.
func (x *Export) Answers() Sheet {
	set := x.Revision.Set
	s := Sheet{Name: "Answers", Head: []string{
		"learner", "session", "mode", "standing", "n", "question", "stem", "topic", "evidence", "verdict", "fraction", "weight",
		"fraction_before", "weight_before", "tries", "hints", "first", "certainty", "response", "seconds", "at", "revision",
	}}
	options := 0
	if x.Options {
		for i := range set.Questions {
			options = max(options, len(offers(&set.Questions[i])))
		}
	}
	for k := range options {
		s.Head = append(s.Head, "option_"+Letter(k))
	}
	head, who := x.who()
	s.Head = append(s.Head, head...)
	s.Rows = func(write func([]any) error) error {
		return x.each(func(l *play.ClassLearner) error {
			var of uuid.UUID // the session that before is of
			var before map[int]quiz.Grade
			for i := range l.Given {
				g := &l.Given[i]
				q := &set.Questions[g.Item]
				if g.Session.ID != of {
					var err error
					if of, before = g.Session.ID, nil; g.Session.Regraded > 0 {
						before, err = x.before(of)
					}
					if err != nil {
						return err
					}
				}
				fraction, weight := replaced(before, g.N)
				row := []any{
					l.Name, g.Session.ID.String(), string(g.Session.Mode), string(g.Standing), g.N, q.ID, reading.Plain(q.Stem), set.Topics.Title(q.Topic), string(q.Evidence),
					string(g.Verdict()), g.Fraction, g.Worth, fraction, weight, g.Tries(), g.Hints(), g.FirstTry().Fraction, certainty(g.Certainty), response(q, g), g.Took.Seconds(), g.At, x.Revision.Hash,
				}
				if err := write(slices.Concat(row, picks(q, g, options), who(l.Name))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return s
}

// before gives the grades of a session that regrades have replaced, as they were
// first, by the questions' numbers.
func (x *Export) before(session uuid.UUID) (map[int]quiz.Grade, error) {
	all, err := x.From.Regraded(x.Ctx, session)
	before := map[int]quiz.Grade{}
	for _, g := range all {
		if _, known := before[g.N]; !known {
			before[g.N] = g.Before
		}
	}
	return before, err
}

// replaced gives the cells of a grade that was replaced; empty ones where none was.
func replaced(before map[int]quiz.Grade, n int) (fraction, weight any) {
	g, ok := before[n]
	if !ok {
		return nil, nil
	}
	return g.Fraction, g.Worth
}

// Learners has one row for each learner whose answers count, with a column for
// each question: the fraction that the answer earned, 0 to 1.
func (x *Export) Learners() Sheet {
	set := x.Revision.Set
	s := Sheet{Name: "Learners", Head: []string{"learner", "asked", "right", "partial", "wrong", "dont_know", "left_out", "marks", "marks_of", "share"}}
	for i := range set.Questions {
		s.Head = append(s.Head, set.Questions[i].ID)
	}
	head, who := x.who()
	s.Head = append(s.Head, head...)
	s.Rows = func(write func([]any) error) error {
		return x.each(func(l *play.ClassLearner) error {
			m := play.MemberOf(l)
			if m.Asked == 0 {
				return nil
			}
			row := make([]any, len(s.Head))
			at := copy(row, []any{m.Name, m.Asked, m.Right, m.Partial, m.Wrong, m.DontKnow, m.LeftOut, m.Points, m.Worth, m.Share()})
			for g := range l.Counted() {
				row[at+g.Item] = g.Fraction
			}
			copy(row[len(row)-len(head):], who(l.Name))
			return write(row)
		})
	}
	return s
}

// Questions has one row for each question, with its figures. An empty cell is a
// figure that cannot be said.
func Questions(r *play.Results) Sheet {
	set := r.Revision.Set
	s := Sheet{Name: "Questions", Head: []string{
		"question", "stem", "topic", "evidence", "n", "facility", "facility_low", "facility_high", "sd", "guess", "discrimination_index",
		"discrimination_standing", "discriminative_efficiency", "d27", "effective_weight", "alpha_without",
		"right", "partial", "wrong", "dont_know", "left_out", "median_seconds", "flags",
	}}
	s.Rows = func(write func([]any) error) error {
		for i := range r.Items {
			f, q := &r.Items[i], &set.Questions[i]
			var flags []string
			for _, flag := range f.Flags {
				text := string(flag.Code)
				if flag.Option != nil {
					text += " " + Letter(*flag.Option)
				}
				flags = append(flags, text)
			}
			d := shownDiscrimination(f)
			err := write([]any{
				q.ID, reading.Plain(q.Stem), set.Topics.Title(q.Topic), string(q.Evidence), f.N, figure(f.Facility), figure(f.Low), figure(f.High), figure(f.SD), figure(f.Guess),
				figure(d), string(f.Standing), figure(whereShown(d, f.Efficiency)), figure(whereShown(d, f.D27)), figure(f.EffectiveWeight), figure(f.AlphaWithout),
				f.Right, f.Partial, f.Wrong, f.DontKnow, f.LeftOut, figure(f.Seconds), strings.Join(flags, "; "),
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	return s
}

// shownDiscrimination is a discrimination index that enough learners stand
// behind; nil otherwise.
func shownDiscrimination(f *measure.ItemFigures) *float64 {
	if f.Standing == measure.TooFew {
		return nil
	}
	return f.Discrimination
}

func whereShown(shown, other *float64) *float64 {
	if shown == nil {
		return nil
	}
	return other
}

func figure(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

func certainty(c quiz.Certainty) any {
	if c == quiz.Unstated {
		return nil
	}
	return int(c)
}

func offers(q *quiz.Question) []quiz.Offer {
	if o, ok := q.Body.(quiz.Offering); ok {
		return o.Offers()
	}
	return nil
}

// Letter names an option by its place in the file, from 0: A, B, … Z, 27.
func Letter(place int) string {
	if place < 26 {
		return string(rune('A' + place))
	}
	return fmt.Sprint(place + 1)
}

// response is what was answered, as people read it where there are options.
func response(q *quiz.Question, g *play.Given) any {
	if g.DontKnow {
		return nil
	}
	o, ok := q.Body.(quiz.Offering)
	if !ok {
		return string(g.Response)
	}
	all := o.Offers()
	var texts []string
	for _, p := range o.Picked(g.Response) {
		text := all[p].Name
		if text == "" {
			text = reading.Plain(all[p].Text)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}

// picks says of each option whether it was picked; nothing for the columns that
// the question has no option for.
func picks(q *quiz.Question, g *play.Given, columns int) []any {
	cells := make([]any, columns)
	if columns == 0 {
		return cells
	}
	o, ok := q.Body.(quiz.Offering)
	if !ok {
		return cells
	}
	for k := range o.Offers() {
		cells[k] = false
	}
	if !g.DontKnow {
		for _, p := range o.Picked(g.Response) {
			cells[p] = true
		}
	}
	return cells
}
