package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"verbatim/cmd/verbatim/report"
)

// terminal gives the terminal that w writes to, or nil.
func terminal(w io.Writer) *os.File {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// look is how reports look on w: in colours on a terminal that has not been
// asked to do without (no-color.org).
func look(w io.Writer) report.Look {
	f := terminal(w)
	if f == nil {
		return report.Look{}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 80
	}
	return report.Look{Color: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", Width: width}
}

// progress tells on a terminal how far a long task is.
type progress struct {
	out   *os.File // nil: nobody looks on
	doing string

	mu    sync.Mutex
	n     int
	next  time.Time // when the line is written again
	shown bool
}

// What is done sooner is not worth a line, which is then renewed so often.
const (
	progressAfter = 400 * time.Millisecond
	progressEvery = 50 * time.Millisecond
)

// progress begins a task with so many sets.
func (e *env) progress(doing string) *progress {
	return &progress{out: terminal(e.stderr), doing: doing, next: time.Now().Add(progressAfter)}
}

// step counts one of all.
func (p *progress) step(all int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	if now := time.Now(); p.out != nil && now.After(p.next) {
		p.next, p.shown = now.Add(progressEvery), true
		fmt.Fprintf(p.out, "\r%s: %d of %s", p.doing, p.n, count(all, "set"))
	}
}

// clear takes the line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
