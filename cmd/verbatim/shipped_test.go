package main

import (
	"bytes"
	"testing"
)

// What ships is held to what is asked of others, and more.
func TestShippedSets(t *testing.T) {
	for _, args := range [][]string{
		{"check", "--strict", "../../questions"},
		{"coverage", "--min", "95", "../../questions"},
	} {
		var out bytes.Buffer
		if code := run(args, &env{ctx: t.Context(), stdin: &bytes.Buffer{}, stdout: &out, stderr: &out}); code != 0 {
			t.Errorf("verbatim %v: exit %d\n%s", args, code, out.String())
		}
	}
}
