package cloze

import (
	"regexp"
	"slices"
	"strings"
)

// segment is a stretch of the running text, or a blank in it.
type segment struct {
	text string // Markdown; empty where there is a blank
	n    int    // the blank's number in the order of the text, from 1; 0 for text
	at   int    // the blank's place in the file
}

var (
	paragraphEnd = regexp.MustCompile(`\n[ \t]*\n\s*`)
	marker       = regexp.MustCompile(`\[\[([\pL\pN]+(?:-[\pL\pN]+)*)\]\]`)
)

// paragraphs cuts the running text at its empty lines and its blanks. A marker
// that names no blank stays text.
func (c *Cloze) paragraphs() [][]segment {
	var all [][]segment
	n := 0
	for _, p := range paragraphEnd.Split(strings.TrimSpace(c.Text), -1) {
		var segments []segment
		from := 0
		for _, m := range marker.FindAllStringSubmatchIndex(p, -1) {
			at := c.index(p[m[2]:m[3]])
			if at < 0 {
				continue
			}
			if m[0] > from {
				segments = append(segments, segment{text: p[from:m[0]]})
			}
			n++
			segments = append(segments, segment{n: n, at: at})
			from = m[1]
		}
		if from < len(p) {
			segments = append(segments, segment{text: p[from:]})
		}
		all = append(all, segments)
	}
	return all
}

// markers lists the names of the blanks in the text, in their order.
func (c *Cloze) markers() []string {
	var names []string
	for _, m := range marker.FindAllStringSubmatch(c.Text, -1) {
		names = append(names, m[1])
	}
	return names
}

// index gives the place in the file of the blank with that name, or -1.
func (c *Cloze) index(name string) int {
	return slices.IndexFunc(c.Blanks, func(b Blank) bool { return b.Name == name })
}
