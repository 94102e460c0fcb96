package moodlexml

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
)

// cloze reads a question whose blanks stand in its text.
func (d *decoder) cloze(e *kit.Element, q *quiz.Question, item *kit.Item) (quiz.Body, error) {
	text, blanks, err := kit.Embedded(source(e.Child("questiontext")), kit.Mark)
	if not, ok := errors.AsType[*kit.UnsupportedBlank](err); ok {
		return nil, errUnsupported{not.Error()}
	}
	if err != nil {
		return nil, err
	}
	body := &cloze.Cloze{Blanks: blanks}
	q.Stem, body.Text = kit.StemOf(kit.Unmark(d.convert(text, e.Child("questiontext"), item)))
	return body, nil
}

// word is a word that fits into the blanks of its group.
type word struct {
	text  string
	group string
}

var numbered = regexp.MustCompile(`\[\[([0-9]+)[^\]]{0,40}\]\]`)

// missingWords reads a text whose blanks, [[1]], are filled by choosing a word.
func (d *decoder) missingWords(e *kit.Element, q *quiz.Question, item *kit.Item) (quiz.Body, error) {
	var words []word
	for c := range e.Children("") {
		if c.Name != "dragbox" && c.Name != "selectoption" {
			continue
		}
		md, lost := kit.HTML(c.Child("text").Text(), nil)
		plain, marked := kit.Plain(md)
		if marked || len(lost) > 0 {
			item.Lose(c.Pos, "markup-left-out", "", "the markup of the choice %q is left out", plain)
		}
		words = append(words, word{plain, strings.TrimSpace(c.Child("group").Text())})
	}
	body := &cloze.Cloze{}
	var missing error
	text := numbered.ReplaceAllStringFunc(source(e.Child("questiontext")), func(m string) string {
		n, _ := strconv.Atoi(numbered.FindStringSubmatch(html.UnescapeString(m))[1])
		if n < 1 || n > len(words) {
			missing = fmt.Errorf("the text has a blank %s, and there is no such choice", m)
			return m
		}
		b := cloze.Blank{Name: fmt.Sprintf("blank-%d", len(body.Blanks)+1), Select: &cloze.Select{Single: choice.Single{Options: fitting(words, n-1)}}}
		body.Blanks = append(body.Blanks, b)
		return kit.Mark(b.Name)
	})
	if missing == nil && len(body.Blanks) == 0 {
		missing = errors.New("the text has no blank such as [[1]]")
	}
	if missing != nil {
		return nil, missing
	}
	q.Stem, body.Text = kit.StemOf(kit.Unmark(d.convert(text, e.Child("questiontext"), item)))
	return body, nil
}

// fitting lists the words of the group of words[right], each once.
func fitting(words []word, right int) choice.Options {
	var options choice.Options
	seen := map[string]bool{}
	for _, w := range words {
		if w.group == words[right].group && !seen[w.text] {
			seen[w.text] = true
			options = append(options, choice.Option{Text: w.text, Correct: w.text == words[right].text})
		}
	}
	return options
}
