package qti

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

// item3 is an item of QTI 3.0 and item2 the same of 2.1.
func item3(declarations, body, processing string) string {
	return `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="tides" title="Tides" adaptive="false" time-dependent="false">` +
		declarations + `<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/><qti-item-body>` + body + `</qti-item-body>` + processing + `</qti-assessment-item>`
}

const (
	matchCorrect = `<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>`
	mapResponse  = `<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>`
)

func response(kind, base string, values ...string) string {
	return fmt.Sprintf(`<qti-response-declaration identifier="RESPONSE" cardinality="%s" base-type="%s"><qti-correct-response><qti-value>%s</qti-value></qti-correct-response></qti-response-declaration>`,
		kind, base, strings.Join(values, "</qti-value><qti-value>"))
}

func mapped(kind, base, attrs string, pairs ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<qti-response-declaration identifier="RESPONSE" cardinality="%s" base-type="%s"><qti-mapping %s>`, kind, base, attrs)
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, `<qti-map-entry map-key="%s" mapped-value="%s"/>`, pairs[i], pairs[i+1])
	}
	return b.String() + `</qti-mapping></qti-response-declaration>`
}

func read(t *testing.T, xml string) *kit.Import {
	t.Helper()
	m, err := decode(context.Background(), kit.Input{Name: "tides.xml", Data: []byte(xml)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func codes(m *kit.Import) string {
	var all []string
	for _, d := range m.List {
		all = append(all, d.Code)
	}
	return strings.Join(all, " ")
}

const choices = `<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="%d"><qti-prompt>What raises tides?</qti-prompt>
<qti-simple-choice identifier="M">the Moon</qti-simple-choice><qti-simple-choice identifier="S">the Sun</qti-simple-choice><qti-simple-choice identifier="W">wind</qti-simple-choice></qti-choice-interaction>`

// Each interaction, a response to it as our kinds write it, and what it earns.
func TestInteractionsAreGraded(t *testing.T) {
	own := func(statements string) string {
		return `<qti-response-processing>` + statements + `</qti-response-processing>`
	}
	tests := map[string]struct {
		xml   string
		kind  string
		given quiz.Response
		earns float64
	}{
		"single":                   {item3(response("single", "identifier", "M"), fmt.Sprintf(choices, 1), matchCorrect), "single-choice", "1", 0},
		"single with scores":       {item3(mapped("single", "identifier", `default-value="0"`, "M", "4", "S", "1"), fmt.Sprintf(choices, 1), mapResponse), "single-choice", "1", 0.25},
		"multiple, all or nothing": {item3(response("multiple", "identifier", "M", "S"), fmt.Sprintf(choices, 0), matchCorrect), "multiple-response", "0", 0},
		"multiple with scores":     {item3(mapped("multiple", "identifier", `default-value="-1" lower-bound="0"`, "M", "3", "S", "1"), fmt.Sprintf(choices, 0), mapResponse), "multiple-response", "0,2", 0.5},
		"multiple by its own rule": {item3(mapped("multiple", "identifier", `default-value="-1"`, "M", "1", "S", "1"), fmt.Sprintf(choices, 0),
			own(`<qti-set-outcome-value identifier="SCORE"><qti-max><qti-map-response identifier="RESPONSE"/><qti-base-value base-type="float">0</qti-base-value></qti-max></qti-set-outcome-value>`)), "multiple-response", "0,1,2", 0.5},
		"order": {item3(response("ordered", "identifier", "B", "A", "C"), `<qti-order-interaction response-identifier="RESPONSE" shuffle="true"><qti-prompt>Order them.</qti-prompt>
			<qti-simple-choice identifier="A">flood</qti-simple-choice><qti-simple-choice identifier="B">ebb</qti-simple-choice><qti-simple-choice identifier="C">slack</qti-simple-choice></qti-order-interaction>`, matchCorrect), "ordering", "1,0,2", 0},
		"match": {item3(mapped("multiple", "directedPair", `default-value="0"`, "A X", "1", "B Y", "1"), `<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="2"><qti-prompt>Match.</qti-prompt>
			<qti-simple-match-set><qti-simple-associable-choice identifier="A" match-max="1">spring</qti-simple-associable-choice><qti-simple-associable-choice identifier="B" match-max="1">neap</qti-simple-associable-choice></qti-simple-match-set>
			<qti-simple-match-set><qti-simple-associable-choice identifier="X" match-max="1">new moon</qti-simple-associable-choice><qti-simple-associable-choice identifier="Y" match-max="1">half moon</qti-simple-associable-choice></qti-simple-match-set></qti-match-interaction>`, mapResponse), "matching", "0,0", 0.5},
		"gap match": {item3(mapped("multiple", "directedPair", `default-value="0"`, "M G1", "3", "S G2", "1"), `<qti-gap-match-interaction response-identifier="RESPONSE" shuffle="true"><qti-gap-text identifier="M" match-max="1">Moon</qti-gap-text><qti-gap-text identifier="S" match-max="1">Sun</qti-gap-text>
			<p>Most by the <qti-gap identifier="G1"/>, less by the <qti-gap identifier="G2"/>.</p></qti-gap-match-interaction>`, mapResponse), "cloze", `["0","0"]`, 0.75},
		"inline choice": {item3(response("single", "identifier", "M"), `<p>The <qti-inline-choice-interaction response-identifier="RESPONSE"><qti-inline-choice identifier="S">Sun</qti-inline-choice><qti-inline-choice identifier="M">Moon</qti-inline-choice></qti-inline-choice-interaction> pulls.</p>`, matchCorrect), "cloze", `["1"]`, 1},
		"text entry":    {item3(mapped("single", "string", `default-value="0"`, "Moon", "1", "moon", "0.5"), `<p>What pulls? <qti-text-entry-interaction response-identifier="RESPONSE"/></p>`, mapResponse), "short-text", "moon", 0.5},
		"number within a tolerance": {item3(response("single", "float", "12.4"), `<p>How many hours? <qti-text-entry-interaction response-identifier="RESPONSE"/></p>`,
			own(`<qti-response-condition><qti-response-if><qti-equal tolerance-mode="absolute" tolerance="0.1 0.1"><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal>
			<qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">2</qti-base-value></qti-set-outcome-value></qti-response-if></qti-response-condition>`)), "numeric", "12.5", 1},
		"hot text": {item3(response("single", "identifier", "B"), `<qti-hottext-interaction response-identifier="RESPONSE" max-choices="1"><p>Tides <qti-hottext identifier="A">rise</qti-hottext> and <qti-hottext identifier="B">falls</qti-hottext>.</p></qti-hottext-interaction>`, matchCorrect), "single-choice", "1", 1},
		"a claim":  {item3(response("single", "identifier", "false"), `<qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Tides are waves of wind.</qti-prompt><qti-simple-choice identifier="true">True</qti-simple-choice><qti-simple-choice identifier="false">False</qti-simple-choice></qti-choice-interaction>`, matchCorrect), "true-false", "false", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := read(t, test.xml)
			if m.Count(kit.Whole) != 1 {
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

func TestVersion2IsTheSame(t *testing.T) {
	m := read(t, `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="T-1" title="Tides" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value> M </value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>
<itemBody><p>In <em>most</em> seas:</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>What pulls?</prompt>
<simpleChoice identifier="M">the Moon</simpleChoice><simpleChoice identifier="S">the Sun<feedbackInline outcomeIdentifier="FEEDBACK" identifier="S" showHide="show">Too far away.</feedbackInline></simpleChoice></choiceInteraction></itemBody>
<responseProcessing><setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue><responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
<setOutcomeValue identifier="SCORE"><baseValue baseType="float">5</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>
<modalFeedback outcomeIdentifier="FEEDBACK" identifier="M" showHide="show"><p>It is near.</p><blockquote>the Moon, being nearer, pulls more</blockquote></modalFeedback></assessmentItem>`)
	q := m.Set.Questions[0]
	if m.Count(kit.Whole) != 1 || q.ID != "t-1" || q.Stem != "In *most* seas:\n\nWhat pulls?" || q.Weight != 5 || q.Shuffled() {
		t.Errorf("%+v %v", q, m.List)
	}
	if q.Explanation != "It is near." || q.Quote != "the Moon, being nearer, pulls more" {
		t.Errorf("explained by %q and %q", q.Explanation, q.Quote)
	}
	if b := fmt.Sprintf("%+v", q.Body); !strings.Contains(b, "Too far away.") {
		t.Errorf("the feedback is not beside its option: %s", b)
	}
}

func TestWhatCannotBeAskedIsKept(t *testing.T) {
	one := response("single", "identifier", "M")
	tests := map[string]struct{ xml, codes string }{
		"essay":       {item3("", `<p>Explain.</p><qti-extended-text-interaction response-identifier="RESPONSE"/>`, ""), "unsupported-kind"},
		"template":    {item3(`<qti-template-declaration identifier="N" cardinality="single" base-type="integer"/>`+one, fmt.Sprintf(choices, 1), matchCorrect), "unsupported-kind"},
		"no key":      {item3("", fmt.Sprintf(choices, 1), ""), "unsupported-kind"},
		"own rule":    {item3(one, fmt.Sprintf(choices, 1), `<qti-response-processing><qti-set-outcome-value identifier="SCORE"><qti-random/></qti-set-outcome-value></qti-response-processing>`), "custom-scoring"},
		"remote":      {item3(one, `<p><img src="https://example.org/a.png" alt="a gauge"/></p>`+fmt.Sprintf(choices, 1), matchCorrect), "markup-left-out"},
		"free wrongs": {item3(mapped("multiple", "identifier", `default-value="0"`, "M", "1", "S", "1"), fmt.Sprintf(choices, 0), mapResponse), "free-wrong-options"},
	}
	for name, test := range tests {
		m := read(t, test.xml)
		if got := codes(m); got != test.codes || len(m.Set.Questions) != 1 {
			t.Errorf("%s: %v", name, m.List)
		}
	}
}

// pack makes a zip file.
func pack(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPackage(t *testing.T) {
	shared := strings.Replace(item3(response("single", "identifier", "M"), `<p><img src="../img/gauge.png" alt="a gauge"/></p>`+fmt.Sprintf(choices, 1), matchCorrect),
		"<qti-item-body>", `<qti-assessment-stimulus-ref identifier="s" href="../sea.xml"/><qti-item-body>`, 1)
	data := pack(t,
		"imsmanifest.xml", `<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources><resource type="imsqti_test_xmlv3p0" href="test.xml"/><resource type="imsqti_item_xmlv3p0" href="items/a.xml"/><resource type="imsqti_item_xmlv3p0" href="items/b.xml"/></resources></manifest>`,
		"test.xml", `<qti-assessment-test title="The sea"><qti-test-part><qti-assessment-section title="Two"><qti-selection select="some"/><qti-assessment-item-ref identifier="b" href="items/b.xml"/></qti-assessment-section>
			<qti-assessment-section title="One"><qti-assessment-item-ref identifier="a" href="items/a.xml"/><qti-assessment-item-ref identifier="c" href="items/gone.xml"/></qti-assessment-section></qti-test-part></qti-assessment-test>`,
		"items/a.xml", item3(response("single", "identifier", "M"), fmt.Sprintf(choices, 1), matchCorrect),
		"items/b.xml", shared,
		"items/unlisted.xml", item3("", "", ""),
		"img/gauge.png", "GIF89a, not really",
		"sea.xml", `<qti-assessment-stimulus><qti-stimulus-body><h2>Tides</h2><p>The Moon, being nearer, pulls more than the Sun.</p></qti-stimulus-body></qti-assessment-stimulus>`,
		"__MACOSX/items/._a.xml", "junk",
	)
	in := kit.Input{Name: "sea.zip", Data: data}
	if detect(in) < 90 {
		t.Error("the package is not recognised")
	}
	m, err := decode(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if m.Set.Title != "The sea" || len(m.Set.Questions) != 2 || m.Set.Topics.Title(m.Set.Questions[0].Topic) != "Two" || codes(m) != "missing-file draw-dropped" {
		t.Errorf("%+v %v", m.Set, m.List)
	}
	if len(m.Media) != 1 || !strings.HasPrefix(m.Set.Questions[0].Stem, "![a gauge](media/gauge.png)") {
		t.Errorf("%v %q", m.Media, m.Set.Questions[0].Stem)
	}
	if m.Set.Reading == nil || len(m.Set.Reading.Passages) != 1 {
		t.Errorf("the shared text is not the reading: %+v", m.Set.Reading)
	}
}

func TestHostileFiles(t *testing.T) {
	bomb := `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><assessmentItem>&b;</assessmentItem>`
	for name, data := range map[string][]byte{
		"entities":  []byte(bomb),
		"traversal": pack(t, "../../etc/passwd", "x"),
		"no zip":    []byte("PK\x03\x04 and nothing"),
		"depth":     []byte("<assessmentItem>" + strings.Repeat("<p>", 10_000)),
		"html":      []byte("<html><body/></html>"),
	} {
		if m, err := decode(context.Background(), kit.Input{Name: name, Data: data}); err == nil {
			t.Errorf("%s came in: %+v", name, m)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(item3(response("single", "identifier", "M"), fmt.Sprintf(choices, 1), matchCorrect)))
	f.Add([]byte(item3(mapped("multiple", "directedPair", `default-value="0"`, "M G1", "3"), `<qti-gap-match-interaction response-identifier="RESPONSE"><qti-gap-text identifier="M">Moon</qti-gap-text><p><qti-gap identifier="G1"/></p></qti-gap-match-interaction>`, mapResponse)))
	f.Add([]byte(item3(response("single", "float", "1"), `<p>? <qti-text-entry-interaction response-identifier="RESPONSE"/></p>`, `<qti-response-processing><qti-set-outcome-value identifier="SCORE"><qti-divide><qti-variable identifier="RESPONSE"/><qti-base-value base-type="float">0</qti-base-value></qti-divide></qti-set-outcome-value></qti-response-processing>`)))
	f.Add(pack(f, "imsmanifest.xml", `<manifest><resource href="a.xml"/></manifest>`, "a.xml", item3("", "", "")))
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
