package quiz

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"verbatim/internal/diag"
)

// Body is the part of a question that its kind defines: what can be answered,
// what is right, and how a response is graded. A kind is one folder under this
// package that registers itself; nothing else switches on the kind.
type Body interface {
	// Validate reports what is wrong with the body. It need not look at its
	// citations' words: those come from Citations and are checked for all kinds alike.
	Validate(q *Question, r *Report)
	// Citations lists the body's own citations, such as those of wrong options.
	Citations() []Cited

	// Ask is the view of the unanswered question, for the kind's template. It
	// holds nothing of the key. given is what the learner has already filled
	// in, when the form comes back with a problem; it may be nil.
	Ask(s Shuffle, given Form) any
	// Read makes a response of a submitted form. The error is a *Problem: it
	// says what the learner should do.
	Read(s Shuffle, f Form) (Response, error)
	// Fill gives the form that Read makes the response of, so that an answer
	// can be changed. A response that is none of the body's fills in nothing.
	Fill(s Shuffle, r Response) Form
	// Say gives a response in words, one entry for each of its parts, and
	// nothing of what is right; none for a response that is none of the body's.
	Say(r Response) []Said
	// Grade gives the fraction, 0 to 1, that a response earns. The error wraps
	// ErrResponse where the response is none that Read could have made.
	Grade(r Response) (float64, error)
	// Key is the response that earns 1.
	Key() Response
	// Review is the view of the answered question, for the kind's template,
	// with what was right and why. Where the learner did not know, r is empty.
	Review(s Shuffle, r Response) any
}

// Response is what a learner answered, in a canonical text that the body of
// the question reads and writes. It does not depend on the session's order.
type Response string

// Said is a part of a response in words.
type Said struct {
	Of   string // what it answers, in Markdown; empty where the stem says it
	Text string
	Word string // in place of Text, a key of the catalogue: the words are the interface's
	// Plain says that Text is no Markdown.
	Plain bool
}

// ErrResponse says that a stored or sent response does not fit its question.
var ErrResponse = errors.New("the response does not fit the question")

// Form is a submitted form.
type Form map[string][]string

// Get gives the first value of a field, or "".
func (f Form) Get(name string) string {
	if v := f[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Problem is a form that cannot be graded yet: the message's key in the
// catalogue, and the control that the learner should go to.
type Problem struct {
	Message string
	Control string
}

func (p *Problem) Error() string { return "incomplete answer: " + p.Message }

// Cited is a citation and the element that holds it.
type Cited struct {
	*Where
	Citation
}

// Report collects the findings about one question.
type Report struct {
	List     *diag.List
	Question string
	Sourced  bool // the set has a reading, so claims can be held to it
}

// Error adds a finding that keeps the set from being served.
func (r *Report) Error(at diag.Pos, code, hint, format string, args ...any) {
	r.add(diag.Error, at, code, hint, format, args)
}

// Warning adds a finding that the set can be served with.
func (r *Report) Warning(at diag.Pos, code, hint, format string, args ...any) {
	r.add(diag.Warning, at, code, hint, format, args)
}

func (r *Report) add(s diag.Severity, at diag.Pos, code, hint, format string, args []any) {
	r.Add(diag.Diagnostic{Pos: at, Severity: s, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Add adds a finding about the question, such as one with notes or a fix.
func (r *Report) Add(d diag.Diagnostic) {
	d.Question = r.Question
	r.List.Add(d)
}

// DefaultKind is the kind of a question that names none.
const DefaultKind = "single-choice"

var kinds = map[string]func() Body{}

// Register adds a kind; each kind's folder calls it once when the program starts.
// New makes an empty body for the decoder to fill.
func Register(name string, newBody func() Body) {
	if _, twice := kinds[name]; twice {
		panic("quiz: kind registered twice: " + name)
	}
	kinds[name] = newBody
}

// NewBody makes an empty body of a kind; it reports false for a kind that is
// not registered.
func NewBody(kind string) (Body, bool) {
	newBody, ok := kinds[kind]
	if !ok {
		return nil, false
	}
	return newBody(), true
}

// Kinds lists the names of the registered kinds, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }
