//go:build linux

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// connections is how many clients ask at the same time.
const connections = 64

// load is what one run asks for: each connection sends its next request when
// the last is answered, or, with a rate, when its time has come.
type load struct {
	addr   string
	status int                      // what every response must have
	next   func(i int) []byte       // the whole i-th request; nil ends the run
	each   func(i int, page []byte) // looks at a response, which is valid until it returns; may be nil
	length time.Duration            // at most
	rate   float64                  // requests a second; 0: as fast as they are answered
}

// measured is what one run gave.
type measured struct {
	requests int
	seconds  float64
	p50, p99 time.Duration // from the time at which a request was due, so that a stall shows
}

func (l load) run() (measured, error) {
	var count, done atomic.Int64
	var mu sync.Mutex
	var times []time.Duration
	var failed error
	began := time.Now()
	client := func() error {
		conn, err := net.Dial("tcp", l.addr)
		if err != nil {
			return err
		}
		defer conn.Close()
		in := bufio.NewReaderSize(conn, 64<<10)
		var page []byte
		var own []time.Duration
		for {
			i := int(count.Add(1)) - 1
			due := time.Now()
			if l.rate > 0 {
				due = began.Add(time.Duration(float64(i) / l.rate * float64(time.Second)))
				time.Sleep(time.Until(due))
			}
			request := l.next(i)
			if request == nil || due.Sub(began) > l.length {
				break
			}
			if _, err := conn.Write(request); err != nil {
				return err
			}
			status, body, err := response(in, page[:0])
			if err != nil {
				return err
			}
			if status != l.status {
				return fmt.Errorf("%.60q… was answered with %d, not %d", request, status, l.status)
			}
			own = append(own, time.Since(due))
			if page = body; l.each != nil {
				l.each(i, page)
			}
		}
		done.Add(int64(len(own)))
		mu.Lock()
		defer mu.Unlock()
		times = append(times, own...)
		return nil
	}
	var clients sync.WaitGroup
	for range connections {
		clients.Go(func() {
			if err := client(); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = firstOf(failed, err)
			}
		})
	}
	clients.Wait()
	if failed == nil && len(times) == 0 {
		failed = errors.New("the run sent no request")
	}
	if failed != nil {
		return measured{}, failed
	}
	slices.Sort(times)
	return measured{int(done.Load()), time.Since(began).Seconds(), times[len(times)/2], times[len(times)*99/100]}, nil
}

// response reads one response and appends its body to page. Head and body are
// given together, because a redirect says all it has to say in its head.
func response(in *bufio.Reader, page []byte) (status int, _ []byte, err error) {
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		page = append(page, line...)
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if status == 0 {
			if len(line) < len("HTTP/1.1 200") {
				return 0, nil, fmt.Errorf("%q is no status line", line)
			}
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, nil, err
			}
		} else if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, nil, err
			}
		}
	}
	head := len(page)
	page = slices.Grow(page, length)[:head+length]
	_, err = io.ReadFull(in, page[head:])
	return status, page, err
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
