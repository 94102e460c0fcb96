package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/ops"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web"
	"verbatim/questions"
)

type serveCmd struct {
	Addr string `default:"127.0.0.1:8080" env:"VERBATIM_ADDR" placeholder:"HOST:PORT" help:"Where to listen (${env}; default ${default})."`
	databaseFlags
	Sets      string `env:"VERBATIM_SETS" placeholder:"DIR" help:"Serve the sets in this folder in place of the shipped ones (${env})."`
	PublicURL string `env:"VERBATIM_PUBLIC_URL" name:"public-url" placeholder:"URL" help:"The address that learners open, where it is not the address listened on (${env})."`

	TrustedProxies []string `env:"VERBATIM_TRUSTED_PROXIES" placeholder:"ADDRESS" help:"Proxies whose word on a client's address is believed (${env})."`

	ShutdownDelay time.Duration `env:"VERBATIM_SHUTDOWN_DELAY" placeholder:"TIME" help:"How long /readyz says no before the server takes no more requests; for balancers (${env}; default 0s)."`

	KeepDays int           `env:"VERBATIM_KEEP_DAYS" name:"keep-days" placeholder:"DAYS" help:"Delete sessions outside of assignments so long after they began (${env}; default: never)."`
	Idle     time.Duration `env:"VERBATIM_IDLE" default:"5m" placeholder:"TIME" help:"Keep in memory what learners have asked for within this time; the database has it all (${env}; default ${default})."`

	tlsFlags
	observeFlags
}

// Help is shown by verbatim serve --help.
func (serveCmd) Help() string {
	return `Learners' sessions and answers are kept in a database in the data folder; nothing needs to be set up. Stop the server with Ctrl-C: requests under way are finished first.

Examples:
  verbatim
  verbatim serve --addr 127.0.0.1:9000 --data ./state
  verbatim serve --database postgres://verbatim@db.example.org/verbatim     several may serve one database
  verbatim serve --sets ./sets     changes in it are noticed while it is served
  VERBATIM_PUBLIC_URL=https://quiz.example.org verbatim serve`
}

// drain is how long requests under way may take after the signal to stop.
const drain = 20 * time.Second

// Run serves until the context of e ends.
func (c *serveCmd) Run(e *env) error {
	if err := c.inRange(); err != nil {
		return err
	}
	sets, err := c.load(e)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return notListening(c.Addr, err)
	}
	defer ln.Close()
	tune()
	log := c.logger(e.stderr)
	if ln, err = c.secure(ln, log); err != nil {
		return err
	}
	st, database, err := c.openStore(e.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	var revisions []*play.Revision
	for _, set := range sets {
		revisions = append(revisions, play.NewRevision(set, set.Files))
	}
	p, err := play.New(e.ctx, st, revisions, play.Options{Log: log, Parse: parseRevision, Recheck: c.recheck()})
	if err != nil {
		return err
	}
	config := web.Config{Play: p, Log: log, PublicURL: c.PublicURL, TrustedProxies: c.TrustedProxies, SlowRequest: c.SlowRequest, KeepDays: c.KeepDays}
	if c.OpsAddr != "" {
		metrics := ops.NewMetrics(version())
		countWork(metrics, p, st)
		config.Count = metrics.Route
		stop, err := c.watch(e.ctx, metrics, log)
		if err != nil {
			return err
		}
		defer stop()
	}
	var keep *keeper
	if c.Sets != "" {
		keep = &keeper{dir: c.Sets, play: p, log: log, now: web.Checked{At: time.Now(), Source: func(string) []byte { return nil }}}
		config.Findings = web.NewFindings(keep.checked)
	}
	server, err := web.New(config)
	if err != nil {
		return err
	}
	if c.HTTPAddr != "" {
		stop, err := c.sendToHTTPS(e.ctx, log)
		if err != nil {
			return err
		}
		defer stop()
	}
	fmt.Fprintf(e.stdout, "Verbatim serves %s. Open %s\n", count(len(sets), "set"), c.address(ln))
	if err := c.setUp(e, p, c.address(ln)); err != nil {
		return err
	}
	if keep != nil {
		fmt.Fprintf(e.stdout, "Changes in %s are noticed. What is wrong with the sets, for those who write them: %s%s\n", c.Sets, c.address(ln), config.Findings.Path())
		defer beside(e.ctx, keep.follow)()
	}
	h := &house{play: p, server: server, log: log}
	defer every(e.ctx, houseEvery, h.finish)()
	defer every(e.ctx, sweepEvery, h.sweep(time.Duration(c.KeepDays)*24*time.Hour))()
	defer every(e.ctx, c.Idle, h.forget)()
	if c.Database != "" { // other servers may publish too
		defer every(e.ctx, shelfEvery, h.reload)()
	}
	log.Info("serving", "addr", ln.Addr().String(), "database", database, "sets", len(sets), "version", version())
	return serve(e.ctx, server, ln, c.ShutdownDelay)
}

// inRange says which number on the command line means nothing.
func (c *serveCmd) inRange() error {
	switch {
	case c.KeepDays < 0:
		return fmt.Errorf("--keep-days %d is no number of days: write one above 0, or leave it out to keep sessions", c.KeepDays)
	case c.Idle < shortestIdle:
		return fmt.Errorf("--idle %s is too short: write one such as 5m, and not less than %s", c.Idle, shortestIdle)
	case c.SlowRequest <= 0:
		return fmt.Errorf("--slow-request %s is no time to wait: write one such as 500ms or 2s", c.SlowRequest)
	}
	return nil
}

// collectAt is by how much the heap may grow between collections, in percent.
const collectAt = 50

// tune sets Go's runtime up for serving.
func tune() {
	// On one processor, waiting for the disk would hold up everybody: the writer
	// sits in fsync and keeps the only place to run.
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0)))
	// The caches are most of the heap. Collected at twice their size, as usual,
	// they would take more memory than the sessions that they are for.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
}

// setUp prints where the first account is made, while there is none that may publish.
func (c *serveCmd) setUp(e *env, p *play.Play, address string) error {
	code, err := p.Staff().SetUp(e.ctx)
	if err == nil && code != "" {
		fmt.Fprintf(e.stdout, "To teach, make the first account here, within 24 hours: %s%s\n", address, web.WelcomePath(code))
	}
	return err
}

// serve answers requests until the context ends. Balancers are then given the
// delay to send nobody here any more, and requests under way are finished.
func serve(ctx context.Context, server *web.Server, ln net.Listener, delay time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(ln) }()
	select {
	case err := <-failed:
		return fmt.Errorf("the server stopped: %w", err)
	case <-ctx.Done():
	}
	server.Leave()
	time.Sleep(delay)
	stop, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return fmt.Errorf("some requests were not finished: %w", err)
	}
	return nil
}

// load reads the sets to be served and refuses them when any is broken.
func (c *serveCmd) load(e *env) ([]*quiz.Set, error) {
	var fsys fs.FS = questions.FS
	shown := "questions"
	if c.Sets != "" {
		info, err := os.Stat(c.Sets)
		if err != nil {
			return nil, &exit{2, notReadable(c.Sets, err)}
		}
		if !info.IsDir() {
			return nil, &exit{2, fmt.Errorf("--sets %s is not a folder: give the folder that holds the sets", c.Sets)}
		}
		fsys, shown = os.DirFS(c.Sets), c.Sets
	}
	sets, n, list, err := loadTree(fsys, shown)
	if err != nil {
		return nil, err
	}
	if list.HasErrors() {
		for _, d := range list {
			if d.Severity == diag.Error {
				fmt.Fprintln(e.stderr, d)
			}
		}
		return nil, fmt.Errorf("not started: %s in %s; `verbatim check %s` says what to do about each", count(list.Count(diag.Error), "error"), shown, shown)
	}
	if n == 0 {
		return nil, fmt.Errorf("there is no set in %s: a set is a folder with a set.yaml", shown)
	}
	return sets, nil
}

// parseRevision reads a stored revision for the sessions that are pinned to it.
// It passed the checker when it was published; a checker that has learned more
// since must not keep learners out.
func parseRevision(id string, files []quiz.File) (*quiz.Set, error) {
	set, list, err := format.Parse(id, files)
	if err == nil && set == nil {
		err = fmt.Errorf("the stored revision of %s cannot be read: %s", id, list[0])
	}
	return set, err
}

// address is what a person opens in a browser.
func (c *serveCmd) address(ln net.Listener) string {
	if c.PublicURL != "" {
		return strings.TrimSuffix(c.PublicURL, "/")
	}
	host, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		return "http://" + ln.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func notListening(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program: choose another with --addr, such as --addr 127.0.0.1:8081", addr)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s may not be listened on without more rights: choose a port above 1023 with --addr", addr)
	}
	return fmt.Errorf("%s cannot be listened on (%w): write it as host and port, such as 127.0.0.1:8080", addr, err)
}
