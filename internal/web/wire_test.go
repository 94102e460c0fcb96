package web

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// raw sends bytes and reads all responses until the server closes.
func (w *world) raw(t *testing.T, text string) []*reply {
	t.Helper()
	conn, err := net.Dial("tcp", w.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	// The server is to answer what has come, not to wait for more. It may do so
	// and close before it has taken everything; that is no error here.
	_, _ = io.WriteString(conn, text)
	_ = conn.(*net.TCPConn).CloseWrite()
	var replies []*reply
	for r := bufio.NewReader(conn); ; {
		if _, err := r.Peek(1); err != nil {
			return replies
		}
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatalf("after %d responses: %v", len(replies), err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		replies = append(replies, &reply{res, string(body)})
	}
}

// Each of these is read in one way by some servers and in another by others.
// After the first, a second request follows that must not be taken for one.
// (A bare LF at the end of the first line alone is taken, as RFC 9112 allows:
// no server reads another request in it.)
func TestTrust44SmugglingCorpus(t *testing.T) {
	w := newWorld(t, Config{})
	const (
		host   = "Host: localhost\r\n"
		hidden = "GET /privacy HTTP/1.1\r\nHost: localhost\r\n\r\n"
		chunks = "0\r\n\r\n"
	)
	post := func(headers, body string) string {
		return "POST /sets/tea HTTP/1.1\r\n" + host + headers + "\r\n" + body
	}
	get := func(headers string) string { return "GET / HTTP/1.1\r\n" + host + headers + "\r\n" }
	for name, request := range map[string]string{
		"two lengths, same":              post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"),
		"two lengths, different":         post("Content-Length: 3\r\nContent-Length: 0\r\n", "abc"),
		"list of lengths":                post("Content-Length: 3, 3\r\n", "abc"),
		"length with sign":               post("Content-Length: +3\r\n", "abc"),
		"negative length":                post("Content-Length: -3\r\n", "abc"),
		"hexadecimal length":             post("Content-Length: 0x3\r\n", "abc"),
		"empty length":                   post("Content-Length: \r\n", ""),
		"length out of range":            post("Content-Length: 99999999999999999999\r\n", "abc"),
		"space before the colon":         post("Content-Length : 3\r\n", "abc"),
		"coding and length":              post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", chunks),
		"length and coding":              post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunks),
		"coding twice":                   post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks),
		"chunked, then identity":         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunks),
		"unknown coding":                 post("Transfer-Encoding: xchunked\r\n", chunks),
		"list of codings":                post("Transfer-Encoding: chunked, identity\r\n", chunks),
		"coding after a vertical tab":    post("Transfer-Encoding: \x0bchunked\r\n", chunks),
		"coding in HTTP/1.0":             "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n" + chunks,
		"folded coding":                  post("Transfer-Encoding:\r\n chunked\r\n", chunks),
		"folded line":                    get("X-A: b\r\n c\r\n"),
		"line folded by a tab":           get("X-A: b\r\n\tc\r\n"),
		"first line folded":              "GET / HTTP/1.1\r\n X-A: b\r\n" + host + "\r\n",
		"bare LF between headers":        get("X-A: b\nX-B: c\r\n"),
		"bare LF before coding":          post("X-A: b\nTransfer-Encoding: chunked\r\n", chunks),
		"bare LF alone":                  "GET / HTTP/1.1\nHost: localhost\n\n",
		"bare CR in a value":             get("X-A: b\rX-B: c\r\n"),
		"NUL in a value":                 get("X-A: b\x00c\r\n"),
		"no colon":                       get("X-A\r\n"),
		"space in a name":                get("X A: b\r\n"),
		"empty name":                     get(": b\r\n"),
		"chunk size with 0x":             post("Transfer-Encoding: chunked\r\n", "0x3\r\nabc\r\n"+chunks),
		"negative chunk size":            post("Transfer-Encoding: chunked\r\n", "-3\r\nabc\r\n"+chunks),
		"chunk size out of range":        post("Transfer-Encoding: chunked\r\n", "10000000000000003\r\nabc\r\n"+chunks),
		"chunk without its end":          post("Transfer-Encoding: chunked\r\n", "3\r\nabcXX"+chunks),
		"bare LF after a chunk size":     post("Transfer-Encoding: chunked\r\n", "3\nabc\n0\n\n"),
		"bare LF in a chunk extension":   post("Transfer-Encoding: chunked\r\n", "3;a\nabc\r\n"+chunks),
		"length in a trailer":            post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n"),
		"host in a trailer":              post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\nHost: evil.example\r\n\r\n"),
		"two hosts":                      get("Host: evil.example\r\n"),
		"no host":                        "GET / HTTP/1.1\r\n\r\n",
		"no host in HTTP/1.0":            "GET / HTTP/1.0\r\n\r\n",
		"host with a path":               "GET / HTTP/1.1\r\nHost: localhost/evil\r\n\r\n",
		"host with a name":               "GET / HTTP/1.1\r\nHost: evil@localhost\r\n\r\n",
		"another host in the address":    "GET http://evil.example/ HTTP/1.1\r\n" + host + "\r\n",
		"a name and host in the address": "GET http://localhost@evil.example/ HTTP/1.1\r\n" + host + "\r\n",
		"control character in a method":  "G\x01T / HTTP/1.1\r\n" + host + "\r\n",
		"unknown method":                 "FOO / HTTP/1.1\r\n" + host + "\r\n",
		"TRACE":                          "TRACE / HTTP/1.1\r\n" + host + "\r\n",
		"CONNECT":                        "CONNECT localhost:80 HTTP/1.1\r\n" + host + "\r\n",
		"space in the address":           "GET / x HTTP/1.1\r\n" + host + "\r\n",
		"control character in address":   "GET /\x01 HTTP/1.1\r\n" + host + "\r\n",
		"HTTP/0.9":                       "GET /\r\n\r\n",
		"HTTP/1.2":                       "GET / HTTP/1.2\r\n" + host + "\r\n",
		"HTTP/2.0":                       "GET / HTTP/2.0\r\n" + host + "\r\n",
		"HTTP/2 preface":                 "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"header too large":               get("X-A: " + strings.Repeat("a", headerLimit) + "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			replies := w.raw(t, request+hidden)
			if len(replies) == 0 {
				t.Fatal("no response")
			}
			if got := replies[0].StatusCode; got < 400 || got >= 500 {
				t.Errorf("answered with %d", got)
			}
			if got := replies[0].Header.Get("Content-Security-Policy"); got != contentSecurityPolicy {
				t.Errorf("policy %q", got)
			}
			for _, r := range replies[1:] {
				// A whole request may follow one that was refused for what it asks, never
				// one that was refused for how it is written.
				if replies[0].StatusCode == http.StatusBadRequest {
					t.Errorf("what follows was answered too, with %d", r.StatusCode)
				}
			}
		})
	}
}

// What is unusual but has one meaning is answered.
func TestPlainRequestsAreAnswered(t *testing.T) {
	w := newWorld(t, Config{})
	for name, request := range map[string]string{
		"plain":                  "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"HTTP/1.0":               "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n",
		"no space after a colon": "GET /healthz HTTP/1.1\r\nHost:localhost\r\nX-A:b\r\n\r\n",
		"empty value":            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A:\r\n\r\n",
		"empty lines before":     "\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"small letters":          "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
	} {
		if replies := w.raw(t, request); len(replies) != 1 || replies[0].StatusCode != http.StatusOK {
			t.Errorf("%s: %d responses, the first %v", name, len(replies), replies)
		}
	}
}

func TestTrust33RedirectsCannotSplitTheResponse(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	for _, path := range []string{
		"/sessions/" + session + "%0d%0aSet-Cookie:%20a=b",
		"/sessions/" + session + "/questions/1%0d%0aSet-Cookie:%20a=b",
		"//evil.example/sessions/" + session,
		"/%5cevil.example",
		"/sets/tea%0d%0aLocation:%20http://evil.example",
	} {
		res := b.get(path)
		if got := res.Header.Get("Location"); got != "" || res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: leads to %q, cookie %q", path, got, res.Header.Get("Set-Cookie"))
		}
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
}
