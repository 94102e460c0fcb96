package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Near is the place whose words are most like those that were looked for. It
// helps a person to put a quote right and is never a match.
type Near struct {
	Match
	// Similarity is 1 less the share of words that differ: 0 nothing alike, 1
	// the same words (a quote can still fail there by Before and After).
	Similarity float64
	// Diff leads from the words looked for to those of the reading: a deletion
	// is to be taken out of the quote, an insertion to be put in.
	Diff []Edit
}

// Costs of the alignment. Words that differ by case or punctuation alone are
// almost the same.
const (
	costWord  = 4
	costShape = 1
)

// How much Nearest looks at: the passages that rank best, and the first words
// of the quote.
const (
	nearPassages = 32
	nearWords    = 200
)

// Nearest gives the place, within one block, that is most like the exact words
// of a quote; false when no passage shares a word with it. Of equals the first.
func (d *Document) Nearest(exact string) (Near, bool) {
	want := tokens(exact, 0)
	want = want[:min(len(want), nearWords)]
	best, found := Near{Similarity: -1}, false
	var from, to int
	seen := map[int]bool{}
	for _, s := range d.rank().best(terms(exact), nearPassages) {
		u := d.unitOf(s.Passage)
		if seen[u] {
			continue
		}
		seen[u] = true
		r := d.units[u].words
		have := tokens(d.words[r[0]:r[1]], r[0])
		similarity, i, j := align(want, have)
		if i < j && (similarity > best.Similarity || similarity == best.Similarity && have[i].from < from) {
			best.Similarity, found = similarity, true
			from, to = have[i].from, have[j-1].to
		}
	}
	if !found || best.Similarity <= 0 {
		return Near{}, false
	}
	from, to = edges(d.words, from, to, exact)
	best.Similarity, _, _ = align(want, tokens(d.words[from:to], from))
	best.Match = d.match(from, to)
	best.Diff = DiffWords(exact, best.Text)
	return best, true
}

// edges takes punctuation from the ends of words[from:to] where like has none.
func edges(words string, from, to int, like string) (int, int) {
	like = strings.TrimSpace(like)
	text := words[from:to]
	if r, _ := utf8.DecodeRuneInString(like); !unicode.IsPunct(r) {
		text = strings.TrimLeftFunc(text, unicode.IsPunct)
		from = to - len(text)
	}
	if r, _ := utf8.DecodeLastRuneInString(like); !unicode.IsPunct(r) {
		text = strings.TrimRightFunc(text, unicode.IsPunct)
	}
	return from, from + len(text)
}

// unitOf gives the unit that a passage lies in.
func (d *Document) unitOf(passage int) int {
	at := d.Passages[passage].from
	lo, hi := 0, len(d.units)
	for lo < hi {
		if mid := (lo + hi) / 2; d.units[mid].words[1] > at {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// A token is a word as nearness compares it.
type token struct {
	exact, shape string // folded; without case and punctuation
	from, to     int
}

func tokens(s string, base int) []token {
	var out []token
	for at := 0; at < len(s); {
		at += len(s[at:]) - len(strings.TrimLeftFunc(s[at:], unicode.IsSpace))
		n := strings.IndexFunc(s[at:], unicode.IsSpace)
		if n < 0 {
			n = len(s) - at
		}
		if exact := Fold(s[at : at+n]); exact != "" && exact != "|" {
			out = append(out, token{exact, strings.Join(terms(exact), ""), base + at, base + at + n})
		}
		at += n
	}
	return out
}

// align finds the run have[i:j] that takes the least change to become want; of
// runs from one place the longest, so that an odd last word shows its partner.
func align(want, have []token) (similarity float64, i, j int) {
	type cell struct{ cost, start int }
	row := make([]cell, len(have)+1)
	for k := range row {
		row[k].start = k // a run may begin anywhere
	}
	for n, w := range want {
		diagonal := row[0]
		row[0].cost = (n + 1) * costWord
		for k, h := range have {
			c := cell{diagonal.cost + change(w, h), diagonal.start}
			if up := row[k+1].cost + costWord; up < c.cost {
				c = cell{up, row[k+1].start}
			}
			if left := row[k].cost + costWord; left < c.cost {
				c = cell{left, row[k].start}
			}
			diagonal, row[k+1] = row[k+1], c
		}
	}
	for k, c := range row {
		longest := max(len(want), k-c.start)
		if longest == 0 {
			continue
		}
		s := 1 - float64(c.cost)/float64(costWord*longest)
		if s > similarity || s == similarity && c.start == i {
			similarity, i, j = s, c.start, k
		}
	}
	return similarity, i, j
}

func change(a, b token) int {
	switch {
	case a.exact == b.exact:
		return 0
	case a.shape == b.shape && a.shape != "":
		return costShape
	}
	return costWord
}
