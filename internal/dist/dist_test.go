package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/e2e/need"
)

func info(t *testing.T) (*debug.BuildInfo, []module) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	modules, err := modulesOf([]string{self, self})
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) == 0 {
		t.Fatal("this test is made of no modules")
	}
	i, _ := debug.ReadBuildInfo()
	return i, modules
}

// The list of parts names each once and is the same each time.
func TestSBOM(t *testing.T) {
	info, modules := info(t)
	dir := t.TempDir()
	var texts [][]byte
	for _, name := range []string{"a.json", "b.json"} {
		file := filepath.Join(dir, name)
		if err := writeSBOM(file, info, modules); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if !bytes.Equal(texts[0], texts[1]) {
		t.Error("two lists of the same parts differ")
	}
	var b struct {
		BOMFormat  string
		Components []struct{ Name, Version, PURL string }
	}
	if err := json.Unmarshal(texts[0], &b); err != nil {
		t.Fatal(err)
	}
	if b.BOMFormat != "CycloneDX" || len(b.Components) != len(modules)+1 {
		t.Fatalf("%s with %d parts, want %d", b.BOMFormat, len(b.Components), len(modules)+1)
	}
	if !slices.ContainsFunc(b.Components, func(c struct{ Name, Version, PURL string }) bool {
		return c.Name == "github.com/CycloneDX/cyclonedx-go" && c.PURL == "pkg:golang/"+c.Name+"@"+c.Version && strings.HasPrefix(c.Version, "v")
	}) {
		t.Errorf("the parts lack the library that this test uses: %v", b.Components)
	}
}

// Every module that go.mod names, wherever it is used, comes with its terms.
func TestLicences(t *testing.T) {
	source := need.Root(t)
	list, err := command(t.Context(), source, nil, "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", "./cmd/verbatim")
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Compact(slices.Sorted(strings.Lines(list)))
	var modules []module
	for _, line := range lines {
		if path, version, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			modules = append(modules, module{path: path, version: version})
		}
	}
	if len(modules) < 20 {
		t.Fatalf("only the modules %v were found", modules)
	}
	file := filepath.Join(t.TempDir(), "LICENCES.txt")
	if err := writeLicences(t.Context(), file, source, modules); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules {
		if !bytes.Contains(text, []byte("==== "+m.path+" "+m.version+"\n")) {
			t.Errorf("the licence of %s is missing", m.path)
		}
	}
}
