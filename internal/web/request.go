package web

import (
	"context"
	"errors"
	mathrand "math/rand/v2"
	"net/netip"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// deadline is how long a learner's request may take. It never comes from the
// connection: a shutdown would end it, and an answer under way would be lost.
const deadline = 5 * time.Second

// request is what a handler is given beside *fiber.Ctx. It owns all its
// strings, so that they may be kept after the response.
type request struct {
	Ctx     context.Context
	ID      string      // names the request in the log and on the page of a failure
	Address netip.Addr  // the client's, as far as trusted proxies tell; invalid where nothing is known
	Lang    string      // of the interface
	Learner uuid.UUID   // zero without a login
	Login   uuid.UUID   // zero without a login
	Staff   play.Who    // zero on learners' pages, and for who has not signed in
	Token   string      // for the field "token" of every form
	Form    quiz.Form   // what a POST sent, without its token
	Files   []quiz.File // what an upload sent beside the form

	sent  string // the token that a POST came with
	began time.Time
	until untilContext                         // which Ctx is, within a route
	count func(status int, took time.Duration) // of its route
}

// around stands around every request: it gives it an id, answers its error or
// panic, and logs it.
func (s *Server) around(c *fiber.Ctx) error {
	r := s.newRequest(c)
	c.Response().Header.SetCanonical(requestIDHeader, []byte(r.ID))
	c.Locals(requestKey{}, r)
	if err := recovered(c.Next); err != nil {
		s.fail(c, r, err)
	}
	took := time.Since(r.began)
	r.count(c.Response().StatusCode(), took)
	s.logRequest(c, r, took)
	return nil
}

// requestIDHeader is X-Request-ID as it is sent.
var requestIDHeader = []byte("X-Request-Id")

// requestKey is where around leaves the request for the route's handler.
type requestKey struct{}

func requestOf(c *fiber.Ctx) *request {
	r, ok := c.Locals(requestKey{}).(*request)
	if !ok {
		panic("web: a handler runs outside of around")
	}
	return r
}

// newRequest begins a request, before anything is known of who asks.
func (s *Server) newRequest(c *fiber.Ctx) *request {
	return &request{
		Ctx:     context.Background(),
		ID:      newRequestID(),
		Address: s.proxies.client(c),
		Lang:    s.languages.choose(headerOf(c, fiber.HeaderAcceptLanguage)),
		began:   time.Now(),
		count:   s.unrouted,
	}
}

// newRequestID draws 60 bits, in letters and digits.
func newRequestID() string {
	const digits = "abcdefghijklmnopqrstuvwxyz234567"
	n := mathrand.Uint64() //nolint:gosec // it only tells requests apart
	var id [12]byte
	for i := range id {
		id[i] = digits[n>>(5*i)&31]
	}
	return string(id[:])
}

// handler puts the checks of a row of the table before its handler.
func (s *Server) handler(rt route) fiber.Handler {
	if rt.Access == 0 {
		panic("web: the route " + rt.Method + " " + rt.Path + " does not say who may ask")
	}
	count := s.count(rt.Method, rt.Path)
	return func(c *fiber.Ctx) error {
		r := requestOf(c)
		r.count = count
		limit := rt.Deadline
		if limit == 0 {
			limit = deadline
		}
		r.Ctx = r.until.begin(r.began.Add(limit))
		defer r.until.stop()
		if err := s.admit(c, r, rt); err != nil {
			if errors.Is(err, errSignedOut) && rt.Method == fiber.MethodGet {
				return s.askSignIn(c)
			}
			return err
		}
		return rt.Handler(c, r)
	}
}

// admit carries out the checks of a route. What costs least comes first, and
// nothing is looked up for a request that another site has sent.
func (s *Server) admit(c *fiber.Ctx, r *request, rt route) error {
	if rt.Access == forProbes {
		return nil
	}
	if err := s.checkHost(c); err != nil {
		return err
	}
	if rt.Access == forAssets {
		return nil
	}
	if !queryIsText(c) {
		return errBadRequest
	}
	if rt.Access.api() {
		return s.authenticateToken(c, r, rt.Access)
	}
	unsafe := rt.Method != fiber.MethodGet
	if unsafe {
		if err := s.checkOrigin(c); err != nil {
			return err
		}
		if rt.Limit == byAddress && !s.limits.address(r.Address) {
			return errTooMany
		}
	}
	if role := rt.Access.role(); role != "" {
		if err := s.authenticateStaff(c, r, role); err != nil {
			return err
		}
	} else if err := s.authenticate(c, r); err != nil {
		return err
	}
	if rt.Access == forLearners && r.Login == uuid.Nil {
		return errNotFound
	}
	if rt.Limit == bySession {
		session, err := pathID(c)
		if err != nil {
			return err
		}
		if !s.limits.session(r.Ctx, r.Login, session) {
			return errTooMany
		}
	}
	if unsafe {
		return s.takeForm(c, r, rt)
	}
	r.Token = s.newToken(r.login())
	return nil
}

// takeForm decodes what a POST sent and checks its token and its fields.
func (s *Server) takeForm(c *fiber.Ctx, r *request, rt route) (err error) {
	var form quiz.Form
	if rt.Upload {
		form, r.Files, err = decodeUpload(c)
	} else {
		form, err = decodeForm(c)
	}
	if err != nil {
		return err
	}
	if !s.validToken(form.Get(tokenField), r.login()) {
		return errStaleForm
	}
	if !slices.Equal(rt.Fields, anyField) {
		if err := onlyFields(form, rt.Fields); err != nil {
			return err
		}
	}
	r.sent = form.Get(tokenField)
	delete(form, tokenField)
	r.Form = form
	r.Token = r.sent // where the form comes back, it is still good for its login
	return nil
}

// login is the login that the forms of the page belong to.
func (r *request) login() uuid.UUID {
	if r.Staff.Login != uuid.Nil {
		return r.Staff.Login
	}
	return r.Login
}
