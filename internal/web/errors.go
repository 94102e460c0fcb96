package web

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// failure is an error that says how it is answered: with a status, and with
// the page that the key names in the catalogue.
type failure struct {
	status int
	key    string
}

func (f *failure) Error() string { return fmt.Sprintf("%d %s", f.status, f.key) }

// The failures. The catalogue has what went wrong and what to do for each key.
var (
	errBadRequest  = &failure{fiber.StatusBadRequest, "bad-request"}
	errCrossSite   = &failure{fiber.StatusForbidden, "cross-site"}
	errStaleForm   = &failure{fiber.StatusForbidden, "stale-form"}
	errSignedOut   = &failure{fiber.StatusForbidden, "signed-out"}
	errRole        = &failure{fiber.StatusForbidden, "role"}
	errNotFound    = &failure{fiber.StatusNotFound, "not-found"}
	errMethod      = &failure{fiber.StatusMethodNotAllowed, "method"}
	errOvertaken   = &failure{fiber.StatusConflict, "overtaken"}
	errSlowRequest = &failure{fiber.StatusRequestTimeout, "slow-request"}
	errTooLarge    = &failure{fiber.StatusRequestEntityTooLarge, "too-large"}
	errFormType    = &failure{fiber.StatusUnsupportedMediaType, "bad-request"}
	errWrongHost   = &failure{fiber.StatusMisdirectedRequest, "wrong-host"}
	errRefused     = &failure{fiber.StatusUnprocessableEntity, "refused"}
	errTooMany     = &failure{fiber.StatusTooManyRequests, "too-many"}
	errHeaders     = &failure{fiber.StatusRequestHeaderFieldsTooLarge, "bad-request"}
	errInternal    = &failure{fiber.StatusInternalServerError, "internal"}
	errHidden      = &failure{fiber.StatusUnprocessableEntity, "refused.hidden"}
	errClassKeeps  = &failure{fiber.StatusUnprocessableEntity, "refused.class-keeps"}
	errUnavailable = &failure{fiber.StatusServiceUnavailable, "unavailable"}
)

// retryAfter is what a client is told to wait when it asked too often, or when
// the database could not answer. In seconds.
const retryAfter = 2

// classify decides how an error is answered. What it does not know is ours.
func classify(err error) *failure {
	var (
		f       *failure
		refused *play.Refused
		problem *quiz.Problem
		byFiber *fiber.Error
	)
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, play.ErrNotFound):
		return errNotFound
	case errors.Is(err, play.ErrChanged):
		return errOvertaken
	case errors.Is(err, play.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return errUnavailable
	case errors.As(err, &refused):
		return &failure{errRefused.status, refused.Message}
	case errors.As(err, &problem):
		return &failure{errRefused.status, problem.Message}
	case errors.As(err, &byFiber):
		return classifyFiber(byFiber)
	}
	return errInternal
}

// classifyFiber knows the errors of routing and of reading a request. Their
// texts quote the request and are not shown.
func classifyFiber(err *fiber.Error) *failure {
	for _, f := range []*failure{errNotFound, errMethod, errSlowRequest, errTooLarge, errHeaders, errUnavailable} {
		if err.Code == f.status {
			return f
		}
	}
	if err.Code == fiber.StatusInternalServerError {
		return errInternal
	}
	return errBadRequest
}

// panicked is what a handler panicked with.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// recovered calls f and makes an error of its panic.
func recovered(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return f()
}

// fail answers an error. It is the one place that does: the error's own text
// goes to the log alone.
func (s *Server) fail(c *fiber.Ctx, r *request, err error) {
	f := classify(err)
	s.logFailure(c, r, f, err)
	header := &c.Response().Header
	c.Response().ResetBody()
	header.Del(fiber.HeaderLocation)
	header.Del(fiber.HeaderContentEncoding)
	header.Set(fiber.HeaderCacheControl, noStore)
	if f.status == errTooMany.status || f.status == errUnavailable.status {
		header.Set(fiber.HeaderRetryAfter, strconv.Itoa(retryAfter))
	}
	show := func() error { return s.renderError(c, r, f.status, f.key) }
	if isAPI(c.Path()) {
		show = func() error { return s.failProgram(c, r, f, err) }
	}
	if err := recovered(show); err != nil {
		s.logOf(r).Error("the page of an error cannot be shown", failureAttrs(err)...)
		lastResort(c, r, f.status)
	}
	c.Status(f.status)
}

// lastResort is the page for when even the page of an error fails. It has no
// words of its own: the catalogue may be what failed.
func lastResort(c *fiber.Ctx, r *request, status int) {
	c.Type("html", "utf-8")
	title := fmt.Sprintf("%d %s", status, html.EscapeString(http.StatusText(status)))
	c.Response().SetBodyString("<!doctype html>\n<html lang=\"en\">\n<title>" + title + "</title>\n<h1>" + title + "</h1>\n<p><code>" + r.ID + "</code></p>\n")
}

// unreadable answers what could not be read as a request; no middleware has seen it.
func (s *Server) unreadable(c *fiber.Ctx, err error) error {
	s.setHeaders(&c.Response().Header)
	r := s.newRequest(c)
	s.fail(c, r, s.refusedUpload(c, r, err))
	return nil
}

func (s *Server) logFailure(c *fiber.Ctx, r *request, f *failure, err error) {
	level := slog.LevelDebug
	switch {
	case f.status == errUnavailable.status:
		level = slog.LevelWarn
	case f.status >= 500:
		level = slog.LevelError
	}
	attrs := append([]any{"status", f.status, "method", c.Method(), "path", shortPath(c)}, failureAttrs(err)...)
	s.logOf(r).Log(context.Background(), level, "request failed", attrs...)
}

func failureAttrs(err error) []any {
	attrs := []any{"error", err.Error()}
	if byFiber, ok := errors.AsType[*fiber.Error](err); ok {
		attrs[1] = http.StatusText(byFiber.Code) // its own text has the whole address
	}
	if p, ok := errors.AsType[*panicked](err); ok {
		attrs = append(attrs, "stack", string(p.stack))
	}
	return attrs
}
