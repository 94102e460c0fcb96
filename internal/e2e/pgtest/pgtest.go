//go:build unix

// Package pgtest runs a real PostgreSQL server for tests, from the programs
// that the system has: in a folder and on a socket of its own, reached by
// nobody else.
package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"verbatim/internal/e2e/need"
)

// T is what a server needs of the test that it runs for.
type T interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Server is a PostgreSQL server.
type Server struct {
	t        T
	bin, dir string
	settings []string
	cmd      *exec.Cmd
	leash    func() error // ends the server, as the end of this process does
	log      log
	names    atomic.Int32
}

// nobody runs the server where an administrator runs the tests: PostgreSQL
// refuses to run with all rights.
const nobody = 65534

// Quick are settings for tests that make many databases and cut no power.
var Quick = []string{"fsync=off", "full_page_writes=off"}

// Start starts a server that ends with the test. Settings are those of
// postgresql.conf, such as "fsync=off".
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	return StartAt(t, filepath.Dir(need.File(t, Binary, "postgresql")), settings...)
}

// Binary is where Debian has the server.
const Binary = "/usr/lib/postgresql/*/bin/postgres"

// StartAt is Start with the programs of the folder bin, for what is no test.
func StartAt(t T, bin string, settings ...string) *Server {
	t.Helper()
	s := &Server{t: t, bin: bin, settings: settings}
	var err error
	// Not t.TempDir, which nobody may enter, and short: the path of a socket has
	// 107 bytes at most.
	if s.dir, err = os.MkdirTemp("", "pgtest-"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(s.dir) })
	if os.Geteuid() == 0 {
		if err := os.Chown(s.dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	initdb := s.command("initdb", "--pgdata", s.data(), "--username", "postgres", "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8")
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	s.Up()
	t.Cleanup(s.Kill)
	return s
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command is one of PostgreSQL's programs, without an administrator's rights.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

// Up starts the server where it is down, and waits until it takes connections.
func (s *Server) Up() {
	s.t.Helper()
	s.up()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		conn, err := pgx.Connect(context.Background(), s.URL("postgres"))
		if err == nil {
			conn.Close(context.Background())
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("the server does not take connections: %v\n%s", err, s.log.String())
		}
	}
}

// up starts the server. A shell beside it ends it when this process is gone,
// however it ended.
func (s *Server) up() {
	s.t.Helper()
	postgres := []string{filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.dir, "-c", "listen_addresses="}
	for _, setting := range s.settings {
		postgres = append(postgres, "-c", setting)
	}
	s.cmd = s.command("", append([]string{"-c", `"$@" </dev/null & read -r _; kill -QUIT $! 2>/dev/null; wait $!`, "sh"}, postgres...)...)
	s.cmd.Path = "/bin/sh"
	s.cmd.Args[0] = "sh"
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	leash, err := s.cmd.StdinPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.leash = leash.Close
}

// Kill ends the server at once (PostgreSQL's immediate shutdown): nothing is
// written down any more, as when a machine loses its power.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	s.leash()
	s.cmd.Wait()
	s.cmd = nil
}

// Freeze stops all processes of the server for as long as f takes: connections
// stay, and nobody answers.
func (s *Server) Freeze(f func()) {
	s.t.Helper()
	processes := s.processes()
	if len(processes) == 0 {
		s.t.Fatal("the server has no processes")
	}
	for _, p := range processes {
		p.Signal(syscall.SIGSTOP)
	}
	defer func() {
		for _, p := range processes {
			p.Signal(syscall.SIGCONT)
		}
	}()
	f()
}

// processes are the server's, the postmaster first.
func (s *Server) processes() (all []*os.Process) {
	text, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		s.t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	postmaster, err := strconv.Atoi(first)
	if err != nil {
		s.t.Fatal(err)
	}
	pids := []int{postmaster}
	out, _ := exec.Command("ps", "-o", "pid=", "--ppid", first).Output() // fails where there are none
	for field := range strings.FieldsSeq(string(out)) {
		if pid, err := strconv.Atoi(field); err == nil {
			pids = append(pids, pid)
		}
	}
	for _, pid := range pids {
		if p, err := os.FindProcess(pid); err == nil {
			all = append(all, p)
		}
	}
	return all
}

// URL is the address of a database on the server.
func (s *Server) URL(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.dir}, "user": {"postgres"}}.Encode()
}

// Create makes an empty database and gives its address.
func (s *Server) Create() string {
	s.t.Helper()
	name := fmt.Sprintf("test%d", s.names.Add(1))
	s.Exec("postgres", "CREATE DATABASE "+name)
	return s.URL(name)
}

// Exec runs a statement in a database.
func (s *Server) Exec(database, statement string) {
	s.t.Helper()
	conn, err := pgx.Connect(context.Background(), s.URL(database))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), statement); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// PIDs are the server's processes, the postmaster first.
func (s *Server) PIDs() (pids []int) {
	for _, p := range s.processes() {
		pids = append(pids, p.Pid)
	}
	return pids
}

// CPU is the CPU time of the server's processes so far: of those that run, so
// connections must not come and go while it is measured. Linux alone tells.
func (s *Server) CPU() (sum time.Duration) {
	for _, pid := range s.PIDs() {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		if err != nil {
			continue // it has ended
		}
		first, _, _ := strings.Cut(string(text), " ")
		ns, _ := strconv.ParseInt(first, 10, 64)
		sum += time.Duration(ns)
	}
	return sum
}

// log is what the server says.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
