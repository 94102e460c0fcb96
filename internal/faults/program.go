package faults

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"verbatim/internal/e2e/need"
)

// built is the program, compiled once for all experiments of a test binary.
var built struct {
	once sync.Once
	dir  string
	err  error
}

// Binary gives the path of the program, which it builds.
func Binary(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "verbatim-faults-"); built.err != nil {
			return
		}
		// Other users run it too, where an experiment takes rights away.
		if built.err = os.Chmod(built.dir, 0o755); built.err != nil {
			return
		}
		cmd := exec.Command("go", "build", "-o", filepath.Join(built.dir, "verbatim"), "./cmd/verbatim")
		cmd.Dir = need.Root(t)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		built.err = cmd.Run()
	})
	if built.err != nil {
		t.Fatalf("the program does not build: %v", built.err)
	}
	return filepath.Join(built.dir, "verbatim")
}

// Main runs the tests of a package and removes the program that they built.
func Main(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// Command is the program with arguments, and nothing of the tester's settings.
func Command(t testing.TB, args ...string) *exec.Cmd {
	cmd := exec.Command(Binary(t), args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "VERBATIM_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// Program is the real program, serving on a port of its own.
type Program struct {
	URL string // without a slash at the end

	cmd    *exec.Cmd
	log    output
	exited chan struct{}
}

var announced = regexp.MustCompile(`Open (http://127\.0\.0\.1:\d+)\n`)

// Start starts the program on a house and waits until it serves. It is killed at
// the end of the test where it still runs.
func Start(t testing.TB, h House, more ...string) *Program {
	t.Helper()
	p, err := TryStart(t, h, more...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TryStart is Start for a program that may refuse: the error is what it said.
func TryStart(t testing.TB, h House, more ...string) (*Program, error) {
	t.Helper()
	args := append([]string{"serve", "--addr", "127.0.0.1:0"}, h.Flags...)
	p := &Program{cmd: Command(t, append(args, more...)...), exited: make(chan struct{})}
	p.cmd.Stderr = &p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Kill)
	first := make(chan string, 1)
	go func() {
		r := bufio.NewReader(out)
		line, _ := r.ReadString('\n')
		first <- line
		_, _ = io.Copy(io.Discard, r)
		_ = p.cmd.Wait()
		close(p.exited)
	}()
	select {
	case line := <-first:
		if m := announced.FindStringSubmatch(line); m != nil {
			p.URL = m[1]
			return p, nil
		}
	case <-time.After(30 * time.Second):
		p.Kill()
		return nil, fmt.Errorf("the program said nothing for 30 s: %s", &p.log)
	}
	<-p.exited
	return nil, fmt.Errorf("%s", strings.TrimSpace(p.log.String()))
}

// Kill ends the program as a power cut would: SIGKILL.
func (p *Program) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.exited
}

// Stop asks the program to stop and gives its exit code.
func (p *Program) Stop(t testing.TB) int {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.exited:
	case <-time.After(40 * time.Second):
		t.Fatalf("the program did not stop in 40 s: %s", &p.log)
	}
	return p.cmd.ProcessState.ExitCode()
}

// Log is what the program has said on standard error.
func (p *Program) Log() string { return p.log.String() }

// output can be read while a process writes to it.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}
