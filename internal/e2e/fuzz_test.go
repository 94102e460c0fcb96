package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"verbatim/internal/e2e/need"
)

// These folders under internal/format read nothing that came from elsewhere:
// the tools of the others, and what is printed.
var noDecoder = []string{"kit", "paper", "testdata"}

// Every format that is read has a fuzz target for make fuzz.
func TestTrust37EveryDecoderIsFuzzed(t *testing.T) {
	formats := filepath.Join(need.Root(t), "internal", "format")
	folders, err := os.ReadDir(formats)
	if err != nil {
		t.Fatal(err)
	}
	target := regexp.MustCompile(`(?m)^func Fuzz\w+\(f \*testing\.F\)`)
	seen := 0
	for _, folder := range folders {
		if !folder.IsDir() || slices.Contains(noDecoder, folder.Name()) {
			continue
		}
		seen++
		tests, err := filepath.Glob(filepath.Join(formats, folder.Name(), "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(tests, func(name string) bool {
			text, err := os.ReadFile(name)
			return err == nil && target.Match(text)
		}) {
			t.Errorf("internal/format/%s has no fuzz target", folder.Name())
		}
	}
	if seen < 8 {
		t.Errorf("only %d formats were looked at", seen)
	}
}
