package lint_test

import (
	"fmt"
	"slices"
	"strings"
)

// keysAndLines changes keys and lines whatever they mean.
func (w *workshop) keysAndLines() {
	for _, at := range w.ofEach(1) {
		m := written.FindStringSubmatch(w.all[at-1])
		rest := strings.TrimPrefix(w.all[at-1], m[1]+m[2])
		w.replace("key: two letters swapped", owner, at, m[1]+transposed(m[2])+rest)
	}
	for _, at := range w.ofEach(1) {
		m := written.FindStringSubmatch(w.all[at-1])
		rest := strings.TrimPrefix(w.all[at-1], m[1]+m[2]+":")
		w.replace("key: a capital letter", owner, at, m[1]+strings.ToUpper(m[2][:1])+m[2][1:]+":"+rest)
		w.replace("key: no colon", owner|next, at, m[1]+m[2]+rest)
		if rest != "" {
			w.replace("key: no space after the colon", owner|next, at, m[1]+m[2]+":"+strings.TrimSpace(rest))
			w.replace("value: removed", owner, at, m[1]+m[2]+":")
		}
	}
	for _, at := range w.ofEach(1) {
		r := owner | next
		switch {
		case w.key(at) == "kind":
			r |= inside
		case at < w.keyed("questions")[0]:
			r |= users
		}
		w.add("line: deleted", r, fmt.Sprintf("line %d: %s", at, strings.TrimSpace(w.all[at-1])), w.text(at, 1), at)
		w.add("line: twice", here, fmt.Sprintf("line %d: %s", at, strings.TrimSpace(w.all[at-1])), w.text(at, 1, w.all[at-1], w.all[at-1]), at, at+1)
		// A quote that comes to stand under the next option is a quote of the
		// reading all the same: which of two it was meant for, nobody can tell.
		if at < len(w.all) && (w.key(at) != "quote" || !strings.HasPrefix(strings.TrimSpace(w.all[at]), "- text:")) {
			w.add("line: swapped with the next", owner|next, fmt.Sprintf("line %d: %s", at, strings.TrimSpace(w.all[at-1])), w.text(at, 2, w.all[at], w.all[at-1]), at, at+1)
			w.add("line: joined with the next", next, fmt.Sprintf("line %d: %s", at, strings.TrimSpace(w.all[at-1])), w.text(at, 2, w.all[at-1]+" "+strings.TrimSpace(w.all[at])), at)
		}
	}
	for i := 20; i < len(w.all); i += 53 {
		w.add("line: any, deleted", owner|next, fmt.Sprintf("line %d: %s", i, strings.TrimSpace(w.all[i-1])), w.text(i, 1), i)
	}
}

// shape changes the indentation, the quotation marks and the characters.
func (w *workshop) shape() {
	for _, at := range w.ofEach(1) {
		line := w.all[at-1]
		for _, by := range []int{1, 2} {
			w.replace("indent: more", owner|next, at, strings.Repeat(" ", by)+line)
			if indentOf(line) >= by {
				w.replace("indent: less", owner|next, at, line[by:])
			}
		}
		if indentOf(line) > 0 {
			w.replace("indent: a tab", next, at, "\t"+strings.TrimLeft(line, " "))
		}
	}
	for i, at := range slices.Concat(some(w.keyed("text"), 4), some(w.keyed("quote"), 4), some(w.keyed("stem"), 4), some(w.keyed("because"), 4)) {
		line := w.all[at-1]
		last := strings.LastIndex(line, `"`)
		first := strings.Index(line, `"`)
		if first == last {
			continue
		}
		middle := (first + last) / 2
		for line[middle] >= 0x80 {
			middle++
		}
		w.replace("quotation mark: the last one missing", next, at, line[:last])
		w.replace("quotation mark: the first one missing", next, at, line[:first]+line[first+1:])
		w.replace("quotation mark: one more inside", next, at, line[:middle]+`"`+line[middle:])
		w.replace("a backslash inside", next, at, line[:middle]+`\d`+line[middle:])
		w.replace("a backslash before a letter", here, at, line[:middle]+`\`+[]string{"alpha", "beta", "frac", "rho", "vec", "theta"}[i%6]+line[middle:])
		w.replace("a sign before the value", next, at, line[:first]+[]string{"&", "*", "!", "%", "@", "`", "{", "["}[i%8]+line[first:])
		w.replace("a character that is none", here, at, line[:middle]+[]string{"\x00", "\xff", "\xc3", "\x1b"}[i%4]+line[middle:])
	}
	for i, at := range some(w.keyed("id"), 4) {
		w.add("a line of its own", next, "---", w.text(at, 1, []string{"---", "...", "]", "text"}[i%4], w.all[at-1]), at)
	}
	set := strings.Join(w.all, "\n") + "\n"
	for at := 61; at < len(set); at += 2111 { // no line is so long that the cuts would all be alike
		w.cut(set[:at], at)
	}
	for _, n := range some(w.keyed("id"), 10) { // at the end of a question, or of a line of it
		end := len(strings.Join(w.all[:n+3], "\n"))
		w.cut(set[:end], end)
		end = len(strings.Join(w.all[:n-1], "\n"))
		w.cut(set[:end], end)
	}
}

func (w *workshop) cut(set string, at int) {
	line := strings.Count(set, "\n") + 1
	if strings.HasSuffix(set, "\n") {
		line--
	}
	what := fmt.Sprintf("after %d bytes, on line %d", at, line)
	if rest := strings.TrimSpace(w.sound.set[at:]); strings.HasPrefix(rest, "- id:") || strings.HasPrefix(rest, "#") {
		var topics []int // of which some may have no question any more
		for n := range line {
			if indentOf(w.all[n]) == 2 && n < w.keyed("questions")[0] {
				topics = append(topics, n+1)
			}
		}
		w.add("the file is cut between questions", owner, what, set, append([]int{line}, topics...)...)
		return
	}
	w.add("the file is cut", owner, what, set, line)
}

// readings changes the reading under the quotes.
func (w *workshop) readings() {
	quotes := w.keyed("quote")
	for _, at := range some(quotes, 30) {
		words := strings.Fields(w.value(at))
		if len(words) < 5 || strings.Count(w.sound.reading, w.value(at)) != 1 {
			continue
		}
		i := len(words) / 2
		changed := strings.Join(slices.Concat(words[:i], []string{"changed"}, words[i+1:]), " ")
		w.made = append(w.made, mutant{sources{w.sound.set, strings.Replace(w.sound.reading, w.value(at), changed, 1)},
			"reading: a word changed under a quote", fmt.Sprintf("line %d", at), []int{at}, here, ""})
	}
	for _, at := range some(quotes, 15) {
		for line := range strings.SplitSeq(w.sound.reading, "\n") {
			if strings.Contains(line, w.value(at)) {
				w.made = append(w.made, mutant{sources{w.sound.set, strings.Replace(w.sound.reading, line+"\n", "", 1)},
					"reading: the line under a quote deleted", fmt.Sprintf("line %d", at), []int{at}, here, ""})
				break
			}
		}
	}
	for _, at := range some(quotes, 6) {
		w.made = append(w.made, mutant{sources{w.sound.set, w.sound.reading + "\n" + w.value(at) + ".\n"},
			"reading: the words a second time", fmt.Sprintf("line %d", at), []int{at}, here, ""})
	}
	w.made = append(w.made, mutant{sources{w.sound.set, ""}, "reading: empty", "", w.keyed("reading"), here, ""},
		mutant{sources{w.sound.set, w.sound.reading[:len(w.sound.reading)/2]}, "reading: cut", "", quotes, here, ""})
}

// harmless makes changes that change nothing.
func (w *workshop) harmless() {
	none := func(kind, set, reading string) {
		w.made = append(w.made, mutant{sources{set, reading}, kind, "", nil, here, ""})
	}
	set, reading := w.sound.set, w.sound.reading
	none("harmless: CRLF", strings.ReplaceAll(set, "\n", "\r\n"), reading)
	none("harmless: CRLF in the reading", set, strings.ReplaceAll(reading, "\n", "\r\n"))
	none("harmless: a byte order mark", "\ufeff"+set, reading)
	none("harmless: a byte order mark in the reading", set, "\ufeff"+reading)
	none("harmless: spaces at the ends of lines", strings.ReplaceAll(set, "\n", "  \n"), reading)
	none("harmless: no line break at the end", strings.TrimSuffix(set, "\n"), reading)
	none("harmless: comments", strings.ReplaceAll(set, "\n  - id:", "\n  # a comment\n  - id:"), reading)
	none("harmless: empty lines", strings.ReplaceAll(set, "\n    explanation:", "\n\n    explanation:"), reading)
	for _, at := range some(w.keyed("explanation"), 20) { // the order of keys in a question
		lines := slices.Clone(w.all)
		lines[at-1], lines[at] = lines[at], lines[at-1]
		none("harmless: the order of keys", strings.Join(lines, "\n")+"\n", reading)
	}
	for _, at := range some(w.keyed("topic"), 10) {
		lines := slices.Clone(w.all)
		lines[at-1], lines[at] = lines[at], lines[at-1]
		none("harmless: the order of keys", strings.Join(lines, "\n")+"\n", reading)
	}
	for _, at := range some(w.keyed("quote"), 10) { // what is folded away
		v := strings.Replace(w.value(at), " ", "\u00a0", 1)
		w.replace("harmless: another kind of space in a quote", here, at, w.with(at, strings.Replace(v, "e", "e\u00ad", 1)))
	}
	for _, at := range some(w.keyed("topic"), 6) {
		w.replace("harmless: quotation marks", here, at, w.with(at, `"`+w.value(at)+`"`))
	}
}
