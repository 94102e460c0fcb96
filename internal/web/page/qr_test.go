package page

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestQR reads the path back and compares it with the code, module by module.
func TestQR(t *testing.T) {
	const text = "https://quiz.example.org/join/BCDFGHJK"
	got, err := NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	if got.Size != want.Size+8 {
		t.Errorf("the image has %d modules a side, want %d and a border of four", got.Size, want.Size)
	}
	path := strings.TrimSuffix(strings.TrimPrefix(string(got.Path), `d="`), `"`)
	dark := map[[2]int]bool{}
	for run := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("the run %q: %v", run, err)
		}
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	for y := range got.Size {
		for x := range got.Size {
			if dark[[2]int{x, y}] != want.Black(x-quiet, y-quiet) {
				t.Fatalf("the module %d, %d is wrong", x, y)
			}
		}
	}
	if _, err := NewQR(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 bytes are encoded")
	}
}
