package lint

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball"

	"verbatim/internal/reading"
)

// A text is what a person reads of a Markdown text, and its words.
type text struct {
	plain string
	words []word
	roots map[string]string // what content gives
}

// A word of a text.
type word struct {
	text string // in small letters
	root string // without its endings; equal to text where the language is not known
	kind wordKind
}

// wordKind says what a word does in a sentence, as far as rules care. Some
// words do more than one thing.
type wordKind uint16

const (
	empty     wordKind = 1 << iota // it says nothing by itself: the, of, which
	negation                       // it says no: not, never, without
	opposite                       // it can stand for a no: unknown, lacks, only
	hedge                          // it limits a claim: may, appears, reported
	tentative                      // it can stand for a hedge: some, possible, according
	absolute                       // it allows of no exception: always, never, completely
)

// is says whether a word is of any of the kinds.
func (w word) is(kinds wordKind) bool { return w.kind&kinds != 0 }

// has says whether a text has a word of any of the kinds.
func (t text) has(kinds wordKind) bool {
	_, found := t.first(kinds)
	return found
}

// first gives the first word of any of the kinds.
func (t text) first(kinds wordKind) (word, bool) {
	for _, w := range t.words {
		if w.is(kinds) {
			return w, true
		}
	}
	return word{}, false
}

// content gives the roots of the words that say something, each with a word
// that has it; it is not to be changed.
func (t text) content() map[string]string { return t.roots }

// A lexicon knows the words of a language. Of a language that it does not know
// it takes every word as it stands.
type lexicon struct {
	language string // "" for one that is not known
	english  bool
	stemmer  string // snowball's name of the language; "" for none
	known    map[string]word
}

// stemmers are the languages whose endings can be taken off, by their tags.
var stemmers = map[string]string{"en": "english", "es": "spanish", "fr": "french", "hu": "hungarian", "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "ru": "russian", "sv": "swedish"}

// lexicons are kept for the next set in their language: most of its words are
// the same, and finding the root of a word takes longest.
var lexicons sync.Map // of *sync.Pool of *lexicon, by language

// mostKnown bounds the words that a lexicon keeps.
const mostKnown = 20_000

// takeLexicon gives the lexicon of a language to one user, who gives it back
// with release.
func takeLexicon(language string) *lexicon {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if _, known := stemmers[base]; !known {
		base = "" // whose words are taken as they stand
	}
	pool, _ := lexicons.LoadOrStore(base, &sync.Pool{New: func() any {
		return &lexicon{language: base, english: base == "en", stemmer: stemmers[base], known: map[string]word{}}
	}})
	return pool.(*sync.Pool).Get().(*lexicon)
}

func (l *lexicon) release() {
	if len(l.known) > mostKnown {
		return
	}
	if pool, ok := lexicons.Load(l.language); ok {
		pool.(*sync.Pool).Put(l)
	}
}

// text reads a Markdown text.
func (l *lexicon) text(md string) text { return l.plain(reading.Plain(md)) }

// plain reads a text without markup.
func (l *lexicon) plain(s string) text {
	parts := split(strings.ToLower(reading.Fold(s)))
	t := text{plain: strings.TrimSpace(s), words: make([]word, 0, len(parts)), roots: make(map[string]string, len(parts))}
	for _, part := range parts {
		w := l.word(part)
		t.words = append(t.words, w)
		if !w.is(empty) {
			t.roots[w.root] = w.text
		}
	}
	return t
}

// split cuts a folded text into words and numbers. An apostrophe, a point or a
// comma inside one belongs to it.
func split(s string) []string {
	out := make([]string, 0, strings.Count(s, " ")+1)
	from, before := -1, rune(0)
	for i, r := range s {
		if inWord(r) {
			if from < 0 {
				from = i
			}
		} else if from >= 0 {
			_, size := utf8.DecodeRuneInString(s[i:]) // a bad byte is one, whatever it is read as
			after, _ := utf8.DecodeRuneInString(s[i+size:])
			joins := r == '\'' && inWord(before) && inWord(after) || (r == '.' || r == ',') && unicode.IsNumber(before) && unicode.IsNumber(after)
			if !joins {
				out, from = append(out, s[from:i]), -1
			}
		}
		before = r
	}
	if from >= 0 {
		out = append(out, s[from:])
	}
	return out
}

// inWord says whether a character is part of words and numbers.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func (l *lexicon) word(s string) word {
	if w, ok := l.known[s]; ok {
		return w
	}
	s = strings.Clone(s) // of a whole text, which need not be kept
	w := word{text: s, root: s}
	bare := strings.TrimSuffix(s, "'s")
	if l.stemmer != "" {
		if root, err := snowball.Stem(bare, l.stemmer, true); err == nil && root != "" {
			w.root = root
		}
	}
	if l.english {
		w.kind = englishKind(s)
	}
	l.known[s] = w
	return w
}

// english says what English words do.
var english = func() map[string]wordKind {
	kinds := map[string]wordKind{}
	words := func(kind wordKind, list string) {
		for w := range strings.FieldsSeq(list) {
			kinds[w] |= kind
		}
	}
	words(empty, `a an the this that these those it its he she they them his her their theirs we us our you your i me my
		and or but nor so if then than as of to in on at by for from with into onto over under about between among
		through during before after above below up down out off again further once
		is are was were be been being am do does did doing done has have had having will would shall should can could
		may might must
		which what who whom whose where when why how there here both each other another such same own too very just
		one ones also yet still any all some more most much many few less least no not only`)
	words(negation, `not no never neither nor none cannot nobody nothing nowhere without`)
	words(opposite, `hardly scarcely barely rarely seldom lack lacks lacking lacked absence absent missing unable fail fails failed
		failing failure few fewer little less rather instead unlike except only alone but false wrong denies deny denied
		refuse refused rejects rejected avoid avoids stop stops prevent prevents prevented exclude excludes excluded
		opposite contrary scarce scarcity limited open yet unclear gap gaps free zero neither beyond differs differ
		different difference otherwise far stay stays short`)
	words(hedge, `may might appear appears appeared seem seems seemed suggest suggests suggested report reports possibly perhaps maybe probably
		likely typically usually generally often reported reportedly believed thought hypothesise hypothesises
		hypothesised hypothesize hypothesizes hypothesized presumed presumably assumed allegedly tends tend preliminary
		uncertain plausible plausibly apparently largely mostly mainly sometimes`)
	words(tentative, `can could would some many most frequently occasionally partly part whether question possible possibility
		potential potentially expect expects expected evidence say says said describe describes described claim claims
		claimed according opinion think thinks held hold holds regard regarded consider considered survey surveys
		self-report yet unclear unknown limited scarce idea proposed propose proposes argue argues argued suspected
		suspect risk chance view views among chiefly commonly common typical usual general kind
		estimate estimated roughly around nearly almost hypothesis hypotheses idea ideas debate debated contested
		studied study studies found finding findings`)
	words(absolute, `always never completely entirely totally absolutely invariably everyone everybody nobody impossible
		certainly undoubtedly`)
	return kinds
}()

// englishKind looks a word up, with the negations that are part of one.
func englishKind(s string) wordKind {
	kind := english[s]
	switch {
	case strings.HasSuffix(s, "n't"):
		kind |= negation | empty
	case len(s) > 5 && (strings.HasPrefix(s, "un") || strings.HasPrefix(s, "in") || strings.HasPrefix(s, "im") || strings.HasPrefix(s, "dis")) || strings.HasPrefix(s, "non") && len(s) > 4:
		kind |= opposite
	}
	return kind
}
