//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// What the others are compared with.
const (
	barePage     = "bare page of 8 KB"
	barePost     = "bare POST"
	groupCommit  = "bare insert, 256 callers share commits"
	singleCommit = "bare insert, one commit each"
	wholeStep    = "whole step: POST answer and the GET that it leads to"
)

// ratio ends the name of a figure that is CPU time over that of the bare page
// or POST of the same round.
const ratio = ", of bare"

// firstTime ends the name of a run in which each page is asked for once: what
// no learner has seen alike has to be made.
const firstTime = ", first time"

// resultsOfFew is the page of results of a session of common length; GET results
// is that of the whole set, as far as it was answered.
const resultsOfFew = "GET results of 15 answers"

// classResults is the page of an instructor on what a class has done with the
// whole set.
const classResults = "GET results of a class"

// targets are the ratios that must not be passed.
var targets = map[string]float64{
	"GET question": 2, "POST answer": 2.5, "GET feedback": 2, "GET results": 5, resultsOfFew: 5, "GET library": 2.5,
}

// figures has, by name, one value a round.
type figures map[string][]float64

func (f figures) add(name string, value float64) { f[name] = append(f[name], value) }

// report is what a run found, as bench.json has it.
type report struct {
	Machine string            `json:"machine"`
	Cores   int               `json:"cores"`
	Go      string            `json:"go"`
	At      time.Time         `json:"at"`
	Rounds  int               `json:"rounds"`
	Seconds float64           `json:"seconds_a_run"`
	Figures map[string]spread `json:"figures"`
}

// spread is the median of a figure, its least and its most.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

func newReport(rounds int, length time.Duration, f figures) report {
	r := report{machine(), runtime.NumCPU(), runtime.Version(), time.Now().UTC(), rounds, length.Seconds(), map[string]spread{}}
	for name, values := range f {
		slices.Sort(values)
		r.Figures[name] = spread{values[len(values)/2], values[0], values[len(values)-1]}
	}
	return r
}

// machine names the processor, as far as the system tells.
func machine() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return runtime.GOARCH
}

// print writes the tables as Markdown, ratios first.
func (r report) print(out io.Writer) {
	fmt.Fprintf(out, "%s, %d cores, %s; medians of %d rounds\n\n", r.Machine, r.Cores, r.Go, r.Rounds)
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(w, "| \t| of bare \t| least–most \t| at most \t| CPU µs \t| requests/s \t| p50 ms \t| p99 ms \t|")
	fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	names := []string{"GET question", "GET question, not compressed", "POST answer", "GET feedback", "GET feedback" + firstTime, "GET results", "GET results" + firstTime, resultsOfFew, "GET marked reading", "GET library", classResults, barePage, barePost, groupCommit, singleCommit}
	shown := map[string]bool{}
	cell := func(format, name string) string {
		shown[name] = true
		s, ok := r.Figures[name]
		if !ok {
			return ""
		}
		return fmt.Sprintf(format, s.Median)
	}
	for _, name := range names {
		var between, most string
		if s, ok := r.Figures[name+ratio]; ok {
			between = fmt.Sprintf("%.1f–%.1f", s.Min, s.Max)
		}
		if target, ok := targets[name]; ok {
			most = fmt.Sprintf("%g", target)
		}
		fmt.Fprintf(w, "| %s \t| %s \t| %s \t| %s \t| %s \t| %s \t| %s \t| %s \t|\n", name, cell("%.1f", name+ratio), between, most,
			cell("%.1f", name+", CPU µs"), cell("%.0f", name+", requests/s"), cell("%.2f", name+", p50 ms"), cell("%.2f", name+", p99 ms"))
	}
	fmt.Fprintln(w, "\n| \t| median \t| least \t| most \t|")
	fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|")
	for _, name := range slices.Sorted(maps.Keys(r.Figures)) {
		if s := r.Figures[name]; !shown[name] {
			fmt.Fprintf(w, "| %s \t| %.2f \t| %.2f \t| %.2f \t|\n", name, s.Median, s.Min, s.Max)
		}
	}
	w.Flush()
}

// write keeps the figures for a comparison.
func (r report) write(name string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}
