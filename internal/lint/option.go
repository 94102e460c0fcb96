package lint

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// optionRules looks at what can be picked.
func (c *checker) optionRules(it *item) {
	if len(it.options) < 2 {
		return
	}
	c.alike(it)
	c.ranges(it)
	c.form(it)
	c.longest(it)
	c.oneWord(it)
	if c.english {
		c.above(it)
		c.nested(it)
		c.absolutes(it)
	}
}

var (
	aboveOption = regexp.MustCompile(`(?i)^(?:all|none|both|neither|any|two|three)(?: of)?(?: (?:the|these))?(?: (?:above|below|other|others|following|mentioned|these|options|answers|choices|them))+(?: (?:options?|answers?|choices?))?(?: (?:is|are) (?:correct|true|right|wrong|false))?$`)
	lettered    = regexp.MustCompile(`^(?:(?i:both|only|either|neither) )?[A-Ha-h1-8](?:,? (?:and|or|&|nor) [A-Ha-h1-8]|, [A-Ha-h1-8])+(?: only)?$|^(?i:options?|answers?|choices?) [A-H1-8]\b`)
)

// above reports options that speak of others by their place. Their place is
// not the same for two learners.
func (c *checker) above(it *item) {
	for _, o := range it.options {
		bare := strings.TrimFunc(o.plain, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
		switch {
		case aboveOption.MatchString(bare):
			hint := "leave it out, or make the question one with `kind: multiple-response`"
			if it.Shuffled() {
				hint += "; options are shuffled, so that nothing stands above for sure"
			}
			c.warn(o.Pos("text"), "all-of-the-above", hint, "the option %q is about the other options", o.plain)
		case lettered.MatchString(bare):
			c.warn(o.Pos("text"), "lettered-option", "write what is meant, or make the question one with `kind: multiple-response`: options have no letters, and their order is shuffled",
				"the option %q speaks of others by their letters", o.plain)
		}
	}
}

// bare gives the words of an option without its articles.
func bare(o *option) []string {
	var out []string
	for _, w := range o.words {
		if w.text != "a" && w.text != "an" && w.text != "the" {
			out = append(out, w.text)
		}
	}
	return out
}

// leastAlike is the length below which a capital may make another word: the
// units g and G, the vitamins k and K.
const leastAlike = 3

// alike reports two options that differ in capitals, articles or punctuation alone.
func (c *checker) alike(it *item) {
	first := map[string]*option{}
	for _, o := range it.options {
		words := strings.Join(bare(o), " ")
		if len(words) < leastAlike || symbols(o.plain) {
			continue
		}
		if other := first[words]; other != nil && other.Text != o.Text { // the very same is an error
			c.warn(o.Pos("text"), "duplicate-option", "reword one of the two or remove it", "the option says the same as %q", other.plain)
		} else if other == nil {
			first[words] = o
		}
	}
}

// symbols says whether the signs of a text may matter more than its words, as
// in formulas and code.
func symbols(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSymbol(r) || strings.ContainsRune(`/\*_#@%&{}[]()<>|-`, r)
	})
}

// nested reports an option that holds if another does: it is the other with
// something added or left out.
func (c *checker) nested(it *item) {
	key := it.key()
	if key == nil {
		return
	}
	for _, o := range it.wrong {
		short, long := key, o
		if len(bare(short)) > len(bare(long)) {
			short, long = long, short
		}
		if !symbols(long.plain) && holds(bare(long), bare(short)) {
			c.warn(o.Pos("text"), "overlapping-options", "word them so that one alone can be right",
				"who picks %q picks what %q says as well", long.plain, short.plain)
		}
	}
}

// joins are the words with which a longer option goes on.
var joins = map[string]bool{"and": true, "as": true, "plus": true, "but": true, "with": true}

// holds says whether long is short with more joined on to it.
func holds(long, short []string) bool {
	n, extra := len(short), len(long)-len(short)
	if n == 0 || extra < 2 {
		return false
	}
	begins, ends := true, true
	for i, w := range short {
		begins = begins && long[i] == w
		ends = ends && long[extra+i] == w
	}
	return begins && joins[long[n]] || ends && long[extra-1] == "and"
}

// form reports options whose form sets one apart.
func (c *checker) form(it *item) {
	if len(it.options) < 3 {
		return
	}
	for _, f := range []struct {
		has    func(*option) bool
		either func(*option) bool // of which it does not matter; nil for none
		says   string
	}{
		{func(o *option) bool { return endsSentence(o.plain) }, func(o *option) bool { return len(o.words) < 3 && strings.HasSuffix(o.plain, ".") }, "ends with a full stop"},
		{func(o *option) bool { return amount(o.plain) }, nil, "is a number"},
	} {
		var with, without []*option
		for _, o := range it.options {
			if f.either != nil && f.either(o) {
				continue
			}
			if f.has(o) {
				with = append(with, o)
			} else {
				without = append(without, o)
			}
		}
		switch {
		case len(with)+len(without) < 3:
		case len(with) == 1:
			c.warn(with[0].Pos("text"), "unequal-form", "give all options the same form", "the option %q alone %s", with[0].plain, f.says)
		case len(without) == 1 && !aboveOption.MatchString(without[0].plain) && !lettered.MatchString(without[0].plain):
			c.warn(without[0].Pos("text"), "unequal-form", "give all options the same form", "every option but %q %s", without[0].plain, f.says)
		}
	}
}

// abbreviations end with a stop that ends no sentence.
var abbreviations = map[string]bool{"etc": true, "al": true, "inc": true, "ltd": true, "corp": true, "co": true, "st": true, "jr": true,
	"sr": true, "approx": true, "max": true, "min": true, "hr": true, "ca": true, "vs": true}

// endsSentence says whether a text ends as a sentence does.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’)`)
	body := strings.TrimRight(s, ".?!")
	last := body[strings.LastIndexAny(body, " ")+1:]
	return len(body) < len(s) && len(strings.Fields(body)) >= 3 &&
		utf8.RuneCountInString(last) > 1 && !strings.ContainsAny(last, ".…") && !abbreviations[strings.ToLower(last)]
}

// amountForm is a number or a range of them, with a unit or without.
var amountForm = regexp.MustCompile(`(?i)^[<>≤≥±~≈+–−-]?\s*[$€£]?\s*\d+(?:[.,]\d+)*(?:\s*(?:-|–|to)\s*\d+(?:[.,]\d+)*)?` +
	`\s*(?:%|percent|°[cf]?|[cfkmv]|[kmcnµ]?[mg]|[mc]?l|k?w|k?v|m?a|hz|ms|s|h|bc|ad|bce|ce|(?:second|minute|hour|day|week|month|year|time|metre|meter|mile|people)s?)?$`)

func amount(s string) bool { return amountForm.MatchString(strings.TrimSpace(s)) }

// What makes a key long: so much longer than any other option.
const (
	longTimes = 1.5
	longMore  = 15 // characters
)

// longest reports a key that is much longer than every other option.
func (c *checker) longest(it *item) {
	key := it.key()
	if key == nil || len(it.wrong) < 2 {
		return
	}
	most := 0
	for _, o := range it.wrong {
		most = max(most, utf8.RuneCountInString(o.plain))
	}
	if n := utf8.RuneCountInString(key.plain); float64(n) >= longTimes*float64(most) && n-most >= longMore {
		c.warn(key.Pos("text"), "longest-key", "shorten it, or say as much in another option",
			"the right option has %d characters, and the longest of the others %d", n, most)
	}
}

// A distractor of one word is implausible beside so many.
const besideWords = 4

// oneWord reports wrong options of one word beside longer ones: nobody picks them.
func (c *checker) oneWord(it *item) {
	key := it.key()
	if key == nil || len(key.words) < besideWords || len(it.wrong) < 2 {
		return
	}
	for _, o := range it.wrong {
		if len(o.words) != 1 || strings.ContainsFunc(o.plain, unicode.IsDigit) {
			continue
		}
		others := true
		for _, p := range it.wrong {
			others = others && (p == o || len(p.words) >= besideWords)
		}
		if others {
			c.warn(o.Pos("text"), "implausible-distractor", "write an error that learners make, in as many words as the others",
				"the option %q is a single word beside whole phrases", o.plain)
		}
	}
}

// absolutes reports words that allow of no exception where only wrong options
// have them: learners know that such options are seldom right.
func (c *checker) absolutes(it *item) {
	if it.stem.has(absolute) {
		return
	}
	for _, o := range it.right {
		if o.has(absolute) {
			return
		}
	}
	for _, o := range it.wrong {
		if w, ok := o.first(absolute); ok {
			c.warn(o.Pos("text"), "absolute-word", "limit the claim as the right option does, or use such a word there too",
				"the word %q stands in wrong options alone", w.text)
			return
		}
	}
}
