package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the real program, running on a port of its own.
type program struct {
	URL  string // without a slash at the end
	Data string // the folder of its database

	cmd    *exec.Cmd
	log    *output
	said   *output       // what follows the first line
	exited chan struct{} // closed when the process is gone
}

// announced is the one line that the program prints.
var announced = regexp.MustCompile(`^Verbatim serves \d+ sets?\. Open (https?://[^\s]+)\n$`)

// start runs the program on a data folder and waits until it serves. It is
// killed at the end of the test where it still runs.
func start(t testing.TB, data string, args ...string) *program {
	t.Helper()
	p, err := run(binary(t), data, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

func run(binary, data string, args ...string) (*program, error) {
	p := &program{Data: data, log: &output{}, said: &output{}, exited: make(chan struct{})}
	p.cmd = command(binary, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...)...)
	p.cmd.Stderr = p.log
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	first := make(chan string, 1)
	go func() {
		r := bufio.NewReader(stdout)
		line, _ := r.ReadString('\n')
		first <- line
		io.Copy(p.said, r)
		p.cmd.Wait()
		close(p.exited)
	}()
	select {
	case line := <-first:
		if m := announced.FindStringSubmatch(line); m != nil {
			p.URL = m[1]
			return p, nil
		}
		p.kill()
		return nil, errors.New("the program did not say where it serves, but: " + line + p.log.String())
	case <-time.After(30 * time.Second):
		p.kill()
		return nil, errors.New("the program said nothing for 30 s: " + p.log.String())
	}
}

// command is the program with arguments, and nothing of the tester's settings.
func command(binary string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "VERBATIM_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// kill ends the program as a power cut would: SIGKILL.
func (p *program) kill() {
	p.cmd.Process.Kill()
	<-p.exited
}

// terminate asks the program to stop, and leaves it time to.
func (p *program) terminate() error { return p.cmd.Process.Signal(syscall.SIGTERM) }

// wait gives the exit code of a program that has been asked to stop.
func (p *program) wait(t testing.TB) int {
	t.Helper()
	select {
	case <-p.exited:
	case <-time.After(30 * time.Second):
		t.Fatalf("the program did not stop in 30 s: %s", p.log)
	}
	return p.cmd.ProcessState.ExitCode()
}

// shared is one program for all tests that do no harm to it: each of its
// learners sees only what is their own.
var shared sharedProgram

type sharedProgram struct {
	once sync.Once
	p    *program
	data string
	err  error
}

func served(t testing.TB) *program {
	t.Helper()
	path := binary(t)
	shared.once.Do(func() {
		if shared.data, shared.err = os.MkdirTemp("", "verbatim-e2e-data-"); shared.err == nil {
			shared.p, shared.err = run(path, shared.data)
		}
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.p
}

func (s *sharedProgram) stop() {
	if s.p != nil {
		s.p.kill()
	}
	if s.data != "" {
		os.RemoveAll(s.data)
	}
}

// output collects what a process writes while others read it.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
