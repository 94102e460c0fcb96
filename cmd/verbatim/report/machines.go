package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"verbatim/internal/diag"
)

// finding is a finding in JSON.
type finding struct {
	diag.Diagnostic
	Fix *fix `json:"fix,omitempty"`
}

type fix struct {
	Message string   `json:"message"`
	Changes []change `json:"changes"`
}

// json prints the report as one JSON document.
func (r *Report) json(w io.Writer) error {
	out := struct {
		Sets     int       `json:"sets"`
		Errors   int       `json:"errors"`
		Warnings int       `json:"warnings"`
		Findings []finding `json:"findings"`
	}{r.Sets, r.Findings.Count(diag.Error), r.Findings.Count(diag.Warning), make([]finding, len(r.Findings))}
	for i, d := range r.Findings {
		out.Findings[i] = finding{Diagnostic: d}
		if changes := r.changes(d.Fix); changes != nil {
			out.Findings[i].Fix = &fix{d.Fix.Message, changes}
		}
	}
	return indented(w, out)
}

func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// github prints each finding as a command of GitHub Actions, which shows it
// beside the line that it is about.
func (r *Report) github(w io.Writer) error {
	for _, d := range r.Findings {
		message := d.Message
		if d.Hint != "" {
			message += "\nhint: " + d.Hint
		}
		place := "file=" + property(d.File)
		if d.Line > 0 {
			place += fmt.Sprintf(",line=%d,col=%d", d.Line, d.Col)
		}
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", d.Severity, place, property(d.Code), data.Replace(message)); err != nil {
			return err
		}
	}
	return nil
}

// data escapes what a command says, and property what stands before it.
var data = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data.Replace(text))
}
