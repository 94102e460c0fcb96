package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences splits a paragraph's words into sentences and gives their ranges,
// without the spaces between them. opaque says at which offsets a stop is part
// of something else, such as code; nil means nowhere.
//
// A sentence ends at . ! ? … (and their full-width forms) with the quotation
// marks and brackets that close after it, if a space follows and what comes
// next can begin a sentence. A full stop after an abbreviation, an initial or
// the number of a thing does not end one.
func sentences(s string, opaque func(int) bool) [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if !terminal(r) || opaque != nil && opaque(i-n) {
			continue
		}
		stop := i - n    // where the run of stops begins
		for i < len(s) { // "?!", "...", "."" and ".)"
			r, n := utf8.DecodeRuneInString(s[i:])
			if !terminal(r) && !closing(r) {
				break
			}
			i += n
		}
		marks := s[stop:i]
		i += len(reference.FindString(s[i:min(i+longestReference, len(s))]))
		if i < len(s) && ends(s, start, stop, i, marks) {
			out = append(out, [2]int{start, i})
			i += len(s[i:]) - len(strings.TrimLeftFunc(s[i:], unicode.IsSpace))
			start = i
		}
	}
	if start < len(s) {
		out = append(out, [2]int{start, len(s)})
	}
	return out
}

// reference is a citation set directly after a stop: "so.[1][2] Then". No more
// than longestReference bytes are looked at.
var reference = regexp.MustCompile(`^(\[[\pL\pN ,–-]{1,12}\]|[¹²³⁰⁴-⁹]+)+`)

const longestReference = 64

// ends says whether the marks between stop and after end the sentence that
// began at start.
func ends(s string, start, stop, after int, marks string) bool {
	rest := strings.TrimLeftFunc(s[after:], unicode.IsSpace)
	if wide(marks) {
		return rest != ""
	}
	if len(rest) == len(s)-after || rest == "" {
		return false // no space: a decimal, a domain name, "U.S.A"
	}
	next := opener(rest)
	if next == utf8.RuneError || unicode.IsLower(next) {
		return false
	}
	if strings.Trim(marks, `.…)]}"'”’»›`) != "" {
		return true // ! or ?
	}
	if strings.Count(marks, ".") > 1 || strings.Contains(marks, "…") {
		return unicode.IsUpper(next) || quoteOpens(rest)
	}
	word := lastWord(s[start:stop])
	if start+len(word) == stop && enumerator(word) {
		return false // "1. First", "a. First" at the start
	}
	bare := strings.TrimLeft(word, "([{\"'“‘«‹")
	switch {
	case always[bare] || always[strings.ToLower(bare)] && unicode.IsLower(first(bare)):
		return false // never the last word: e.g. Dr.
	case numbered[strings.ToLower(bare)] && (unicode.IsDigit(next) || roman(rest)):
		return false // No. 5, Fig. 2, p. 12
	case initial(bare):
		// "J. Smith" goes on; "vitamin C. It" and "by me and I. Then" end.
		return !nameFollows(s[start:stop-len(bare)], rest)
	case inner(bare):
		// "U.S. Government" may go on, "in the U.S. It was" does not.
		return starter(rest)
	case titled[strings.ToLower(bare)]:
		return starter(rest)
	case sometimes[strings.ToLower(bare)]:
		// "Smith et al. (2019)" goes on, "and so on, etc. Kratom" does not.
		return unicode.IsUpper(next) && !strings.ContainsRune("([", first(rest))
	}
	return true
}

func terminal(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '．', '؟', '۔', '।', '॥', '‽':
		return true
	}
	return false
}

// wide says that the marks end a sentence without a space after them.
func wide(marks string) bool { return strings.ContainsAny(marks, "。！？．") }

func closing(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '}', '”', '’', '»', '›', '」', '』', '）':
		return true
	}
	return false
}

// opener gives the first letter or digit of what follows, past opening
// quotation marks and brackets; RuneError when something else stands there.
func opener(rest string) rune {
	for _, r := range rest {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			return r
		case unicode.IsSpace(r), r == ',', r == ';', r == ':':
			return utf8.RuneError
		}
	}
	return utf8.RuneError
}

func quoteOpens(rest string) bool { return strings.ContainsRune("\"'“‘«‹„([", first(rest)) }

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// lastWord gives what stands between the last space, dash or slash and the end.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '—' || r == '–' || r == '/'
	})
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

// enumerator says that the word numbers what follows: 1, 12, a, iv.
func enumerator(word string) bool {
	if len(word) == 0 || len(word) > 4 {
		return false
	}
	digits := strings.Trim(word, "0123456789") == ""
	return digits && len(word) <= 3 || len(word) == 1 && unicode.IsLetter(first(word)) && word != "I"
}

// roman says that a Roman numeral follows.
func roman(rest string) bool {
	word, _, _ := strings.Cut(rest, " ")
	word = strings.TrimRight(word, ".,;:)")
	return word != "" && word != "I" && strings.Trim(word, "IVXLCDM") == ""
}

// initial says that the word is one capital: J in "J. Smith".
func initial(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && unicode.IsUpper(r)
}

// inner says that the word has stops within: U.S, p.m, Ph.D.
func inner(word string) bool {
	parts := strings.Split(word, ".")
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		if n := utf8.RuneCountInString(p); n == 0 || n > 2 || !unicode.IsLetter(first(p)) {
			return false
		}
	}
	return true
}

// nameFollows says that an initial is part of a name: a capitalised word
// follows that does not commonly begin a sentence, and what comes before is the
// beginning, another initial, or a word with a capital or that brings a name.
func nameFollows(before, rest string) bool {
	if starter(rest) {
		return false
	}
	before = strings.TrimRightFunc(before, unicode.IsSpace)
	if before == "" {
		return true
	}
	word := lastWord(before)
	if labelled[strings.ToLower(word)] {
		return false
	}
	r := first(strings.TrimLeft(word, "([\"“'‘"))
	return unicode.IsUpper(r) || brings[strings.ToLower(word)] || strings.HasSuffix(word, ",")
}

// starter says that the next word is one that commonly begins a sentence and
// seldom a name.
func starter(rest string) bool {
	rest = strings.TrimLeft(rest, "([\"“'‘«")
	word := rest
	if i := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		word = rest[:i]
	}
	return starters[word]
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	// always: abbreviations that something always follows.
	always = set(`e.g i.e eg ie cf vs viz
		Dr Drs Mr Mrs Ms Mx Prof Rev Hon Fr St Mt Gen Col Capt Lt Sgt Gov Sen Rep Pres
		approx ca esp incl resp z.B d.h bzw u.a`)
	// numbered: abbreviations of things that a number follows.
	numbered = set(`no nos nr fig figs eq eqs p pp ch chs sec secs vol vols art arts para paras ref refs tab app ex exp
		jan feb mar apr jun jul aug sep sept oct nov dec`)
	// titled: abbreviations that close a name, which may itself go on.
	titled = set(`inc ltd co corp jr sr bros dept univ assoc est sp spp var subsp ssp`)
	// sometimes: abbreviations that also end sentences.
	sometimes = set(`al etc ed eds trans ibid op cit seq syn min max hr hrs wk wks mo mos yr yrs`)
	// brings: words that a name with initials follows.
	brings = set(`by and with from to of & or et`)
	// labelled: words of kinds that a single letter tells apart.
	labelled = set(`vitamin hepatitis schedule group type class plan option part phase grade category figure table appendix`)
	// starters: words that begin sentences.
	starters = set(`A An The This That These Those It Its He She They We I You His Her Their Our Your My There Here
		In On At By For From To With Without Of As If When While Where Whether Because Since Although Though Despite During
		After Before Until Unless Under Over Between Among Across However Moreover Furthermore Therefore Thus Hence So But And
		Or Nor Yet Also Another Other Others Some Many Most Much More Few Several Such Each Every Both Either Neither None No
		Not Nothing All Any One Two Three First Second Third Finally Then Next What Who Which Why How Even Only Still Instead
		Later Now Today Once Again Overall Together Like Unlike Whereas`)
)
