package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"verbatim/questions"
)

// manySets writes n sets of so many questions each, copies of those of the set
// that ships.
func manySets(tb testing.TB, n, each int) string {
	tb.Helper()
	read := func(name string) []byte {
		src, err := questions.FS.ReadFile("kratom/" + name)
		if err != nil {
			tb.Fatal(err)
		}
		return src
	}
	reading, set := read("reading.md"), string(read("set.yaml"))
	begin := strings.Index(set, "\n  - id:") + 1
	blocks := regexp.MustCompile(`(?m)^  - id: .*\n(?:(?:    .*)?\n)*`).FindAllString(set[begin:], -1)
	var b strings.Builder
	b.WriteString(set[:begin])
	for i := range each {
		b.WriteString(strings.Replace(blocks[i%len(blocks)], "- id: ", fmt.Sprintf("- id: q%d-", i/len(blocks)), 1))
	}
	dir := tb.TempDir()
	for i := range n {
		at := filepath.Join(dir, fmt.Sprintf("set-%04d", i))
		for name, data := range map[string][]byte{"set.yaml": []byte(b.String()), "reading.md": reading} {
			if err := os.MkdirAll(at, 0o755); err != nil {
				tb.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(at, name), data, 0o644); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return dir
}

// BenchmarkCheckThousand checks 1,000 sets of 100 questions:
//
//	go test ./cmd/verbatim -run '^$' -bench Thousand -benchtime 1x
func BenchmarkCheckThousand(b *testing.B) {
	dir := manySets(b, 1000, 100)
	b.ResetTimer()
	for b.Loop() {
		var out bytes.Buffer
		if code := run([]string{"check", dir}, &env{ctx: b.Context(), stdin: &bytes.Buffer{}, stdout: &out, stderr: &out}); code != 0 {
			b.Fatalf("exit %d: %.2000s", code, out.String())
		}
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	b.ReportMetric(float64(mem.Sys)/(1<<20), "MiB-system")
}
