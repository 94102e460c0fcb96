package text2qti

import (
	"regexp"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// kind says what a line begins with.
type kind int

const (
	unknown kind = iota
	quizTitle
	quizDescription
	setting // of a quiz or a group, such as "shuffle answers: true"
	group
	pick
	groupPoints
	endGroup
	title
	points
	textTitle
	text
	question
	option       // a)
	rightOption  // *a)
	box          // [ ]
	rightBox     // [*]
	shortAnswer  // *
	number       // =
	essay        // ___
	upload       // ^^^
	feedback     // ...
	whenRight    // +
	whenWrong    // -
	solution     // !
	code         // a fenced block that would be run
	startComment // COMMENT
	endComment   // END_COMMENT
)

// marks are what lines begin with, in the order in which they are tried.
var marks = []struct {
	kind kind
	mark *regexp.Regexp
}{
	{quizTitle, regexp.MustCompile(`^[Qq]uiz [Tt]itle:\s*`)},
	{quizDescription, regexp.MustCompile(`^[Qq]uiz [Dd]escription:\s*`)},
	{setting, regexp.MustCompile(`^(?:(?:shuffle|show|one|can't|feedback is|LaTeX|solutions)[a-z ]*:)\s*`)},
	{group, regexp.MustCompile(`^GROUP\s*$`)},
	{endGroup, regexp.MustCompile(`^END_GROUP\s*$`)},
	{pick, regexp.MustCompile(`^pick:\s*`)},
	{groupPoints, regexp.MustCompile(`^points per question:\s*`)},
	{startComment, regexp.MustCompile(`^COMMENT\s*$`)},
	{endComment, regexp.MustCompile(`^END_COMMENT\s*$`)},
	{textTitle, regexp.MustCompile(`^[Tt]ext [Tt]itle:\s*`)},
	{text, regexp.MustCompile(`^[Tt]ext:\s*`)},
	{title, regexp.MustCompile(`^[Tt]itle:\s*`)},
	{points, regexp.MustCompile(`^[Pp]oints:\s*`)},
	{question, regexp.MustCompile(`^[0-9]+\.(?:\s+|$)`)},
	{rightOption, regexp.MustCompile(`^\*[a-zA-Z]\)(?:\s+|$)`)},
	{option, regexp.MustCompile(`^[a-zA-Z]\)(?:\s+|$)`)},
	{rightBox, regexp.MustCompile(`^\[\*\](?:\s+|$)`)},
	{box, regexp.MustCompile(`^\[ ?\](?:\s+|$)`)},
	{shortAnswer, regexp.MustCompile(`^\*(?:\s+|$)`)},
	{number, regexp.MustCompile(`^=(?:\s+|$)`)},
	{essay, regexp.MustCompile(`^_{3,}\s*$`)},
	{upload, regexp.MustCompile(`^\^{3,}\s*$`)},
	{feedback, regexp.MustCompile(`^\.\.\.(?:\s+|$)`)},
	{whenRight, regexp.MustCompile(`^\+(?:\s+|$)`)},
	{whenWrong, regexp.MustCompile(`^-(?:\s+|$)`)},
	{solution, regexp.MustCompile(`^!(?:\s+|$)`)},
	{code, regexp.MustCompile("^(?:`{3,}|~{3,})")},
}

// entry is a marked line with the lines indented below it, which belong to it.
type entry struct {
	kind kind
	text string // without its mark and the indentation
	at   diag.Pos
}

// entries reads the file. Lines that begin with % and what stands between
// COMMENT and END_COMMENT say nothing.
func entries(file *kit.Text) []entry {
	var all []entry
	var below strings.Builder // the lines below the last entry
	comment, fence, gap := false, "", 0
	end := func() {
		if below.Len() > 0 {
			all[len(all)-1].text += below.String()
			below.Reset()
		}
	}
	for n := 1; n <= file.Lines(); n++ {
		line, start := file.Line(n)
		bare := strings.TrimSpace(line)
		switch {
		case fence != "":
			if strings.HasPrefix(bare, fence) {
				fence = ""
			}
		case bare == "":
			gap++
		case comment:
			comment = !begins(endComment, line)
		case strings.HasPrefix(line, "%"):
		case (line[0] == ' ' || line[0] == '\t') && len(all) > 0:
			below.WriteString(strings.Repeat("\n", min(gap, 1)+1) + unindent(line))
			gap = 0
		default:
			end()
			one := entry{at: file.Pos(start), text: bare}
			for _, m := range marks {
				if at := m.mark.FindString(line); at != "" {
					one.kind, one.text = m.kind, strings.TrimSpace(line[len(at):])
					break
				}
			}
			gap = 0
			switch one.kind {
			case startComment:
				comment = true
				continue
			case code:
				fence = bare[:3]
			}
			all = append(all, one)
		}
	}
	end()
	return all
}

func begins(k kind, line string) bool {
	for _, m := range marks {
		if m.kind == k {
			return m.mark.MatchString(line)
		}
	}
	return false
}

// unindent takes off what a line is indented by at most, four spaces or a tab,
// so that code within a text keeps its own indentation.
func unindent(line string) string {
	if strings.HasPrefix(line, "\t") {
		return line[1:]
	}
	return strings.TrimPrefix(line[min(4, len(line)-len(strings.TrimLeft(line, " "))):], "\t")
}
