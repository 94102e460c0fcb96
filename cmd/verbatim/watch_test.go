package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// output collects what is printed while others read it.
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

// TestWatch breaks a set under the eyes of watch.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	set := filepath.Join(dir, "set.yaml")
	for name, text := range map[string]string{"set.yaml": soundSet, "reading.md": "The moon pulls the water of the sea most.\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	var out, errs output
	done := make(chan int)
	go func() { done <- run([]string{"watch", dir}, &env{ctx, strings.NewReader(""), &out, &errs}) }()
	until := func(says string) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !strings.Contains(out.String(), says); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("it does not say %q, but:\n%s%s", says, out.String(), errs.String())
			}
		}
	}
	until("1 set checked: 0 errors, 0 warnings at ")
	if err := os.WriteFile(set, []byte(strings.Replace(soundSet, "stem:", "stam:", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	until("error[unknown-key]: there is no key `stam` here")
	until("1 set checked: 2 errors, 0 warnings; --fix can put 1 right at ")
	stop()
	if code := <-done; code != 0 || errs.String() != "" {
		t.Errorf("exit code %d, errors %q", code, errs.String())
	}
}
