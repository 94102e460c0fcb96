package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"verbatim/internal/diag"
)

// source is what the findings of these tests are about.
var source = "title: \"潮汐とは\"\n" +
	"questions:\n" +
	"\t- id: tab\n" +
	"  - id: e\u0301te\u0301\n" +
	"    stem: \"Was zieht? 海の水を 最も強く\" # ende\n" +
	"    quote: \"" + longLine + "\"\n" +
	"    text: \"red \x1b[31m and \u202eturned\"\n"

var longLine = strings.Repeat("The moon pulls the water of the sea most. ", 40)

// sample has a finding at each place that is hard to show.
func sample() *Report {
	at := func(line, col int) diag.Pos { return diag.Pos{File: "a, b/set.yaml", Line: line, Col: col} }
	return &Report{
		Sets: 1, Version: "v1",
		Source: func(file string) []byte {
			if file == "a, b/set.yaml" {
				return []byte(source)
			}
			return nil
		},
		Findings: diag.List{
			{Pos: diag.Pos{File: "gone.yaml"}, Code: "empty-file", Message: "a file without a place"},
			{Pos: at(1, 8), Code: "bad-value", Message: "wide letters", Hint: "50% of it: a, b"},
			{Pos: at(3, 2), Severity: diag.Warning, Code: "syntax", Message: "a tab before it"},
			{Pos: at(4, 9), Code: "bad-id", Message: "accents of their own", Fix: &diag.Fix{Message: "write the id as ete", Edits: []diag.Edit{{Pos: at(4, 9), Op: diag.SetValue, Text: "ete"}}}},
			{Pos: at(5, 22), Severity: diag.Warning, Code: "echoed-word", Message: "in the middle of wide letters"},
			{Pos: at(6, 1200), Code: "quote-not-found", Message: "far out in a long line",
				Notes: []diag.Note{{Pos: at(6, 12), Message: "the nearest words", Diff: "The [-sun-] {+moon+} pulls"}}},
			{Pos: at(7, 11), Code: "control-character", Message: "what\x1b[2J would act on a terminal", Question: "q"},
		},
	}
}

// TestText compares what people see, on terminals of several widths and none,
// with testdata. VERBATIM_UPDATE=1 writes it; look at it before you keep it.
func TestText(t *testing.T) {
	for name, look := range map[string]Look{"plain": {}, "narrow": {Width: 50}, "colour": {Width: 100, Color: true}} {
		golden(t, name+".txt", write(t, "text", look))
	}
}

// TestMachines compares what programs read.
func TestMachines(t *testing.T) {
	for _, format := range []string{"json", "sarif", "github"} {
		golden(t, format+".out", write(t, format, Look{}))
	}
}

func write(t *testing.T, format string, look Look) string {
	t.Helper()
	var out strings.Builder
	if err := sample().Write(&out, format, look); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("VERBATIM_UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", name, got)
	}
}

// Nothing of a file may act on a terminal, and no line may be broken by one.
func TestTextIsTame(t *testing.T) {
	for _, look := range []Look{{}, {Width: 30}} {
		for line := range strings.Lines(write(t, "text", look)) {
			for _, r := range strings.TrimSuffix(line, "\n") {
				if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e {
					t.Errorf("the character %U is printed in %q", r, line)
				}
			}
		}
	}
}

// Each annotation of GitHub is one line, whose properties end where they should.
func TestGitHubEscapes(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(write(t, "github", Look{}), "\n"), "\n")
	if len(lines) != len(sample().Findings) {
		t.Fatalf("%d lines for %d findings", len(lines), len(sample().Findings))
	}
	if want := "::error file=a%2C b/set.yaml,line=1,col=8,title=bad-value::wide letters%0Ahint: 50%25 of it: a, b"; lines[1] != want {
		t.Errorf("%q\nwant %q", lines[1], want)
	}
}

// The properties that SARIF 2.1.0 requires, and the rules for their values that
// code hosts hold files to.
func TestSARIFIsWhole(t *testing.T) {
	type region struct {
		StartLine, StartColumn, EndLine, EndColumn int
	}
	type location struct {
		PhysicalLocation struct {
			ArtifactLocation struct{ URI string }
			Region           *region
		}
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID                                string
						ShortDescription, FullDescription struct{ Text string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []location
				Fixes     []struct {
					ArtifactChanges []struct {
						ArtifactLocation struct{ URI string }
						Replacements     []struct{ DeletedRegion region }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(write(t, "sarif", Look{})), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || !strings.Contains(log.Schema, "sarif-2.1.0") || len(log.Runs) != 1 {
		t.Fatalf("the head is %q, %q with %d runs", log.Version, log.Schema, len(log.Runs))
	}
	run := log.Runs[0]
	if run.Tool.Driver.Name == "" || run.ColumnKind != "unicodeCodePoints" || len(run.Results) != len(sample().Findings) {
		t.Errorf("the run is %+v", run)
	}
	seen := map[string]bool{}
	for _, rule := range run.Tool.Driver.Rules {
		if rule.ID == "" || seen[rule.ID] || rule.ShortDescription.Text == "" || rule.FullDescription.Text == "" {
			t.Errorf("the rule %+v is not whole, or told twice", rule)
		}
		seen[rule.ID] = true
	}
	for i, r := range run.Results {
		if r.RuleIndex < 0 || r.RuleIndex >= len(run.Tool.Driver.Rules) || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("result %d points at rule %d for %s", i, r.RuleIndex, r.RuleID)
		}
		if r.Level != "error" && r.Level != "warning" || r.Message.Text == "" || len(r.Locations) == 0 {
			t.Errorf("result %d is %+v", i, r)
			continue
		}
		at := r.Locations[0].PhysicalLocation
		if strings.ContainsAny(at.ArtifactLocation.URI, " \\") || at.ArtifactLocation.URI == "" {
			t.Errorf("result %d: %q is no URI", i, at.ArtifactLocation.URI)
		}
		if at.Region != nil && (at.Region.StartLine < 1 || at.Region.StartColumn < 1) {
			t.Errorf("result %d: the region %+v begins before the file", i, at.Region)
		}
		for _, fix := range r.Fixes {
			for _, change := range fix.ArtifactChanges {
				if change.ArtifactLocation.URI == "" || len(change.Replacements) == 0 {
					t.Errorf("result %d: the fix changes nothing", i)
				}
				for _, p := range change.Replacements {
					if d := p.DeletedRegion; d.StartLine < 1 || d.EndLine < d.StartLine || d.EndLine == d.StartLine && d.EndColumn < d.StartColumn {
						t.Errorf("result %d: the fix takes out %+v", i, d)
					}
				}
			}
		}
	}
}

// A line may be a whole file: to cut it takes as long as to read it.
func TestLongestLines(t *testing.T) {
	const long = 4 << 20
	began := time.Now()
	text, before := show(strings.Repeat("a", long)).window(3, 80)
	if utf8.RuneCountInString(text) != 80 || before != 3 {
		t.Errorf("a place in a long line is shown %d columns into %q", before, text)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("a long line was cut in %v", took)
	}
}
