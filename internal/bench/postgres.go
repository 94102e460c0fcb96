//go:build linux

package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"

	"verbatim/internal/e2e/pgtest"
)

// startPostgres has the answers kept by a PostgreSQL server of its own, on the
// servers' core, with the settings that Debian gives it.
func (b *bench) startPostgres() (end func(), err error) {
	t := &attempt{}
	found, err := filepath.Glob(pgtest.Binary)
	if err != nil || len(found) == 0 {
		return t.end, errors.Join(fmt.Errorf("there is no %s: run `apt-get install postgresql`", pgtest.Binary), err)
	}
	var s *pgtest.Server
	var address string
	if err := t.try(func() {
		s = pgtest.StartAt(t, filepath.Dir(found[len(found)-1]))
		address = s.Create()
	}); err != nil {
		return t.end, err
	}
	for i, pid := range s.PIDs() { // those that they start run there too
		out, err := exec.Command("taskset", "-cp", serverCore, strconv.Itoa(pid)).CombinedOutput()
		if err != nil && i == 0 { // others may have ended
			return t.end, fmt.Errorf("PostgreSQL cannot be given core %s: %w %s", serverCore, err, out)
		}
	}
	b.where, b.database = []string{"--database", address}, s.CPU
	return t.end, nil
}

// attempt is a pgtest.T where there is no test.
type attempt struct{ cleanups []func() }

// failed is what a failed attempt panics with.
type failed struct{ error }

func (*attempt) Helper() {}

func (*attempt) Fatal(args ...any) { panic(failed{errors.New(fmt.Sprint(args...))}) }

func (*attempt) Fatalf(format string, args ...any) { panic(failed{fmt.Errorf(format, args...)}) }

func (t *attempt) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

// try gives the error that f ends with.
func (t *attempt) try(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			stopped, ours := r.(failed)
			if !ours {
				panic(r)
			}
			err = stopped.error
		}
	}()
	f()
	return nil
}

// end cleans up, the last thing first.
func (t *attempt) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}
