package qti

import (
	"strings"

	"verbatim/internal/format/kit"
)

// item is an assessment item as it stands in its file, with the names of
// QTI 2.x whatever its version.
type item struct {
	*kit.Element
	responses map[string]*declaration
	outcomes  map[string]*declaration
	body      *kit.Element
	process   *kit.Element // response processing; nil where there is none
	steps     int          // the work spent on it so far
}

// declaration says what a variable holds and, of a response, what is right.
type declaration struct {
	id          string
	cardinality string
	base        string
	correct     []string
	initial     []string
	mapping     *mapping
}

// mapping says what each value of a response is worth.
type mapping struct {
	lower, upper *float64
	other        float64
	entries      []entry
}

type entry struct {
	key     string
	value   float64
	anyCase bool
}

// rename gives the elements and attributes of QTI 3.0 the names of 2.x:
// qti-choice-interaction becomes choiceInteraction.
func rename(e *kit.Element) {
	for c := range e.All("") {
		renameOne(c)
	}
	renameOne(e)
}

func renameOne(e *kit.Element) {
	name, ok := strings.CutPrefix(e.Name, "qti-")
	if !ok {
		return
	}
	e.Name = camel(name)
	for i := range e.Attrs {
		if n := e.Attrs[i].Name.Local; !strings.HasPrefix(n, "data-") && !strings.HasPrefix(n, "aria-") {
			e.Attrs[i].Name.Local = camel(n)
		}
	}
}

func camel(name string) string {
	parts := strings.Split(name, "-")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

// readItem reads the parts of an item.
func readItem(root *kit.Element) *item {
	it := &item{Element: root, responses: map[string]*declaration{}, outcomes: map[string]*declaration{},
		body: root.Child("itemBody"), process: root.Child("responseProcessing")}
	for e := range root.Children("responseDeclaration") {
		it.responses[e.Attr("identifier")] = readDeclaration(e)
	}
	for e := range root.Children("outcomeDeclaration") {
		it.outcomes[e.Attr("identifier")] = readDeclaration(e)
	}
	return it
}

func readDeclaration(e *kit.Element) *declaration {
	d := &declaration{id: e.Attr("identifier"), cardinality: e.Attr("cardinality"), base: e.Attr("baseType")}
	for v := range e.Child("correctResponse").Children("value") {
		d.correct = append(d.correct, valueText(v, d.base))
	}
	for v := range e.Child("defaultValue").Children("value") {
		d.initial = append(d.initial, valueText(v, d.base))
	}
	if m := e.Child("mapping"); m != nil {
		d.mapping = &mapping{}
		d.mapping.lower = number(m.Attr("lowerBound"))
		d.mapping.upper = number(m.Attr("upperBound"))
		if n := number(m.Attr("defaultValue")); n != nil {
			d.mapping.other = *n
		}
		for en := range m.Children("mapEntry") {
			if n := number(en.Attr("mappedValue")); n != nil {
				d.mapping.entries = append(d.mapping.entries, entry{key: folded(en.Attr("mapKey"), d.base), value: *n,
					anyCase: en.Attr("caseSensitive") == "false"})
			}
		}
	}
	return d
}

// valueText is a value; identifiers and numbers have no space around them.
func valueText(e *kit.Element, base string) string { return folded(e.Text(), base) }

func folded(text, base string) string {
	if base == "string" {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}

func number(text string) *float64 {
	if n, ok := kit.Number(text); ok {
		return &n
	}
	return nil
}

// single says whether a response can only hold one value.
func (d *declaration) single() bool {
	return d.cardinality == "single" || d.cardinality == "record" || d.cardinality == ""
}
