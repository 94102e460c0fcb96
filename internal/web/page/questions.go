package page

import (
	"strings"
	"unicode/utf8"

	"verbatim/internal/diag"
	"verbatim/internal/play"
)

// DraftQuestions lists the questions of a draft.
type DraftQuestions struct {
	Desk
	Title   string // of the set
	Href    string // of the draft
	Mine    bool   // may be changed by who looks
	All     int    // before anything is sifted out
	Rows    []DraftQuestion
	Sieve   Sieve
	Kinds   []string // that a question can be added of
	Default string   // the one that is usual
	Topics  []Word   // of the set
	Broken  string   // a key of the catalogue: why the list cannot be shown; else empty
	Problem *Problem
	Page    int
	Pages   int
	// Previous and Next are the addresses of the pages beside this one.
	Previous, Next string
}

// DraftQuestion is one of them.
type DraftQuestion struct {
	N        int
	ID       string
	Href     string
	Topic    string
	Kind     string
	Words    string // the first of it
	Draft    bool   // it is not asked yet
	Errors   int
	Warnings int
	Seen     string // the state of its lines
	First    bool
	Last     bool
}

// Sieve is which questions a list shows.
type Sieve struct {
	Words string
	Kind  string
	Topic string
	Found bool // those with findings alone
}

// Any says whether it holds anything back.
func (s Sieve) Any() bool { return s != Sieve{} }

// Word is a value with what it is called.
type Word struct{ Value, Text string }

// firstWords cuts a text of several lines to what fits a row.
func firstWords(text string) string {
	const most = 140 // runes
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	cut := string([]rune(text)[:most])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut + " …"
}

// DraftQuestionOf makes the row of a question.
func DraftQuestionOf(n, of int, o play.Outline, list diag.List) DraftQuestion {
	row := DraftQuestion{N: n, ID: o.ID, Topic: o.Topic, Kind: o.Kind, Words: firstWords(o.Stem), Draft: o.Draft, Seen: play.State(o.Text), First: n == 1, Last: n == of}
	own := Within(list, o)
	row.Errors, row.Warnings = own.Count(diag.Error), own.Count(diag.Warning)
	return row
}

// Within gives the findings about a question of a draft: those on its lines.
func Within(list diag.List, o play.Outline) diag.List {
	var own diag.List
	for _, d := range list {
		if d.File == "set.yaml" && d.Line >= o.First && d.Line <= o.Last {
			own = append(own, d)
		}
	}
	return own
}

// Passes says whether a row gets through.
func (s Sieve) Passes(row DraftQuestion) bool {
	words := strings.ToLower(strings.TrimSpace(s.Words))
	return (s.Kind == "" || row.Kind == s.Kind) && (s.Topic == "" || row.Topic == s.Topic) && (!s.Found || row.Errors+row.Warnings > 0) &&
		(words == "" || strings.Contains(strings.ToLower(row.Words), words) || strings.Contains(row.ID, words))
}
