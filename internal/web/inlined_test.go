package web

import (
	"strconv"
	"strings"
	"testing"
)

func TestInlinedIsInline(t *testing.T) {
	memo, err := newInlined()
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"", "a *leaf*", "![leaf](leaf.png)", "<script>", strings.Repeat("long ", longestInlined)}
	for range 2 { // made, then remembered
		for _, media := range []string{"/one/", "/two/"} {
			for _, text := range texts {
				if got, want := memo.html(media, text), inline(media, text); got != want {
					t.Errorf("%.20q in %s: %s, want %s", text, media, got, want)
				}
			}
		}
	}
	if n := memo.texts.Len(); n != 2*(len(texts)-1) {
		t.Errorf("%d texts are remembered", n)
	}
	for i := range 2 * mostInlined {
		memo.html("", strconv.Itoa(i))
	}
	if n := memo.texts.Len(); n != mostInlined {
		t.Errorf("%d texts are remembered, more than %d", n, mostInlined)
	}
}
