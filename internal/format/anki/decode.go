package anki

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/shorttext"
)

// card is a note with its fields sorted out.
type card struct {
	front, back, extra string
	topic              string
	item               *kit.Item
	media              kit.Media // nil where the file brings none
	at                 diag.Pos
	raw                string
}

func decode(ctx context.Context, in kit.Input) (*kit.Import, error) {
	text := kit.NewText(in)
	h := readHead(text)
	m := kit.NewImport(in)
	m.Encoding = text.Encoding
	all, broken := notes(text, h)
	for _, n := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		add(m, n, h, nil)
	}
	if broken != nil {
		m.Item("").Refuse(diag.Pos{File: in.Name, Line: h.body}, "broken-table", "mend the quotation marks", "the notes cannot be read further: %v", broken)
	}
	return m.Finish(), nil
}

// add makes a question of a note.
func add(m *kit.Import, n note, h head, media kit.Media) {
	c := &card{item: m.Item(""), media: media, at: n.at, raw: strings.Join(n.fields, "\t")}
	c.sort(n, h)
	c.adapt(m)
}

// sort gives each field its part: the first is the front, the second the back;
// a third, or one called Extra, says more.
func (c *card) sort(n note, h head) {
	var texts []string
	for i, field := range n.fields {
		column := i + 1
		switch {
		case column == h.tags:
			c.tags(field)
		case column == h.deck:
			c.topic = strings.ReplaceAll(field, "::", " – ")
		case slices.Contains(h.skip, column):
		case i < len(h.columns) && strings.EqualFold(strings.TrimSpace(h.columns[i]), "extra"):
			c.extra = c.markdown(field, h.html)
		default:
			texts = append(texts, c.markdown(field, h.html))
		}
	}
	texts = append(texts, "", "")
	c.front, c.back = texts[0], texts[1]
	for _, more := range texts[2:] {
		if more != "" {
			c.item.Lose(c.at, "field-dropped", "name the columns in a line #columns:, and one of them Extra", "there is no place for the field %q", more)
		}
	}
}

func (c *card) tags(field string) {
	tags := strings.Fields(field)
	for i, tag := range tags {
		if i == 0 && c.topic == "" {
			c.topic = strings.ReplaceAll(tag, "_", " ")
			continue
		}
		c.item.Lose(c.at, "tag-dropped", "the first tag becomes the topic", "there is no place for the tag %q", tag)
	}
}

var sound = regexp.MustCompile(`\[sound:([^\]]*)\]`)

func (c *card) markdown(field string, isHTML bool) string {
	if m := sound.FindStringSubmatch(field); m != nil {
		c.item.Lose(c.at, "markup-dropped", "put it into words", "the text holds the sound %s, which is not in the file", m[1])
		field = sound.ReplaceAllString(field, " (sound $1)")
	}
	read := kit.Auto
	if isHTML {
		read = func(text string) (string, []string) { return kit.HTML(text, c.media) }
	}
	md, lost := read(strings.TrimSpace(field))
	for _, what := range lost {
		c.item.Lose(c.at, "markup-dropped", "put it into words", "the text holds %s", what)
	}
	return md
}

func (c *card) adapt(m *kit.Import) {
	q := quiz.Question{Stem: c.front, Topic: m.Topic(c.topic), Explanation: c.extra}
	switch {
	case gap.MatchString(c.front):
		q.Kind, q.Stem = cloze.Kind, "Fill the gaps."
		if q.Explanation == "" {
			q.Explanation = c.back
		}
		q.Body = c.cloze()
	case c.front == "" && c.back == "":
		c.item.Refuse(c.at, "empty-note", "write a front and a back", "the note is empty")
		return
	case c.back == "":
		m.Unsupported(c.item, q, c.at, "note", "it has no back, so nothing says what is right", c.raw)
		return
	default:
		answer, marked := kit.Plain(c.back)
		if marked {
			c.item.Lose(c.at, "markup-dropped", "", "an answer is compared as words, so its markup is lost")
		}
		q.Kind = shorttext.Kind
		q.Body = &shorttext.ShortText{Rules: shorttext.Rules{Answers: []shorttext.Answer{{Text: strings.ReplaceAll(answer, "*", `\*`)}}}}
	}
	m.Add(c.item, q, c.at, c.raw)
}

// gap is a cloze deletion, with its answer and its hint; the brackets may have
// been escaped as Markdown.
var gap = regexp.MustCompile(`(?s)\{\{c([0-9]+)::(.*?)(?:::(.*?))?\}\}`)

// cloze makes a gap of each deletion.
func (c *card) cloze() quiz.Body {
	b := &cloze.Cloze{}
	n := 0
	b.Text = gap.ReplaceAllStringFunc(c.front, func(found string) string {
		parts := gap.FindStringSubmatch(found)
		n++
		name := fmt.Sprintf("gap-%d", n)
		answer, _ := kit.Plain(parts[2])
		b.Blanks = append(b.Blanks, cloze.Blank{Name: name, Text: &cloze.Text{
			Rules: shorttext.Rules{Answers: []shorttext.Answer{{Text: strings.ReplaceAll(answer, "*", `\*`)}}},
		}})
		if parts[3] != "" {
			return "[[" + name + "]] (" + parts[3] + ")"
		}
		return "[[" + name + "]]"
	})
	return b
}
