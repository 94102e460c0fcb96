package lint_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"golang.org/x/sync/errgroup"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
	"verbatim/questions"
)

// The verdicts on a mutant. The last two are failures.
const (
	isFound   = "found"
	isSame    = "the same"   // it is read as the very same set
	isShorter = "less"       // it is what was there without something whole that a set need not have
	isQuoted  = "quoted"     // a quote was changed, and its words stand in the reading all the same
	isMissed  = "missed"     // nothing is found
	isAstray  = "wrong line" // something is found, and none of it where it should be
)

// TestMutations breaks the set that ships in every way that a slip of the hand
// can break it. Each must give a finding at the right line, or be shown to do
// no harm by comparing what is read, not by trusting the rules.
func TestMutations(t *testing.T) {
	sound := shipped(t)
	before := read(t, sound)
	if len(before.list) > 0 {
		t.Fatalf("what is to be broken is not whole:\n%v", before.list)
	}
	all := mutants(sound)
	verdicts := make([]string, len(all))
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(2)
	for i, m := range all {
		group.Go(func() error {
			after := read(t, m.sources)
			verdicts[i] = judge(m, before, after)
			if v := verdicts[i]; v == isMissed || v == isAstray {
				mu.Lock()
				defer mu.Unlock()
				t.Errorf("%s: %s: %s; allowed are the lines %v, found is\n%v%s", v, m.kind, m.what, m.lines(), after.list, m.around())
			}
			return nil
		})
	}
	_ = group.Wait()
	t.Log(table(all, verdicts))
	if len(all) < 200 {
		t.Errorf("only %d mutants", len(all))
	}
}

// sources are the two files of a set.
type sources struct{ set, reading string }

func shipped(t testing.TB) sources {
	t.Helper()
	text := func(name string) string {
		src, err := questions.FS.ReadFile("kratom/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(src)
	}
	return sources{text("set.yaml"), text("reading.md")}
}

// outcome is what was read, and what was found wrong with it.
type outcome struct {
	set  *quiz.Set
	list diag.List
}

func read(t *testing.T, s sources) outcome {
	t.Helper()
	set, list, err := format.Parse("kratom", []quiz.File{{Name: "set.yaml", Data: []byte(s.set)}, {Name: "reading.md", Data: []byte(s.reading)}})
	if err != nil {
		t.Error(err)
	}
	if set != nil {
		list = lint.Settle(set, append(list, lint.Check(set)...))
	}
	return outcome{set, list}
}

// judge gives the verdict on a mutant.
func judge(m mutant, before, after outcome) string {
	if len(after.list) > 0 {
		lines := m.lines()
		for _, d := range after.list {
			places := []diag.Pos{d.Pos}
			for _, n := range d.Notes {
				places = append(places, n.Pos)
			}
			if slices.ContainsFunc(places, func(p diag.Pos) bool { return path.Base(p.File) == "set.yaml" && slices.Contains(lines, p.Line) }) {
				return isFound
			}
		}
		return isAstray
	}
	switch {
	case after.set == nil:
		return isMissed
	case equal(meaning(before.set), meaning(after.set)):
		return isSame
	case shorter(before.set, after.set):
		return isShorter
	case quoted(before.set, after.set):
		return isQuoted
	}
	return isMissed
}

// meaning is all that a set says, without the places where it says it.
func meaning(s *quiz.Set) map[string]any {
	said := map[string]any{}
	for name, v := range map[string]any{"set": s, "drafts": s.Drafts} {
		src, err := json.Marshal(v)
		if err != nil {
			panic(err) // what was read can be written
		}
		var tree any
		if err := json.Unmarshal(src, &tree); err != nil {
			panic(err)
		}
		said[name] = tree
	}
	var passages []string
	if s.Reading != nil {
		for _, p := range s.Reading.Passages {
			passages = append(passages, p.Text)
		}
	}
	said["reading"] = passages
	return said
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// optional are the keys that a set need not have, and that nothing else leans on.
var optional = []string{"description", "quote", "because", "fraction", "slips", "within", "prompt"}

// shorter says whether one set is the other without one thing that may be
// missing, or its first questions alone.
func shorter(before, after *quiz.Set) bool {
	was, is := meaning(before), meaning(after)
	first, whole := *before, len(after.Questions) < len(before.Questions)
	if whole {
		first.Questions = before.Questions[:len(after.Questions)]
		return equal(meaning(&first), is)
	}
	return less(was, is) == 1
}

// less counts how many optional keys one tree lacks beside another that is
// otherwise the same; -1 where it is not.
func less(was, is any) int {
	n := 0
	add := func(was, is any) bool {
		d := less(was, is)
		n += d
		return d >= 0
	}
	switch was := was.(type) {
	case map[string]any:
		is, ok := is.(map[string]any)
		if !ok {
			return -1
		}
		for key := range is {
			if _, there := was[key]; !there {
				return -1
			}
		}
		for key, v := range was {
			other, there := is[key]
			switch {
			case !there && slices.Contains(optional, key):
				n++
			case !there || !add(v, other):
				return -1
			}
		}
	case []any:
		is, ok := is.([]any)
		if !ok || len(is) != len(was) {
			return -1
		}
		for i := range was {
			if !add(was[i], is[i]) {
				return -1
			}
		}
	default:
		if !equal(was, is) {
			return -1
		}
	}
	return n
}

// quoted says whether sets differ in their quotes alone, whose words all stand
// in the reading. It looks for them on its own, without signs and markup.
func quoted(before, after *quiz.Set) bool {
	bare := func(s string) string {
		s = strings.NewReplacer("*", "", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ", "\u00ad", "").Replace(s)
		return strings.Join(strings.Fields(s), " ")
	}
	var source strings.Builder
	for _, p := range after.Reading.Passages {
		source.WriteString(bare(p.Text) + " ")
	}
	ok := true
	var walk func(was, is any, key string)
	walk = func(was, is any, key string) {
		switch was := was.(type) {
		case map[string]any:
			is, same := is.(map[string]any)
			ok = ok && same && len(is) == len(was)
			for k, v := range was {
				walk(v, is[k], k)
			}
		case []any:
			is, same := is.([]any)
			if ok = ok && same && len(is) == len(was); !ok {
				return
			}
			for i := range was {
				walk(was[i], is[i], key)
			}
		case string:
			if is, same := is.(string); !same || is != was && (key != "quote" || strings.Count(source.String(), bare(is)) != 1) {
				ok = false
			}
		default:
			ok = ok && equal(was, is)
		}
	}
	walk(meaning(before), meaning(after), "")
	return ok
}

// table counts the verdicts by the kind of break.
func table(all []mutant, verdicts []string) string {
	columns := []string{isFound, isSame, isShorter, isQuoted, isMissed, isAstray}
	counts := map[string]map[string]int{}
	var kinds []string
	for i, m := range all {
		if counts[m.kind] == nil {
			counts[m.kind] = map[string]int{}
			kinds = append(kinds, m.kind)
		}
		counts[m.kind][verdicts[i]]++
	}
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, n map[string]int) {
		sum := 0
		for v := range maps.Values(n) {
			sum += v
		}
		fmt.Fprintf(w, "%s\t%d\t", name, sum)
		for _, c := range columns {
			fmt.Fprintf(w, "%d\t", n[c])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "break\tmutants\t%s\t\n", strings.Join(columns, "\t"))
	total := map[string]int{}
	for _, kind := range kinds {
		row(kind, counts[kind])
		for v, n := range counts[kind] {
			total[v] += n
		}
	}
	row("all", total)
	_ = w.Flush() // into memory
	return "\n" + out.String()
}
