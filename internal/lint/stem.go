package lint

import (
	"regexp"
	"strings"
	"unicode"

	"verbatim/internal/diag"
	"verbatim/internal/reading"
)

// stemRules looks at what is asked.
func (c *checker) stemRules(it *item) {
	if !c.english {
		return
	}
	c.negativeStem(it)
	c.stackedStem(it)
	if len(it.options) > 1 {
		c.article(it)
		c.echo(it)
	}
}

var (
	// asked is the last question of a stem, or an unfinished sentence.
	asked = regexp.MustCompile(`[^.?!]*[?:]?\s*$`)
	// denies finds the word that turns a question into its opposite, in small
	// letters: capitals mark it.
	denies = regexp.MustCompile(`\b(?:not|except|never|cannot|\w+n['’]t)\b`)
	// turns begins what the negation must follow to be the question's own.
	turns = regexp.MustCompile(`(?i)\b(?:which|what|who|whom|where|when|all|each|every)\b`)
	// clause begins a part of the sentence with a negation of its own.
	clause = regexp.MustCompile(`(?i)\b(?:why|that|because|if|whether|although|though|since|unless|how|but|rather|while|whereas|does it mean|or)\b|["“”‘«»,;(]`)
	// emphasised is what Markdown sets off.
	emphasised = regexp.MustCompile(`\*{1,3}[^*]+\*{1,3}|\b_{1,3}[^_]+_{1,3}\b`)
)

// negativeStem reports a question for what is not so whose "not" nobody marked:
// readers in a hurry pass over it.
func (c *checker) negativeStem(it *item) {
	if len(it.options) == 0 {
		return
	}
	at := asked.FindStringIndex(strings.TrimRight(it.Stem, " \n"))
	if at == nil {
		return
	}
	question := it.Stem[at[0]:]
	seen := emphasised.ReplaceAllStringFunc(question, func(s string) string { return strings.Repeat("\x00", len(s)) })
	turn := turns.FindStringIndex(seen)
	if turn == nil {
		return
	}
	no := denies.FindStringIndex(seen[turn[1]:])
	if no == nil {
		return
	}
	between, after := seen[turn[1]:turn[1]+no[0]], strings.ToLower(seen[turn[1]+no[1]:])
	if clause.MatchString(between) || strings.HasPrefix(strings.TrimSpace(after), "only") {
		return
	}
	from, to := at[0]+turn[1]+no[0], at[0]+turn[1]+no[1]
	word := it.Stem[from:to]
	marked := it.Stem[:from] + "**" + word + "**" + it.Stem[to:]
	c.report.Add(diag.Diagnostic{Pos: it.Pos("stem"), Severity: diag.Warning, Code: "unmarked-negative",
		Message: "the question asks for what is not so, and nothing sets the word \"" + word + "\" off",
		Hint:    "ask for what is so, or write **" + word + "**",
		Fix:     &diag.Fix{Message: "set the word off", Edits: []diag.Edit{{Pos: it.Pos("stem"), Op: diag.SetValue, Text: marked}}}})
}

// stacked is a question that any true statement answers.
var stacked = regexp.MustCompile(`(?i)^(?:which|what)(?: one)?(?: of (?:the following|these|those|the options))?(?: (?:below|here))?(?: (?:statements?|sentences?|claims?|assertions?|options?|answers?))?(?: (?:below|here))? (?:is|are) (?:\W*not\W*)?(?:the )?(?:true|correct|false|incorrect|right|wrong|untrue|accurate)(?: (?:one|statement|option|answer)s?)?\s*[?:.]?$`)

// stackedStem reports a question that asks nothing of its own: its options are
// true-false questions piled upon each other.
func (c *checker) stackedStem(it *item) {
	if len(it.options) > 0 && stacked.MatchString(it.stem.plain) {
		c.warn(it.Pos("stem"), "unfocused-stem", "ask one question that can be answered before the options are read",
			"the question asks for what is true or false of anything at all")
	}
}

// article reports a stem whose last word, a or an, fits the key and not every
// other option.
func (c *checker) article(it *item) {
	key := it.key()
	last := strings.TrimRightFunc(it.stem.plain, func(r rune) bool { return !unicode.IsLetter(r) && r != ')' })
	if key == nil || len(key.words) == 0 {
		return
	}
	vowel := false
	switch {
	case strings.HasSuffix(last, " an"):
		vowel = true
	case !strings.HasSuffix(last, " a"):
		return
	}
	if opensWithVowel(key.words[0].text) != vowel {
		return
	}
	for _, o := range it.wrong {
		if len(o.words) > 0 && opensWithVowel(o.words[0].text) != vowel {
			c.warn(it.Pos("stem"), "grammatical-cue", "write a(n), or put the article into each option",
				"the stem ends with %q, which the option %q cannot follow", last[strings.LastIndex(last, " ")+1:], o.plain)
			return
		}
	}
}

// opensWithVowel says whether a word is spoken with a vowel first.
func opensWithVowel(w string) bool {
	for _, spoken := range []string{"hour", "honest", "honour", "honor", "heir"} {
		if strings.HasPrefix(w, spoken) {
			return true
		}
	}
	for _, spoken := range []string{"uni", "use", "usu", "eu", "one", "once", "ura", "uro", "uti", "ubi"} {
		if strings.HasPrefix(w, spoken) && !strings.HasPrefix(w, "unin") && !strings.HasPrefix(w, "unim") {
			return false
		}
	}
	return strings.ContainsRune("aeiou8", []rune(w)[0]) || w == "11" || w == "18"
}

// What makes a word of the stem a cue: it is long, and few questions have it.
const (
	echoLetters = 5
	echoStems   = 2
)

// echo reports a word of the stem that comes back in the key and in no other
// option, where no other option takes up any word of the stem.
func (c *checker) echo(it *item) {
	key := it.key()
	if key == nil || len(it.wrong) < 2 {
		return
	}
	stem := it.stem.content()
	for _, o := range it.wrong {
		if meets(o.text, it.stem) {
			return
		}
	}
	for _, w := range key.words {
		if _, again := stem[w.root]; again && !w.is(empty) && len(w.root) >= echoLetters && c.common[w.root] <= echoStems && !c.titled(w) {
			c.warn(key.Pos("text"), "echoed-word", "take the word up in other options too, or find another for it",
				"the word %q stands in the question and in the right option alone", w.text)
			return
		}
	}
}

// titled says whether a word is part of what the whole set is about.
func (c *checker) titled(w word) bool {
	_, is := c.words.text(c.set.Title).content()[w.root]
	return is
}

// folded is a text as two are compared that should differ in more than
// typography.
func folded(s string) string { return strings.ToLower(reading.Fold(s)) }
