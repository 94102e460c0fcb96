package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"verbatim/internal/diag"
)

// Sets lists the drafts and the published sets that somebody may see.
type Sets struct {
	Desk
	Drafts    []DraftItem
	Published []PublishedSet
	Folder    []FolderSet // those that the server's folder has
}

// DraftItem is a draft in a list.
type DraftItem struct {
	Title   string
	Set     string
	Href    string
	Owner   string // empty where it is one's own
	Changed time.Time
}

// PublishedSet is what is served of a set.
type PublishedSet struct {
	Title     string
	Set       string
	Href      string
	Questions int // 0 where they are not at hand
	By        string
	At        time.Time
	Note      string
	Withdrawn bool
	Unlisted  bool // learners find it through an assignment alone
	Hidden    bool // the server's folder has a set of the same name
}

// FolderSet is a set of the server's folder.
type FolderSet struct {
	Title     string
	Href      string
	Questions int
}

// NewSet asks for what a new set is to be made of.
type NewSet struct {
	Desk
	Set     string
	Text    string
	Reading string
	Problem *Problem
	Why     string // what the reader of a file said, in its own words
}

// Draft is where a set is mended, previewed and published.
type Draft struct {
	Desk
	Title       string
	Set         string
	Href        string
	Version     int
	Changed     time.Time
	Mine        bool         // may be changed by who looks
	Sound       bool         // could be published
	InFolder    bool         // the server's folder has a set of this name
	Unlisted    bool         // the set was, when it was last published
	Modes       []ModeChoice // in which it can be previewed
	Limits      []Limit
	Certainty   []CertaintyRule
	Questions   int
	Errors      int
	Warnings    int
	Findings    []DraftFinding
	Text        DraftText
	Reading     DraftText
	ReadingFile string
	Files       []DraftFile
	Waiting     string // the file whose questions wait to be reviewed
	Suggested   []Suggested
	Problem     *Problem
	Why         string // what the reader of a file said, in its own words
}

// DraftText is one of the texts of a draft, to be changed and with its lines.
type DraftText struct {
	Name  string
	Text  string
	Lines []NumberedLine
}

// NumberedLine is a line that a finding can lead to.
type NumberedLine struct {
	ID     string
	Number int
	Text   string
	Found  []string // what was found there
	Error  bool     // one of it is an error
}

// DraftFinding is a finding with the address of its line.
type DraftFinding struct {
	Error    bool
	File     string
	Line     int
	Column   int
	Href     string // of the line; empty where it is not shown
	Form     string // of the question that it is about; empty where there is none
	Code     string
	Message  string
	Hint     string
	Question string
}

// DraftFile is a further file of a draft.
type DraftFile struct {
	Name string
	Size int // bytes
}

// Suggested is a question without a quote, and passages that may settle it.
type Suggested struct {
	Question string
	Stem     string
	Passages []SuggestedPassage
}

// SuggestedPassage is one of them.
type SuggestedPassage struct {
	N     int
	Words string
	HTML  template.HTML // the words with their maths set
}

// lineID names a line of a file on the page.
func lineID(file string, line int) string {
	return fmt.Sprintf("%s-%d", strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, file), line)
}

// DraftFindings makes the items of a list of findings about a draft's files.
func DraftFindings(list diag.List) []DraftFinding {
	items := make([]DraftFinding, len(list))
	for i, d := range list {
		items[i] = DraftFinding{Error: d.Severity == diag.Error, File: d.File, Line: d.Line, Column: d.Col, Code: d.Code, Message: d.Message, Hint: d.Hint, Question: d.Question}
		if d.Line > 0 {
			items[i].Href = "#" + lineID(d.File, d.Line)
		}
	}
	return items
}

// Numbered gives the lines of a file, with what was found on each.
func Numbered(file string, text []byte, list diag.List) []NumberedLine {
	all := strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), "\n")
	lines := make([]NumberedLine, len(all))
	for i, l := range all {
		lines[i] = NumberedLine{ID: lineID(file, i+1), Number: i + 1, Text: l}
	}
	for _, d := range list {
		if d.File == file && d.Line >= 1 && d.Line <= len(lines) {
			l := &lines[d.Line-1]
			l.Found = append(l.Found, d.Message)
			l.Error = l.Error || d.Severity == diag.Error
		}
	}
	return lines
}

// DeleteDraft asks before a draft is removed.
type DeleteDraft struct {
	Desk
	Title   string
	Href    string
	Changed time.Time
}

// Incoming lists what would come in from a file of another format.
type Incoming struct {
	Desk
	Title    string
	Href     string
	Version  int
	File     string
	Format   string
	Mine     bool
	Rows     []IncomingRow
	Findings []DraftFinding // about the file rather than one question
	Problem  *Problem
}

// IncomingRow is one question of such a file.
type IncomingRow struct {
	N        int
	ID       string
	Stem     string
	Kind     string
	Exists   bool // the draft has a question of that id
	Unasked  bool // it is kept and cannot be asked
	Findings []DraftFinding
}

// History lists what was served of a set, newest first.
type History struct {
	Desk
	Title     string
	Set       string
	Href      string
	Library   string // the set's page for learners; empty where it is not served
	Mine      bool
	Withdrawn bool
	Unlisted  bool
	InFolder  bool
	Items     []HistoryItem
}

// HistoryItem is one publication.
type HistoryItem struct {
	By        string
	At        time.Time
	Note      string
	Withdrawn bool
	Listing   string // unlisted or listed, where that alone was changed
	Served    bool   // it is what learners get now
	Back      bool   // it can be served again
	Revision  string
	Short     string // the beginning of its hash
	Questions int
	Diff      string // address of the comparison with the one before
}

// Diff compares two revisions of a set.
type Diff struct {
	Desk
	Title string
	Href  string
	From  string
	To    string
	Items []DiffItem
}

// DiffItem is what differs at one place.
type DiffItem struct {
	What  string // added, removed or changed
	Part  string // question, set or reading
	ID    string
	Stem  string
	Lines []DiffLine
}

// DiffLine is a line of a difference.
type DiffLine struct {
	In, Out bool // it was put in or taken out; neither: it stands in both
	Gap     bool // lines are left out here
	Text    string
}

// DiffLineOf makes a line of what was done to it: '+', '-', ' ' or 0 for a gap.
func DiffLineOf(op byte, text string) DiffLine {
	return DiffLine{In: op == '+', Out: op == '-', Gap: op == 0, Text: text}
}
