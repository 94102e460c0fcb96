package yaml

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

// The images that a set shows are files of it, and what is wrong with one is
// said where it is shown.
func TestImagesAreFilesOfTheSet(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	files := map[string]string{
		"set.yaml": `title: "Leaves"
reading: reading.md
questions:
  - id: leaf
    stem: "Which leaf? ![A round leaf](pictures/round.png)"
    options:
      - text: "![](long.png)"
        correct: true
      - text: "![A drawing](drawing.svg)"
        because: "![Its vein](gone.png) ![Its tip](https://example.org/tip.png)"
    quote: "The leaf of the tree is round"
  - id: cloze
    kind: cloze
    stem: "Fill it in."
    text: "![A stem](stem.png) [[a]]"
    blanks:
      - name: a
        text:
          answers:
            - text: "x"
              because: "![A bud](../bud.png)"
    quote: "The leaf of the tree is round"
`,
		"reading.md":         "The leaf of the tree is round. ![All leaves](pictures/round.png)\n\n![Bark](bark.png)\n",
		"pictures/round.png": png + "round",
		"long.png":           png + "long",
		"stem.png":           png + "stem",
		"bark.png":           "no image",
		"drawing.svg":        "<svg/>",
		"unused.png":         png,
	}
	open := func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	set, list, err := Load(open, "leaves", "leaves")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range set.Files {
		names = append(names, f.Name)
	}
	if want := []string{"set.yaml", "reading.md", "pictures/round.png", "long.png", "stem.png"}; !slices.Equal(names, want) {
		t.Errorf("the files of the set are %q, not %q", names, want)
	}
	var found []string
	for _, d := range list {
		if strings.Contains(d.Code, "image") || d.Code == "missing-alt" {
			found = append(found, fmt.Sprintf("%s:%d %s %s", d.Pos.File, d.Pos.Line, d.Code, d.Question))
		}
	}
	want := []string{
		"leaves/reading.md:3 image-type ",
		"leaves/set.yaml:7 missing-alt leaf",
		"leaves/set.yaml:9 image-type leaf",
		"leaves/set.yaml:10 image-elsewhere leaf",
		"leaves/set.yaml:10 no-image-file leaf",
		"leaves/set.yaml:21 image-elsewhere cloze",
	}
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("found\n%s\nnot\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
}
