//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// profiler keeps CPU profiles of the server under measurement.
type profiler struct {
	dir  string
	addr string // where the server shows its profiles
}

func newProfiler(dir string) (*profiler, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &profiler{dir, ln.Addr().String()}, firstOf(ln.Close(), os.MkdirAll(dir, 0o755))
}

// watch takes a profile of what comes next; keep waits for its end and writes
// it to a file of that name, over that of the round before.
func (p *profiler) watch(name string, ours bool, length time.Duration) (keep func() error) {
	if p == nil || !ours {
		return func() error { return nil }
	}
	done := make(chan error, 1)
	go func() {
		done <- func() error {
			seconds := max(1, int(length.Seconds()))
			res, err := http.Get(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", p.addr, seconds))
			if err != nil {
				return err
			}
			defer res.Body.Close()
			data, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != http.StatusOK {
				return fmt.Errorf("the profile of %s cannot be had: %s %w", name, res.Status, err)
			}
			return os.WriteFile(filepath.Join(p.dir, strings.NewReplacer(" ", "-", ",", "").Replace(name)+".pprof"), data, 0o644)
		}()
	}()
	return func() error { return <-done }
}
