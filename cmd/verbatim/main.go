// Command verbatim serves quizzes on a reading and checks the sets they are
// made of. Each verb stands in a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // assignments name time zones, which not every machine knows

	"github.com/alecthomas/kong"
	"golang.org/x/crypto/acme/autocert"

	"verbatim/cmd/verbatim/report"
	"verbatim/internal/diag"
)

// cli is the command line: kong reads it from the fields and their tags.
type cli struct {
	VersionFlag kong.VersionFlag `name:"version" help:"Print the version and stop."`

	Serve    serveCmd    `cmd:"" default:"withargs" help:"Serve the sets to learners (the default)."`
	Check    checkCmd    `cmd:"" help:"Check sets and report what is wrong, by line and column."`
	Explain  explainCmd  `cmd:"" help:"Say what a finding means, with examples."`
	Results  resultsCmd  `cmd:"" help:"Say what a class has done with a set, and where its questions are weak."`
	Regrade  regradeCmd  `cmd:"" help:"Say what grading the answers to a question anew would change."`
	Reports  reportsCmd  `cmd:"" help:"List what learners found wrong with questions, and note what was dealt with."`
	Coverage coverageCmd `cmd:"" help:"Count which passages of the reading are cited, and by how many questions."`
	Draft    draftCmd    `cmd:"" help:"Begin questions on the passages that none cites."`
	Watch    watchCmd    `cmd:"" help:"Check sets again whenever they change."`
	New      newCmd      `cmd:"" help:"Make a small set to start from."`
	Fmt      fmtCmd      `cmd:"" help:"Lay sets out in one way; comments stay."`
	Schema   schemaCmd   `cmd:"" help:"Write the JSON Schema of set.yaml, for editors."`
	Convert  convertCmd  `cmd:"" help:"Bring questions in from other programs' files, and take them out."`
	Formats  formatsCmd  `cmd:"" help:"List the formats that convert reads and writes."`
	Publish  publishCmd  `cmd:"" help:"Check a set and publish it on a server."`
	Token    tokenCmd    `cmd:"" help:"See to the tokens by which programs act for an account."`
	Backup   backupCmd   `cmd:"" help:"Write everything that is kept to one file, while the server runs."`
	Restore  restoreCmd  `cmd:"" help:"Put a backup in the place of the database."`
	Doctor   doctorCmd   `cmd:"" help:"Check the whole database and count every answer again."`
	Migrate  migrateCmd  `cmd:"" help:"Show or take the steps that bring the database's tables up to date."`
	Copy     copyCmd     `cmd:"" help:"Copy everything from the embedded database to PostgreSQL, or back."`
	Import   importCmd   `cmd:"" help:"Bring in the reading of a set."`
	Version  versionCmd  `cmd:"" help:"Say which version this is, of which commit, built with which Go."`
	Admin    adminCmd    `cmd:"" help:"See to the accounts of those who teach."`
	Audit    auditCmd    `cmd:"" help:"List who did what, and when."`
}

// env is what a verb gets of the world.
type env struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// exit is an error that has been told already, or needs no more than its line.
type exit struct {
	code int
	err  error // nil: everything has been said
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

const description = `Verbatim is a quiz server for learning from a text. Every explanation is a quotation that has been checked against the reading.

Examples:
  verbatim                          serve the shipped sets on http://127.0.0.1:8080
  verbatim serve --sets ./sets      serve sets of your own
  verbatim check ./sets             check them first`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks a second time ends the program at once
	code := run(os.Args[1:], &env{ctx, os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run carries out one command line and gives the exit code: 0 done, 1 it
// failed or found something, 2 it could not be understood.
func run(args []string, e *env) int {
	code := -1
	var c cli
	parser, err := kong.New(&c,
		kong.Name("verbatim"),
		kong.Description(description),
		kong.Writers(e.stdout, e.stderr),
		kong.Exit(func(n int) { code = n }),
		kong.Vars{"version": "verbatim " + version(), "formats": strings.Join(report.Formats, ","), "letsencrypt": autocert.DefaultACMEDirectory},
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 100}),
		kong.TypeMapper(reflect.TypeFor[time.Duration](), kong.MapperFunc(lengthOfTime)),
	)
	if err != nil {
		panic(err) // a tag of cli is wrong
	}
	if len(args) > 0 && args[0] == "help" { // as git and go have it
		args = append(slices.Clone(args[1:]), "--help")
	}
	if err := unknownVerb(parser.Model.Node, args); err != nil {
		fmt.Fprintf(e.stderr, "verbatim: %v\nTry: verbatim --help\n", err)
		return 2
	}
	ctx, err := parser.Parse(args)
	if code >= 0 { // --help or --version has answered
		return code
	}
	if err != nil {
		fmt.Fprintf(e.stderr, "verbatim: %v\nTry: %s --help\n", err, verbOf(err))
		return 2
	}
	if err := ctx.Run(e); err != nil {
		var x *exit
		if !errors.As(err, &x) {
			x = &exit{1, err}
		}
		if x.err != nil {
			fmt.Fprintf(e.stderr, "verbatim: %v\n", x.err)
		}
		return x.code
	}
	return 0
}

// lengthOfTime reads a length of time that is given to a flag.
func lengthOfTime(ctx *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := ctx.Scan.PopValueInto("duration", &text); err != nil {
		return err
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return fmt.Errorf("%q is not a length of time: write it like 500ms, 90s, 5m or 1h30m", text)
	}
	target.SetInt(int64(d))
	return nil
}

// unknownVerb is the error of a first word that is no verb, which kong takes for
// an argument of the default one.
func unknownVerb(app *kong.Node, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil
	}
	var verbs []string
	for _, n := range app.Children {
		verbs = append(append(verbs, n.Name), n.Aliases...)
	}
	if slices.Contains(verbs, args[0]) {
		return nil
	}
	if near := diag.Nearest(args[0], verbs); near != "" {
		return fmt.Errorf("there is no command %q, did you mean %q?", args[0], near)
	}
	return fmt.Errorf("there is no command %q", args[0])
}

// verbOf is the command that a line which could not be understood begins with.
func verbOf(err error) string {
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context.Selected() != nil {
		return wrong.Context.Selected().FullPath()
	}
	return "verbatim"
}

// released is the version of a program that was released, or "".
func released() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return ""
}

// version is the module's version, or the commit that it was built from.
func version() string {
	if v := released(); v != "" {
		return v
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "(built from " + s.Value[:min(12, len(s.Value))] + ")"
		}
	}
	return "(built from source)"
}
