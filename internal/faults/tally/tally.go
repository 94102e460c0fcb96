// Package tally counts what fault experiments find. It knows nothing of ours,
// so that the tests of any package can use it; see package faults for the rules.
package tally

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Rounds is how often an experiment does its damage: a few times under go test,
// as often as the README says with VERBATIM_FAULTS=full.
func Rounds(short, full int) int {
	if os.Getenv("VERBATIM_FAULTS") == "full" {
		return full
	}
	return short
}

// Tally is what an experiment has found.
type Tally struct {
	Acknowledged int // answers that the program said to have
	Lost         int // of those: not there, or not as they were given
	Doubled      int // answers that are there more than once, or that nobody gave
	Untold       int // answers that were kept and whose acknowledgement did not arrive
	Notes        []string
}

// Report prints the line of an experiment, and fails the test where an answer
// was lost or doubled.
func (r Tally) Report(t testing.TB, number int, name string) {
	t.Helper()
	line := fmt.Sprintf("fault %2d  %-44s acknowledged %6d  lost %d  doubled %d", number, name, r.Acknowledged, r.Lost, r.Doubled)
	if r.Untold > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d kept whose acknowledgement did not arrive", r.Untold))
	}
	if len(r.Notes) > 0 {
		line += "  (" + strings.Join(r.Notes, "; ") + ")"
	}
	fmt.Println(line)
	if r.Lost > 0 || r.Doubled > 0 {
		t.Errorf("%d answers were lost and %d doubled", r.Lost, r.Doubled)
	}
	if r.Acknowledged == 0 {
		t.Error("nothing was acknowledged, so nothing was put to the test")
	}
}

// Times says what was done how often.
func Times(what string, n int) string { return fmt.Sprintf("%s ×%d", what, n) }
