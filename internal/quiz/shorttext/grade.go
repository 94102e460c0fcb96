package shorttext

import (
	"fmt"
	"strings"

	"verbatim/internal/quiz"
)

// Grade gives what the answer earns that the text fits.
func (s *Rules) Grade(r quiz.Response) (float64, error) {
	if !r.IsLine() {
		return 0, fmt.Errorf("%w: it is no line of text", quiz.ErrResponse)
	}
	if a := s.match(string(r)); a != nil {
		return a.credit(), nil
	}
	return 0, nil
}

// Key is a text that the first answer with full credit fits.
func (s *Rules) Key() quiz.Response {
	best := s.best()
	if best == nil {
		return ""
	}
	// Where a star stands, nothing is the plainest text; but in "* leaf" it
	// has to be something.
	key := sample(best, "")
	if s.match(key) != best {
		key = sample(best, "x")
	}
	return quiz.Response(key)
}

func sample(a *Answer, inStarsPlace string) string {
	text := strings.ReplaceAll(a.pattern(), string(star), inStarsPlace)
	return strings.Join(strings.Fields(text), " ")
}

// best is the first answer with full credit, nil where there is none.
func (s *Rules) best() *Answer {
	for i := range s.Answers {
		if s.Answers[i].credit() == 1 {
			return &s.Answers[i]
		}
	}
	return nil
}

func (a *Answer) credit() float64 {
	if a.Fraction == nil {
		return 1
	}
	return min(max(0, *a.Fraction), 1)
}

// show is the answer as people read it.
func (a *Answer) show() string { return strings.ReplaceAll(a.pattern(), string(star), "…") }

// Citations lists the answers' quotes.
func (s *Rules) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range s.Answers {
		cited = append(cited, quiz.Cited{Where: &s.Answers[i].Where, Citation: s.Answers[i].Citation})
	}
	return cited
}
