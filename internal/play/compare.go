package play

import (
	"bytes"
	"slices"
	"strings"

	"verbatim/internal/format"
	"verbatim/internal/quiz"
)

// Change is what two revisions of a set differ in, at one place.
type Change struct {
	What  string // added, removed or changed
	Part  string // question, set or reading
	ID    string // of the question
	Stem  string // of the question, as it is now or was at last
	Lines []DiffLine
}

// DiffLine is one line of a difference.
type DiffLine struct {
	Op   byte // '+' it was put in, '-' taken out, ' ' it stands in both
	Text string
}

// Compare lists what changed from one revision of a set to another: of the set
// itself, question by question, and of the reading.
func Compare(from, to *quiz.Set) []Change {
	var out []Change
	if lines := diffLines(heading(from), heading(to)); lines != nil {
		out = append(out, Change{What: "changed", Part: "set", Lines: lines})
	}
	for i := range to.Questions {
		q := &to.Questions[i]
		at := from.Index(q.ID)
		if at < 0 {
			out = append(out, Change{What: "added", Part: "question", ID: q.ID, Stem: q.Stem, Lines: diffLines(nil, written(q))})
		} else if lines := diffLines(written(&from.Questions[at]), written(q)); lines != nil {
			out = append(out, Change{What: "changed", Part: "question", ID: q.ID, Stem: q.Stem, Lines: lines})
		}
	}
	for i := range from.Questions {
		if q := &from.Questions[i]; to.Index(q.ID) < 0 {
			out = append(out, Change{What: "removed", Part: "question", ID: q.ID, Stem: q.Stem, Lines: diffLines(written(q), nil)})
		}
	}
	if lines := diffLines(readingOf(from), readingOf(to)); lines != nil {
		out = append(out, Change{What: "changed", Part: "reading", Lines: lines})
	}
	return out
}

// heading is the text of a set without its questions.
func heading(s *quiz.Set) []string {
	bare := *s
	bare.Questions, bare.Drafts = nil, nil
	return linesOf(format.Write(&bare))
}

// written is the text of one question in the canonical layout.
func written(q *quiz.Question) []string {
	lines := linesOf(format.Write(&quiz.Set{Questions: []quiz.Question{*q}}))
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(strings.TrimSpace(l), "- id:") })
	return lines[max(at, 0):]
}

func readingOf(s *quiz.Set) []string {
	if i := slices.IndexFunc(s.Files, func(f quiz.File) bool { return f.Name == s.ReadingFile && f.Name != "" }); i >= 0 {
		return linesOf(s.Files[i].Data)
	}
	return nil
}

func linesOf(text []byte) []string {
	if len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))), "\n"), "\n")
}

// diffContext is how many lines stand around each change.
const diffContext = 2

// maxDiff bounds the work of comparing two texts, in pairs of lines.
const maxDiff = 4_000_000

// diffLines gives the difference of two texts by lines, with a few around each
// change; nil where they are the same.
func diffLines(a, b []string) []DiffLine {
	if slices.Equal(a, b) {
		return nil
	}
	pre := 0
	for pre < len(a) && pre < len(b) && a[pre] == b[pre] {
		pre++
	}
	post := 0
	for post < len(a)-pre && post < len(b)-pre && a[len(a)-1-post] == b[len(b)-1-post] {
		post++
	}
	var all []DiffLine
	for _, l := range a[:pre] {
		all = append(all, DiffLine{' ', l})
	}
	all = append(all, middle(a[pre:len(a)-post], b[pre:len(b)-post])...)
	for _, l := range a[len(a)-post:] {
		all = append(all, DiffLine{' ', l})
	}
	keep := make([]bool, len(all))
	for i, l := range all {
		if l.Op != ' ' {
			for k := max(0, i-diffContext); k <= min(len(all)-1, i+diffContext); k++ {
				keep[k] = true
			}
		}
	}
	var out []DiffLine
	for i, l := range all {
		switch {
		case keep[i]:
			out = append(out, l)
		case len(out) > 0 && out[len(out)-1].Op != 0:
			out = append(out, DiffLine{}) // lines are left out here
		}
	}
	if len(out) > 0 && out[len(out)-1].Op == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// middle compares by the longest common subsequence; two texts that are too
// long for it are taken out and put in whole.
func middle(a, b []string) []DiffLine {
	var out []DiffLine
	if len(a)*len(b) > maxDiff {
		for _, l := range a {
			out = append(out, DiffLine{'-', l})
		}
		for _, l := range b {
			out = append(out, DiffLine{'+', l})
		}
		return out
	}
	width := len(b) + 1
	longest := make([]int32, (len(a)+1)*width) // of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && longest[(i+1)*width+j] >= longest[i*width+j+1]:
			out = append(out, DiffLine{'-', a[i]})
			i++
		default:
			out = append(out, DiffLine{'+', b[j]})
			j++
		}
	}
	return out
}
