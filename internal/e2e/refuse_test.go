package e2e

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What keeps the program from starting is told in one line, with exit code 1.
func TestRefusesToStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := setFolder(t, map[string]string{
		"broken/reading.md": "# A text\n\nOne sentence stands here, and no other.\n",
		"broken/set.yaml": `title: "Broken"
reading: reading.md
topics:
  a: A
questions:
  - id: q1
    topic: a
    evidence: background
    stem: "Which?"
    options:
      - text: "This"
        correct: true
      - text: "That"
    explanation: "So."
    quote: "These words stand nowhere in the text"
`,
	})
	for name, c := range map[string]struct {
		args     []string
		says     string // of the last line
		findings int    // at least so many lines before it
		code     int
	}{
		"taken port":        {[]string{"--addr", taken.Addr().String()}, taken.Addr().String(), 0, 1},
		"no folder":         {[]string{"--data", filepath.Join(file, "data")}, file, 0, 1},
		"read-only folder":  {[]string{"--data", "/proc/verbatim"}, "/proc/verbatim", 0, 1},
		"broken set":        {[]string{"--sets", broken}, broken, 2, 1},
		"no set":            {[]string{"--sets", t.TempDir()}, "no set", 0, 1},
		"sets in no folder": {[]string{"--sets", file}, file, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir()}, c.args...)
			cmd := command(binary(t), args...)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			late := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
			defer late.Stop()
			cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("exit code %d", code)
			}
			if stdout.Len() > 0 {
				t.Errorf("it printed: %s", &stdout)
			}
			lines := strings.Split(strings.TrimSuffix(stderr.String(), "\n"), "\n")
			last, before := lines[len(lines)-1], lines[:len(lines)-1]
			if !strings.HasPrefix(last, "verbatim: ") || !strings.Contains(last, c.says) {
				t.Errorf("it says %q, with nothing of %q", last, c.says)
			}
			for _, line := range before {
				if !finding.MatchString(line) {
					t.Errorf("a line that is no finding: %q", line)
				}
			}
			if len(before) < c.findings || c.findings == 0 && len(before) > 0 {
				t.Errorf("%d lines before the last: %s", len(before), &stderr)
			}
		})
	}
}

var finding = regexp.MustCompile(`^\S+:\d+:\d+: (error|warning)\[[a-z-]+\]: \S`)

// setFolder makes a folder of files, by their paths.
func setFolder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
