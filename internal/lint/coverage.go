package lint

import (
	"errors"
	"slices"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Coverage says which passages of a reading the questions of a set cite.
type Coverage struct {
	Set       string            `json:"set"`   // its id
	Title     string            `json:"title"` // as learners see it
	Questions int               `json:"questions"`
	All       Count             `json:"all"`
	Headings  int               `json:"headings"` // which are no passages
	Sections  []SectionCoverage `json:"sections"`
	Topics    []GroupCoverage   `json:"topics"`
	Evidence  []GroupCoverage   `json:"evidence"`
	Passages  []CitedPassage    `json:"passages"`
}

// Count counts passages.
type Count struct {
	Passages int `json:"passages"` // those that questions should cite
	Cited    int `json:"cited"`    // of these, by one question or more
	// By is how many of them are cited by no question, by one, by two, and by
	// three or more.
	By [4]int `json:"by"`
	// LeftOut are those that <!-- no-question --> leaves out.
	LeftOut int `json:"leftOut"`
}

// Share is the part of the passages that is cited, 0 to 1; 1 where there is none.
func (c Count) Share() float64 {
	if c.Passages == 0 {
		return 1
	}
	return float64(c.Cited) / float64(c.Passages)
}

// SectionCoverage counts the passages of a section, without those of the
// sections in it.
type SectionCoverage struct {
	Title string `json:"title"` // "" for what stands before the first heading
	Level int    `json:"level"` // 1 to 6; 0 before the first heading
	Line  int    `json:"line"`
	Count
	Questions int `json:"questions"` // how many cite it

	First int `json:"-"` // its passages are [First:Last)
	Last  int `json:"-"`
}

// GroupCoverage counts what the questions of a topic, or of a kind of evidence, cite.
type GroupCoverage struct {
	Name      string `json:"name"` // "" for questions that name none
	Questions int    `json:"questions"`
	Passages  int    `json:"passages"` // that they cite
}

// CitedPassage is a passage with the questions that cite it.
type CitedPassage struct {
	Line      int      `json:"line"`
	Column    int      `json:"column"`
	Kind      string   `json:"kind"` // sentence, item or row
	Section   int      `json:"section"`
	Text      string   `json:"text"`
	Questions []string `json:"questions"` // their ids, in the order of the set
	LeftOut   bool     `json:"leftOut"`
}

// ErrNoReading says that a set has no reading to cover.
var ErrNoReading = errors.New("the set has no reading")

// Cover counts which passages the questions cite: by their own quotes or by
// those of their options and parts. Drafts do not count. It fails with
// ErrNoReading.
func Cover(s *quiz.Set) (*Coverage, error) {
	if s.Reading == nil {
		return nil, ErrNoReading
	}
	doc := s.Reading
	c := &Coverage{Set: s.ID, Title: s.Title, Questions: len(s.Questions), Passages: make([]CitedPassage, len(doc.Passages))}
	for i, p := range doc.Passages {
		c.Passages[i] = CitedPassage{Line: p.Line, Column: p.Col, Kind: p.Kind.String(), Section: p.Section, Text: p.Text, Questions: []string{}, LeftOut: p.NoQuestion}
	}
	topics, evidence := newGroups(), newGroups()
	for _, t := range s.Topics {
		topics.add(t.Name)
	}
	for _, e := range quiz.EvidenceKinds() {
		if slices.ContainsFunc(s.Questions, func(q quiz.Question) bool { return q.Evidence == e }) {
			evidence.add(string(e))
		}
	}
	for i := range s.Questions {
		q := &s.Questions[i]
		cited := cites(doc, q)
		for _, n := range cited {
			c.Passages[n].Questions = append(c.Passages[n].Questions, q.ID)
		}
		topics.count(q.Topic, cited)
		evidence.count(string(q.Evidence), cited)
	}
	c.Topics, c.Evidence = topics.list(), evidence.list()
	c.sections(doc)
	return c, nil
}

// cites lists the passages that a question cites, ascending. What is not found
// or stands twice is an error of its own and cites nothing.
func cites(doc *reading.Document, q *quiz.Question) []int {
	citations := []quiz.Citation{q.Citation}
	if q.Body != nil {
		for _, c := range q.Body.Citations() {
			citations = append(citations, c.Citation)
		}
	}
	var cited []int
	for _, c := range citations {
		if c.Quote == "" {
			continue
		}
		if found := doc.Find(c.Selector()); len(found) == 1 {
			for n := found[0].First; n < found[0].Last; n++ {
				cited = append(cited, n)
			}
		}
	}
	slices.Sort(cited)
	return slices.Compact(cited)
}

// sections counts by section and in all.
func (c *Coverage) sections(doc *reading.Document) {
	for i := range doc.Sections {
		s := &doc.Sections[i]
		sc := SectionCoverage{Title: s.Title, Level: s.Level, Line: s.Line, First: s.First, Last: s.Last}
		if s.Level > 0 {
			c.Headings++
		}
		citing := map[string]bool{}
		for _, p := range c.Passages[s.First:s.Last] {
			sc.add(p)
			c.All.add(p)
			for _, q := range p.Questions {
				citing[q] = true
			}
		}
		sc.Questions = len(citing)
		c.Sections = append(c.Sections, sc)
	}
}

func (c *Count) add(p CitedPassage) {
	if p.LeftOut {
		c.LeftOut++
		return
	}
	c.Passages++
	c.By[min(len(p.Questions), len(c.By)-1)]++
	if len(p.Questions) > 0 {
		c.Cited++
	}
}

// groups count by a name that questions have.
type groups struct {
	order    []string
	counts   map[string]*GroupCoverage
	passages map[string]map[int]bool
}

func newGroups() *groups {
	return &groups{counts: map[string]*GroupCoverage{}, passages: map[string]map[int]bool{}}
}

func (g *groups) add(name string) {
	if g.counts[name] == nil {
		g.order = append(g.order, name)
		g.counts[name], g.passages[name] = &GroupCoverage{Name: name}, map[int]bool{}
	}
}

func (g *groups) count(name string, cited []int) {
	g.add(name)
	g.counts[name].Questions++
	for _, n := range cited {
		g.passages[name][n] = true
	}
}

func (g *groups) list() []GroupCoverage {
	out := make([]GroupCoverage, 0, len(g.order))
	for _, name := range g.order {
		c := *g.counts[name]
		c.Passages = len(g.passages[name])
		out = append(out, c)
	}
	return out
}
