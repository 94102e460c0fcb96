package diag

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// codes explains what is found in sets, convert what is found on the way from
// and to other formats.
//
//go:embed codes/*.md convert/*.md
var codes embed.FS

// Explanation says what a code means. It is written for the person who meets
// the finding for the first time.
type Explanation struct {
	Code string
	// Severity is what findings with the code have; of those of Convert, the
	// graver one.
	Severity Severity
	// Convert says that the finding is about a file in another format: it is made
	// by `verbatim convert` and `verbatim import`, never by a check.
	Convert bool
	// Summary is one sentence without a full stop.
	Summary string
	// Meaning says when the finding is made and why it matters, in Markdown.
	Meaning string
	// Bad is an example that has the finding and Good the same put right.
	Bad, Good Example
}

// Example is a piece of a set, or a file in another format.
type Example struct {
	// Format is the other format's name; empty for our own.
	Format string
	// Set is a whole set.yaml, or the questions of one, or the file.
	Set string
	// Reading is the reading that it needs; empty where any will do.
	Reading string
}

// sampleReading is what examples are about that bring no reading.
//
//go:embed sample/reading.md
var sampleReading string

// Files completes an example to a whole set: set.yaml, with what the example
// leaves out, and reading.md.
func (x Example) Files() map[string]string {
	files := map[string]string{"set.yaml": x.Set, "reading.md": x.Reading}
	if x.Reading == "" {
		files["reading.md"] = sampleReading
	}
	const head = "title: \"Tides\"\nreading: reading.md\nquestions:\n"
	indented := func(by, text string) string {
		return strings.TrimRight(by+strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+by), " ") + "\n"
	}
	switch {
	case strings.HasPrefix(x.Set, "- "):
		files["set.yaml"] = head + indented("  ", x.Set)
	case !wholeSet.MatchString(x.Set):
		q := x.Set
		for _, line := range []string{"stem: \"What pulls the water of the sea most?\"", "id: sample"} {
			if key, _, _ := strings.Cut(line, ":"); !strings.Contains("\n"+q, "\n"+key+":") {
				q = line + "\n" + q
			}
		}
		if !strings.Contains("\n"+q, "\nquote:") {
			if !strings.Contains(q, "\nexplanation:") && !strings.Contains(q, "\nexplanaton:") {
				q += "explanation: \"The moon pulls the water of the sea most.\"\n"
			}
			q += "quote: \"The moon pulls the water of the sea most\"\n"
		}
		files["set.yaml"] = head + "  - " + strings.TrimLeft(indented("    ", q), " ")
	}
	return files
}

// wholeSet is the beginning of a set.yaml.
var wholeSet = regexp.MustCompile(`^(?:title:|#)`)

// Explain gives the explanation of a code; false where there is no such code.
func Explain(code string) (Explanation, bool) {
	e, ok := explanations()[code]
	return e, ok
}

// Codes lists all codes of findings about sets, sorted.
func Codes() []string { return listed(false) }

// ConvertCodes lists all other codes, sorted. Some of the former are found in
// other formats, too.
func ConvertCodes() []string { return listed(true) }

func listed(convert bool) []string {
	var list []string
	for _, e := range explanations() {
		if e.Convert == convert {
			list = append(list, e.Code)
		}
	}
	slices.Sort(list)
	return list
}

var explanations = sync.OnceValue(func() map[string]Explanation {
	all := map[string]Explanation{}
	for _, dir := range []string{"codes", "convert"} {
		files, err := codes.ReadDir(dir)
		if err != nil {
			panic(err) // the files are part of the program
		}
		for _, f := range files {
			text, err := codes.ReadFile(dir + "/" + f.Name())
			if err != nil {
				panic(err)
			}
			e := parseExplanation(strings.TrimSuffix(f.Name(), ".md"), string(text))
			e.Convert = dir == "convert"
			all[e.Code] = e
		}
	}
	return all
})

var (
	exampleHead = regexp.MustCompile(`(?m)^## (Bad|Good)\n`)
	fenced      = regexp.MustCompile("(?ms)^```([a-z0-9-]+)\n(.*?)^```\n")
)

// parseExplanation reads the file of a code: a heading with the severity and
// the summary, the meaning, and the sections "## Bad" and "## Good".
func parseExplanation(code, text string) Explanation {
	e := Explanation{Code: code}
	title, rest, _ := strings.Cut(text, "\n")
	severity, summary, _ := strings.Cut(strings.TrimPrefix(title, "# "), ": ")
	e.Summary = summary
	if severity == Warning.String() {
		e.Severity = Warning
	}
	heads := exampleHead.FindAllStringSubmatchIndex(rest, -1)
	e.Meaning = strings.TrimSpace(rest)
	for i, h := range heads {
		if i == 0 {
			e.Meaning = strings.TrimSpace(rest[:h[0]])
		}
		end := len(rest)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		var x Example
		for _, block := range fenced.FindAllStringSubmatch(rest[h[1]:end], -1) {
			switch block[1] {
			case "yaml":
				x.Set = block[2]
			case "markdown":
				x.Reading = block[2]
			default:
				x.Format, x.Set = block[1], block[2]
			}
		}
		if rest[h[2]:h[3]] == "Bad" {
			e.Bad = x
		} else {
			e.Good = x
		}
	}
	return e
}
