package lint_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/reading"
)

// TestAlarms looks at the sets of other people, as they come in and with a
// reading made of their own feedback, and counts what is found, by code. With
// VERBATIM_ALARMS=1 it shows each question with a finding too, for people to
// judge. A rule that many of them have is no use, so each has a ceiling.
func TestAlarms(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "formats", "corpora")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpora are not here: they belong in ../shared/formats/corpora beside the project")
	}
	plain, sourced := map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	questions, quoting := 0, 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		m, _, err := format.Read(t.Context(), kit.Input{Name: filepath.ToSlash(name), Data: data}, "")
		if err != nil {
			return nil //nolint:nilerr // a package of Anki, a picture, a list: no format of ours
		}
		set := m.Set
		if set.Language == "" {
			set.Language = "en" // as set.yaml is read that names none
		}
		set.Questions = slices.DeleteFunc(set.Questions, func(q quiz.Question) bool {
			said := shownAs(&q)
			again := seen[said]
			seen[said] = true
			return again
		})
		questions += len(set.Questions)
		tally(t, plain, name, set, lint.Check(set))
		if n := source(t, set); n > 0 {
			quoting += n
			tally(t, sourced, name, set, slices.DeleteFunc(lint.Check(set), func(d diag.Diagnostic) bool { return !slices.Contains(aboutReadings, d.Code) }))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%d questions as they are\n", questions)
	for _, code := range slices.Sorted(maps.Keys(plain)) {
		fmt.Fprintf(w, "%s\t%d\n", code, plain[code])
	}
	fmt.Fprintf(w, "%d questions with their feedback as the reading\n", quoting)
	for _, code := range slices.Sorted(maps.Keys(sourced)) {
		fmt.Fprintf(w, "%s\t%d\n", code, sourced[code])
	}
	_ = w.Flush() // into memory
	t.Log("\n" + out.String())
	if questions < 500 || quoting < 50 {
		t.Errorf("only %d questions, and %d with feedback, came in", questions, quoting)
	}
	for code, n := range plain {
		if n*20 > questions {
			t.Errorf("%s is found in %d of %d questions: more than one in twenty", code, n, questions)
		}
	}
}

// aboutReadings are the rules that a set without a reading cannot break.
var aboutReadings = []string{"unrelated-quote", "dropped-hedge", "dropped-negation", "stated-distractor", "long-quote"}

// tally counts findings, and shows them where that is asked for.
func tally(t *testing.T, counts map[string]int, name string, set *quiz.Set, list diag.List) {
	for _, d := range list {
		counts[d.Code]++
		if os.Getenv("VERBATIM_ALARMS") == "" {
			continue
		}
		said := ""
		if i := set.Index(d.Question); i >= 0 {
			said = shownAs(&set.Questions[i])
		}
		t.Logf("ALARM %s: %s: %s\n%s", d.Code, filepath.Base(name), d.Message, said)
	}
}

// shownAs is a question with its options and its quote.
func shownAs(q *quiz.Question) string {
	said := reading.Plain(q.Stem) + "\n"
	if kind, ok := q.Body.(interface{ Choices() choice.Options }); ok {
		for _, o := range kind.Choices() {
			said += fmt.Sprintf("  %v: %s\n", o.Correct, reading.Plain(o.Text))
		}
	}
	if q.Quote != "" {
		said += "  quote: " + q.Quote + "\n"
	}
	return said
}

// source makes of the feedback of a set its reading, and quotes of it the first
// sentence for each question that has some. It gives their number.
func source(t *testing.T, set *quiz.Set) int {
	t.Helper()
	feedback := func(q *quiz.Question) string {
		said := q.Explanation
		if kind, ok := q.Body.(interface{ Choices() choice.Options }); ok && said == "" {
			for _, o := range kind.Choices() {
				if o.Correct && o.Because != "" {
					said = o.Because
				}
			}
		}
		return strings.TrimSpace(reading.Plain(said))
	}
	var text strings.Builder
	for i := range set.Questions {
		if said := feedback(&set.Questions[i]); said != "" {
			fmt.Fprintf(&text, "%s\n\n", said)
		}
	}
	doc, err := reading.Parse([]byte(text.String()))
	if err != nil || len(doc.Passages) == 0 {
		return 0
	}
	set.Bind(doc)
	n := 0
	for i := range set.Questions {
		q := &set.Questions[i]
		said := feedback(q)
		if said == "" {
			continue
		}
		for _, p := range doc.Passages {
			if words := strings.TrimSpace(p.Text); len(words) >= quiz.MinQuote && strings.HasPrefix(said, words) && len(doc.Find(reading.Quote{Exact: words})) == 1 {
				q.Quote, q.Explanation = words, ""
				n++
				break
			}
		}
	}
	return n
}
