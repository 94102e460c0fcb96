package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// role is what a column holds.
type role string

// The roles; the name of each is also that of the column that is written.
const (
	id          role = "id"
	kind        role = "kind"
	topic       role = "topic"
	question    role = "question"
	choices     role = "options" // all in one cell
	right       role = "right"
	explanation role = "explanation"
	weight      role = "weight"
	tolerance   role = "tolerance"
	option      role = "option"  // with a number
	because     role = "because" // with a number
)

// names are what columns are called elsewhere.
var names = map[role][]string{
	id:          {"id", "name", "multichoicename", "truefalsename", "question name", "identifier"},
	kind:        {"kind", "type", "qtype", "question type", "questiontype"},
	topic:       {"topic", "category", "subject"},
	question:    {"question", "questiontext", "question text", "stem", "prompt"},
	choices:     {"options", "choices", "answers", "alternatives"},
	right:       {"right", "correct", "answer", "correct answer", "correct answers", "right answer", "key", "solution", "correctanswer"},
	explanation: {"explanation", "generalfeedback", "general feedback", "feedback", "rationale"},
	weight:      {"weight", "points", "defaultmark", "mark", "marks", "score"},
	tolerance:   {"tolerance"},
}

var (
	numbered  = regexp.MustCompile(`^(option|answer|choice|alternative|because|feedback|rationale) ?([0-9]{1,2}|[a-j])$`)
	remark    = regexp.MustCompile(`\s*(?: - | – |\().*$`)
	feedbacks = []string{"because", "feedback", "rationale"}
)

// header says which column holds what.
type header struct {
	row      int
	cols     map[role]int
	options  []int // columns of the options, in their order
	becauses []int // beside each, or -1
	markdown bool  // texts are Markdown, as in the tables that are written here
	verdicts bool  // questions are true or false
	ignored  []int // columns without a role
}

// findHeader looks for the header within the first rows: Kahoot's stands on row 8.
func findHeader(rows []row) (header, bool) {
	for i := range rows[:min(len(rows), 20)] {
		if h, ok := readHeader(rows[i]); ok {
			h.row = i
			return h, true
		}
	}
	return header{}, false
}

func readHeader(r row) (header, bool) {
	h := header{cols: map[role]int{}}
	options, reasons := map[int]int{}, map[int]int{}
	for x, c := range r {
		full := strings.ToLower(strings.Join(strings.Fields(c.text), " "))
		name := remark.ReplaceAllString(full, "")
		if m := numbered.FindStringSubmatch(name); m != nil {
			n, err := strconv.Atoi(m[2])
			if err != nil {
				n = int(m[2][0]-'a') + 1
			}
			if slices.Contains(feedbacks, m[1]) {
				reasons[n] = x
			} else {
				options[n] = x
			}
			continue
		}
		found := false
		for what, called := range names {
			if _, twice := h.cols[what]; !twice && slices.Contains(called, name) {
				h.cols[what], found = x, true
			}
		}
		h.verdicts = h.verdicts || name == "truefalsename"
		h.markdown = h.markdown || name == "question" && strings.Contains(full, "markdown")
		if !found && name != "" {
			h.ignored = append(h.ignored, x)
		}
	}
	for n := range 27 {
		if x, ok := options[n]; ok {
			h.options = append(h.options, x)
			reason, ok := reasons[n]
			if !ok {
				reason = -1
			}
			h.becauses = append(h.becauses, reason)
		}
	}
	_, asks := h.cols[question]
	_, keyed := h.cols[right]
	return h, asks && (keyed || len(h.options) > 0)
}

// get gives the cell of a role in a row; an empty one where there is none.
func (h *header) get(r row, what role) cell {
	if x, ok := h.cols[what]; ok {
		return at(r, x)
	}
	return cell{at: at(r, 0).at}
}

func at(r row, x int) cell {
	if x >= 0 && x < len(r) {
		return r[x]
	}
	if len(r) > 0 {
		return cell{at: r[0].at}
	}
	return cell{}
}
