package choice

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/quiz"
)

// lettered makes options named A, B, C … of which some are right.
func lettered(options, right string) Options {
	var o Options
	for letter := range strings.SplitSeq(options, "") {
		o = append(o, Option{Text: letter, Correct: strings.Contains(right, letter)})
	}
	return o
}

// weighted gives each option, in turn, a fraction.
func weighted(o Options, fractions ...float64) Options {
	for i := range fractions {
		o[i].Fraction = &fractions[i]
	}
	return o
}

func picked(options, letters string) quiz.Response {
	var places []int
	for letter := range strings.SplitSeq(letters, "") {
		places = append(places, strings.Index(options, letter))
	}
	return quiz.PlacesResponse(places)
}

func TestMultipleGrade(t *testing.T) {
	plain := Multiple{Options: lettered("ABCD", "AB")}
	exact := Multiple{Options: lettered("ABCD", "AB"), Exact: true}
	three := Multiple{Options: lettered("ABCDE", "ABC")}
	uneven := Multiple{Options: weighted(lettered("ABCD", "AB"), 0.75, 0.25, -0.5, 0)}
	thirds := Multiple{Options: weighted(lettered("ABCD", "ABC"), 0.33333, 0.33333, 0.33333, -1)}
	mixed := Multiple{Options: weighted(lettered("ABCD", "AB"), 0.6)} // B stays 1/2, C and D -1/2
	for _, c := range []struct {
		name   string
		m      Multiple
		picks  string
		earned float64
	}{
		{"all right", plain, "AB", 1},
		{"one wrong beside them", plain, "ABC", 0.5},
		{"one of two", plain, "A", 0.5},
		{"one right, one wrong", plain, "AC", 0},
		{"everything", plain, "ABCD", 0},
		{"never less than nothing", plain, "CD", 0},
		{"everything, where most is right", three, "ABCDE", 1.0 / 3},
		{"exactly", exact, "AB", 1},
		{"not exactly", exact, "A", 0},
		{"too much", exact, "ABC", 0},
		{"uneven, all", uneven, "AB", 1},
		{"uneven, the greater", uneven, "A", 0.75},
		{"uneven, with a free one", uneven, "AD", 0.75},
		{"uneven, everything", uneven, "ABCD", 0.5},
		{"thirds that do not sum to one", thirds, "ABC", 1},
		{"two thirds", thirds, "AB", 2.0 / 3},
		{"mixed, all", mixed, "AB", 1},
		{"mixed, one wrong", mixed, "AC", 0.1 / 1.1},
	} {
		got, err := c.m.Grade(picked("ABCDE", c.picks))
		if err != nil || math.Abs(got-c.earned) > 1e-9 {
			t.Errorf("%s: %s earns %v, %v; want %v", c.name, c.picks, got, err, c.earned)
		}
	}
}

func TestSingleGrade(t *testing.T) {
	s := Single{Options: weighted(lettered("ABCD", "A"), 1, 0.5, -0.25)}
	for picks, want := range map[string]float64{"A": 1, "B": 0.5, "C": 0, "D": 0} {
		if got, err := s.Grade(picked("ABCD", picks)); err != nil || got != want {
			t.Errorf("%s earns %v, %v; want %v", picks, got, err, want)
		}
	}
	if _, err := s.Grade(picked("ABCD", "AB")); !errors.Is(err, quiz.ErrResponse) {
		t.Errorf("two picks: %v", err)
	}
}

// The rows of the shared table that are the default rule; its other rules are
// there for comparison.
func TestSharedCases(t *testing.T) {
	const file = "../../../../shared/measures/multiresponse_cases.csv"
	f, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("../shared is absent: its cases of multiple response are not tried")
	} else if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, row := range rows[1:] {
		rule, keyed, options, selected := row[0], row[1], row[2], row[3]
		if rule != "canvas_penalty" && rule != "exact" {
			continue
		}
		want, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		m := Multiple{Options: lettered(options, keyed), Exact: rule == "exact"}
		if got, err := m.Grade(picked(options, selected)); err != nil || math.Abs(got-want) > 1e-9 {
			t.Errorf("%v: earned %v, %v", row, got, err)
		}
		tried++
	}
	if tried < 6 {
		t.Errorf("only %d rows were tried", tried)
	}
}
