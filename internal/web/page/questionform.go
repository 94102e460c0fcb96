package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/internal/diag"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// QuestionForm is where one question of a draft is written: its fields, and the
// lines of set.yaml that say the same.
type QuestionForm struct {
	Desk
	Title   string // of the set
	Href    string // of the draft
	Action  string // of the form
	List    string // address of the list of questions
	N       int    // 0 for one that is still to be written
	Of      int
	ID      string
	Kind    string // whose fields the form has
	Seen    string // the state of its lines that the form was made of
	Mine    bool
	Saved   bool // it was, a moment ago
	Unsaved bool // the form holds what the file does not
	// Previous and Next are the addresses of the questions beside it.
	Previous, Next string

	Fields   []FormField
	Findings []FieldFinding
	Errors   int
	Warnings int
	Text     DraftText
	Last     int // its last line
	Problem  *Problem
	Broken   []FieldFinding // where the text that was sent is no YAML
	// Theirs is what somebody else has made of the question meanwhile; the form
	// holds what was typed here.
	Theirs bool
}

// First is the first line of the question in its file.
func (q QuestionForm) First() int {
	if len(q.Text.Lines) == 0 {
		return 0
	}
	return q.Text.Lines[0].Number
}

// TextRows is the height of the field for its text.
func (q QuestionForm) TextRows() int { return min(max(strings.Count(q.Text.Text, "\n")+3, 8), 30) }

// MoreOpen says whether something stands in the fields that are seldom needed.
func (q QuestionForm) MoreOpen() bool {
	return slices.ContainsFunc(q.Fields, func(f FormField) bool { return f.Minor && f.Open })
}

// FormField is a field of a question's form as the page shows it.
type FormField struct {
	play.Field
	Words  []Word // what can be chosen
	Fields []FormField
	Found  []FieldFinding
	Of     string // the key of the list that it is an item of
	Nth    int    // of a list's items, from 1
	First  bool
	Last   bool
	Rows   int  // of a text area
	Open   bool // there is something to see in it
	// Sourced says that passages of a reading can be chosen.
	Sourced bool
	Top     bool // it stands at the question itself
	Minor   bool // seldom needed
	Focus   bool // the page opens here
	Picker  *Picker
}

// Picker offers passages of the reading for a quote.
type Picker struct {
	For      string // the name of the quote's field
	Words    string // that were looked for
	Passages []SuggestedPassage
	Looked   bool // rather than suggested
}

// FieldFinding is a finding with the control that it is about.
type FieldFinding struct {
	Error   bool
	Line    int
	Code    string
	Message string
	Word    string // in place of Message, a key of the catalogue: why the form comes back
	Hint    string
	Notes   []FindingNote
	Control string
}

// Invalid says whether an error was found at the field, or its form comes back.
func (f FormField) Invalid() bool {
	return slices.ContainsFunc(f.Found, func(d FieldFinding) bool { return d.Error })
}

// Is compares the shape.
func (f FormField) Is(shape string) bool { return string(f.Shape) == shape }

// Chosen says whether a value of Words is the one that stands in the file.
func (f FormField) Chosen(w Word) bool { return w.Value == f.Value }

// minorFields are those that most questions leave as they are, and facingFields
// those that name a question, which stand beside each other.
var (
	minorFields  = []string{"weight", "shuffle", "allow", "draft", "exact", "tries", "penalty", "hint-penalty", "hints", "before", "after", "fraction"}
	facingFields = []string{"id", "topic", "evidence", "kind"}
)

// Facing says whether the field stands beside another.
func (f FormField) Facing() bool { return f.Top && slices.Contains(facingFields, f.Key) }

// Hinted says whether the page says what the field means.
func (f FormField) Hinted() bool { return f.Top && !f.Facing() }

// HasMinor says whether some of its fields are seldom needed.
func (f FormField) HasMinor() bool {
	return slices.ContainsFunc(f.Fields, func(f FormField) bool { return f.Minor })
}

// MinorOpen says whether something stands in those.
func (f FormField) MinorOpen() bool {
	return slices.ContainsFunc(f.Fields, func(f FormField) bool { return f.Minor && f.Open })
}

// FormFields makes the fields of a question for its page, with what was found
// at each. It gives all findings with their controls too, in the order of the file.
func FormFields(fields []play.Field, list diag.List, sourced bool, topics []Word) ([]FormField, []FieldFinding) {
	out := formFields(fields, true, sourced, topics)
	var found []FieldFinding
	for _, d := range list {
		f := FieldFindingOf(d)
		if at := fieldAt(out, d.Pos); at != nil {
			f.Control = at.Control()
			at.Found = append(at.Found, f)
		}
		found = append(found, f)
	}
	open(out)
	return out, found
}

// FieldFindingOf makes a finding for a question's page.
func FieldFindingOf(d diag.Diagnostic) FieldFinding {
	f := FieldFinding{Error: d.Severity == diag.Error, Line: d.Line, Code: d.Code, Message: d.Message, Hint: d.Hint}
	for _, n := range d.Notes {
		f.Notes = append(f.Notes, FindingNote{n.Pos.String(), n.Message, n.Diff})
	}
	return f
}

func formFields(fields []play.Field, top, sourced bool, topics []Word) []FormField {
	var out []FormField
	for i, f := range fields {
		item := FormField{Field: f, Fields: formFields(f.Fields, false, sourced, nil), Nth: i + 1, First: i == 0, Last: i+1 == len(fields), Sourced: sourced, Top: top}
		if item.Always() && f.Value == "" {
			item.Value = quiz.DefaultKind
		}
		item.Minor = slices.Contains(minorFields, f.Key)
		item.Rows = rowsOf(f.Value)
		for k := range item.Fields {
			if f.Shape == "list" {
				item.Fields[k].Of = f.Key
			}
		}
		for _, w := range f.Words {
			item.Words = append(item.Words, Word{Value: w})
		}
		if top && f.Key == "topic" && len(topics) > 0 {
			item.Shape, item.Words = "choice", topics
		}
		if known := func(w Word) bool { return w.Value == f.Value }; item.Is("choice") && f.Value != "" && !slices.ContainsFunc(item.Words, known) {
			item.Words = append(item.Words, Word{f.Value, f.Value})
		}
		out = append(out, item)
	}
	return out
}

func rowsOf(text string) int {
	const perLine = 60 // runes
	rows := 0
	for line := range strings.SplitSeq(text, "\n") {
		rows += 1 + utf8.RuneCountInString(line)/perLine
	}
	return min(max(rows, 2), 16)
}

// Control is the id of the control to go to for the field.
func (f *FormField) Control() string {
	if (f.Is("quote") || f.Is("group")) && len(f.Fields) > 0 {
		return f.Fields[0].Control()
	}
	return f.Name
}

// fieldAt gives the field that a place in the file belongs to: the one that is
// missing there, or the last that begins before it.
func fieldAt(fields []FormField, at diag.Pos) *FormField {
	var best, lacking *FormField
	var walk func(fields []FormField, owner diag.Pos)
	walk = func(fields []FormField, owner diag.Pos) {
		for i := range fields {
			f := &fields[i]
			leaf := len(f.Fields) == 0
			if at.Lacks != "" && f.Key == strings.TrimSuffix(at.Lacks, "[]") && f.At.Line == 0 && same(owner, at) && lacking == nil {
				lacking = f
			}
			if f.At.Line > 0 && !after(f.At, at) && (best == nil || !after(best.At, f.At)) && (leaf || best == nil || best.At != f.At) {
				best = f
			}
			if f.Is("quote") { // its keys are those of what holds it
				walk(f.Fields, owner)
			} else {
				walk(f.Fields, beginning(f.Fields))
			}
		}
	}
	walk(fields, beginning(fields))
	if lacking != nil {
		return lacking
	}
	return best
}

// beginning is where the mapping of some fields begins: at its first key.
func beginning(fields []FormField) diag.Pos {
	var first diag.Pos
	for _, f := range fields {
		at := f.At
		if f.Is("quote") {
			at = beginning(f.Fields)
		}
		if at.Line > 0 && (first.Line == 0 || after(first, at)) {
			first = at
		}
	}
	return first
}

func same(a, b diag.Pos) bool { return a.Line == b.Line && a.Col == b.Col }

func after(a, b diag.Pos) bool {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) > 0
}

// open says of each field whether it, or one within it, has something to see.
func open(fields []FormField) bool {
	some := false
	for i := range fields {
		f := &fields[i]
		inner := open(f.Fields)
		f.Open = inner || f.Value != "" || len(f.Found) > 0
		some = some || f.Open
	}
	return some
}

// Always says whether one of what can be chosen is, whatever is written.
func (f FormField) Always() bool { return f.Top && f.Key == "kind" }

// Handle is the last part of an item's name, by which its list names it.
func (f FormField) Handle() string { return f.Name[strings.LastIndexByte(f.Name, '.')+1:] }

// ListName is the name of the list that an item is one of.
func (f FormField) ListName() string { return f.Name[:max(0, strings.LastIndexByte(f.Name, '.'))] }

// Section is where the catalogue has the words for what can be chosen.
func (f FormField) Section() string {
	if f.Key == "evidence" {
		return f.Key
	}
	return "choice-" + f.Key
}

// FocusOn opens the page at a field: at its first control where it has several.
func FocusOn(fields []FormField, name string) {
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Name != name:
			FocusOn(f.Fields, name)
		case len(f.Fields) > 0 && !f.Is("list"):
			FocusOn(f.Fields, f.Fields[0].Name)
		default:
			f.Focus = true
		}
		within := func(part FormField) bool { return part.Name == name }
		f.Open = f.Open || f.Name == name || strings.HasPrefix(name, f.Name+".") || slices.ContainsFunc(f.Fields, within)
	}
}

// TellAt says at a field of the question itself why its form comes back.
func TellAt(fields []FormField, p *Problem) {
	for i := range fields {
		if fields[i].Name == p.Control {
			fields[i].Found = append(fields[i].Found, FieldFinding{Error: true, Word: p.Message})
		}
	}
}

// OfferPassages puts a picker beside the quote that it is for.
func OfferPassages(fields []FormField, p *Picker) {
	for i := range fields {
		if fields[i].Name == p.For {
			fields[i].Picker = p
		}
		OfferPassages(fields[i].Fields, p)
	}
}

// NumberedFrom gives the lines of a part of a file that begins at a line.
func NumberedFrom(file string, first int, text string, list diag.List) []NumberedLine {
	shifted := slices.Clone(list)
	for i := range shifted {
		shifted[i].Line -= first - 1
	}
	lines := Numbered(file, []byte(text), shifted)
	for i := range lines {
		lines[i].Number += first - 1
		lines[i].ID = "line-" + strconv.Itoa(lines[i].Number)
	}
	return lines
}
