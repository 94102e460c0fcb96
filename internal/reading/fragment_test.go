package reading

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestPlainWithoutParsing holds the short way of Plain to the long one.
func TestPlainWithoutParsing(t *testing.T) {
	parts := []string{"moon", " ", " ", "  ", "\n", "\t", "-", "---", "+ ", "1. ", "2)", "#", "=", "===", ".", ",", ":", "://", "http", "www.", "(", ")",
		"\"", "'", "…", "é", "e\u0301", "\u00a0", "\u00ad", "%", "/", ";", "?", "{", "}", "\\", "*", "_", "`", "[", "]", "<", ">", "&", "!", "~", "^", "$", "@", "|", "\x00", "\xff", "\r"}
	random := rand.New(rand.NewPCG(1, 2))
	short := 0
	for range 50_000 {
		var b strings.Builder
		for range random.IntN(8) {
			n := len(parts)
			if random.IntN(2) == 0 {
				n -= 17 // without markup
			}
			b.WriteString(parts[random.IntN(n)])
		}
		md := b.String()
		if unmarked(oneLine(md)) {
			short++
		}
		if got, want := Plain(md), marked(md); got != want {
			t.Fatalf("Plain(%q) is %q and parsed %q", md, got, want)
		}
	}
	if short < 10_000 {
		t.Errorf("only %d texts were without markup", short)
	}
}
