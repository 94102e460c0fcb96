package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/web"
	"verbatim/internal/web/page"
)

// resultsText writes the figures for a person. A hyphen stands where a figure
// cannot be said.
func resultsText(w io.Writer, r *play.Results) error {
	fmt.Fprintf(w, "%s (%s), revision %s\n", r.Revision.Set.Title, r.Revision.Set.ID, r.Revision.Hash[:12])
	fmt.Fprintf(w, "%s, %s counted.%s\n", count(r.Learners, "learner"), count(r.Answers, "first answer"), leftOut(r.Left))
	if !r.Enough() {
		fmt.Fprintf(w, "Figures are shown from %d learners on.\n", measure.Least)
		return nil
	}
	t := &resultsTables{w: w, r: r}
	for _, part := range []func() error{t.scores, t.questions, t.flags, t.groups, t.calibration, t.learners} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func leftOut(o play.LeftOut) string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{o.Unfinished, "unfinished session"}, {o.Retries, "retry session"}, {o.Unscored, "unscored session"}, {o.Assigned, "assigned session"}, {o.Repeats, "repeated answer"}, {o.Withdrawn, "withdrawn answer"}} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.word))
		}
	}
	if len(parts) == 0 {
		return " Nothing is left out."
	}
	return " Left out: " + strings.Join(parts, ", ") + "."
}

type resultsTables struct {
	w io.Writer
	r *play.Results
}

// table writes lines of cells that are parted by tabs, all but the last to the
// right.
func (t *resultsTables) table(title string, head string, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	fmt.Fprintf(t.w, "\n%s\n", title)
	table := tabwriter.NewWriter(t.w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, head)
	for _, l := range lines {
		fmt.Fprintln(table, l)
	}
	return table.Flush()
}

// scores draws the distribution of the shares in tenths, and says how reliable
// the totals are.
func (t *resultsTables) scores() error {
	var tenths [10]int
	for _, s := range t.r.Scores {
		tenths[min(9, int(s.Share*10+1e-9))] += s.Learners
	}
	var lines []string
	for i, n := range tenths {
		bar := strings.Repeat("#", (n*40+t.r.Learners-1)/t.r.Learners)
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%d–%d %%\t%s\t  %s", 10*i, 10*(i+1), count0(n), bar), " "))
	}
	if err := t.table("Scores", "share\tlearners\t", lines); err != nil {
		return err
	}
	whole := t.r.Whole
	if whole.Learners < measure.Least || whole.Mean == nil {
		fmt.Fprintf(t.w, "\nToo few learners were asked every question to say how reliable the totals are.\n")
		return nil
	}
	fmt.Fprintf(t.w, "\n%s asked every question: mean %s of %s, SD %s, α %s, standard error of measurement %s.\n",
		count(whole.Learners, "learner")+map[bool]string{true: " was", false: " were"}[whole.Learners == 1],
		number(whole.Mean, 1), number(&whole.Worth, 1), number(whole.SD, 2), number(whole.Alpha, 2), number(whole.SEM, 2))
	return nil
}

func (t *resultsTables) questions() error {
	var lines []string
	for i := range t.r.Items {
		f := &t.r.Items[i]
		if f.N < measure.Least {
			lines = append(lines, fmt.Sprintf("%d\t-\t-\t-\t-\t-\t-\t-\t  %s", f.N, f.ID))
			continue
		}
		disc, d27 := "-", "-"
		if f.Standing != measure.TooFew {
			disc, d27 = number(f.Discrimination, 0), number(f.D27, 2)
			if f.Standing == measure.Provisional && f.Discrimination != nil {
				disc += "?"
			}
		}
		mark := ""
		if len(f.Flags) > 0 {
			mark = " !"
		}
		lines = append(lines, fmt.Sprintf("%d\t%s\t%s to %s\t%s\t%s\t%s\t%d\t%s\t  %s%s", f.N, percent(*f.Facility), percent(*f.Low), percent(*f.High),
			disc, d27, number(f.EffectiveWeight, 1), f.DontKnow, number(f.Seconds, 0), f.ID, mark))
	}
	return t.table(fmt.Sprintf("Questions (discrimination from %d answers on; ? is provisional until %d)", measure.Discriminating, measure.Settled),
		"n\tfacility\t95 %\tdiscr.\tD27\tweight\tunknown\tseconds\t  question", lines)
}

// flags says in words what to look at.
func (t *resultsTables) flags() error {
	words, err := web.LoadCatalogue(web.DefaultLanguage)
	if err != nil {
		return err
	}
	first := true
	for i := range t.r.Items {
		f := &t.r.Items[i]
		for _, flag := range f.Flags {
			if first {
				fmt.Fprintf(t.w, "\nWhat to look at\n")
				first = false
			}
			option := ""
			if flag.Option != nil {
				option = page.Letter(*flag.Option)
			}
			var said [2]string
			for k, part := range []string{".what", ".do"} {
				if said[k], err = words.T("flag."+string(flag.Code)+part, "option", option); err != nil {
					return err
				}
			}
			fmt.Fprintf(t.w, "%s: %s %s\n", f.ID, said[0], said[1])
			if flag.Option != nil && f.Options[*flag.Option].Text != "" {
				fmt.Fprintf(t.w, "  %s: %s\n", option, oneLine(reading.Plain(f.Options[*flag.Option].Text)))
			}
		}
	}
	return nil
}

func (t *resultsTables) groups() error {
	for _, g := range []struct {
		title  string
		groups []measure.Group
		name   func(string) string
	}{
		{"Topics", t.r.Topics, t.r.Revision.Set.Topics.Title},
		{"Kinds of evidence", t.r.Evidence, func(name string) string { return name }},
	} {
		var lines []string
		for _, group := range g.groups {
			lines = append(lines, fmt.Sprintf("%d\t%d\t%s\t  %s", group.Questions, group.Answers, percent(group.Share()), g.name(group.Name)))
		}
		if err := t.table(g.title, "questions\tanswers\tmarks\t", lines); err != nil {
			return err
		}
	}
	return nil
}

func (t *resultsTables) calibration() error {
	c := t.r.Calibration
	var lines []string
	for _, b := range c.Bins {
		for _, level := range quiz.Certainties() {
			if level.Stated() == b.Stated {
				name := map[quiz.Certainty]string{quiz.Unsure: "unsure", quiz.FairlySure: "fairly sure", quiz.VerySure: "very sure"}[level]
				lines = append(lines, fmt.Sprintf("%s\t%d of %d\t%s\t%s to %s\t", name, b.Right, b.N, percent(b.Accuracy()), percent(b.Low), percent(b.High)))
			}
		}
	}
	if err := t.table("Certainty: when the class said that it was", "\tright\t\t95 %\t", lines); err != nil || c.N == 0 {
		return err
	}
	fmt.Fprintf(t.w, "stated %s on average, right %s; ECE %.3f, Brier score %.3f, γ %s\n", percent(c.Confidence), percent(c.Accuracy), c.ECE, c.Brier, number(c.Gamma, 2))
	return nil
}

func (t *resultsTables) learners() error {
	var lines []string
	for _, m := range t.r.Class {
		lines = append(lines, fmt.Sprintf("%d\t%d\t%d\t%d\t%d\t%s\t  %s", m.Asked, m.Right, m.Partial, m.Wrong, m.DontKnow, percent(m.Share()), m.Name))
	}
	return t.table("Learners", "asked\tright\tpartly\twrong\tunknown\tmarks\t", lines)
}

// number writes a figure with so many decimals.
func number(x *float64, decimals int) string {
	if x == nil {
		return "-"
	}
	return strings.Replace(fmt.Sprintf("%.*f", decimals, *x), "-", "−", 1)
}
