package moodlexml

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// errUnsupported says that a question is sound and no kind can ask it.
type errUnsupported struct{ reason string }

func (e errUnsupported) Error() string { return e.reason }

func unsupported(format string, args ...any) error {
	return errUnsupported{fmt.Sprintf(format, args...)}
}

// A reader makes the body of a question of one type. Its error is
// errUnsupported, or says what is wrong with the question.
type reader func(d *decoder, e *kit.Element, q *quiz.Question, item *kit.Item) (quiz.Body, error)

// readers are the types that can be asked here.
var readers = map[string]reader{
	"multichoice": (*decoder).choice,
	"truefalse":   (*decoder).trueFalse,
	"shortanswer": (*decoder).shortText,
	"numerical":   (*decoder).numeric,
	"matching":    (*decoder).matching,
	"ordering":    (*decoder).ordering,
	"cloze":       (*decoder).cloze,
	"multianswer": (*decoder).cloze,
	"ddwtos":      (*decoder).missingWords,
	"gapselect":   (*decoder).missingWords,
}

// ungradable are the types that come with Moodle and that no kind here can ask.
var ungradable = map[string]string{
	"essay":            "an essay has to be read by a person",
	"description":      "a description asks nothing",
	"calculated":       "its numbers are drawn anew for each learner",
	"calculatedsimple": "its numbers are drawn anew for each learner",
	"calculatedmulti":  "its numbers are drawn anew for each learner",
	"randomsamatch":    "its pairs are drawn from other questions",
	"random":           "it stands for a question drawn from others",
	"ddmarker":         "it asks for places on an image",
	"ddimageortext":    "it asks for places on an image",
}

// kinds are the names of the readers' kinds.
var kinds = map[string]string{
	"truefalse": "true-false", "shortanswer": "short-text", "numerical": "numeric", "matching": "matching",
	"ordering": "ordering", "cloze": "cloze", "multianswer": "cloze", "ddwtos": "cloze", "gapselect": "cloze",
}

// blanks are the types whose text holds their blanks.
var blanks = map[string]bool{"cloze": true, "multianswer": true, "ddwtos": true, "gapselect": true}

// settings are elements about how Moodle shows a question, which need no word
// when they are left out.
var settings = map[string]bool{
	"name": true, "questiontext": true, "generalfeedback": true, "defaultgrade": true, "idnumber": true,
	"answer": true, "subquestion": true, "selectoption": true, "dragbox": true, "single": true, "usecase": true,
	"shuffleanswers": true, "answernumbering": true, "showstandardinstruction": true, "shownumcorrect": true,
	"layouttype": true, "selecttype": true, "selectcount": true, "gradingtype": true, "showgrading": true, "numberingstyle": true,
	"units": true, "unitgradingtype": true, "unitpenalty": true, "showunits": true, "unitsleft": true, "instructions": true,
	"image": true, "image_base64": true, "hint": true, "penalty": true,
}

// question reads one question and puts it into the set.
func (d *decoder) question(e *kit.Element) {
	name := strings.TrimSpace(e.Child("name").Text())
	item := d.Item(kit.Slug(name))
	kind := e.Attr("type")
	read, reason := readers[kind], ungradable[kind]
	if read == nil && reason == "" {
		item.Refuse(e.Pos, "plug-in-kind", "write it again as a kind that Moodle has without plug-ins",
			"the question %q is of the type %q, which is a plug-in's and is not read", name, kind)
		return
	}
	q := quiz.Question{ID: name, Kind: kinds[kind]}
	if number := strings.TrimSpace(e.Child("idnumber").Text()); number != "" {
		q.ID = number
	}
	d.shared(e, &q, item)
	body, err := quiz.Body(nil), unsupported("%s", reason)
	if read != nil {
		body, err = read(d, e, &q, item)
		for child := range e.Children("") {
			d.leftOut(child, &q, item)
		}
	}
	raw := e.Source("file", "image_base64")
	var not errUnsupported
	switch {
	case errors.As(err, &not):
		if blanks[kind] {
			q.Stem = d.markdown(e.Child("questiontext"), item)
		}
		if q.Stem == "" {
			q.Stem = kit.Markdown(name)
		}
		d.Unsupported(item, q, e.Pos, kind, not.reason, raw)
	case err != nil:
		item.Refuse(e.Pos, "broken-question", "mend it in Moodle and export it again", "the question %q cannot be read: %v", name, err)
		return
	default:
		q.Body = body
		if q.Stem == "" {
			q.Stem = kit.Markdown(name)
		}
		d.Add(item, q, e.Pos, raw)
	}
	d.placed = append(d.placed, d.place)
	d.used[d.place] = true
}

// shared reads what all types have.
func (d *decoder) shared(e *kit.Element, q *quiz.Question, item *kit.Item) {
	if !blanks[e.Attr("type")] {
		q.Stem = d.markdown(e.Child("questiontext"), item)
	}
	d.feedback(q, e.Child("generalfeedback"), item)
	if grade, ok := kit.Number(e.Child("defaultgrade").Text()); ok && grade > 0 && grade != 1 {
		q.Weight = grade
	}
	if !truth(e.Child("shuffleanswers"), true) {
		no := false
		q.Shuffle = &no
	}
	d.hints(e, q, item)
	d.legacyImage(e, q, item)
}

// hints reads the hints, after each of which Moodle gives one more try, and what
// a try costs.
func (d *decoder) hints(e *kit.Element, q *quiz.Question, item *kit.Item) {
	for hint := range e.Children("hint") {
		if text := d.markdown(hint, item); text != "" {
			q.Hints = append(q.Hints, text)
		}
	}
	penalty, ok := kit.Number(e.Child("penalty").Text())
	ok = ok && penalty >= 0 && penalty <= 1
	if len(q.Hints) == 0 {
		d.penalties = d.penalties || ok && penalty > 0 && penalty < 1
		return
	}
	q.Tries = min(len(q.Hints)+1, quiz.MostTries)
	if ok && !kit.ThirdPenalty(penalty) {
		q.Penalty = &penalty
	}
}

// legacyImage brings along the one image that a question of Moodle 1.x has.
func (d *decoder) legacyImage(e *kit.Element, q *quiz.Question, item *kit.Item) {
	code, name := squeeze(e.Child("image_base64").Text()), strings.TrimSpace(e.Child("image").Text())
	if code == "" {
		if name != "" {
			item.Lose(e.Child("image").Pos, "markup-left-out", "", "the image %s is not in the file and is left out", name)
		}
		return
	}
	data, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		item.Lose(e.Child("image_base64").Pos, "broken-file", "export the question again", "the image %q in the question is broken", name)
		return
	}
	path, ok := d.Image(name, data)
	if !ok {
		item.Lose(e.Child("image_base64").Pos, "file-left-out", "", "the file %q is no image of a kind that is shown, and is left out", name)
		return
	}
	q.Stem += " ![](" + path + ")"
}

// leftOut reports an element that has no place in a set.
func (d *decoder) leftOut(e *kit.Element, q *quiz.Question, item *kit.Item) {
	text := strings.TrimSpace(e.Text())
	switch {
	case settings[e.Name]:
	case e.Name == "hidden":
		if text == "1" {
			item.Lose(e.Pos, "was-hidden", "remove the question if it is not wanted", "the question was hidden in Moodle")
		}
	case e.Name == "tags":
		for tag := range e.Children("tag") {
			d.tag(strings.TrimSpace(tag.Text()), tag, q, item)
		}
	case text == "":
	case strings.HasSuffix(e.Name, "correctfeedback"):
		if !standard[text] {
			item.Lose(e.Pos, "combined-feedback-left-out", "write it into the explanation", "the feedback on the whole answer is left out: %q", kit.Brief(text))
		}
	default:
		item.Lose(e.Pos, "element-left-out", "", "the element <%s> is left out: %q", e.Name, kit.Brief(text))
	}
}

// tag reads a tag; those that our own exports write say what evidence there is.
func (d *decoder) tag(text string, e *kit.Element, q *quiz.Question, item *kit.Item) {
	if evidence, ok := strings.CutPrefix(text, evidenceTag); ok && slices.Contains(quiz.Evidence("").Enum(), evidence) {
		q.Evidence = quiz.Evidence(evidence)
		return
	}
	item.Lose(e.Pos, "tag-left-out", "", "the tag %q is left out", text)
}

// evidenceTag begins the tag that carries the kind of evidence.
const evidenceTag = "evidence:"

// standard are the sentences that Moodle itself puts into every question.
var standard = map[string]bool{
	"Your answer is correct.": true, "Your answer is partially correct.": true, "Your answer is incorrect.": true,
	"<p>Your answer is correct.</p>": true, "<p>Your answer is partially correct.</p>": true, "<p>Your answer is incorrect.</p>": true,
}

// truth reads a setting that is written as 1, true or True.
func truth(e *kit.Element, otherwise bool) bool {
	switch strings.ToLower(strings.TrimSpace(e.Text())) {
	case "1", "true", "yes":
		return true
	case "0", "false", "no":
		return false
	}
	return otherwise
}
