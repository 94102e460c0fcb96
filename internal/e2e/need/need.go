// Package need finds the tools that tests use and Go does not bring. A test
// that lacks one is skipped with the words of what to install, or fails where
// VERBATIM_NO_SKIP=1 is set, as in CI.
package need

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Program gives the path of a program, which the Debian package pkg brings.
func Program(t testing.TB, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil { // Debian keeps servers where users' PATH does not look
		path, err = exec.LookPath(filepath.Join("/usr/sbin", name))
	}
	if err != nil {
		lack(t, "%s is not installed: run `apt-get install %s`", name, pkg)
	}
	return path
}

// File gives the last of the files that a pattern names, such as that of the
// newest version; the Debian package pkg brings it.
func File(t testing.TB, pattern, pkg string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		lack(t, "there is no %s: run `apt-get install %s`", pattern, pkg)
	}
	return files[len(files)-1]
}

// NPM gives the path of a file in the packages that internal/e2e/package.json
// asks for, such as axe-core/axe.min.js.
func NPM(t testing.TB, file string) string {
	t.Helper()
	path := filepath.Join(Root(t), "internal", "e2e", "node_modules", filepath.FromSlash(file))
	if _, err := os.Stat(path); err != nil {
		lack(t, "%s is not installed: run `npm ci --prefix internal/e2e`", file)
	}
	return path
}

// Root gives the folder of the project: the nearest one above the test that
// holds a go.mod.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("there is no go.mod above the folder of the test")
		}
		dir = parent
	}
}

// That asks for something that is no tool, such as a right; the words say what
// is lacking and what to do.
func That(t testing.TB, ok bool, format string, args ...any) {
	t.Helper()
	if !ok {
		lack(t, format, args...)
	}
}

func lack(t testing.TB, format string, args ...any) {
	t.Helper()
	why := fmt.Sprintf(format, args...)
	if os.Getenv("VERBATIM_NO_SKIP") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// Go gives the path of a program that Go fetches and builds, such as
// example.org/tool/cmd/tool@v1.2.3.
func Go(t testing.TB, program string) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("go", "install", program)
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		lack(t, "%s cannot be fetched and built: %v: %s", program, err, out)
	}
	name, _, _ := strings.Cut(filepath.Base(program), "@")
	return filepath.Join(dir, name)
}
