package main

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"verbatim/internal/lint"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

//go:embed coverage.html
var coverageSource string

var coverageTemplate = template.Must(template.New("coverage").Parse(coverageSource))

// coverageView is what the page of coverage.html shows.
type coverageView struct {
	Title, Language string
	Summary         string
	LeftOut         int
	Sections        []coverageSection
}

type coverageSection struct {
	HTML  template.HTML // the section of the reading, its passages marked
	Notes []coverageNote
}

// coverageNote names the questions that cite a passage.
type coverageNote struct {
	Passage   int
	Begins    string // its first words
	Questions []coverageQuestion
}

type coverageQuestion struct {
	ID   string
	Stem template.HTML
	More string // topic and evidence
}

// coveragePage makes one page of a set's coverage, with its style and its
// images in it.
func coveragePage(s *quiz.Set, c *lint.Coverage) ([]byte, error) {
	view := coverageView{
		Title:    s.Title,
		Language: s.Language,
		Summary:  fmt.Sprintf("%d of %d passages (%s) are cited by %s.", c.All.Cited, c.All.Passages, percent(c.All.Share()), count(c.Questions, "question")),
		LeftOut:  c.All.LeftOut,
	}
	for i, section := range c.Sections {
		html := s.Reading.SectionHTML(i, reading.Render{Marks: coverageMarks(c, section), HeadingShift: 1})
		sec := coverageSection{HTML: template.HTML(inlineImages(html, s.Files))}
		for n := section.First; n < section.Last; n++ {
			if ids := c.Passages[n].Questions; len(ids) > 0 {
				sec.Notes = append(sec.Notes, coverageNote{n, firstWords(c.Passages[n].Text), coverageQuestions(s, ids)})
			}
		}
		view.Sections = append(view.Sections, sec)
	}
	var out bytes.Buffer
	err := coverageTemplate.Execute(&out, view)
	return out.Bytes(), err
}

// firstWords gives as much of a passage as is needed to know it again.
func firstWords(text string) string {
	const enough = 6
	words := strings.Fields(text)
	if len(words) <= enough {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:enough], " ") + " …"
}

// coverageMarks shades the passages of a section, and says in words what the
// shade says.
func coverageMarks(c *lint.Coverage, section lint.SectionCoverage) []reading.Mark {
	var marks []reading.Mark
	for n := section.First; n < section.Last; n++ {
		m := reading.Mark{Passage: n}
		switch k := len(c.Passages[n].Questions); {
		case c.Passages[n].LeftOut:
			m.Class = "left-out"
		case k == 0:
			m.Class, m.Label = "cited-0", "Not cited:"
		default:
			m.Class, m.Href, m.BackText = fmt.Sprintf("cited-%d", min(k, 3)), fmt.Sprintf("#n%d", n), fmt.Sprint(k)
		}
		marks = append(marks, m)
	}
	return marks
}

func coverageQuestions(s *quiz.Set, ids []string) []coverageQuestion {
	var out []coverageQuestion
	for _, id := range ids {
		q := s.Questions[s.Index(id)]
		var more []string
		if q.Topic != "" {
			more = append(more, s.Topics.Title(q.Topic))
		}
		if q.Evidence != "" {
			more = append(more, string(q.Evidence))
		}
		stem := template.HTML(inlineImages(reading.Inline(q.Stem), s.Files))
		out = append(out, coverageQuestion{id, stem, strings.Join(more, " · ")})
	}
	return out
}

// inlineImages puts the images of a set into the HTML that shows them.
func inlineImages(html string, files []quiz.File) string {
	for _, f := range files {
		if kind := f.MediaType(); kind != "" {
			html = strings.ReplaceAll(html, `src="`+f.Name+`"`, `src="data:`+kind+";base64,"+base64.StdEncoding.EncodeToString(f.Data)+`"`)
		}
	}
	return html
}
