package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/store"
	"verbatim/internal/web/page"
)

type resultsCmd struct {
	Set string `arg:"" help:"The id of a set: the name of its folder."`

	databaseFlags
	Revision string `placeholder:"HASH" help:"The revision, by the beginning of its hash; the one with the most sessions where none is named."`
	Format   string `default:"text" enum:"text,json,csv,xlsx" placeholder:"FORM" help:"text, json, csv or xlsx (default ${default})."`
	Table    string `default:"answers" enum:"answers,learners,questions" placeholder:"TABLE" help:"Which table csv holds: answers, learners or questions. A workbook holds all three."`
	Options  bool   `help:"A column for each option in the table of answers."`
	Out      string `short:"o" placeholder:"FILE" help:"Write to a file."`
}

// Help is shown by verbatim results --help.
func (resultsCmd) Help() string {
	return `The figures are of the first answer of each learner to each question, in sessions that were finished; what is left out is counted first. Nothing but that count is shown of fewer than 5 learners. Learners appear under a random-looking name that says nothing of who they are. A server may be running on the same database.

A table of answers holds all of them; its column "standing" says which count.

Examples:
  verbatim results kratom
  verbatim results kratom --format xlsx -o kratom.xlsx
  verbatim results kratom --format csv --table learners --data ./state`
}

// Run writes what a class has done with a set.
func (c *resultsCmd) Run(e *env) error {
	if c.Format == "xlsx" && c.Out == "" && terminal(e.stdout) != nil {
		return &exit{2, errors.New("a workbook is no text: name a file with -o")}
	}
	base, err := c.open()
	if err != nil {
		return err
	}
	db, err := base.Read(e.ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	rev, err := c.revision(e, db)
	if err != nil {
		return err
	}
	scope := play.Scope{Revision: rev.Hash}
	results, err := play.ComputeResults(e.ctx, db, scope, rev, time.Now())
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return resultsText(w, results) }
	if !results.Enough() && c.Format != "text" && c.Format != "json" {
		return &exit{1, fmt.Errorf("%s so far: tables are written from %d on, so that nobody can be made out", count(results.Learners, "learner"), measure.Least)}
	}
	export := &page.Export{Ctx: e.ctx, From: db, Scope: scope, Revision: rev, Options: c.Options}
	switch c.Format {
	case "json":
		write = func(w io.Writer) error { return resultsJSON(w, results) }
	case "csv":
		sheet := map[string]page.Sheet{"answers": export.Answers(), "learners": export.Learners(), "questions": page.Questions(results)}[c.Table]
		write = func(w io.Writer) error { return page.WriteCSV(w, sheet) }
	case "xlsx":
		write = func(w io.Writer) error {
			return page.WriteXLSX(w, page.Questions(results), export.Learners(), export.Answers())
		}
	}
	if c.Out == "" {
		return write(e.stdout)
	}
	return writeStream(c.Out, 0o600, write)
}

func unknownSet(id string) error {
	return &exit{2, fmt.Errorf("the database knows no set %s: a set is known by the name of its folder, and from the first time that it is served", id)}
}

// revision chooses the revision whose results are asked for.
func (c *resultsCmd) revision(e *env, db classReader) (*play.Revision, error) {
	taken, err := db.Taken(e.ctx, c.Set)
	if err != nil {
		return nil, err
	}
	if len(taken) == 0 {
		return nil, unknownSet(c.Set)
	}
	taken = slices.DeleteFunc(taken, func(t store.Taken) bool { return !strings.HasPrefix(t.Hash, c.Revision) })
	if len(taken) == 0 {
		return nil, &exit{2, fmt.Errorf("the set %s has no revision %s", c.Set, c.Revision)}
	}
	most := slices.MaxFunc(taken, func(a, b store.Taken) int { return a.Sessions - b.Sessions }) // of equals the newest
	kept, err := db.Revision(e.ctx, most.Hash)
	if err != nil {
		return nil, err
	}
	set, err := parseRevision(kept.Set, kept.Files)
	if err != nil {
		return nil, err
	}
	return play.NewRevision(set, kept.Files), nil
}

func resultsJSON(w io.Writer, r *play.Results) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
