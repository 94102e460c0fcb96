//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// connections is how many clients ask at the same time.
const connections = 64

// patience is how long a server may leave all of them without an answer.
const patience = 10 * time.Second

// load is what one run asks for: each connection sends its next request when
// the last is answered, or, with a rate, when its time has come.
type load struct {
	addr   string
	status int                      // what every response must have
	next   func(i int) []byte       // the whole i-th request; nil ends the run
	each   func(i int, page []byte) // looks at a response, head and body, which is valid until it returns; may be nil
	length time.Duration            // at most
	rate   float64                  // requests a second; 0: as fast as they are answered
}

// measured is what one run gave.
type measured struct {
	requests int
	seconds  float64
	p50, p99 time.Duration // from the time at which a request was due, so that a stall shows
}

// run asks until the time is over or there is nothing left to ask.
//
// One thread serves all connections and never sleeps. A client that sleeps has
// to be woken by the server that answers it, which takes a quarter of the CPU
// time of a page; the faster of two servers would find it awake more often, and
// look faster still.
func (l load) run() (measured, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	r := running{load: l}
	defer r.close()
	if err := r.connect(); err != nil {
		return measured{}, err
	}
	r.began = time.Now()
	r.heard = r.began
	for {
		if err := r.send(); err != nil {
			return measured{}, err
		}
		if r.over && len(r.idle) == connections {
			break
		}
		if err := r.receive(); err != nil {
			return measured{}, err
		}
	}
	if len(r.times) == 0 {
		return measured{}, errors.New("the run sent no request")
	}
	slices.Sort(r.times)
	n := len(r.times)
	return measured{n, time.Since(r.began).Seconds(), r.times[n/2], r.times[n*99/100]}, nil
}

// running is a run under way.
type running struct {
	load
	poll    int // the epoll instance
	clients []*client
	idle    []*client // those that wait for nothing
	events  [connections]syscall.EpollEvent

	began time.Time
	heard time.Time // when the last response came
	sent  int
	over  bool // nothing is sent any more
	times []time.Duration
}

// client is one connection.
type client struct {
	fd     int
	i      int       // which request it waits for the response to
	due    time.Time // when that was to be sent
	in     []byte    // what has come of the response
	length int       // of the whole response; 0 until its head is there
}

func (r *running) connect() error {
	to, err := netip.ParseAddrPort(r.addr)
	if err != nil {
		return err
	}
	if r.poll, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return err
	}
	for i := range connections {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		c := &client{fd: fd}
		r.clients, r.idle = append(r.clients, c), append(r.idle, c)
		event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(i)} // its place among the clients
		err = firstOf(
			syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(to.Port()), Addr: to.Addr().As4()}),
			syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1),
			syscall.SetNonblock(fd, true),
			syscall.EpollCtl(r.poll, syscall.EPOLL_CTL_ADD, fd, &event))
		if err != nil {
			return fmt.Errorf("%s cannot be reached: %w", r.addr, err)
		}
	}
	return nil
}

func (r *running) close() {
	for _, c := range r.clients {
		_ = syscall.Close(c.fd)
	}
	if r.poll > 0 {
		_ = syscall.Close(r.poll)
	}
}

// send has the clients that wait for nothing send what is due.
func (r *running) send() error {
	for !r.over && len(r.idle) > 0 {
		due := time.Now()
		if r.rate > 0 {
			now := due
			if due = r.due(); due.After(now) {
				return nil
			}
		}
		request := r.next(r.sent)
		if r.over = request == nil || due.Sub(r.began) > r.length; r.over {
			return nil
		}
		c := r.idle[len(r.idle)-1]
		r.idle = r.idle[:len(r.idle)-1]
		c.i, c.due, c.in, c.length = r.sent, due, c.in[:0], 0
		r.sent++
		// What is sent is small and nothing else is on its way: it is taken whole.
		if n, err := syscall.Write(c.fd, request); err != nil || n < len(request) {
			return fmt.Errorf("%.60q… was not taken whole: %w", request, err)
		}
	}
	return nil
}

// due is when the next request of a paced run is to be sent.
func (r *running) due() time.Time {
	return r.began.Add(time.Duration(float64(r.sent) / r.rate * float64(time.Second)))
}

// receive reads what responses have come.
func (r *running) receive() error {
	n, err := syscall.EpollWait(r.poll, r.events[:], 0)
	if errors.Is(err, syscall.EINTR) {
		return nil
	}
	if err != nil {
		return err
	}
	if n > 0 {
		r.heard = time.Now()
	} else if len(r.idle) < connections && time.Since(r.heard) > patience {
		return fmt.Errorf("%s has not answered for %v", r.addr, patience)
	}
	for _, event := range r.events[:n] {
		if err := r.read(r.clients[event.Fd]); err != nil {
			return err
		}
	}
	return nil
}

// read reads what has come for a client; a whole response is looked at.
func (r *running) read(c *client) error {
	const room = 32 << 10
	c.in = slices.Grow(c.in, room)
	n, err := syscall.Read(c.fd, c.in[len(c.in):cap(c.in)])
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return nil
	}
	if err != nil || n == 0 {
		return errors.Join(fmt.Errorf("%s has closed a connection", r.addr), err)
	}
	c.in = c.in[:len(c.in)+n]
	if c.length == 0 {
		if c.length, err = lengthOf(c.in); err != nil {
			return err
		}
	}
	if c.length == 0 || len(c.in) < c.length {
		return nil
	}
	if status := string(c.in[statusAt : statusAt+3]); status != strconv.Itoa(r.status) {
		return fmt.Errorf("%.60q… was answered with %s, not %d", r.next(c.i), status, r.status)
	}
	r.times = append(r.times, time.Since(c.due))
	r.idle = append(r.idle, c)
	if r.each != nil {
		r.each(c.i, c.in)
	}
	return nil
}

// statusAt is where the status stands in a response.
const statusAt = len("HTTP/1.1 ")

// lengthOf is the length of a response, its head included; 0 until the whole
// head is there.
func lengthOf(response []byte) (int, error) {
	head, _, whole := bytes.Cut(response, []byte("\r\n\r\n"))
	if !whole {
		return 0, nil
	}
	if len(head) < statusAt+3 {
		return 0, fmt.Errorf("%q is no head of a response", head)
	}
	_, after, found := bytes.Cut(head, []byte("\r\nContent-Length: "))
	if !found {
		return 0, fmt.Errorf("a response does not say how long it is: %.60q…", head)
	}
	value, _, _ := bytes.Cut(after, []byte("\r\n"))
	body, err := strconv.Atoi(string(value))
	return len(head) + len("\r\n\r\n") + body, err
}

// get writes a request for a page.
func get(path, cookie string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sid=%s\r\n\r\n", path, cookie)
}

// getPacked asks for a page as browsers do, which take it compressed.
func getPacked(path, cookie string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sid=%s\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n", path, cookie)
}

// post writes a request that sends a form from a page of the same site.
func post(path, cookie, form string) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sid=%s\r\nSec-Fetch-Site: same-origin\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", path, cookie, len(form), form)
}
