// Package paper writes a set as HTML to be printed: the questions first, the
// key on a page of its own.
package paper

import (
	"bytes"
	_ "embed"
	"fmt"
	"hash/fnv"
	"html/template"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Format is the printable form. It is only written.
var Format = kit.Format{
	Name:       "print",
	Title:      "HTML to print, with the key on a page of its own",
	Extensions: []string{".html"},
	Carries:    "Every kind that can be asked, with its key, explanation and quote. Options stand in an order that tells nothing.",
	Encode:     encode,
}

//go:embed paper.html
var source string

var page = template.Must(template.New("paper").Funcs(template.FuncMap{"t": vocabulary{}.say}).Parse(source))

// view is what the template shows.
type view struct {
	Set       *quiz.Set
	Language  string
	Questions []*sheet
}

// sheet is one question on paper.
type sheet struct {
	N       int
	Stem    template.HTML
	Hint    string          // what to do
	Options []template.HTML // lettered
	Rows    []template.HTML // each with a gap to fill before it
	Choices []template.HTML // what the gaps are filled with, lettered
	Text    []template.HTML // running text with numbered gaps, by paragraph
	Lines   int             // to write on

	Key         []template.HTML
	Explanation template.HTML
	Quote       string
	Link        string // to the quote's words where the reading was taken from
}

func encode(set *quiz.Set) (*kit.Export, error) {
	w := kit.NewWriter("paper")
	v := view{Set: set, Language: set.Language}
	if v.Language == "" {
		v.Language = fallback
	}
	say, err := wordsOf(set.Language)
	if err != nil {
		return nil, err
	}
	h := fnv.New64a()
	h.Write([]byte(set.Title))
	w.Each(set, func(q *quiz.Question) string {
		s := &sheet{N: len(v.Questions) + 1, Stem: inline(q.Stem), Explanation: inline(q.Explanation), Quote: q.Quote, Link: set.SourceLink(q.Citation)}
		l := layout{s, say, quiz.Shuffle{Seed: h.Sum64(), Question: q.ID, Fixed: !q.Shuffled()}, q}
		if !l.lay() {
			return w.NoSuchKind(q)
		}
		v.Questions = append(v.Questions, s)
		return ""
	})
	var out bytes.Buffer
	written, err := page.Clone() // each language has its own words
	if err != nil {
		return nil, fmt.Errorf("the page cannot be written: %w", err)
	}
	if err := written.Funcs(template.FuncMap{"t": say.say}).Execute(&out, v); err != nil {
		return nil, fmt.Errorf("the page cannot be written: %w", err)
	}
	w.Files = []quiz.File{{Name: set.ID + ".html", Data: out.Bytes()}}
	return &w.Export, nil
}

// inline is a short Markdown text as HTML; reading.Inline gives it safe.
func inline(md string) template.HTML { return template.HTML(reading.Inline(md)) }

// words are a text that is no Markdown.
func words(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }

// letter names the nth of several, from 0: a to z, then aa.
func letter(n int) string {
	if n >= 26 {
		return letter(n/26-1) + letter(n%26)
	}
	return string(rune('a' + n))
}
