// Package lint finds what is wrong with a set beyond its syntax: quotes that do
// not support the answer, flaws that give answers away or mislead, readings that
// changed under their questions, and passages that no question is about.
//
// The rules are those of Haladyna, Downing and Rodriguez's guidelines that a
// program can judge. A rule that would often be wrong is worse than none, so
// each keeps silent where it is not sure; what it says all the same can be
// answered with `allow:` and a reason.
package lint

import (
	"strings"
	"unicode"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

// Check gives the warnings about a set and its reading, sorted. Those that the
// set allows are among them: see [Settle].
func Check(s *quiz.Set) diag.List {
	var list diag.List
	c := &checker{set: s, report: &quiz.Report{List: &list}, words: takeLexicon(s.Language)}
	defer c.words.release()
	for i := range s.Questions {
		c.items = append(c.items, c.item(&s.Questions[i]))
	}
	c.index()
	c.english = c.words.english && c.looksEnglish()
	for _, it := range c.items {
		c.report.Question = it.ID
		c.support(it)
		c.stemRules(it)
		c.optionRules(it)
		c.tryRules(it)
	}
	c.report.Question = ""
	c.setRules()
	c.headTryRules()
	c.readingRules()
	list.Sort()
	return list
}

// checker holds what the rules look at.
type checker struct {
	set    *quiz.Set
	report *quiz.Report
	words  *lexicon
	// english says that the rules for English apply: a set that does not name its
	// language is taken for English, and may be in another.
	english bool
	items   []*item
	// common counts in how many stems a word stands, by its root.
	common   map[string]int
	passages []text // of the reading
}

// warn adds a warning.
func (c *checker) warn(at diag.Pos, code, hint, format string, args ...any) {
	c.report.Warning(at, code, hint, format, args...)
}

// An item is a question with its texts cut into words.
type item struct {
	*quiz.Question
	stem    text
	options []*option
	right   []*option
	wrong   []*option
}

// An option is one of the texts that can be picked.
type option struct {
	*choice.Option
	text
}

// key is the only right option, nil where there is not exactly one.
func (it *item) key() *option {
	if len(it.right) == 1 {
		return it.right[0]
	}
	return nil
}

// chooser is a kind of question with options.
type chooser interface {
	Choices() choice.Options
}

func (c *checker) item(q *quiz.Question) *item {
	it := &item{Question: q, stem: c.words.text(q.Stem)}
	kind, ok := q.Body.(chooser)
	if !ok {
		return it
	}
	choices := kind.Choices()
	for i := range choices {
		o := &option{&choices[i], c.words.text(choices[i].Text)}
		it.options = append(it.options, o)
		if o.Correct {
			it.right = append(it.right, o)
		} else {
			it.wrong = append(it.wrong, o)
		}
	}
	return it
}

// index gathers what rules ask about the whole set.
func (c *checker) index() {
	c.common = map[string]int{}
	for _, it := range c.items {
		for root := range it.stem.content() {
			c.common[root]++
		}
	}
	if c.set.Reading != nil {
		for _, p := range c.set.Reading.Passages {
			c.passages = append(c.passages, c.words.plain(p.Text))
		}
	}
}

// In English every third word of a question or more says nothing by itself. Below
// such a share of so many words, or in other letters, a set is in another language.
const (
	englishShare = 0.15
	englishWords = 12
)

func (c *checker) looksEnglish() bool {
	n, known, latin := 0, 0, 0
	for _, it := range c.items {
		for _, w := range it.stem.words {
			n++
			if w.is(empty) {
				known++
			}
			if !strings.ContainsFunc(w.text, func(r rune) bool { return r >= 0x250 && unicode.IsLetter(r) }) {
				latin++
			}
		}
	}
	return latin*2 >= n && (n < englishWords || float64(known) >= englishShare*float64(n))
}
