//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The cores that servers and the load generator have for themselves.
const (
	serverCore = "0"
	loadCore   = "1"
)

// pinned runs a program on the servers' core.
func pinned(name string, args ...string) *exec.Cmd {
	cmd := exec.Command("taskset", append([]string{"-c", serverCore, name}, args...)...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=2")
	cmd.Stderr = os.Stderr
	return cmd
}

// pinSelf moves this process to the load generator's core.
func pinSelf() error {
	out, err := exec.Command("taskset", "-acp", loadCore, strconv.Itoa(os.Getpid())).CombinedOutput()
	if err != nil {
		return fmt.Errorf("the load generator cannot be given core %s: %w %s(two cores, Linux and util-linux's taskset are needed)", loadCore, err, out)
	}
	return nil
}

// server is a program under measurement.
type server struct {
	cmd    *exec.Cmd
	stop   io.Closer
	addr   string
	up     time.Duration        // from start to the line that says where it serves
	beside func() time.Duration // the CPU time of what works for it beside; nil: nothing does
}

var served = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)`)

// serve starts a server and waits until it says where it can be reached.
func serve(cmd *exec.Cmd) (*server, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	m := served.FindStringSubmatch(line)
	if m == nil {
		return nil, errors.Join(fmt.Errorf("%s does not say where it serves: %q", cmd.Path, line), err, cmd.Process.Kill())
	}
	return &server{cmd: cmd, stop: in, addr: m[1], up: time.Since(began)}, nil
}

// end stops a server and waits for it.
func (s *server) end() error {
	return errors.Join(s.stop.Close(), s.cmd.Process.Signal(syscall.SIGTERM), s.cmd.Wait())
}

// cpu is the CPU time of all threads of a server so far, and of its database.
func (s *server) cpu() (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil || len(threads) == 0 {
		return 0, errors.Join(fmt.Errorf("the CPU time of process %d cannot be read", s.cmd.Process.Pid), err)
	}
	var sum time.Duration
	for _, name := range threads {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		first, _, _ := strings.Cut(string(text), " ")
		ns, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(ns)
	}
	if s.beside != nil {
		sum += s.beside()
	}
	return sum, nil
}

var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// memory is what a server holds of the machine's memory, in MiB.
func (s *server) memory() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	m := resident.FindSubmatch(text)
	if m == nil {
		return 0, errors.New("the server's memory cannot be read")
	}
	kb, err := strconv.ParseFloat(string(m[1]), 64)
	return kb / 1024, err
}

// ownCPU is the CPU time of this process so far.
func ownCPU() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r) // fails for wrong arguments alone
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
