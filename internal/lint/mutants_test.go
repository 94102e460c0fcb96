package lint_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A mutant is a set with one slip in it.
type mutant struct {
	sources
	kind, what string
	at         []int // the lines of set.yaml that were changed, from 1
	reach      reach
	was        string // the text whose line at[0] was changed, where the line is gone
}

// reach says where the finding about a slip may stand besides on its own line.
type reach int

const (
	here   reach = 0
	owner  reach = 1 << iota // at what lacks something now: the option, the group, the question around
	next                     // at the line below, where it is first seen that the two do not fit
	inside                   // anywhere in the question, whose kind says what it may hold
	users                    // where a topic is named that is gone
)

// lines are those on which the finding may stand.
func (m mutant) lines() []int {
	out := slices.Clone(m.at)
	all := strings.Split(m.set, "\n")
	for i, at := range m.at {
		if m.reach&owner != 0 {
			out = append(out, owners(all, at)...)
			if i == 0 && m.was != "" { // what stands above it has not moved
				out = append(out, owners(strings.Split(m.was, "\n"), at)...)
			}
		}
		if m.reach&inside != 0 {
			for n := at + 1; n <= len(all) && strings.TrimSpace(all[n-1]) != ""; n++ {
				out = append(out, n)
			}
		}
		if m.reach&users != 0 {
			gone := strings.TrimSpace(strings.Split(strings.Split(m.was, "\n")[at-1], ":")[0])
			for n, line := range all {
				if strings.TrimSpace(line) == "topic: "+gone {
					out = append(out, n+1)
				}
			}
		}
		if m.reach&next != 0 {
			for n := at + 1; n <= len(all); n++ {
				if text := strings.TrimSpace(all[n-1]); text != "" && text[0] != '#' {
					out = append(out, n)
					break
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// owners gives the lines of the groups and items around a line, the set's own
// first line among them for what stands at the margin.
func owners(all []string, at int) []int {
	var out []int
	depth := 99
	if at <= len(all) && strings.TrimSpace(all[at-1]) != "" {
		depth = indentOf(all[at-1])
	}
	for n := min(at, len(all)+1) - 1; n >= 1 && depth > 0; n-- {
		text := strings.TrimSpace(all[n-1])
		if text == "" || text[0] == '#' {
			continue
		}
		if d := indentOf(all[n-1]); d < depth {
			if d > 0 || depth <= 2 {
				out = append(out, n)
			}
			depth = d
		}
	}
	if len(out) == 0 {
		out = append(out, 1)
	}
	return out
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// around shows the lines of the slip.
func (m mutant) around() string {
	all := strings.Split(m.set, "\n")
	var b strings.Builder
	for _, at := range m.at {
		for n := max(1, at-2); n <= min(len(all), at+2); n++ {
			fmt.Fprintf(&b, "\n%5d | %s", n, all[n-1])
		}
	}
	return b.String()
}

// A workshop makes mutants of one set.
type workshop struct {
	sound sources
	all   []string // the lines of set.yaml
	made  []mutant
}

// mutants are the slips that are tried: always the same.
func mutants(s sources) []mutant {
	w := &workshop{sound: s, all: strings.Split(strings.TrimSuffix(s.set, "\n"), "\n")}
	w.quotes()
	w.neighbours()
	w.reasons()
	w.names()
	w.keysAndLines()
	w.shape()
	w.readings()
	w.harmless()
	return w.made
}

// written is a key with its value on one line.
var written = regexp.MustCompile(`^( *(?:- )?)([a-z-]+):(?: (.*))?$`)

// keyed gives the lines that have a key, any where it is empty, by their numbers.
func (w *workshop) keyed(key string) []int {
	var out []int
	for i, line := range w.all {
		if m := written.FindStringSubmatch(line); m != nil && (key == "" || m[2] == key) {
			out = append(out, i+1)
		}
	}
	return out
}

// some gives up to n of the lines, evenly spread.
func some(lines []int, n int) []int {
	if len(lines) <= n {
		return lines
	}
	out := make([]int, n)
	for i := range out {
		out[i] = lines[i*len(lines)/n]
	}
	return out
}

// ofEach gives up to n lines of each key.
func (w *workshop) ofEach(n int) []int {
	var keys []string
	for _, at := range w.keyed("") {
		if key := w.key(at); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	var out []int
	for _, key := range keys {
		out = append(out, some(w.keyed(key), n)...)
	}
	slices.Sort(out)
	return out
}

func (w *workshop) key(at int) string { return written.FindStringSubmatch(w.all[at-1])[2] }

// value is what stands after the key on a line, without its quotation marks.
func (w *workshop) value(at int) string {
	return strings.Trim(written.FindStringSubmatch(w.all[at-1])[3], `"`)
}

// with gives a line another value, in quotation marks where it had them.
func (w *workshop) with(at int, value string) string {
	m := written.FindStringSubmatch(w.all[at-1])
	if strings.HasPrefix(m[3], `"`) {
		value = `"` + value + `"`
	}
	return m[1] + m[2] + ": " + value
}

// text is set.yaml with some lines, counted from at, put in the place of n.
func (w *workshop) text(at, n int, lines ...string) string {
	return strings.Join(slices.Concat(w.all[:at-1], lines, w.all[at-1+n:]), "\n") + "\n"
}

// replace makes a mutant of a line that is written otherwise.
func (w *workshop) replace(kind string, r reach, at int, line string) {
	if line != w.all[at-1] {
		w.add(kind, r, fmt.Sprintf("line %d: %s", at, strings.TrimSpace(line)), w.text(at, 1, line), at)
	}
}

func (w *workshop) add(kind string, r reach, what, set string, at ...int) {
	w.made = append(w.made, mutant{sources{set, w.sound.reading}, kind, what, at, r, w.sound.set})
}
