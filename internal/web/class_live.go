package web

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showClassLive shows where the learners of an assignment stand now.
func (s *Server) showClassLive(c *fiber.Ctx, r *request) error {
	at, err := s.classAssigned(c, r)
	if err != nil {
		return err
	}
	live, err := s.play.Live(r.Ctx, at.scope, at.rev)
	if err != nil {
		return err
	}
	people, err := s.peopleOf(r, at)
	if err != nil {
		return err
	}
	here := livePath(at.assignment.ID)
	return s.show(c, r, fiber.StatusOK, "teach/live", page.ClassLiveOf(live, at.rev, page.ClassLive{
		Desk: s.desk(r, page.AtAssignments), Set: setOf(at.rev, r.Lang), Assignment: at.assignment,
		Here: here, Events: here + "/events?seen=" + live.Version(), Results: at.path,
	}, people))
}

// How a browser is told that the page has changed.
const (
	mostStreams = 50
	streamFor   = 10 * time.Minute // the browser then connects again
	lookEvery   = 2 * time.Second
	beatEvery   = 10 * time.Second // a client that is gone is noticed by writing alone
	beatFor     = 10 * time.Second // how long a write may take
)

// stream tells one browser about one assignment.
type stream struct {
	server     *Server
	out        *bufio.Writer
	conn       net.Conn
	cookie     string // of who looks on: a sign-in that ends, ends the stream
	assignment uuid.UUID
	seen       string // the version that the browser shows
	beat       time.Time
}

// showLiveEvents tells a browser, as server-sent events, that what the page
// shows has changed. Each event has the version as its id, so that a browser
// that comes back hears only of what it has missed.
func (s *Server) showLiveEvents(c *fiber.Ctx, r *request) error {
	at, err := s.classAssigned(c, r)
	if err != nil {
		return err
	}
	if s.streams.Add(1) > mostStreams {
		s.streams.Add(-1)
		return errTooMany
	}
	to := &stream{server: s, conn: c.Context().Conn(), cookie: c.Cookies(s.staffCookieName()), assignment: at.assignment.ID, seen: c.Query("seen")}
	if last := headerOf(c, "Last-Event-ID"); last != "" {
		to.seen = last
	}
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set("X-Accel-Buffering", "no") // has nginx pass events on as they come
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer s.streams.Add(-1)
		to.out = w
		// A panic here would end the process: nothing else stands around it.
		if err := recovered(to.follow); err != nil {
			s.log.Error("a stream of events ended", failureAttrs(err)...)
		}
	})
	return nil
}

// follow looks again and again, until the client is gone, its time is over or
// the server stops. What fails ends it: the browser connects again.
func (to *stream) follow() error {
	for end := time.Now().Add(to.server.streamFor); time.Now().Before(end) && !to.server.stopping.Load(); {
		version, err := to.look()
		if err != nil {
			return nil //nolint:nilerr // told by connecting again: the page says what is wrong
		}
		switch now := time.Now(); {
		case version != to.seen:
			to.seen, to.beat = version, now
			err = to.send("id: %s\ndata: changed\n\n", version)
		case now.Sub(to.beat) >= beatEvery:
			to.beat = now
			err = to.send(": here\n\n")
		}
		if err != nil {
			return nil //nolint:nilerr // the client is gone
		}
		time.Sleep(min(lookEvery, time.Until(end)))
	}
	return nil
}

// look gives the version of the page as it would be now.
func (to *stream) look() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	staff := to.server.play.Staff()
	who, err := staff.Authenticate(ctx, to.cookie)
	if err != nil {
		return "", err
	}
	a, rev, err := staff.Assignment(ctx, who, to.assignment)
	if err != nil {
		return "", err
	}
	live, err := to.server.play.Live(ctx, play.Scope{Revision: rev.Hash, Assignment: a.ID}, rev)
	if err != nil {
		return "", err
	}
	return live.Version(), nil
}

func (to *stream) send(format string, args ...any) error {
	if err := to.conn.SetWriteDeadline(time.Now().Add(beatFor)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(to.out, format, args...); err != nil {
		return err
	}
	return to.out.Flush()
}
