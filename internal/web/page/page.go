// Package page holds one plain struct for each page that people see: what its
// template is given, and nothing of how it came there. Rounding, grouping and
// the state of a control are decided here; words stand in the catalogue.
package page

import (
	"html/template"

	"golang.org/x/text/language"

	"verbatim/internal/quiz"
)

// Frame is what every page has around its content.
type Frame struct {
	Lang    string // of the interface, as a BCP 47 tag
	Dir     string // ltr or rtl
	Style   string // address of the stylesheet
	Script  string // address of the script
	Icon    string // address of the icon
	Token   string // proves that a form came from this site
	Section Section
}

// Section is the part of the site that the header shows as the current one.
type Section string

// The sections; a page of a walk belongs to none, unless it previews a draft.
const (
	InLibrary  Section = "library"
	InSessions Section = "sessions"
	InPreview  Section = "preview"
	Elsewhere  Section = ""
)

// Language marks words that are not in the language of the interface.
type Language struct {
	Lang string
	Dir  string
}

// Foreign gives the mark for content in one language on a page in another; nil
// where the two are the same or the content's language is not known.
func Foreign(content, interfaceLang string) *Language {
	if content == "" || content == interfaceLang {
		return nil
	}
	return &Language{Lang: content, Dir: Direction(content)}
}

// Direction is the writing direction of a language: ltr or rtl.
func Direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return "rtl"
	}
	return "ltr"
}

// Set is a set as pages name and link it.
type Set struct {
	Title    string
	Href     string
	Reading  string // address of the reading; empty where the set has no source
	Language *Language
	Origin   *quiz.Source // where the reading was taken from; nil where that is not known
}

// Kind is what the templates of a kind of question are given: the kind's own
// view, and the little that they need of the page around it.
type Kind[V any] struct {
	View     V
	Language *Language
	Media    string       // what stands before the path of each image
	Problem  *Problem     // why the form comes back; nil while it has not been sent
	Verdict  quiz.Verdict // of the answer; empty while there is none
	Cites    Cites
}

// Cites finds the passage that a citation of the set names. It is empty while
// the question is unanswered.
type Cites map[quiz.Citation]Passage

// Passage is what a question shows of the reading.
type Passage struct {
	Words   template.HTML // the passage as it stands in the reading, the quote marked
	Heading string        // the heading of the section that it stands in
	Row     string        // the head of the table's row that it stands in; empty elsewhere
	Anchor  string        // its id in the reading, for a link
	Address string        // of the words where the reading was taken from; empty where that is not known
	Origin  string        // the name of that place
}

// Problem is why a form comes back.
type Problem struct {
	Message string // a key of the catalogue
	Control string // the id of the control to go to
	Also    string // the key of what is wrong beside it; mostly empty
}

// At says whether the problem lies in the control with this id. There may be none.
func (p *Problem) At(control string) bool { return p != nil && p.Control == control }

// Part is one part of an answered question, such as a pair or a blank, with
// what its template needs of the page around it.
type Part struct {
	quiz.Part
	Media    string
	Language *Language
	Cites    Cites
}

// PartOf puts a part of a question together for its template.
func PartOf(p quiz.Part, media string, language *Language, cites Cites) Part {
	return Part{p, media, language, cites}
}

// Alike says whether the answer that was given is the right one to the letter,
// so that it need not be written twice.
func (p Part) Alike() bool { return p.Fraction >= 1 && p.Given.Text == p.Right.Text }
