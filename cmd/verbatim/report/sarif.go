package report

import (
	"io"
	"net/url"
	"slices"

	"verbatim/internal/diag"
)

// The parts of SARIF 2.1.0 (OASIS) that findings need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		FullDescription  sarifText `json:"fullDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifText       `json:"message"`
		Locations        []sarifLocation `json:"locations"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes            []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

// sarif prints the report in the format of static analysers that code hosts and
// editors read. Columns count characters.
func (r *Report) sarif(w io.Writer) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "Verbatim", Version: r.Version, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, d := range r.Findings {
		rules := &run.Tool.Driver.Rules
		n := slices.IndexFunc(*rules, func(rule sarifRule) bool { return rule.ID == d.Code })
		if n < 0 {
			n = len(*rules)
			*rules = append(*rules, ruleOf(d.Code))
		}
		run.Results = append(run.Results, r.result(d, n))
	}
	return indented(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func ruleOf(code string) sarifRule {
	rule := sarifRule{ID: code, ShortDescription: sarifText{code}, FullDescription: sarifText{code}}
	if e, ok := diag.Explain(code); ok {
		rule.ShortDescription.Text, rule.FullDescription.Text = e.Summary, e.Meaning
	}
	return rule
}

func (r *Report) result(d diag.Diagnostic, rule int) sarifResult {
	text := d.Message
	if d.Hint != "" {
		text += ". Hint: " + d.Hint
	}
	out := sarifResult{RuleID: d.Code, RuleIndex: rule, Level: d.Severity.String(), Message: sarifText{text}, Locations: []sarifLocation{location(d.Pos)}}
	for _, n := range d.Notes {
		l := location(n.Pos)
		l.Message = &sarifText{n.Message}
		if n.Diff != "" {
			l.Message.Text += ": " + n.Diff
		}
		out.RelatedLocations = append(out.RelatedLocations, l)
	}
	if changes := r.changes(d.Fix); changes != nil {
		c := sarifChange{Artifact: artifact(changes[0].File)}
		for _, ch := range changes {
			c.Replacements = append(c.Replacements, sarifReplacement{sarifRegion{ch.Line, ch.Column, ch.EndLine, ch.EndColumn}, sarifText{ch.Text}})
		}
		out.Fixes = []sarifFix{{sarifText{d.Fix.Message}, []sarifChange{c}}}
	}
	return out
}

func location(at diag.Pos) sarifLocation {
	l := sarifLocation{Physical: sarifPhysical{Artifact: artifact(at.File)}}
	if at.Line > 0 {
		l.Physical.Region = &sarifRegion{StartLine: at.Line, StartColumn: at.Col}
	}
	return l
}

func artifact(file string) sarifArtifact { return sarifArtifact{(&url.URL{Path: file}).String()} }
