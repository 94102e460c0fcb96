package web

import (
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// TestPatternsMatchAsFiberDoes asks both about the address of every route, and
// about addresses that are almost one.
func TestPatternsMatchAsFiberDoes(t *testing.T) {
	w := newWorld(t, Config{})
	paths := []string{"/", "//", "/sessions", "/sessions/", "/Sessions/x/delete", "/sessions//delete", "/sessions/x/delete?", "sessions/x/delete"}
	for _, rt := range w.server.routes {
		path := strings.ReplaceAll(rt.Path, ":", "")
		paths = append(paths, path, path+"/", path+"x", path+"/x", strings.TrimPrefix(path, "/"), path[:len(path)-1], rt.Path, strings.ToUpper(path), strings.ReplaceAll(path, "/", "//"))
	}
	for _, rt := range w.server.routes {
		if strings.Contains(rt.Path, "*") {
			continue
		}
		p := newPattern(rt.Path)
		for _, path := range paths {
			if path == "" {
				continue // no request asks for it
			}
			if got, want := p.match(path, strings.Count(path, "/")), fiber.RoutePatternMatch(path, rt.Path, w.server.app.Config()); got != want {
				t.Errorf("%s at %q: %t, and Fiber says %t", rt.Path, path, got, want)
			}
		}
	}
}
