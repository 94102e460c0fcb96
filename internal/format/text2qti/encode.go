package text2qti

import (
	"fmt"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// encode writes a set as text2qti's Markdown.
func encode(set *quiz.Set) (*kit.Export, error) {
	w := kit.NewWriter("text2qti")
	var out strings.Builder
	fmt.Fprintf(&out, "Quiz title: %s\n", oneLine(set.Title))
	if set.Description != "" {
		fmt.Fprintf(&out, "Quiz description: %s\n", oneLine(set.Description))
	}
	n := 0
	w.Each(set, func(q *quiz.Question) string {
		e := &encoder{}
		e.answers(q)
		if e.why == noKind {
			return w.NoSuchKind(q)
		}
		if e.why != "" {
			return e.why
		}
		n++
		fmt.Fprintf(&out, "\nTitle: %s\n", q.ID)
		if q.Weight != 0 {
			fmt.Fprintf(&out, "Points: %s\n", digits(q.Weight))
		}
		out.WriteString(marked(strconv.Itoa(n)+".", q.Stem) + feedbackLine(q.Explanation) + e.String())
		return ""
	})
	return w.Finish(decode, quiz.File{Name: set.ID + ".txt", Data: []byte(out.String())})
}

const noKind = "no such kind"

// encoder writes the answers of one question.
type encoder struct {
	strings.Builder
	why string // it cannot be written
}

func (e *encoder) answers(q *quiz.Question) {
	switch b := q.Body.(type) {
	case *choice.Single:
		e.lettered(b.Options)
	case *choice.Multiple:
		for _, o := range b.Options {
			mark := "[ ]"
			if o.Correct {
				mark = "[*]"
			}
			e.add(mark, o.Text, o.Because)
		}
	case *truefalse.Claim:
		if b.Answer == truefalse.NotStated {
			e.why = `text2qti has no answer "the reading does not say"`
		}
		e.lettered(choice.Options{
			{Text: "True", Correct: b.Answer == truefalse.True, Because: b.Because.True},
			{Text: "False", Correct: b.Answer == truefalse.False, Because: b.Because.False},
		})
	case *shorttext.ShortText:
		for _, a := range b.Answers {
			text := strings.ReplaceAll(a.Text, `\*`, "")
			if strings.Contains(text, "*") || a.Fraction != nil && *a.Fraction != 1 {
				e.why = "text2qti has no answer with a *, and none that is wrong or right in part"
			}
			e.add("*", strings.ReplaceAll(a.Text, `\*`, "*"), a.Because)
		}
	case *numeric.Numeric:
		e.numbers(b)
	default:
		e.why = noKind
	}
}

func (e *encoder) lettered(options choice.Options) {
	for i, o := range options {
		if i >= 26 {
			e.why = "text2qti has letters for 26 options"
			return
		}
		mark := string(rune('a'+i)) + ")"
		if o.Correct {
			mark = "*" + mark
		}
		e.add(mark, o.Text, o.Because)
	}
}

func (e *encoder) numbers(n *numeric.Numeric) {
	for _, a := range n.Answers {
		switch {
		case a.Fraction != nil && *a.Fraction != 1:
			e.why = "text2qti has no number that is wrong or right in part"
		case a.Min != nil && a.Max != nil:
			e.add("=", fmt.Sprintf("[%s, %s]", digits(*a.Min), digits(*a.Max)), a.Because)
		case a.Value == nil:
			e.why = "in text2qti, a range of numbers has two ends"
		case a.Mode == numeric.Relative:
			e.add("=", fmt.Sprintf("%s +- %s%%", digits(*a.Value), digits(a.Tolerance*100)), a.Because)
		case a.Tolerance != 0:
			e.add("=", fmt.Sprintf("%s +- %s", digits(*a.Value), digits(a.Tolerance)), a.Because)
		default:
			e.add("=", digits(*a.Value), a.Because)
		}
	}
}

func (e *encoder) add(mark, text, because string) {
	e.WriteString(marked(mark, text) + feedbackLine(because))
}

func feedbackLine(text string) string {
	if text == "" {
		return ""
	}
	return marked("...", text)
}

// marked writes a mark and its text, whose further lines are indented.
func marked(mark, text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := 1; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != "" {
			lines[i] = "    " + lines[i]
		}
	}
	return mark + " " + strings.Join(lines, "\n") + "\n"
}

func digits(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
