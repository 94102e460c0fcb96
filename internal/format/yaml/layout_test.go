package yaml

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

// untidy means what tidy does.
const untidy = `# About the set.

questions:
# What kratom is

- stem:   'What pulls the water most?'   # asked in 2026
  id: moon
  quote: "The moon pulls
    the water most"

  options:
     # the key
     - {correct: true, text: The moon}
     - because: >
         It moves the surface
         alone.
       # not so
       text: "The \"wind\""
     - text: |-
         Two
         # lines
       because: no
  allow: [longest-key: 'It must name both.']
  # the last of it
- id: "sun" # more
  weight: 012
  mystery: [1, "2"]
title: "Tides"
draw: {a: 3, # of the first
  "b": 1}


topics: # in their order
    b: "B's" # second
    # first
    a: A
language: 'en'
description:
# The end.
`

const tidy = `title: "Tides"
description:
language: en

topics: # in their order
  b: "B's" # second
  # first
  a: "A"
draw:
  a: 3 # of the first
  b: 1
# About the set.

questions:
  # What kratom is

  - id: moon
    stem: "What pulls the water most?" # asked in 2026

    options:
      # the key
      - text: "The moon"
        correct: true
      # not so
      - text: "The \"wind\""
        because: "It moves the surface alone.\n"
      - text: |-
          Two
          # lines
        because: "no"
    quote: "The moon pulls the water most"
    allow:
      - longest-key: "It must name both."

  # the last of it
  - id: sun # more
    weight: 012
    mystery:
      - 1
      - "2"
# The end.
`

func TestLayout(t *testing.T) {
	out, list, err := Layout([]byte(untidy), "set.yaml")
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	if string(out) != tidy {
		t.Errorf("laid out:\n%s\nwant:\n%s", out, tidy)
	}
}

// TestLayoutOfSets lays out what the project has: each layout is its own layout.
func TestLayoutOfSets(t *testing.T) {
	files, err := filepath.Glob("../../../questions/*/set.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range append(files, "../../quiz/kinds/testdata/tides/set.yaml") {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		layoutHolds(t, string(src))
	}
}

// layoutHolds checks that the layout of a text is its own, and means the same.
func layoutHolds(t *testing.T, src string) {
	t.Helper()
	out, list, err := Layout([]byte(src), "set.yaml")
	if err != nil || len(list) > 0 {
		return // it is left as it is
	}
	again, list, err := Layout(out, "set.yaml")
	if err != nil || len(list) > 0 {
		t.Fatalf("the layout cannot be laid out: %v %v\n%s", err, list, out)
	}
	if string(again) != string(out) {
		t.Errorf("the layout of a layout differs:\n%s\nis laid out as\n%s", out, again)
	}
	before, beforeList := Parse([]byte(src), "set.yaml")
	after, afterList := Parse(out, "set.yaml")
	if (before == nil) != (after == nil) || len(beforeList) != len(afterList) {
		t.Fatalf("findings before: %v\nafter: %v", beforeList, afterList)
	}
	if before != nil && unplaced(before) != unplaced(after) {
		t.Errorf("the set is another:\n%s\nin place of\n%s", unplaced(after), unplaced(before))
	}
}

func TestLayoutRefuses(t *testing.T) {
	for _, src := range []string{"? [a]\n: b\n", "? {a: b}\n: c\n"} {
		if out, _, err := Layout([]byte(src), "set.yaml"); err == nil {
			t.Errorf("%q is laid out as %q", src, out)
		}
	}
	if out, list, _ := Layout([]byte("title: \"x\n"), "set.yaml"); out != nil || !list.HasErrors() {
		t.Error("broken text is laid out")
	}
	if strings.Contains(tidy, "\t") {
		t.Error("the layout has tabs")
	}
}

// unplaced is a set without the places of its parts.
func unplaced(s *quiz.Set) string {
	text, err := json.Marshal(struct {
		Set    *quiz.Set
		Drafts []quiz.Question
	}{s, s.Drafts})
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// TestLayoutOfComments puts comments and empty lines at places drawn by chance:
// none is lost, and the layout of the layout is itself.
func TestLayoutOfComments(t *testing.T) {
	lines := strings.SplitAfter(sound, "\n")
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		n := 0
		for _, line := range lines {
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				n++
				fmt.Fprintf(&b, "%s# own %d\n", strings.Repeat(" ", rapid.IntRange(0, 10).Draw(t, "indent")), n)
			case 1:
				b.WriteString("\n")
			case 2:
				n++
				if line = strings.TrimSuffix(line, "\n"); line != "" {
					line += fmt.Sprintf(" # end %d\n", n)
				}
			}
			b.WriteString(line)
		}
		out, list, err := Layout([]byte(b.String()), "set.yaml")
		if err != nil {
			t.Skip("it is left as it is: " + err.Error())
		}
		if len(list) > 0 {
			t.Fatalf("findings %v in\n%s", list, b.String())
		}
		if got := strings.Count(string(out), "# own ") + strings.Count(string(out), "# end "); got != strings.Count(b.String(), "# own ")+strings.Count(b.String(), "# end ") {
			t.Errorf("%d comments in place of %d:\n%s", got, n, out)
		}
		again, _, err := Layout(out, "set.yaml")
		if err != nil || string(again) != string(out) {
			t.Errorf("the layout of the layout differs (%v):\n%s\nis laid out as\n%s", err, out, again)
		}
	})
}

func FuzzLayout(f *testing.F) {
	f.Add(untidy)
	f.Add(tidy)
	f.Add(sound)
	f.Add("title: |2\n   a\n\n  b\nquestions: []\n# x")
	f.Add("a: {b: [c, d], ? e : f}\n")
	f.Add("title: A\"\n")
	f.Add("title: \"a\r\n  b\"\r\n# c\r\nquestions:\r\n- id: 1\r\n")
	f.Fuzz(func(t *testing.T, src string) { layoutHolds(t, src) })
}
