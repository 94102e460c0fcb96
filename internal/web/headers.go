package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// noStore keeps personal pages out of every cache.
const noStore = "no-store"

// keepForGood is for addresses whose content never changes.
const keepForGood = "public, max-age=31536000, immutable"

// contentSecurityPolicy lets a page load our own files and send forms to us,
// and nothing else: no inline script or style, no other host, no frame.
var contentSecurityPolicy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
}, "; ")

// permissionsPolicy turns off what a page could ask the browser for.
var permissionsPolicy = strings.Join([]string{
	"camera=()", "display-capture=()", "geolocation=()", "microphone=()", "payment=()", "usb=()",
}, ", ")

// strictTransport is sent where learners reach us by https.
const strictTransport = "max-age=63072000"

// fixedHeaders are what every response has, as they are sent.
func fixedHeaders(secure bool) (headers [][2][]byte) {
	add := func(name, value string) { headers = append(headers, [2][]byte{[]byte(name), []byte(value)}) }
	add(fiber.HeaderContentSecurityPolicy, contentSecurityPolicy)
	add(fiber.HeaderXContentTypeOptions, "nosniff")
	// Not no-referrer: with it browsers send "Origin: null" with every form.
	add(fiber.HeaderReferrerPolicy, "same-origin")
	add("Cross-Origin-Opener-Policy", "same-origin")
	add("Cross-Origin-Resource-Policy", "same-origin")
	add(fiber.HeaderPermissionsPolicy, permissionsPolicy)
	add(fiber.HeaderCacheControl, noStore)
	if secure {
		add(fiber.HeaderStrictTransportSecurity, strictTransport)
	}
	return headers
}

// setHeaders puts on a response what every response has, before anything else
// is known of it. A handler may replace Cache-Control.
func (s *Server) setHeaders(h *fasthttp.ResponseHeader) {
	for _, kv := range s.headers {
		h.SetCanonical(kv[0], kv[1])
	}
}
