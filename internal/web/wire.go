package web

import (
	"bytes"

	"github.com/valyala/fasthttp"
)

// plain says whether a request's header is written in the one way that every
// server reads alike. What fasthttp forgives beyond that (folded lines, bare
// line feeds, two lengths) lets a proxy in front see another request than we do.
func plain(h *fasthttp.RequestHeader) bool {
	if version := h.Protocol(); string(version) != "HTTP/1.1" && string(version) != "HTTP/1.0" {
		return false
	}
	var length, coding bool
	rest := h.RawHeaders()
	for len(rest) > 0 {
		line, after, ended := bytes.Cut(rest, []byte{'\n'})
		line, terminated := bytes.CutSuffix(line, []byte{'\r'})
		if !ended || !terminated {
			return false
		}
		rest = after
		if len(line) == 0 {
			break
		}
		name, _, _ := bytes.Cut(line, []byte{':'})
		if bytes.ContainsAny(name, " \t") { // also where the line begins with one
			return false
		}
		length = length || bytes.EqualFold(name, []byte(fasthttp.HeaderContentLength))
		coding = coding || bytes.EqualFold(name, []byte(fasthttp.HeaderTransferEncoding))
	}
	return !length || !coding
}
