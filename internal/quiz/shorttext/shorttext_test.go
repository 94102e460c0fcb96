package shorttext

import (
	"strings"
	"testing"

	"verbatim/internal/quiz"
)

func TestGrade(t *testing.T) {
	for _, c := range []struct {
		name  string
		rules Rules
		want  map[quiz.Response]float64
	}{
		{"case and accents do not count", Rules{Answers: []Answer{{Text: "Résumé"}}},
			map[quiz.Response]float64{"resume": 1, "RÉSUMÉ": 1, "re\u0301sume\u0301": 1, "resumes": 0}},
		{"case counts", Rules{Answers: []Answer{{Text: "pH"}}, Case: true},
			map[quiz.Response]float64{"pH": 1, "PH": 0}},
		{"accents count", Rules{Answers: []Answer{{Text: "señor"}}, Accents: true},
			map[quiz.Response]float64{"SEÑOR": 1, "senor": 0}},
		{"typography never counts", Rules{Answers: []Answer{{Text: "it's well-known"}}, Case: true, Accents: true},
			map[quiz.Response]float64{"it’s well–known": 1}},
		{"folding", Rules{Answers: []Answer{{Text: "straße"}, {Text: "CO2"}, {Text: "eﬃcient"}}},
			map[quiz.Response]float64{"STRASSE": 1, "co₂": 1, "Efficient": 1}},
		{"stars", Rules{Answers: []Answer{{Text: "*mitra*ine"}, {Text: `2\*3`}, {Text: "*", Fraction: new(0.0)}}},
			map[quiz.Response]float64{"mitragynine": 1, "the mitra ine": 1, "mitragynines": 0, "2*3": 1, "2x3": 0}},
		{"the first that fits", Rules{Answers: []Answer{{Text: "tide"}, {Text: "tid*", Fraction: new(0.5)}}},
			map[quiz.Response]float64{"tide": 1, "tides": 0.5}},
		{"slips", Rules{Answers: []Answer{{Text: "spring tide"}}, Slips: 2},
			map[quiz.Response]float64{"spirng tide": 1, "sprng tides": 1, "sping tids": 1, "sprin tidal": 0}},
		{"slips in short words", Rules{Answers: []Answer{{Text: "cat"}, {Text: "tide"}}, Slips: 3},
			map[quiz.Response]float64{"bat": 0, "tidy": 1, "toys": 0}},
		{"no slips in digits", Rules{Answers: []Answer{{Text: "vitamin B12"}}, Slips: 2},
			map[quiz.Response]float64{"vitamine B12": 1, "vitamin B6": 0, "vitamin B21": 0}},
		{"what stands there goes before a slip", Rules{Answers: []Answer{{Text: "affect"}, {Text: "effect", Fraction: new(0.0)}}, Slips: 1},
			map[quiz.Response]float64{"affect": 1, "effect": 0, "afect": 1}},
	} {
		for r, want := range c.want {
			if got, err := c.rules.Grade(r); err != nil || got != want {
				t.Errorf("%s: %q earns %v, %v; want %v", c.name, r, got, err, want)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"ca", "abc", 3}} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%q and %q are %d apart, want %d", c.a, c.b, got, c.want)
		}
		if got := distance([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("%q and %q are %d apart, want %d", c.b, c.a, got, c.want)
		}
	}
}

// A pattern of many stars takes no longer than its length times the text's.
func TestManyStars(t *testing.T) {
	s := Rules{Answers: []Answer{{Text: strings.Repeat("*a", 80) + "*b"}}}
	if got, err := s.Grade(quiz.Response(strings.Repeat("a", 200))); err != nil || got != 0 {
		t.Errorf("earns %v, %v", got, err)
	}
}

func TestKeyOfAPattern(t *testing.T) {
	for pattern, want := range map[string]quiz.Response{"*mitra*": "mitra", "* leaf": "x leaf", `5\*3`: "5*3"} {
		s := Rules{Answers: []Answer{{Text: pattern}}}
		if got := s.Key(); got != want {
			t.Errorf("the key of %q is %q, want %q", pattern, got, want)
		}
	}
}
