package format

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// The set of an archive is the outermost one, whatever its folders are called.
func TestUnpackTakesTheOutermostSet(t *testing.T) {
	for _, c := range []struct {
		names string // in the archive
		files string // that are given, in the order of their names
		fails string
	}{
		{"set.yaml reading.md", "reading.md set.yaml", ""},
		{"a/set.yaml set.yaml reading.md", "a/set.yaml reading.md set.yaml", ""},
		{"set.yaml a/set.yaml", "a/set.yaml set.yaml", ""},
		{"b/c/set.yaml chemistry/set.yaml chemistry/reading.md x.md", "reading.md set.yaml", ""},
		{"chemistry/old/set.yaml chemistry/set.yaml", "old/set.yaml set.yaml", ""},
		{"x.md", "", ""},
		{"a/set.yaml b/set.yaml", "", "it holds 2 sets, a/set.yaml and b/set.yaml among them: pack the folder of one"},
	} {
		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		for name := range strings.FieldsSeq(c.names) {
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		files, ok, err := Unpack(packed.Bytes())
		var got []string
		for _, f := range files {
			got = append(got, f.Name)
		}
		if strings.Join(got, " ") != c.files || ok != (c.files != "") {
			t.Errorf("%s: unpacked as %q, %t", c.names, got, ok)
		}
		if err == nil && c.fails != "" || err != nil && err.Error() != c.fails {
			t.Errorf("%s: the error is %v, want %q", c.names, err, c.fails)
		}
	}
}
