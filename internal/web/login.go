package web

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/google/uuid"

	"verbatim/internal/play"
)

// A login is a browser's proof of being a learner: a cookie with a public id
// and a secret. There is none, and nothing is stored, before a learner starts.

// cookieAge is the longest that browsers keep a cookie. How long the login
// itself lasts is for play to say.
const cookieAge = 400 * 24 * time.Hour

// cookieName is the name of the login's cookie.
func (s *Server) cookieName() string { return s.site.cookieName("sid") }

// authenticate finds the learner of a request. A cookie that is not good is
// taken for none: it is replaced when the learner starts, never adopted.
func (s *Server) authenticate(c *fiber.Ctx, r *request) error {
	cookie := utils.UnsafeString(c.Request().Header.Cookie(s.cookieName()))
	if cookie == "" {
		return nil
	}
	learner, login, err := s.play.Authenticate(r.Ctx, cookie)
	switch {
	case errors.Is(err, play.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	r.Learner, r.Login = learner, login
	return nil
}

// ensureLearner makes a learner and a login for a browser that has none, and
// sets the cookie. It changes nothing for one that has.
func (s *Server) ensureLearner(c *fiber.Ctx, r *request) error {
	if r.Learner != uuid.Nil {
		return nil
	}
	made, err := s.starts.login(r.sent, func() (newLogin, error) {
		return makeLogin(r.Ctx, s.play)
	})
	if err != nil {
		return err
	}
	s.setCookie(c, made.cookie)
	r.Learner, r.Login = made.learner, made.login
	r.Token = s.newToken(r.Login)
	return nil
}

func (s *Server) setCookie(c *fiber.Ctx, value string) {
	c.Cookie(&fiber.Cookie{
		Name:     s.cookieName(),
		Value:    value,
		Path:     s.site.root(),
		MaxAge:   int(cookieAge / time.Second),
		Secure:   s.site.secure,
		HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// dropCookie has the browser forget its login.
func (s *Server) dropCookie(c *fiber.Ctx) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookieName(), Path: s.site.root(), MaxAge: -1, Expires: time.Unix(0, 0),
		Secure: s.site.secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// newLogin is a login that was just made.
type newLogin struct {
	learner uuid.UUID
	login   uuid.UUID
	cookie  string
}

func makeLogin(ctx context.Context, p *play.Play) (newLogin, error) {
	learner, cookie, err := p.NewLearner(ctx)
	if err != nil {
		return newLogin{}, err
	}
	login, err := uuid.Parse(cookie[:min(uuidText, len(cookie))])
	if err != nil {
		return newLogin{}, err
	}
	return newLogin{learner, login, cookie}, nil
}

// doubleClick is the time within which two starts from the same page of a
// browser without a login are taken for one.
const doubleClick = 5 * time.Second

// recentStarts gives the second click on the same start button the login that
// the first one made. The browser has not seen its cookie yet, so without this
// there would be two learners, and the cookie of one with the session of the other.
type recentStarts struct {
	mu         sync.Mutex
	young, old map[string]*recentStart // by the token of the page's form
	turned     time.Time               // when the young were none
}

type recentStart struct {
	once sync.Once
	made newLogin
	err  error
}

// login gives the login that was made for this token a moment ago, or makes it.
func (s *recentStarts) login(token string, create func() (newLogin, error)) (newLogin, error) {
	s.mu.Lock()
	s.turn(time.Now())
	start := cmp.Or(s.young[token], s.old[token])
	if start == nil {
		start = &recentStart{}
		s.young[strings.Clone(token)] = start // the form that it is a part of is not kept
	}
	s.mu.Unlock()

	start.once.Do(func() {
		if start.made, start.err = create(); start.err != nil {
			s.mu.Lock()
			delete(s.young, token)
			delete(s.old, token)
			s.mu.Unlock()
		}
	})
	return start.made, start.err
}

// mostStarts bounds the young and the old, to 5 MB together.
const mostStarts = 8 << 10

// turn forgets what is older than doubleClick, within twice that; sooner where
// there is too much of it. It looks at no start by itself, so that a lecture
// that begins at once costs no more each.
func (s *recentStarts) turn(now time.Time) {
	age := now.Sub(s.turned)
	if age < doubleClick && len(s.young) < mostStarts {
		return
	}
	s.old, s.young, s.turned = s.young, map[string]*recentStart{}, now
	if age >= 2*doubleClick {
		s.old = nil
	}
}

// rest forgets the starts that are too long ago.
func (s *recentStarts) rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turn(time.Now())
}
