package web

import "strings"

// pattern is the path of a route cut at its slashes. It tells of a request what
// Fiber would, before Fiber has seen it and without taking the path apart anew.
type pattern []string

// newPattern cuts a path that begins with a slash and has no wildcard.
func newPattern(path string) pattern { return strings.Split(path, "/")[1:] }

// match says whether the route answers at a path with so many slashes. A
// parameter, which begins with a colon, stands for anything but nothing.
func (p pattern) match(path string, slashes int) bool {
	if slashes != len(p) {
		return false // most routes
	}
	for _, want := range p {
		rest, ok := strings.CutPrefix(path, "/")
		if !ok {
			return false
		}
		part, _, _ := strings.Cut(rest, "/")
		if part != want && (part == "" || !strings.HasPrefix(want, ":")) {
			return false
		}
		path = rest[len(part):]
	}
	return path == ""
}
