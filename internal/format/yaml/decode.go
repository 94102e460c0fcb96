package yaml

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

// decoder fills structs of package quiz from YAML nodes, strictly: every key
// must be a json tag of the struct, every value of its type. It collects all
// findings and never stops at the first.
type decoder struct {
	file     string
	list     diag.List
	question string // the id of the question under way
}

// A struct with positions (quiz.Where) is told where it and its fields stand.
type locatable interface {
	Locate(name string, p diag.Pos)
}

// An ordered map (quiz.Topics) takes its entries one by one.
type putter interface {
	Put(name, value string)
}

// An entry (quiz.Allow) is one word, or one word with the text that belongs to it.
type entry interface {
	locatable
	Set(word, text string)
}

// An enum lists the values that a string type may take.
type enum interface {
	Enum() []string
}

// into decodes node n, the value of the key name, into v.
func (d *decoder) into(n *yaml.Node, name string, v reflect.Value) {
	if e, ok := reflect.TypeAssert[enum](v); ok && n.Kind == yaml.ScalarNode {
		if !slices.Contains(e.Enum(), n.Value) {
			d.misspelt(n, diag.SetValue, "bad-value", e.Enum(), e.Enum(), "%q is no value of `%s`", n.Value, name)
			return
		}
		v.SetString(n.Value)
		return
	}
	switch into := v.Addr().Interface().(type) {
	case putter:
		d.intoTitles(n, name, into)
		return
	case entry:
		d.intoEntry(n, name, into)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		d.into(n, name, p.Elem())
		v.Set(p)
	case reflect.Struct:
		d.intoStruct(n, name, v.Addr().Interface())
	case reflect.Slice:
		d.intoSlice(n, name, v)
	case reflect.Map:
		d.intoMap(n, name, v)
	default:
		d.intoScalar(n, name, v)
	}
}

func (d *decoder) intoScalar(n *yaml.Node, name string, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "wrong-type", fmt.Sprintf("write `%s:` and the value on the same line", name), "`%s` takes %s, and here stands %s", name, kindWord(v.Kind()), nodeWord(n))
		return
	}
	if n.Tag == "!!null" {
		d.fail(n, "empty-value", "write a value or remove the key", "`%s` has no value", name)
		return
	}
	if v.Kind() != reflect.String && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		d.inQuotes(n, name, v)
		return
	}
	// The literal text counts: 012, 1_000 and no are words, not an octal
	// number, a thousand and false.
	switch text := n.Value; v.Kind() {
	case reflect.String:
		if strings.TrimSpace(text) == "" {
			d.fail(n, "empty-value", "write a value or remove the key", "`%s` is empty", name)
			return
		}
		d.asWritten(n)
		v.SetString(text)
	case reflect.Bool:
		// What was surely meant is kept, so that one slip gives one finding.
		yes := slices.Contains([]string{"true", "yes", "on", "y", "1"}, strings.ToLower(text))
		if text != "true" && text != "false" {
			f := diag.Diagnostic{Code: "wrong-type", Message: fmt.Sprintf("`%s` takes true or false, and here stands %q", name, text), Hint: "write true or false"}
			if yes || slices.Contains([]string{"false", "no", "off", "n", "0"}, strings.ToLower(text)) {
				f.Fix = d.fix(n, diag.SetPlain, strconv.FormatBool(yes))
			}
			d.add(n, f)
		}
		v.SetBool(yes)
	case reflect.Int:
		i, err := strconv.Atoi(text)
		if err != nil {
			d.fail(n, "wrong-type", "write a whole number such as 3", "`%s` takes a whole number, and here stands %q", name, text)
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			d.fail(n, "wrong-type", "write a number such as 1.5", "`%s` takes a number, and here stands %q", name, text)
			return
		}
		v.SetFloat(f)
	default:
		panic("yaml: no rule for a field of type " + v.Type().String())
	}
}

// asWritten reports a text that is probably not what its author wrote.
func (d *decoder) asWritten(n *yaml.Node) {
	if unpaired(n) {
		d.add(n, diag.Diagnostic{Severity: diag.Warning, Code: "unpaired-mark", Message: "the text ends with a quotation mark, and none stands at its beginning",
			Hint: "put the text in double quotes", Fix: d.fix(n, diag.SetValue, strings.TrimSuffix(n.Value, `"`))})
	}
	if r, ok := unseen(n.Value); ok {
		d.add(n, diag.Diagnostic{Severity: diag.Warning, Code: "control-character", Message: fmt.Sprintf("the text holds the character %U, which nobody can see", r),
			Hint: "in double quotes a backslash makes another character of what follows it: write \\\\ for a backslash"})
	}
}

// inQuotes reports a number or a verdict in quotation marks, which make a text
// of it. It is taken all the same, so that one slip gives one finding.
func (d *decoder) inQuotes(n *yaml.Node, name string, v reflect.Value) {
	bare := *n
	bare.Style = 0
	before := len(d.list)
	d.intoScalar(&bare, name, v)
	if len(d.list) == before {
		d.add(n, diag.Diagnostic{Code: "wrong-type", Message: fmt.Sprintf("`%s` takes %s, and here stands text in quotation marks", name, kindWord(v.Kind())),
			Hint: "take the quotation marks away", Fix: d.fix(n, diag.SetPlain, n.Value)})
	}
}

func (d *decoder) intoSlice(n *yaml.Node, name string, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "wrong-type", "begin each item on a line of its own with `- `", "`%s` takes a list, and here stands %s", name, nodeWord(n))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.into(item, name, out.Index(i))
	}
	v.Set(out)
}

func (d *decoder) intoTitles(n *yaml.Node, name string, into putter) {
	d.entries(n, name, "title", func(key, value *yaml.Node) {
		var title string
		before := len(d.list)
		d.into(value, name+"."+key.Value, reflect.ValueOf(&title).Elem())
		if len(d.list) == before {
			into.Put(key.Value, title)
		}
	})
}

// intoMap decodes names with their numbers (quiz.Draws).
func (d *decoder) intoMap(n *yaml.Node, name string, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	d.entries(n, name, "number", func(key, value *yaml.Node) {
		number := reflect.New(v.Type().Elem()).Elem()
		before := len(d.list)
		d.into(value, name+"."+key.Value, number)
		if len(d.list) == before {
			v.SetMapIndex(reflect.ValueOf(key.Value), number)
		}
	})
}

// entries walks a mapping of names with what each takes, a title or a number.
func (d *decoder) entries(n *yaml.Node, name, takes string, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "wrong-type", fmt.Sprintf("write `name: %s` lines under `%s:`", takes, name), "`%s` takes names with their %ss, and here stands %s", name, takes, nodeWord(n))
		return
	}
	seen := map[string][2]*yaml.Node{}
	for key, value := range pairs(n) {
		if first, twice := seen[key.Value]; twice {
			d.twice(key, value, first, fmt.Sprintf("%q already stands on line %d", key.Value, first[0].Line))
			continue
		}
		seen[key.Value] = [2]*yaml.Node{key, value}
		each(key, value)
	}
}

// intoEntry decodes `word: text`, or the word alone.
func (d *decoder) intoEntry(n *yaml.Node, name string, into entry) {
	word, text := n, ""
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		word = n.Content[0]
		d.into(n.Content[1], name+"."+word.Value, reflect.ValueOf(&text).Elem())
	}
	if word.Kind != yaml.ScalarNode || strings.TrimSpace(word.Value) == "" {
		d.fail(n, "wrong-type", "write `- code: \"reason\"`, one to a line", "each item of `%s` is one name with its text, and here stands %s", name, nodeWord(n))
		return
	}
	into.Locate("", d.pos(word))
	into.Set(word.Value, text)
}
