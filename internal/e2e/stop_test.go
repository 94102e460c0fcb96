package e2e

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// SIGTERM: a request that is on its way in is still answered, and its answer kept.
func TestStopFinishesRequestsUnderWay(t *testing.T) {
	data := t.TempDir()
	p := start(t, data)
	l := newLearner(t, p)
	question := l.begin(kratom)
	f := question.form(t).pick(0)
	words := f.chosen()
	body := f.Values.Encode()

	var cookies []string
	for _, c := range l.http.Jar.Cookies(question.URL) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	host := strings.TrimPrefix(p.URL, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	half := len(body) / 2
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		f.Action, host, p.URL, strings.Join(cookies, "; "), len(body), body[:half])
	time.Sleep(100 * time.Millisecond) // until the program reads it
	if err := p.terminate(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	select {
	case <-p.exited:
		t.Fatalf("the program stopped with a request under way: %s", p.log)
	default:
	}
	fmt.Fprint(conn, body[half:])
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request under way was not answered: %v\n%s", err, p.log)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the request under way got %d", res.StatusCode)
	}
	conn.Close()
	if code := p.wait(t); code != 0 {
		t.Errorf("exit code %d: %s", code, p.log)
	}

	p = start(t, data)
	l.base = p.URL
	feedback := l.get(question.URL.Path)
	if got := folded(feedback.Find(".option.picked > .text")); got != words {
		t.Errorf("answered %q, kept %q", words, got)
	}
}
