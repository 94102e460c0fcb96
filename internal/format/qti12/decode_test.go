package qti12

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

func quizOf(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="Tides"><section ident="root">` + strings.Join(items, "\n") + `</section></assessment></questestinterop>`
}

func itemOf(kind, stem, responses, conditions string) string {
	return `<item ident="i1" title="Question"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>` + kind + `</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;` + stem + `&lt;/p&gt;</mattext></material>` + responses + `</presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>` + conditions + `</resprocessing></item>`
}

func lid(id, cardinality, text string, labels ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<response_lid ident="%s" rcardinality="%s">`, id, cardinality)
	if text != "" {
		fmt.Fprintf(&b, `<material><mattext>%s</mattext></material>`, text)
	}
	b.WriteString(`<render_choice>`)
	for i, l := range labels {
		fmt.Fprintf(&b, `<response_label ident="%c"><material><mattext texttype="text/plain">%s</mattext></material></response_label>`, 'A'+i, l)
	}
	return b.String() + `</render_choice></response_lid>`
}

func when(test, action string, points float64) string {
	return fmt.Sprintf(`<respcondition><conditionvar>%s</conditionvar><setvar varname="SCORE" action="%s">%v</setvar></respcondition>`, test, action, points)
}

func equal(id string, values ...string) string {
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintf(&b, `<varequal respident="%s">%s</varequal>`, id, v)
	}
	return b.String()
}

func read(t *testing.T, xml string) *kit.Import {
	t.Helper()
	in := kit.Input{Name: "tides.xml", Data: []byte(xml)}
	if detect(in) < 90 {
		t.Error("it is not recognised")
	}
	m, err := decode(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const text = `<response_str ident="r" rcardinality="Single"><render_fib><response_label ident="x"/></render_fib></response_str>`

// Each type, a response to it as our kinds write it, and what it earns.
func TestTypesAreGraded(t *testing.T) {
	tests := map[string]struct {
		xml   string
		kind  string
		given quiz.Response
		earns float64
	}{
		"single":    {itemOf("multiple_choice_question", "What pulls?", lid("r", "Single", "", "Moon", "Sun", "wind"), when(equal("r", "A"), "Set", 100)+when(equal("r", "B"), "Set", 25)), "single-choice", "1", 0.25},
		"claim":     {itemOf("true_false_question", "Tides are waves.", lid("r", "Single", "", "True", "False"), when(equal("r", "B"), "Set", 100)), "true-false", "false", 1},
		"exact":     {itemOf("multiple_answers_question", "Which pull?", lid("r", "Multiple", "", "Moon", "Sun", "wind"), when("<and>"+equal("r", "A", "B")+"<not>"+equal("r", "C")+"</not></and>", "Set", 100)), "multiple-response", "0", 0},
		"parts":     {itemOf("multiple_answers_question", "Which pull?", lid("r", "Multiple", "", "Moon", "Sun", "wind"), when(equal("r", "A"), "Add", 50)+when(equal("r", "B"), "Add", 50)+when(equal("r", "C"), "Add", -50)), "multiple-response", "0,2", 0},
		"short":     {itemOf("short_answer_question", "What pulls?", text, when(equal("r", "the Moon", "Luna"), "Set", 100)), "short-text", "luna", 1},
		"margin":    {itemOf("numerical_question", "How long?", text, when(`<or><varequal respident="r" margintype="percent" margin="10">200</varequal><and><vargte respident="r">180</vargte><varlte respident="r">220</varlte></and></or>`, "Set", 100)), "numeric", "180", 1},
		"range":     {itemOf("numerical_question", "How long?", text, when(`<vargte respident="r">180</vargte><varlte respident="r">220</varlte>`, "Set", 100)), "numeric", "221", 0},
		"matching":  {itemOf("matching_question", "Match.", lid("r1", "", "spring", "new moon", "half moon", "eclipse")+lid("r2", "", "neap", "new moon", "half moon", "eclipse"), when(equal("r1", "A"), "Add", 50)+when(equal("r2", "B"), "Add", 50)), "matching", "0,2", 0.5},
		"dropdowns": {itemOf("multiple_dropdowns_question", "The [what] pulls the [thing].", lid("response_what", "", "what", "Moon", "wind")+lid("response_thing", "", "thing", "sky", "sea"), when(equal("response_what", "A"), "Add", 50)+when(equal("response_thing", "B"), "Add", 50)), "cloze", `["0","0"]`, 0.5},
		"blanks":    {itemOf("fill_in_multiple_blanks_question", "The [what] pulls the [thing].", lid("response_what", "", "what", "Moon", "Luna")+lid("response_thing", "", "thing", "sea"), when(equal("response_what", "A"), "Add", 50)+when(equal("response_thing", "A"), "Add", 50)), "cloze", `["luna","sea"]`, 1},
		"order":     {itemOf("", "Order.", lid("r", "Ordered", "", "flood", "ebb", "slack"), when(equal("r", "B", "A", "C"), "Set", 100)), "ordering", "0,1,2", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := read(t, quizOf(test.xml))
			if m.Count(kit.Whole) != 1 || m.Set.Title != "Tides" {
				t.Fatalf("it lost something: %v", m.List)
			}
			q := m.Set.Questions[0]
			if q.Kind != test.kind {
				t.Fatalf("it is %s: %+v", q.Kind, q.Body)
			}
			if f, err := q.Body.Grade(test.given); err != nil || f < test.earns-1e-9 || f > test.earns+1e-9 {
				t.Errorf("%s earns %v, not %v (%v)", test.given, f, test.earns, err)
			}
			if f, err := q.Body.Grade(q.Body.Key()); err != nil || f != 1 {
				t.Errorf("the key %s earns %v (%v)", q.Body.Key(), f, err)
			}
		})
	}
}

func TestFeedbackFindsItsPlace(t *testing.T) {
	show := func(test, id string) string {
		return `<respcondition continue="Yes"><conditionvar>` + test + `</conditionvar><displayfeedback feedbacktype="Response" linkrefid="` + id + `"/></respcondition>`
	}
	feedback := ""
	for _, id := range []string{"general_fb", "A_fb", "B_fb"} {
		feedback += `<itemfeedback ident="` + id + `"><flow_mat><material><mattext texttype="text/html">&lt;em&gt;` + id + `&lt;/em&gt;</mattext></material></flow_mat></itemfeedback>`
	}
	xml := itemOf("multiple_choice_question", "What pulls?", lid("r", "Single", "", "Moon", "Sun"), show("<other/>", "general_fb")+show(equal("r", "A"), "A_fb")+show(equal("r", "B"), "B_fb")+when(equal("r", "A"), "Set", 100))
	m := read(t, quizOf(strings.Replace(xml, "</resprocessing>", "</resprocessing>"+feedback, 1)))
	q := m.Set.Questions[0]
	if m.Count(kit.Whole) != 1 || q.Explanation != `*general\_fb*` {
		t.Errorf("%+v %v", q, m.List)
	}
	if b := fmt.Sprintf("%+v", q.Body); strings.Count(b, `*A\_fb*`) != 1 || strings.Count(b, `*B\_fb*`) != 1 {
		t.Errorf("the feedback is not beside the options: %s", b)
	}
}

func TestWhatCannotBeAskedIsKept(t *testing.T) {
	good := itemOf("true_false_question", "Tides are waves.", lid("r", "Single", "", "True", "False"), when(equal("r", "B"), "Set", 100))
	for name, xml := range map[string]string{
		"essay":  itemOf("essay_question", "Explain.", text, ""),
		"no key": itemOf("multiple_choice_question", "What?", lid("r", "Single", "", "a", "b"), ""),
		"text":   itemOf("text_only_question", "Read this.", "", ""),
	} {
		m := read(t, quizOf(good, xml, good))
		if len(m.Set.Questions) != 3 || m.Count(kit.Lossy) != 1 || m.List[0].Code != "unsupported-kind" {
			t.Errorf("%s: %v", name, m.List)
		}
	}
	m := read(t, quizOf(good, `<bankentry_item item_ref="x"/>`))
	if len(m.Set.Questions) != 1 || m.Count(kit.Refused) != 1 {
		t.Errorf("%v", m.List)
	}
}

func TestPackage(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range map[string]string{
		"imsmanifest.xml":         `<manifest/>`,
		"quiz/quiz.xml":           quizOf(itemOf("true_false_question", `&lt;img src="$IMS-CC-FILEBASE$/img/a.png" alt="gauge"&gt; Tides are waves.`, lid("r", "Single", "", "True", "False"), when(equal("r", "B"), "Set", 100))),
		"web_resources/img/a.png": "GIF89a, not really",
	} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	m := read(t, b.String())
	if len(m.Media) != 1 || m.Count(kit.Whole) != 1 || !strings.Contains(m.Set.Questions[0].Stem, "![gauge](media/a.png)") {
		t.Errorf("%v %v %+v", m.Media, m.List, m.Set.Questions)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(quizOf(itemOf("multiple_choice_question", "What pulls?", lid("r", "Single", "", "Moon", "Sun"), when(equal("r", "A"), "Set", 100)))))
	f.Add([]byte(quizOf(itemOf("numerical_question", "How long?", text, when(`<vargte respident="r">1</vargte>`, "Set", 100)))))
	f.Add([]byte(quizOf(itemOf("multiple_dropdowns_question", "The [what] pulls.", lid("response_what", "", "what", "Moon")+lid("response_b", "", "b", "x"), when(equal("response_what", "A"), "Add", 50)))))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decode(context.Background(), kit.Input{Name: "f.xml", Data: data})
		if err != nil {
			return
		}
		for _, q := range m.Set.Questions {
			if q.ID == "" || q.Stem == "" || q.Body == nil {
				t.Errorf("an incomplete question: %+v", q)
			}
		}
	})
}
