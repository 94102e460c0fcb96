package lint

import (
	"encoding/json"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// support looks at whether quotes bear out what is said beside them. That the
// words stand in the reading has been checked; that they settle the question
// has not.
func (c *checker) support(it *item) {
	if c.set.Reading == nil {
		return
	}
	said := c.said(it)
	if quote, ok := c.quoted(it.Where, it.Citation); ok {
		if c.english {
			c.unrelated(it, quote, said)
			c.dropped(it, quote, said)
		}
	}
	for _, o := range it.options {
		quote, ok := c.quoted(o.Where, o.Citation)
		if !ok {
			continue
		}
		if c.english && !meets(quote, o.text, c.words.text(o.Because), it.stem) {
			c.warn(o.Pos("quote"), "unrelated-quote", "quote the words that show why the option is wrong or right, or say in `because:` what these have to do with it",
				"the quote has no word in common with the option and its reason")
		}
	}
	if c.english {
		c.stated(it)
	}
}

// quoted gives the words of a quote, after a look at how far it reaches; false
// where there is none or it does not stand in the reading, which is an error of
// its own.
func (c *checker) quoted(at quiz.Where, cite quiz.Citation) (text, bool) {
	if cite.Quote == "" {
		return text{}, false
	}
	found := c.set.Reading.Find(cite.Selector())
	if len(found) != 1 {
		return text{}, false
	}
	c.spans(at, found[0])
	return c.words.plain(cite.Quote), true
}

// said gathers what a question says is so: its explanation, its right options
// with their reasons and, where it has no options, its stem and all that its
// body says.
func (c *checker) said(it *item) []text {
	said := []text{c.words.text(it.Explanation)}
	for _, o := range it.right {
		said = append(said, o.text, c.words.text(o.Because))
	}
	if len(it.options) > 0 {
		return said
	}
	said = append(said, it.stem)
	for _, s := range texts(it.Body) {
		said = append(said, c.words.text(s))
	}
	return said
}

// texts gives all texts of a body of any kind but the words that it quotes.
func texts(body quiz.Body) []string {
	src, err := json.Marshal(body)
	if err != nil {
		return nil
	}
	var tree any
	if err := json.Unmarshal(src, &tree); err != nil {
		return nil
	}
	var out []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			out = append(out, v)
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for key, value := range v {
				if key != "quote" && key != "before" && key != "after" {
					walk(value)
				}
			}
		}
	}
	walk(tree)
	return out
}

// meets says whether a text shares a word that says something with any of others.
func meets(t text, others ...text) bool {
	roots := t.content()
	for _, o := range others {
		for root := range o.content() {
			if _, ok := roots[root]; ok {
				return true
			}
		}
	}
	return false
}

func (c *checker) unrelated(it *item, quote text, said []text) {
	if len(quote.content()) > 0 && !meets(quote, said...) {
		c.warn(it.Pos("quote"), "unrelated-quote", "quote the words that settle the question, or explain the answer in the words of the reading",
			"the quote has no word in common with the right answer and its explanation")
	}
}

// dropped reports a hedge or a negation of the quote that nothing in what the
// question says keeps.
func (c *checker) dropped(it *item, quote text, said []text) {
	kept := func(kinds wordKind) bool {
		for _, t := range append(said, it.stem) {
			if t.has(kinds) {
				return true
			}
		}
		return false
	}
	if w, ok := quote.first(hedge); ok && !kept(hedge|tentative|negation) {
		c.warn(it.Pos("quote"), "dropped-hedge", "keep the hedge in the explanation, so that learners do not take away more than the reading says",
			"the quote says %q, and neither the answer nor the explanation limits the claim", w.text)
	}
	if w, ok := quote.first(negation); ok && !kept(negation|opposite) {
		c.warn(it.Pos("quote"), "dropped-negation", "say in the explanation what is denied, or quote words that say it straight",
			"the quote says %q, and neither the answer nor the explanation denies anything", w.text)
	}
}

// spans reports a quote that reaches over more than one passage, or over the
// edge of a table's cell.
func (c *checker) spans(at quiz.Where, m reading.Match) {
	switch n := m.Last - m.First; {
	case n > 1:
		c.warn(at.Pos("quote"), "long-quote", "quote the one sentence, list item or table row that settles it",
			"the quote reaches over %d passages", n)
	case n == 1 && c.set.Reading.Passages[m.First].Kind == reading.Row && cells(m.Text) > 1:
		c.warn(at.Pos("quote"), "long-quote", "quote the words of one cell", "the quote reaches over %d cells of a table", cells(m.Text))
	}
}

// cells is how many cells of a row a match reaches over.
func cells(match string) int {
	n := 1
	for _, r := range match {
		if r == '|' {
			n++
		}
	}
	return n
}

// A statement is told from a phrase by its length.
const (
	statementWords   = 5 // at least so many words
	statementContent = 3 // of which so many say something
	statementGaps    = 2 // words of the reading that may stand between them
)

// stated reports wrong options that the reading itself states.
func (c *checker) stated(it *item) {
	if it.stem.has(negation) || it.stem.has(opposite) {
		return // "which of these is not said": the wrong ones are
	}
	for _, o := range it.wrong {
		if len(o.words) < statementWords || len(o.content()) < statementContent || o.Quote != "" {
			continue // with a quote of its own, the author knows what the reading says of it
		}
		for n, p := range c.passages {
			if !states(p, o.text) {
				continue
			}
			at := c.set.Reading.Passages[n]
			c.warn(o.Pos("text"), "stated-distractor", "add a `quote:` to the option that shows why it is no answer here, or reword it",
				"the reading says this wrong option itself, on line %d", at.Line)
			break
		}
	}
}

// states says whether a passage p has the words of a statement in their order,
// with few others between them, and denies no more than it does.
func states(p, statement text) bool {
	for root := range statement.roots {
		if _, has := p.roots[root]; !has {
			return false
		}
	}
	if p.has(negation) != statement.has(negation) {
		return false
	}
	for from := range p.words {
		at, gaps := from, 0
		for _, w := range statement.words {
			for at < len(p.words) && p.words[at].root != w.root && gaps <= statementGaps {
				at, gaps = at+1, gaps+1
			}
			if at == len(p.words) || gaps > statementGaps {
				gaps = statementGaps + 1
				break
			}
			at++
		}
		if gaps <= statementGaps {
			return true
		}
	}
	return false
}
