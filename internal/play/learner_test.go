package play

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

func TestCookie(t *testing.T) {
	h := newHouse(t)
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$`).MatchString(h.cookie) {
		t.Errorf("the cookie is %q", h.cookie)
	}
	learner, login, err := h.Authenticate(t.Context(), h.cookie)
	h.must(err)
	equal(t, "the learner", learner, h.learner)
	equal(t, "the login", login.String(), h.cookie[:36])

	id, secret, _ := strings.Cut(h.cookie, ".")
	other := newHouse(t).cookie
	// The last character holds two bits that no byte needs.
	loose := secret[:42] + string(base64URL[strings.IndexByte(base64URL, secret[42])|1])
	for what, cookie := range map[string]string{
		"nothing":                  "",
		"the id alone":             id,
		"no secret":                id + ".",
		"another secret":           id + other[36:],
		"another id":               other[:36] + "." + secret,
		"a longer secret":          h.cookie + "A",
		"a shorter secret":         h.cookie[:79],
		"bits that mean nothing":   id + "." + loose,
		"another alphabet":         id + "." + strings.Repeat("+", 43),
		"another separator":        id + ":" + secret,
		"an id of another kind":    strings.Repeat("x", 36) + "." + secret,
		"the secret's own hash":    id + "." + base64.RawURLEncoding.EncodeToString(make([]byte, 32)),
		"an id without hyphens":    strings.ReplaceAll(id, "-", "") + "...." + "." + secret,
		"a cookie with line break": h.cookie[:79] + "\n",
	} {
		_, _, err := h.Authenticate(t.Context(), cookie)
		if cookie == h.cookie {
			t.Fatalf("%s changes nothing", what)
		}
		wants(t, what, err, ErrNotFound)
	}
}

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func TestTrust20LoginExpires(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name   string
		visits []time.Duration // after each other
		last   bool            // whether the last visit is still known
	}{
		{"at once", []time.Duration{0}, true},
		{"idle for the longest time", []time.Duration{180 * day}, true},
		{"idle for longer", []time.Duration{180*day + time.Second}, false},
		{"in use", []time.Duration{100 * day, 100 * day, 100 * day}, true},
		{"in use several times a day", []time.Duration{time.Hour, time.Hour, 179 * day}, true},
		{"in use for two years", []time.Duration{170 * day, 170 * day, 170 * day, 170 * day, 50 * day}, true},
		{"in use for longer", []time.Duration{170 * day, 170 * day, 170 * day, 170 * day, 51 * day}, false},
		{"with a clock set back", []time.Duration{day, -2 * day}, true},
	} {
		for _, remembered := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, remembered %v", c.name, remembered), func(t *testing.T) {
				h := newHouse(t)
				for i, after := range c.visits {
					h.clock.move(after)
					if !remembered {
						h.Play = h.serve(h.store, "first edition")
					}
					_, login, err := h.Authenticate(t.Context(), h.cookie)
					if i < len(c.visits)-1 || c.last {
						h.must(err)
						continue
					}
					wants(t, "the last visit", err, ErrNotFound)
					_, err = h.store.Login(t.Context(), uuid.MustParse(h.cookie[:36]))
					wants(t, "the expired login in the store", err, store.ErrNotFound)
					equal(t, "the login that is given", login, uuid.Nil)
				}
			})
		}
	}
}

// watched counts and delays calls to a store.
type watched struct {
	store.Store
	reads, touches int
	afterRead      func()
}

func (w *watched) Login(ctx context.Context, id uuid.UUID) (store.Login, error) {
	w.reads++
	l, err := w.Store.Login(ctx, id)
	if w.afterRead != nil {
		w.afterRead()
	}
	return l, err
}

func (w *watched) TouchLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	w.touches++
	return w.Store.TouchLogin(ctx, id, seen)
}

func TestVisitsAreNotedOnceADay(t *testing.T) {
	h := newHouse(t)
	w := &watched{Store: h.store}
	p := h.serve(w, "first edition")
	for range 30 * 24 {
		h.clock.move(time.Hour)
		for range 3 {
			_, _, err := p.Authenticate(t.Context(), h.cookie)
			h.must(err)
		}
	}
	equal(t, "the number of times that a visit was written in 30 days", w.touches, 30)
	if w.reads > 30*24 {
		t.Errorf("the login was read %d times for %d visits", w.reads, 30*24*3)
	}
	l, err := h.store.Login(t.Context(), uuid.MustParse(h.cookie[:36]))
	h.must(err)
	if idle := h.clock.now().Sub(l.Seen); idle >= 24*time.Hour {
		t.Errorf("the last visit is noted as %v ago", idle)
	}
}

func TestSignOut(t *testing.T) {
	h := newHouse(t)
	_, login, err := h.Authenticate(t.Context(), h.cookie)
	h.must(err)
	other := h.serve(h.store, "first edition") // as another server on the same database
	_, _, err = other.Authenticate(t.Context(), h.cookie)
	h.must(err)

	h.must(h.SignOut(t.Context(), login))
	h.must(h.SignOut(t.Context(), login))
	_, _, err = h.Authenticate(t.Context(), h.cookie)
	wants(t, "the login that was ended", err, ErrNotFound)
	h.clock.move(defaultRecheck)
	_, _, err = other.Authenticate(t.Context(), h.cookie)
	wants(t, "the login that was ended elsewhere, a minute later", err, ErrNotFound)
}

// TestSignOutDuringRequest ends a login between the moment at which a slow
// request has read it and the one at which it is remembered.
func TestTrust19SignOutDuringRequest(t *testing.T) {
	h := newHouse(t)
	w := &watched{Store: h.store}
	p := h.serve(w, "first edition")
	login := uuid.MustParse(h.cookie[:36])
	w.afterRead = func() {
		w.afterRead = nil
		h.must(p.SignOut(t.Context(), login))
	}
	_, _, err := p.Authenticate(t.Context(), h.cookie)
	wants(t, "the slow request", err, ErrNotFound)
	_, _, err = p.Authenticate(t.Context(), h.cookie)
	wants(t, "the next request", err, ErrNotFound)
}

func TestLoginsAreBounded(t *testing.T) {
	const room = 10
	ls := newLogins(room, defaultRecheck)
	now := time.Now()
	for i := range 10 * room {
		id := uuid.Must(uuid.NewV7())
		ls.add(store.Login{ID: id}, now)
		if i%3 == 0 {
			ls.end(id)
		}
	}
	equal(t, "the number of logins in memory", ls.known.Len(), room)
}

func TestUnavailable(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	w := h.walk(s)
	h.must(h.store.Close())
	h.Play.logins = newLogins(1, defaultRecheck)
	_, _, err := h.Authenticate(t.Context(), h.cookie)
	wants(t, "Authenticate", err, ErrUnavailable)
	_, _, err = h.NewLearner(t.Context())
	wants(t, "NewLearner", err, ErrUnavailable)
	_, err = h.Start(t.Context(), h.learner, Start{Set: "tides"})
	wants(t, "Start", err, ErrUnavailable)
	_, err = h.Answer(t.Context(), h.learner, s.ID, 1, pick(w, 1, 0))
	wants(t, "Answer", err, ErrUnavailable)
	_, err = h.Latest(t.Context(), h.learner)
	wants(t, "Latest", err, ErrUnavailable)
}
