// Package e2e tests the program as people meet it: the built binary, over HTTP
// and in a real browser.
package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"verbatim/internal/e2e/need"
)

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	shared.stop()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// built is the program, compiled once for all tests.
var built struct {
	once sync.Once
	dir  string
	path string
	err  error
}

func binary(t testing.TB) string {
	t.Helper()
	root := need.Root(t)
	built.once.Do(func() {
		lookAtSources(root)
		if built.dir, built.err = os.MkdirTemp("", "verbatim-e2e-"); built.err != nil {
			return
		}
		built.path = filepath.Join(built.dir, "verbatim")
		cmd := exec.Command("go", "build", "-o", built.path, "./cmd/verbatim")
		cmd.Dir = root
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		built.err = cmd.Run()
	})
	if built.err != nil {
		t.Fatalf("the program does not build: %v", built.err)
	}
	return built.path
}

// lookAtSources opens every folder that the program is made of. Go's test cache
// keeps a result for as long as the files that a test opened stay the same, and
// knows nothing of a program that the test builds and runs.
func lookAtSources(root string) {
	for _, dir := range []string{"cmd", "internal", "questions", "views", "public"} {
		filepath.WalkDir(filepath.Join(root, dir), func(_ string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		})
	}
}
