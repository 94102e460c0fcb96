package moodlexml

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// read imports the questions of a quiz.
func read(t *testing.T, questions string) *kit.Import {
	t.Helper()
	m, err := decode(context.Background(), kit.Input{Name: "bank.xml", Data: []byte(`<?xml version="1.0"?><quiz>` + questions + `</quiz>`)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// codes lists the findings' codes.
func codes(m *kit.Import) string {
	var all []string
	for _, d := range m.List {
		all = append(all, d.Code)
	}
	return strings.Join(all, " ")
}

const stem = `<name><text>Tides</text></name><questiontext format="html"><text>&lt;p&gt;What raises &lt;em&gt;most&lt;/em&gt; of the tide?&lt;/p&gt;</text></questiontext>`

// Each type, a response to it as our kinds write it, and what it earns.
func TestTypesAreGraded(t *testing.T) {
	tests := map[string]struct {
		xml   string
		kind  string
		given quiz.Response
		earns float64
	}{
		"single": {`<question type="multichoice">` + stem + `<single>true</single><answer fraction="100"><text>Moon</text></answer>
			<answer fraction="50"><text>Sun</text></answer><answer fraction="0"><text>Wind</text></answer></question>`, "single-choice", "1", 0.5},
		"multiple": {`<question type="multichoice">` + stem + `<single>false</single><answer fraction="50"><text>Moon</text></answer>
			<answer fraction="50"><text>Sun</text></answer><answer fraction="-50"><text>Wind</text></answer></question>`, "multiple-response", "0,1,2", 0.5},
		"uneven": {`<question type="multichoice">` + stem + `<single>false</single><answer fraction="75"><text>Moon</text></answer>
			<answer fraction="25"><text>Sun</text></answer><answer fraction="-100"><text>Wind</text></answer></question>`, "multiple-response", "0", 0.75},
		"false":    {`<question type="truefalse">` + stem + `<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>`, "true-false", "false", 1},
		"falsch":   {`<question type="truefalse">` + stem + `<answer fraction="100"><text>wahr</text></answer><answer fraction="0"><text>falsch</text></answer></question>`, "true-false", "true", 1},
		"short":    {`<question type="shortanswer">` + stem + `<usecase>1</usecase><answer fraction="100"><text>Moon*</text></answer><answer fraction="20"><text>moon</text></answer></question>`, "short-text", "moon", 0.2},
		"number":   {`<question type="numerical">` + stem + `<answer fraction="100"><text>12,4</text><tolerance>0.1</tolerance></answer><answer fraction="0"><text>*</text></answer></question>`, "numeric", "12.5", 1},
		"units":    {`<question type="numerical">` + stem + `<answer fraction="100"><text>2</text></answer><units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit><unit><multiplier>1000</multiplier><unit_name>m</unit_name></unit></units><unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>0</showunits></question>`, "numeric", "2000 m", 1},
		"no unit":  {`<question type="numerical">` + stem + `<answer fraction="100"><text>2</text></answer><units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units><unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>0</showunits></question>`, "numeric", "2", 0.9},
		"matching": {`<question type="matching">` + stem + `<subquestion><text>spring</text><answer><text>new moon</text></answer></subquestion><subquestion><text>neap</text><answer><text>half moon</text></answer></subquestion><subquestion><text></text><answer><text>eclipse</text></answer></subquestion></question>`, "matching", "0,2", 0.5},
		"ordering": {`<question type="ordering">` + stem + `<gradingtype>ABSOLUTE_POSITION</gradingtype><answer fraction="2"><text>ebb</text></answer><answer fraction="1"><text>flood</text></answer><answer fraction="3"><text>slack</text></answer></question>`, "ordering", "0,2,1", 1. / 3},
		"cloze":    {`<question type="cloze"><name><text>c</text></name><questiontext format="html"><text>&lt;p&gt;The {2:MC:=Moon#yes~%50%Sun~Wind} and {:SA:=gravity} at {1:NM:=12.4:0.1} h&lt;/p&gt;</text></questiontext></question>`, "cloze", `["1","gravity","12.45"]`, 0.75},
		"gapselect": {`<question type="gapselect"><name><text>g</text></name><questiontext format="html"><text>The [[1]] pulls the [[3]].</text></questiontext>
			<selectoption><text>Moon</text><group>1</group></selectoption><selectoption><text>Sun</text><group>1</group></selectoption>
			<selectoption><text>sea</text><group>2</group></selectoption><selectoption><text>sky</text><group>2</group></selectoption></question>`, "cloze", `["0","1"]`, 0.5},
		"ddwtos": {`<question type="ddwtos"><name><text>g</text></name><questiontext format="html"><text>The [[2]] pulls.</text></questiontext>
			<dragbox><text>Moon</text><group>1</group></dragbox><dragbox><text>Sun</text><group>1</group></dragbox></question>`, "cloze", `["1"]`, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := read(t, test.xml)
			if m.Count(kit.Whole) != 1 {
				t.Fatalf("it lost something: %v", m.List)
			}
			q := m.Set.Questions[0]
			if q.Kind != test.kind {
				t.Fatalf("it is %s", q.Kind)
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

func TestSharedParts(t *testing.T) {
	image := base64.StdEncoding.EncodeToString([]byte("GIF89a, not really"))
	m := read(t, `<question type="category"><category><text>$course$/top/Sea/Tides</text></category><info format="html"><text></text></info></question>
		<question type="truefalse"><name><text>One</text></name><questiontext format="html"><text><![CDATA[<p>Tide <img src="@@PLUGINFILE@@/a%20b.png" alt="a gauge"> rises</p>]]></text><file name="a b.png" path="/" encoding="base64">`+image+`</file></questiontext>
		<generalfeedback format="html"><text><![CDATA[<p>It does.</p><blockquote>the sea rises twice a day</blockquote>]]></text></generalfeedback>
		<defaultgrade>2.0000000</defaultgrade><idnumber>A &amp; B</idnumber><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>
		<tags><tag><text>evidence:observational</text></tag><tag><text>week 3</text></tag></tags>
		<penalty>0.1000000</penalty><hint format="html"><text>&lt;p&gt;Look &lt;b&gt;up&lt;/b&gt;&lt;/p&gt;</text></hint><hint format="html"><text></text></hint></question>
		<question type="category"><category><text>$course$/top/Sea/Salt // sugar</text></category></question>
		<question type="essay"><name><text>Two</text></name><questiontext format="plain_text"><text>Write 2 * 3 * 4 &lt;b&gt;lines&lt;/b&gt;.</text></questiontext></question>`)
	if m.Set.Title != "Sea" || len(m.Set.Topics) != 2 || m.Set.Topics[1].Title != "Salt / sugar" {
		t.Errorf("title %q, topics %v", m.Set.Title, m.Set.Topics)
	}
	q := m.Set.Questions[0]
	if q.ID != "a-b" || q.Weight != 2 || q.Evidence != quiz.Observational || q.Quote != "the sea rises twice a day" || q.Explanation != "It does." {
		t.Errorf("the question is %+v", q)
	}
	if len(q.Hints) != 1 || q.Hints[0] != "Look **up**" || q.Tries != 2 || q.Penalty == nil || *q.Penalty != 0.1 {
		t.Errorf("the hints are %q, with %+v", q.Hints, q.TryRule)
	}
	if q.Stem != "Tide ![a gauge](media/a-b.png) rises" || len(m.Media) != 1 || m.Media[0].Name != "media/a-b.png" {
		t.Errorf("the stem is %q, the files are %v", q.Stem, m.Media)
	}
	e := m.Set.Questions[1]
	if words, marked := kit.Plain(e.Stem); e.Kind != "unsupported" || marked || words != "Write 2 * 3 * 4 <b>lines</b>." {
		t.Errorf("the essay is %+v", e)
	}
	if got := codes(m); got != "tag-left-out unsupported-kind" {
		t.Errorf("found %s", got)
	}
}

// One bad question does not stop the others, and each is named.
func TestBadQuestions(t *testing.T) {
	good := `<question type="truefalse">` + stem + `<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>`
	tests := map[string]struct{ xml, code string }{
		"plug-in":        {`<question type="stack">` + stem + `</question>`, "plug-in-kind"},
		"no answers":     {`<question type="shortanswer">` + stem + `</question>`, "broken-question"},
		"no number":      {`<question type="numerical">` + stem + `<answer fraction="100"><text>many</text></answer></question>`, "broken-question"},
		"bad fraction":   {`<question type="multichoice">` + stem + `<answer fraction="all"><text>a</text></answer></question>`, "broken-question"},
		"no such choice": {`<question type="gapselect"><name><text>g</text></name><questiontext><text>[[7]]</text></questiontext></question>`, "broken-question"},
		"open cloze":     {`<question type="cloze"><name><text>g</text></name><questiontext><text>{1:SA:=a</text></questiontext></question>`, "broken-question"},
		"no key":         {`<question type="multichoice">` + stem + `<answer fraction="0"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question>`, "not-gradable"},
		"several boxes":  {`<question type="cloze"><name><text>g</text></name><questiontext><text>{1:MR:=a~=b~c}</text></questiontext></question>`, "unsupported-kind"},
	}
	for name, test := range tests {
		m := read(t, good+test.xml+good)
		if codes(m) != test.code || m.Count(kit.Whole) != 2 {
			t.Errorf("%s: %v", name, m.List)
		}
	}
}

// What stands before broken XML comes in.
func TestBrokenXML(t *testing.T) {
	src := `<quiz><question type="truefalse">` + stem + `<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>
<question type="truefalse"><name><text>Two</wrong>`
	m, err := decode(context.Background(), kit.Input{Name: "bank.xml", Data: []byte(src)})
	if err != nil || len(m.Set.Questions) != 1 || m.Count(kit.Refused) != 1 {
		t.Fatalf("%v %+v", err, m)
	}
	if d := m.List[0]; d.Code != "broken-xml" || d.Line != 2 {
		t.Errorf("found %v", m.List)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`<quiz><question type="multichoice">` + stem + `<answer fraction="100"><text>a</text></answer></question></quiz>`))
	f.Add([]byte(`<quiz><question type="cloze"><questiontext><text>{1:MC:=a~b\}c#d} {2:NM:=1:0.1}</text></questiontext></question></quiz>`))
	f.Add([]byte(`<quiz><question type="category"><category><text>a//b/c</text></category></question><question type="ordering"><answer fraction="1"/></question></quiz>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decode(context.Background(), kit.Input{Name: "f.xml", Data: data})
		if err != nil {
			return
		}
		if len(m.Set.Questions)+m.Count(kit.Refused) != len(m.Fates) {
			t.Errorf("%d questions and %d refused of %d", len(m.Set.Questions), m.Count(kit.Refused), len(m.Fates))
		}
		for _, q := range m.Set.Questions {
			if q.ID == "" || q.Stem == "" || q.Body == nil {
				t.Errorf("an incomplete question: %+v", q)
			}
		}
	})
}

// What Moodle leaves of answers that were removed is no answer.
func TestEmptyAnswers(t *testing.T) {
	m := read(t, `<question type="multichoice">`+stem+`<answer fraction="100"><text>Moon</text></answer><answer fraction="0"><text></text></answer><answer fraction="0"><text>Sun</text></answer></question>`)
	if codes(m) != "empty-choice" || len(m.Set.Questions) != 1 || m.Set.Questions[0].Kind != "single-choice" {
		t.Errorf("%v %+v", m.List, m.Set.Questions)
	}
}
