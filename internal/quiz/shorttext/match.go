package shorttext

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"verbatim/internal/reading"
)

// star stands for a wildcard once \* has been told apart from it. It is a
// character of private use, so folding leaves it alone.
const star = '\ue000'

// lettersPerSlip keeps short words apart: no slip turns "bat" into "cat".
const lettersPerSlip = 4

var stars = strings.NewReplacer(`\*`, "*", "*", string(star))

// pattern is an answer with its wildcards marked.
func (a *Answer) pattern() string { return stars.Replace(a.Text) }

// fold makes alike what the rules do not tell apart: typography, compatible
// forms such as ﬁ and fi, and, unless they count, case and accents.
func (s *Rules) fold(text string) []rune {
	text = norm.NFKC.String(reading.Fold(text))
	if !s.Case {
		text = cases.Fold().String(text)
	}
	if !s.Accents {
		// A transformer keeps state, so each use has its own.
		bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
		if err == nil {
			text = bare
		}
	}
	return []rune(text)
}

// match finds the answer that a text fits, nil for none: the first that it fits
// exactly, or else the first that it fits but for slips.
func (s *Rules) match(text string) *Answer {
	given := s.fold(text)
	for i := range s.Answers {
		if glob(s.fold(s.Answers[i].pattern()), given) {
			return &s.Answers[i]
		}
	}
	for i := range s.Answers {
		if s.nearly(s.fold(s.Answers[i].pattern()), given) {
			return &s.Answers[i]
		}
	}
	return nil
}

// nearly says whether the texts differ by slips of spelling alone.
func (s *Rules) nearly(want, given []rune) bool {
	slips := min(s.Slips, len(want)/lettersPerSlip)
	if slips <= 0 || max(len(want)-len(given), len(given)-len(want)) > slips {
		return false
	}
	if slices.Contains(want, star) {
		return false
	}
	return digits(want) == digits(given) && distance(want, given) <= slips
}

func digits(text []rune) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, string(text))
}

// glob matches a text against a pattern with stars. On a mismatch only the last
// star has to take one character more, so the time is len(pattern)·len(text) at most.
func glob(pattern, text []rune) bool {
	p, t := 0, 0
	lastStar, taken := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == star:
			lastStar, taken = p, t
			p++
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case lastStar >= 0:
			taken++
			p, t = lastStar+1, taken
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == star {
		p++
	}
	return p == len(pattern)
}

// distance is the number of slips between two texts: a letter missing, added or
// wrong, or two neighbours swapped (Damerau and Levenshtein, each place touched once).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
