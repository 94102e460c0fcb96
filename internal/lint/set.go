package lint

import (
	"fmt"
	"maps"
	"math"
	"path"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/truefalse"
)

// setRules looks at the questions together.
func (c *checker) setRules() {
	c.places()
	c.lengths()
	c.verdicts()
	c.habits()
	if c.english {
		c.answers()
	}
}

// What is by chance no more often than this is not by chance.
const unlikely = 0.001

// places reports keys that stand at one place far more often than chance would
// have it. Learners who see the file's order could tell: in a print, an export
// or with `shuffle: false`.
func (c *checker) places() {
	const most = 8
	var at [most]int
	n, chance := 0, 0.0
	for _, it := range c.items {
		if key := it.key(); key != nil {
			for i, o := range it.options {
				if o == key && i < most {
					at[i]++
				}
			}
			n++
			chance += 1 / float64(len(it.options))
		}
	}
	for i, k := range at {
		if n > 0 && tail(k, n, chance/float64(n)) < unlikely/most {
			c.warn(c.set.Pos("questions"), "unbalanced-keys", "move the right option of some questions",
				"the right option is the %s in %d of %d questions", ordinal(i+1), k, n)
			return
		}
	}
}

// lengths reports keys that are the longest option far more often than chance
// would have it.
func (c *checker) lengths() {
	longest, n, chance := 0, 0, 0.0
	for _, it := range c.items {
		key := it.key()
		if key == nil {
			continue
		}
		n++
		chance += 1 / float64(len(it.options))
		is := true
		for _, o := range it.wrong {
			is = is && len([]rune(o.plain)) < len([]rune(key.plain))
		}
		if is {
			longest++
		}
	}
	if n > 0 && tail(longest, n, chance/float64(n)) < unlikely {
		c.warn(c.set.Pos("questions"), "longest-keys", "shorten some right options, or lengthen wrong ones",
			"the right option is the longest in %d of %d questions", longest, n)
	}
}

// judged is a kind of question that asks for a verdict on a claim.
type judged interface {
	Offered() []truefalse.Verdict
}

// verdicts reports true-false questions that have one answer far more often
// than another.
func (c *checker) verdicts() {
	count := map[truefalse.Verdict]int{}
	n, offered := 0, 0
	for _, it := range c.items {
		if claim, ok := it.Body.(judged); ok {
			count[truefalse.Verdict(it.Body.Key())]++
			n++
			offered += len(claim.Offered())
		}
	}
	for _, v := range []truefalse.Verdict{truefalse.True, truefalse.False, truefalse.NotStated} {
		if n > 0 && tail(count[v], n, float64(n)/float64(offered)) < unlikely {
			c.warn(c.set.Pos("questions"), "unbalanced-keys", "turn some of the claims round",
				"the answer is %s in %d of %d true-false questions", v, count[v], n)
		}
	}
}

// tail is the chance of k or more hits in n tries of the chance p: the upper
// tail of the binomial distribution.
func tail(k, n int, p float64) float64 {
	if p <= 0 || p >= 1 {
		return 1
	}
	sum := 0.0
	logN, _ := math.Lgamma(float64(n + 1))
	for i := k; i <= n; i++ {
		a, _ := math.Lgamma(float64(i + 1))
		b, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(logN - a - b + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}

func ordinal(n int) string {
	words := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"}
	return words[n-1]
}

// How much of a question must come back in another for the other to answer it.
const (
	answerShare = 0.6
	answerWords = 3 // content words of the stem that come back
)

// answers reports a question whose stem holds the answer of another, with most
// of what the other asks.
func (c *checker) answers() {
	for _, asked := range c.items {
		key := asked.key()
		if key == nil {
			continue
		}
		stem, answer := asked.stem.content(), maps.Clone(key.content())
		for root := range stem {
			delete(answer, root) // what the question says itself is not given away
		}
		if len(answer) == 0 {
			continue
		}
		for _, tells := range c.items {
			if tells == asked {
				continue
			}
			told := tells.stem.content()
			if among(answer, told) == len(answer) && among(stem, told) >= answerWords &&
				float64(among(stem, told)) >= answerShare*float64(len(stem)) {
				c.report.Question = tells.ID
				c.report.Add(diag.Diagnostic{Pos: tells.Pos("stem"), Severity: diag.Warning, Code: "answered-elsewhere",
					Message: fmt.Sprintf("this question tells the answer of %s: %q", asked.ID, key.plain),
					Hint:    "word it so that it does not, or leave one of the two out",
					Notes:   []diag.Note{{Pos: asked.Pos("stem"), Message: "what it answers is asked here"}}})
				break
			}
		}
	}
	c.report.Question = ""
}

// among is how many roots of a are in b.
func among(a, b map[string]string) int {
	n := 0
	for root := range a {
		if _, ok := b[root]; ok {
			n++
		}
	}
	return n
}

// readingRules looks at the reading.
func (c *checker) readingRules() {
	if c.set.Reading == nil {
		return
	}
	for _, f := range c.set.Reading.Formulas() {
		if f.Err != nil {
			line, col := c.set.Reading.Position(f.Start)
			c.report.Error(diag.Pos{File: c.set.ReadingPath(), Line: line, Col: col}, "bad-maths", quiz.MathsHint, "the formula %s cannot be shown: %v", f.TeX, f.Err)
		}
	}
	for _, tag := range c.set.Reading.Tags() {
		line, col := c.set.Reading.Position(tag.Start)
		c.warn(diag.Pos{File: c.set.ReadingPath(), Line: line, Col: col}, "html-tag", quiz.TagHint, "%s is taken for HTML and not shown", tag.Text)
	}
	for _, lack := range c.set.Reading.Lacks() {
		name := path.Base(strings.TrimRight(lack.Image, "/"))
		c.warn(diag.Pos{File: c.set.ReadingPath(), Line: lack.Line, Col: lack.Col}, "missing-alt",
			"write what it shows between the square brackets: ![what it shows]("+name+")",
			"the image %s has no description for those who cannot see it", name)
	}
}
