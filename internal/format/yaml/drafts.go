package yaml

import (
	"fmt"
	"strings"

	"verbatim/internal/quiz"
)

// A Draft is a question that somebody is to finish: a text with blanks, and the
// words of the reading that it is made of.
type Draft struct {
	ID      string
	Comment string      // a line on where its words stand
	Text    string      // Markdown, with [[name]] for each blank
	Blanks  [][2]string // their names and what fills them
	quiz.Citation
}

// EncodeDrafts writes a file of drafts for a set: a file of its own, which is
// checked and never served.
func EncodeDrafts(s *quiz.Set, drafts []Draft) []byte {
	var b strings.Builder
	b.WriteString("# Questions to be written. verbatim check reads this file beside set.yaml, and nothing in it is ever asked.\n" +
		"# When a question is ready, take out `draft: true` and move it to set.yaml.\n")
	fmt.Fprintf(&b, "title: %s\nlanguage: %s\nreading: %s\n", quoted(s.Title), scalar(s.Language), scalar(s.ReadingFile))
	if len(s.Topics) > 0 {
		b.WriteString("topics:\n")
		for _, t := range s.Topics {
			fmt.Fprintf(&b, "  %s: %s\n", scalar(t.Name), quoted(t.Title))
		}
	}
	b.WriteString("questions:\n")
	b.WriteString(string(AppendDrafts(nil, s, drafts)))
	return []byte(b.String())
}

// AppendDrafts adds drafts to the end of the text of a file that EncodeDrafts wrote.
func AppendDrafts(src []byte, s *quiz.Set, drafts []Draft) []byte {
	var b strings.Builder
	b.Write(src)
	if len(src) > 0 && src[len(src)-1] != '\n' {
		b.WriteByte('\n')
	}
	for i, d := range drafts {
		if i > 0 || len(src) > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "  # %s\n  - id: %s\n    draft: true\n", d.Comment, d.ID)
		if len(s.Topics) > 0 {
			fmt.Fprintf(&b, "    # topic: %s\n", names(s.Topics))
		}
		b.WriteString("    # evidence:\n    kind: cloze\n    stem: \"Fill in the blanks.\"\n")
		fmt.Fprintf(&b, "    text: %s\n    blanks:\n", quoted(d.Text))
		for _, blank := range d.Blanks {
			fmt.Fprintf(&b, "      - name: %s\n        text:\n          answers:\n            - text: %s\n        # because: \"\"\n", blank[0], quoted(blank[1]))
		}
		b.WriteString("    # explanation: \"\"\n")
		fmt.Fprintf(&b, "    quote: %s\n", quoted(d.Quote))
		if d.Before != "" {
			fmt.Fprintf(&b, "    before: %s\n", quoted(d.Before))
		}
		if d.After != "" {
			fmt.Fprintf(&b, "    after: %s\n", quoted(d.After))
		}
	}
	return []byte(b.String())
}

// scalar writes a name without quotation marks where it can do without.
func scalar(text string) string { return inStyle(text, nil) }

func names(topics quiz.Topics) string {
	all := make([]string, len(topics))
	for i, t := range topics {
		all[i] = t.Name
	}
	return strings.Join(all, ", ")
}
