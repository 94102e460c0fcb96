package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// quotes changes the words of quotes.
func (w *workshop) quotes() {
	quotes := w.keyed("quote")
	change := func(kind string, n int, f func(words []string) []string) {
		for _, at := range some(quotes, n) {
			w.replace(kind, here, at, w.with(at, strings.Join(f(strings.Fields(w.value(at))), " ")))
		}
	}
	change("quote: a word dropped inside", 40, func(words []string) []string { return slices.Delete(words, len(words)/2, len(words)/2+1) })
	change("quote: the first word dropped", 15, func(words []string) []string { return words[1:] })
	change("quote: the last word dropped", 15, func(words []string) []string { return words[:len(words)-1] })
	change("quote: a word altered", 25, func(words []string) []string {
		words[len(words)/3] = "altered"
		return words
	})
	change("quote: two words swapped", 25, func(words []string) []string {
		i := len(words) / 2
		words[i], words[i-1] = words[i-1], words[i]
		return words
	})
	change("quote: two letters swapped", 25, func(words []string) []string {
		slices.SortStableFunc(slices.Clone(words), func(a, b string) int { return len(b) - len(a) })
		i := slices.IndexFunc(words, func(word string) bool { return len(word) >= 4 })
		words[i] = transposed(words[i])
		return words
	})
	change("quote: a word doubled", 10, func(words []string) []string {
		return slices.Insert(words, len(words)/2, words[len(words)/2])
	})
	change("quote: cut to a word", 8, func(words []string) []string { return words[:1] })
	change("quote: emptied", 8, func([]string) []string { return nil })
	change("quote: a word of ours at the end", 8, func(words []string) []string { return append(words, "indeed") })
}

// transposed swaps the first two letters that are not the same, after the first.
func transposed(word string) string {
	b := []byte(word)
	for i := 1; i+1 < len(b); i++ {
		if b[i] != b[i+1] && b[i] < utf8.RuneSelf && b[i+1] < utf8.RuneSelf {
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
	}
	return word + word[len(word)-1:]
}

// neighbours adds words before and after quotes that are not there, and
// makes quotes ambiguous.
func (w *workshop) neighbours() {
	quotes := w.keyed("quote")
	inside := func(at int) string { return strings.Repeat(" ", indentOf(strings.Replace(w.all[at-1], "- ", "  ", 1))) }
	for i, at := range some(quotes, 20) {
		key := []string{"before", "after"}[i%2]
		w.add("quote: wrong "+key, here, fmt.Sprintf("line %d", at), w.text(at, 1, w.all[at-1], inside(at)+key+`: "never written there"`), at, at+1)
	}
	for _, at := range some(quotes, 10) {
		if twice := w.twice(at); twice != "" {
			w.replace("quote: cut to words that stand twice", here, at, w.with(at, twice))
		}
	}
}

// twice gives words of a quote that stand in the reading more than once; "" for none.
func (w *workshop) twice(at int) string {
	words := strings.Fields(w.value(at))
	for n := min(4, len(words)); n >= 2; n-- {
		for i := 0; i+n <= len(words); i++ {
			if part := strings.Join(words[i:i+n], " "); len(part) >= 12 && strings.Count(w.sound.reading, part) > 1 {
				return part
			}
		}
	}
	return ""
}

// reasons takes away why options are wrong, and moves what is right.
func (w *workshop) reasons() {
	for _, at := range some(w.keyed("because"), 20) {
		w.add("because: removed", owner|next, w.all[at-1], w.text(at, 1), at)
	}
	for _, at := range some(w.keyed("because"), 6) {
		w.replace("because: emptied", here, at, w.with(at, ""))
	}
	for _, at := range some(w.keyed("correct"), 15) {
		w.add("key: removed", owner|next, fmt.Sprintf("line %d", at), w.text(at, 1), at)
	}
	for i, at := range some(w.keyed("correct"), 12) {
		w.replace("key: another word than true", here|owner, at, w.with(at, []string{"false", "ture", "yes", `"true"`}[i%4]))
	}
	for _, at := range some(w.keyed("correct"), 30) {
		if to := w.otherOption(at); to > 0 {
			lines := slices.Clone(w.all)
			moved := lines[at-1]
			lines = slices.Delete(lines, at-1, at)
			if to > at {
				to--
			}
			lines = slices.Insert(lines, to, moved)
			w.add("key: moved to another option", owner, fmt.Sprintf("line %d to %d", at, to+1), strings.Join(lines, "\n")+"\n", at, to+1)
		}
	}
	for _, at := range some(w.keyed("correct"), 20) {
		if to := w.otherOption(at); to > 0 {
			w.add("key: a second one", owner, fmt.Sprintf("line %d", to), w.text(to, 1, w.all[to-1], w.all[at-1]), to, to+1, at, at+1)
		}
	}
	for _, at := range w.keyed("answer") {
		for _, v := range []string{"true", "false", "not-stated"} {
			w.replace("key: another verdict", next, at, w.with(at, v))
		}
	}
}

// otherOption gives the first line of a wrong option beside a right one.
func (w *workshop) otherOption(at int) int {
	item := at
	for !strings.HasPrefix(strings.TrimSpace(w.all[item-1]), "- ") {
		item--
	}
	depth := indentOf(w.all[item-1])
	for _, step := range []int{1, -1} {
		for n := item + step; n >= 1 && n <= len(w.all) && (indentOf(w.all[n-1]) >= depth); n += step {
			if strings.HasPrefix(w.all[n-1][depth:], "- ") && n < len(w.all) && !strings.Contains(w.all[n], "correct:") {
				return n
			}
		}
	}
	return 0
}

// names mistypes and repeats the words that other parts of the set refer to.
func (w *workshop) names() {
	ids := w.keyed("id")
	for i, at := range some(ids, 20) {
		other := ids[(i*7+13)%len(ids)]
		w.add("id: that of another", here, w.all[at-1], w.text(at, 1, w.all[other-1]), at, other)
	}
	for i, at := range some(ids, 8) {
		w.replace("id: unfit for an address", here, at, w.with(at, []string{"Two Words", "ÄÖÜ", "a/b", "-begin"}[i%4]))
	}
	for _, key := range []string{"topic", "evidence", "kind", "reading", "category"} {
		for _, at := range some(w.keyed(key), 8) {
			w.replace(key+": two letters swapped", owner, at, w.with(at, transposed(w.value(at))))
			w.replace(key+": another word", owner, at, w.with(at, "something-else"))
		}
	}
	for i, at := range some(w.keyed("kind"), 27) {
		w.add("kind: removed", owner|inside, w.all[at-1], w.text(at, 1), at)
		w.replace("kind: another kind", owner|inside, at, w.with(at, []string{"single-choice", "multiple-response", "true-false", "numeric", "cloze", "ordering"}[i%6]))
	}
	for i, line := range w.all {
		if m := written.FindStringSubmatch(line); m != nil && i > 4 && i < 12 && m[1] == "  " {
			w.replace("topics: a name mistyped", here, i+1, m[1]+transposed(m[2])+": "+m[3])
		}
	}
	for i, at := range w.keyed("fraction") {
		w.replace("fraction: out of bounds", here, at, w.with(at, []string{"7", "-2", "50%"}[i%3]))
	}
}
