package web

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// A public URL with a path, such as https://example.org/quiz, puts all pages
// under that path. Inside, addresses have one form, without it: pages are made
// of pieces that are rendered once. The path is taken off where a request comes
// in and put before the links of a page where it goes out. It costs nothing
// where there is none.

// mount is the path that all pages are under.
type mount struct {
	path  string // such as /quiz
	links *strings.Replacer
}

// newMount gives nil for no path.
func newMount(path string) *mount {
	if path == "" {
		return nil
	}
	var pairs []string
	for _, attribute := range []string{"href", "src", "action", "formaction", "data-live"} {
		link := ` ` + attribute + `="/`
		pairs = append(pairs, link, strings.TrimSuffix(link, "/")+path+"/")
	}
	return &mount{path, strings.NewReplacer(pairs...)}
}

// enter takes the path off a request. A proxy may have done so already.
func (m *mount) enter(h *fasthttp.RequestHeader) {
	rest, under := bytes.CutPrefix(h.RequestURI(), []byte(m.path))
	if !under {
		return
	}
	switch {
	case len(rest) == 0 || rest[0] == '?':
		h.SetRequestURI("/" + string(rest))
	case rest[0] == '/':
		h.SetRequestURI(string(rest))
	default:
		return // of another name, which begins alike
	}
}

// plainPages has the pages of a request come uncompressed, so that their links
// can be found.
func (m *mount) plainPages(h *fasthttp.RequestHeader) {
	if !bytes.HasPrefix(h.RequestURI(), []byte("/assets/")) {
		h.Del(fiber.HeaderAcceptEncoding)
	}
}

// leave puts the path before the links of a response.
func (m *mount) leave(res *fasthttp.Response) {
	if to := res.Header.Peek(fiber.HeaderLocation); len(to) > 0 && to[0] == '/' {
		res.Header.Set(fiber.HeaderLocation, m.path+string(to))
	}
	if bytes.HasPrefix(res.Header.ContentType(), []byte("text/html")) {
		res.SetBodyString(m.links.Replace(string(res.Body())))
	}
}
