// Package web answers requests: it decodes what a browser sends, calls play,
// builds a page and renders it. Nothing outside this package knows *fiber.Ctx.
//
// A request passes app.go's around (recover, id, headers, log, errors), then the
// checks that its row in routes.go asks for (host, limits, login, cross-site),
// then its handler.
package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"

	"verbatim/internal/play"
	"verbatim/public"
	"verbatim/views"
)

// How much a client may send, and how long it may take over it.
const (
	bodyLimit    = 64 << 10 // bytes; a route may have its own
	headerLimit  = 16 << 10 // bytes
	readTimeout  = 10 * time.Second
	writeTimeout = 15 * time.Second
	idleTimeout  = time.Minute
)

// Server answers requests.
type Server struct {
	play   *play.Play
	log    *slog.Logger
	app    *fiber.App
	routes []route

	limited []limitedPath

	site      site // where learners find it
	proxies   proxies
	limits    limits
	headers   [][2][]byte // of every response
	macs      *macs
	lastHost  atomic.Pointer[string] // that was found to be ours
	starts    recentStarts
	assets    *assets
	pages     *renderer
	findings  *Findings
	languages languages

	keepDays int
	slow     time.Duration
	count    func(method, route string) func(status int, took time.Duration)
	unrouted func(status int, took time.Duration) // counts what no route answers

	streams   atomic.Int32  // of events, that are open
	streamFor time.Duration // how long each may last

	mu       sync.Mutex
	listener net.Listener
	leaving  atomic.Bool // no balancer should send anybody here
	stopping atomic.Bool
}

// New makes a server. The error says which part of the configuration is wrong,
// or which template.
func New(cfg Config) (*Server, error) { return newServer(cfg, (*Server).table) }

func newServer(cfg Config, table func(*Server) []route) (*Server, error) {
	s := &Server{play: cfg.Play, log: cfg.Log, findings: cfg.Findings, macs: newMACs(cfg.Play.FormKey()), limits: newLimits(cfg)}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.keepDays, s.slow = cfg.KeepDays, cmp.Or(cfg.SlowRequest, defaultSlow)
	if s.count = cfg.Count; s.count == nil {
		s.count = func(string, string) func(int, time.Duration) { return func(int, time.Duration) {} }
	}
	s.unrouted = s.count("", "")
	s.streamFor = streamFor
	var err error
	if s.site, err = parseSite(cfg.PublicURL); err != nil {
		return nil, err
	}
	s.headers = fixedHeaders(s.site.secure)
	if s.proxies, err = parseProxies(cfg.TrustedProxies); err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(public.Assets); err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	if s.pages, err = newRenderer(views.Templates, views.Words); err != nil {
		return nil, err
	}
	s.languages = newLanguages(s.pages.words)
	s.routes = table(s)
	s.build()
	return s, nil
}

// build makes the Fiber app of the table of routes.
func (s *Server) build() {
	s.app = fiber.New(fiber.Config{
		AppName:                      "verbatim",
		DisableStartupMessage:        true,
		Immutable:                    true, // without it, strings change after the handler returns
		CaseSensitive:                true,
		StrictRouting:                true,
		EnableTrustedProxyCheck:      true, // and no proxies given: Fiber believes no X-Forwarded header
		Network:                      fiber.NetworkTCP,
		BodyLimit:                    bodyLimit,
		ReadBufferSize:               headerLimit,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		DisablePreParseMultipartForm: true, // it would write files before we have looked at the request
		ErrorHandler:                 s.unreadable,
	})
	s.limited = limitedPaths(s.routes)
	s.app.Use(s.around)
	for _, rt := range s.routes {
		handler := s.handler(rt)
		if rt.Method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, rt.Path, handler)
		}
		s.app.Add(rt.Method, rt.Path, handler)
	}
	server, inner := s.app.Server(), s.app.Handler()
	server.Handler = func(ctx *fasthttp.RequestCtx) { s.receive(ctx, inner) }
	server.HeaderReceived = s.requestLimits
	server.CloseOnShutdown = true
	server.SecureErrorLogMessage = true
}

// receive stands before Fiber, which answers some requests without calling any
// handler of ours, and around it, since a panic would end the process.
func (s *Server) receive(ctx *fasthttp.RequestCtx, inner fasthttp.RequestHandler) {
	s.setHeaders(&ctx.Response.Header)
	err := recovered(func() error {
		if h := &ctx.Request.Header; !plain(h) || !slices.Contains(fiber.DefaultMethods, utils.UnsafeString(h.Method())) {
			ctx.SetConnectionClose() // what follows may be a part of this request
			c := s.app.AcquireCtx(ctx)
			defer s.app.ReleaseCtx(c)
			return s.unreadable(c, errBadRequest)
		}
		if s.site.mount == nil {
			inner(ctx)
			return nil
		}
		s.site.mount.plainPages(&ctx.Request.Header)
		inner(ctx)
		s.site.mount.leave(&ctx.Response)
		return nil
	})
	if err != nil {
		s.log.Error("a request could not be answered", failureAttrs(err)...)
		ctx.Response.ResetBody()
		ctx.SetStatusCode(fasthttp.StatusInternalServerError)
	}
}

// Serve answers requests that arrive at ln until Shutdown, then returns nil.
func (s *Server) Serve(ln net.Listener) error {
	s.mu.Lock()
	if s.stopping.Load() {
		s.mu.Unlock()
		return ln.Close()
	}
	s.listener = ln
	s.mu.Unlock()
	return s.app.Listener(ln)
}

// Rest forgets what is in memory of learners who have not been here since it was
// last called, which is to be a minute ago at least. It says how many sessions
// that were.
func (s *Server) Rest() (sessions int) {
	s.limits.rest()
	s.starts.rest()
	return s.play.Rest()
}

// Leave has /readyz say that nobody should be sent here any more; everything is
// still answered.
func (s *Server) Leave() { s.leaving.Store(true) }

// Shutdown takes no new requests and waits for those under way, at most until
// the context ends. The error says that some were cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.stopping.Store(true)
	ln := s.listener
	s.mu.Unlock()
	if ln == nil {
		return nil
	}
	// Closed here as well, because fasthttp does not know a listener that it
	// has been given a moment ago.
	_ = ln.Close()
	if err := s.app.ShutdownWithContext(ctx); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
