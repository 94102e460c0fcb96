package quiz

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWindow(t *testing.T) {
	opens := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	closes := opens.Add(time.Hour)
	for name, c := range map[string]struct {
		terms Terms
		at    time.Time
		want  Window
	}{
		"no window":           {Terms{}, opens, Open},
		"before it opens":     {Terms{Opens: opens}, opens.Add(-1), NotYet},
		"as it opens":         {Terms{Opens: opens, Closes: closes}, opens, Open},
		"just before the end": {Terms{Opens: opens, Closes: closes}, closes.Add(-1), Open},
		"as it closes":        {Terms{Opens: opens, Closes: closes}, closes, Closed},
		"another zone's name for the same moment": {Terms{Closes: closes}, closes.In(time.FixedZone("", 3600)), Closed},
	} {
		if got := c.terms.Window(c.at); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestRevealIsSettled(t *testing.T) {
	got := Reveal{Finished: []Detail{ShowKey}, Closed: []Detail{ShowScore}}.Settled()
	want := Reveal{Answered: []Detail{}, Finished: Details()[:3], Closed: Details()[:3]}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestRevealNeverTakesBack holds for all choices: later shows what earlier
// showed, and settling twice is settling once.
func TestRevealNeverTakesBack(t *testing.T) {
	some := rapid.SliceOfDistinct(rapid.SampledFrom(Details()), rapid.ID[Detail])
	closes := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		r := Reveal{some.Draw(t, "answered"), some.Draw(t, "finished"), some.Draw(t, "closed")}
		terms := Terms{Mode: Practice, Closes: closes, Reveal: r}
		before := terms.At(closes.Add(-1), false)
		finished := terms.At(closes.Add(-1), true)
		closed := terms.At(closes, true)
		if !within(before, finished) || !within(finished, closed) {
			t.Errorf("%v shows %v, then %v, then %v", r, before, finished, closed)
		}
		if s := r.Settled(); !reflect.DeepEqual(s, s.Settled()) {
			t.Errorf("%v settles to %v and then to %v", r, s, s.Settled())
		}
		terms.Mode = "test"
		if got := terms.At(closes.Add(-1), false); len(got) > 0 {
			t.Errorf("an unfinished test shows %v", got)
		}
	})
}

func within(a, b []Detail) bool {
	for _, d := range a {
		if !strings.Contains(strings.Join(names(b), " "), string(d)) {
			return false
		}
	}
	return true
}

func names(ds []Detail) (out []string) {
	for _, d := range ds {
		out = append(out, string(d))
	}
	return out
}

func TestCodes(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	count := map[byte]int{}
	for i := range all {
		code, ok := MakeCode(bytes.Repeat(all[i:i+1], codeLength))
		if !ok {
			continue // a byte that would make some letters likelier
		}
		count[code[0]]++
		shown := ShowCode(code)
		for _, typed := range []string{code, strings.ToLower(shown), " " + strings.Join(strings.Split(shown, ""), " ")} {
			if got, ok := ReadCode(typed); !ok || got != code {
				t.Errorf("%q is read as %q, %v; want %s", typed, got, ok, code)
			}
		}
	}
	for i := range codeLetters {
		if count[codeLetters[i]] != 256/len(codeLetters) {
			t.Errorf("%c comes from %d bytes, want %d", codeLetters[i], count[codeLetters[i]], 256/len(codeLetters))
		}
	}
	for _, typed := range []string{"", "BCDF", "BCDF-GHJKL", "BCDF-GHJA", "BCDF-GHJé", strings.Repeat("B", 1000)} {
		if code, ok := ReadCode(typed); ok {
			t.Errorf("%q is read as the code %s", typed, code)
		}
	}
}
