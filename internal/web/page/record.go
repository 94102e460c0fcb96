package page

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Record is a session as its learner takes it away. It tells of answered
// questions alone, so that it never holds the key of one that is still open.
type Record struct {
	Session   uuid.UUID          `json:"session"`
	Set       string             `json:"set"`
	Title     string             `json:"title"`
	Revision  string             `json:"revision"` // the hash of what was asked
	Mode      quiz.Mode          `json:"mode"`
	Scored    bool               `json:"scored"`
	Started   time.Time          `json:"started"` // UTC
	Certainty quiz.CertaintyRule `json:"certainty,omitempty"`
	Asked     int                `json:"asked"`
	Answered  int                `json:"answered"`
	Right     int                `json:"right"`
	Marks     float64            `json:"marks"`    // fraction times weight, summed
	MarksOf   float64            `json:"marks_of"` // the weights of the answered questions, summed
	Answers   []RecordedAnswer   `json:"answers"`
}

// RecordedAnswer is one answer of a Record.
type RecordedAnswer struct {
	N         int            `json:"n"`
	Question  string         `json:"question"`
	Stem      string         `json:"stem"` // without its markup
	Topic     string         `json:"topic,omitempty"`
	Evidence  quiz.Evidence  `json:"evidence,omitempty"`
	Verdict   quiz.Verdict   `json:"verdict"`
	Fraction  float64        `json:"fraction"` // 0..1, less penalties
	Weight    float64        `json:"weight"`
	Regraded  *RecordedGrade `json:"regraded,omitempty"`
	Tries     int            `json:"tries"`
	Hints     int            `json:"hints"`
	First     float64        `json:"first"`               // the fraction of the first try
	Certainty quiz.Certainty `json:"certainty,omitempty"` // 1 to 3
	At        time.Time      `json:"at"`                  // UTC
}

// RecordedGrade tells of a grade that was replaced, and why.
type RecordedGrade struct {
	Before quiz.Verdict `json:"verdict_before"`
	Earned float64      `json:"fraction_before"` // 0..1
	Why    string       `json:"why"`
	At     time.Time    `json:"at"` // of the last regrade, UTC
}

func recordedGrade(w *play.Walk, a quiz.Answer) *RecordedGrade {
	all := w.Regraded[a.N]
	if len(all) == 0 {
		return nil
	}
	last := all[len(all)-1]
	return &RecordedGrade{a.Regraded(all[0].Before).Verdict(), all[0].Before.Fraction, last.Why, last.At}
}

// RecordOf writes down a session as far as it has come.
func RecordOf(w *play.Walk) Record {
	set, score := w.Revision.Set, w.Score()
	r := Record{
		Session: w.Session.ID, Set: set.ID, Title: set.Title, Revision: w.Revision.Hash,
		Mode: w.Session.Mode, Scored: w.Session.Mode.Scored(), Started: w.Session.Started.UTC(), Certainty: w.Session.Certainty,
		Asked: score.Asked, Answered: score.Answered, Right: score.Right, Marks: score.Points, MarksOf: score.Worth,
		Answers: []RecordedAnswer{},
	}
	for _, a := range w.Answers {
		q := w.Question(a.N)
		r.Answers = append(r.Answers, RecordedAnswer{
			N: a.N, Question: q.ID, Stem: reading.Plain(q.Stem), Topic: set.Topics.Title(q.Topic), Evidence: q.Evidence,
			Verdict: a.Verdict(), Fraction: a.Fraction, Weight: a.Worth, Regraded: recordedGrade(w, a),
			Tries: a.Tries(), Hints: a.Hints(), First: a.FirstTry().Fraction, Certainty: a.Certainty, At: a.At.UTC(),
		})
	}
	return r
}

// WriteCSV writes one line for each answer, under a line of names.
func (r Record) WriteCSV(to io.Writer) error {
	w := csv.NewWriter(to)
	lines := [][]string{{"n", "question", "stem", "topic", "evidence", "verdict", "fraction", "weight", "tries", "hints", "first", "certainty", "at"}}
	for _, a := range r.Answers {
		certainty := ""
		if a.Certainty != quiz.Unstated {
			certainty = strconv.Itoa(int(a.Certainty))
		}
		lines = append(lines, []string{
			strconv.Itoa(a.N), cell(a.Question), cell(a.Stem), cell(a.Topic), string(a.Evidence), string(a.Verdict),
			exactly(a.Fraction), exactly(a.Weight), strconv.Itoa(a.Tries), strconv.Itoa(a.Hints), exactly(a.First), certainty, a.At.Format(time.RFC3339),
		})
	}
	return w.WriteAll(lines)
}

func exactly(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// cell keeps a spreadsheet from taking an author's text for a formula.
func cell(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size > 0 && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) { // the wide ones count where Japanese is the language
		return "'" + text
	}
	return text
}
