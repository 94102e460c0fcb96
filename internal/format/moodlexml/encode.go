package moodlexml

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"path"
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// encoder writes one set.
type encoder struct {
	*kit.Writer
	set  *quiz.Set
	root *kit.Element
}

func encode(set *quiz.Set) (*kit.Export, error) {
	e := &encoder{Writer: kit.NewWriter(formatTitle), set: set, root: kit.El("quiz")}
	e.category(set.Title, "", set.Description)
	topic := ""
	e.Each(set, func(q *quiz.Question) string {
		out, why := e.question(q)
		if why != "" {
			return why
		}
		if q.Topic != topic {
			topic = q.Topic
			e.category(set.Topics.Title(topic), topic, "")
		}
		e.root.Add(out)
		return ""
	})
	return e.Finish(decode, quiz.File{Name: cmp.Or(set.ID, "questions") + ".xml", Data: e.root.Document()})
}

// category says where the questions after it belong: below the set.
func (e *encoder) category(title, name, info string) {
	path := "$course$/top/" + slashes(e.set.Title)
	if name != "" {
		path += "/" + slashes(title)
	}
	e.root.Add(kit.El("question", "type", "category").Add(
		kit.El("category").Add(kit.El("text").AddText(path)),
		kit.El("info", "format", "html").Add(kit.El("text").AddText(kit.ToHTML(info))),
		kit.El("idnumber").AddText(name),
	))
}

func slashes(title string) string { return strings.ReplaceAll(title, "/", "//") }

// types are Moodle's names for our kinds.
var types = map[string]string{
	"single-choice": "multichoice", "multiple-response": "multichoice", "true-false": "truefalse", "short-text": "shortanswer",
	"numeric": "numerical", "matching": "matching", "categorise": "matching", "ordering": "ordering", "cloze": "cloze",
}

// question writes one question, or says why it cannot be written.
func (e *encoder) question(q *quiz.Question) (*kit.Element, string) {
	kind, stem := types[q.Kind], kit.Stem(q.Stem)
	parts, text, why := e.body(q)
	switch {
	case why != "":
		return nil, why
	case text != "":
		stem = text
	}
	if kind == "" {
		kind = was(q)
	}
	feedback := kit.Prose(q.Explanation)
	if q.Quote != "" {
		feedback += "<blockquote>" + html.EscapeString(q.Quote) + "</blockquote>"
	}
	out := kit.El("question", "type", kind).Add(
		kit.El("name").Add(kit.El("text").AddText(q.ID)),
		e.text("questiontext", stem),
		e.text("generalfeedback", feedback),
		setting("defaultgrade", decimal(q.Points())),
		setting("penalty", penalty(q)),
		setting("hidden", "0"),
		setting("idnumber", q.ID),
	)
	if kind == "multichoice" || kind == "matching" {
		out.Add(setting("shuffleanswers", strconv.FormatBool(q.Shuffled())))
	}
	out.Add(parts...)
	for _, hint := range q.Hints {
		out.Add(e.text("hint", kit.ToHTML(hint)))
	}
	if q.Evidence != "" {
		out.Add(kit.El("tags").Add(kit.El("tag").Add(kit.El("text").AddText(evidenceTag + string(q.Evidence)))))
	}
	return out, ""
}

// penalty is what each try costs; Moodle wants a number where there is one try, too.
func penalty(q *quiz.Question) string {
	switch {
	case q.Tries <= 1:
		return "0"
	case q.Penalty == nil:
		return "0.3333333" // as Moodle writes it
	}
	return decimal(*q.Penalty)
}

func setting(name, value string) *kit.Element { return kit.El(name).AddText(value) }

// decimal writes a number as Moodle does, with no more digits than it keeps.
func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

var source64 = regexp.MustCompile(`(<img [^>]*?src=")([^":]+)(")`)

// text writes HTML with the files that it shows.
func (e *encoder) text(name, markup string) *kit.Element {
	var files []*kit.Element
	markup = source64.ReplaceAllStringFunc(markup, func(tag string) string {
		m := source64.FindStringSubmatch(tag)
		for _, f := range e.set.Files {
			if f.Name == html.UnescapeString(m[2]) {
				base := path.Base(f.Name)
				files = append(files, kit.El("file", "name", base, "path", "/", "encoding", "base64").AddText(base64.StdEncoding.EncodeToString(f.Data)))
				return m[1] + "@@PLUGINFILE@@/" + html.EscapeString(base) + m[3]
			}
		}
		return tag
	})
	return kit.El(name, "format", "html").Add(kit.El("text").AddText(markup)).Add(files...)
}

// answer writes an answer with what it earns, -1 to 1, and its feedback.
func (e *encoder) answer(format, text string, fraction float64, because string) *kit.Element {
	a := kit.El("answer", "fraction", percent(fraction), "format", format)
	if format == "html" {
		a.Nodes = e.text("answer", kit.ToHTML(text)).Nodes
	} else {
		a.Add(kit.El("text").AddText(text))
	}
	return a.Add(e.text("feedback", kit.Prose(because)))
}

// percent writes a fraction as Moodle does: 33.33333.
func percent(f float64) string {
	text := strings.TrimRight(fmt.Sprintf("%.5f", f*100), "0")
	return strings.TrimSuffix(text, ".")
}

// grades are the fractions that Moodle takes without asking.
var grades = []float64{0, 1, 0.9, 5. / 6, 0.8, 0.75, 0.7, 2. / 3, 0.6, 0.5, 0.4, 1. / 3, 0.3, 0.25, 0.2, 1. / 6, 1. / 7, 0.125, 1. / 9, 0.1, 0.05}

// listed warns of a fraction that Moodle has not in its list.
func (e *encoder) listed(q *quiz.Question, f float64) float64 {
	for _, g := range grades {
		if d := g - max(f, -f); d < 1e-4 && d > -1e-4 {
			return f
		}
	}
	e.Lose(q, "unlisted-fraction", "choose \"Nearest grade if not listed\" when Moodle imports the file", "Moodle knows no answer that earns %s %%", percent(f))
	return f
}
