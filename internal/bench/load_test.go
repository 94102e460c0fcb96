//go:build linux

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestLoad(t *testing.T) {
	var got atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got.Add(1)
		if r.Method == http.MethodPost && r.FormValue("answer") != "2" {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		fmt.Fprint(w, "page ", r.URL.Path)
	}))
	defer server.Close()
	const requests = 500
	l := load{addr: strings.TrimPrefix(server.URL, "http://"), status: http.StatusOK, length: 30 * time.Second}
	l.next = func(i int) []byte {
		if i >= requests {
			return nil
		}
		if i%2 == 1 {
			return post("/form", "", "answer=2")
		}
		return get(fmt.Sprint("/", i), "")
	}
	var wrong atomic.Int64
	l.each = func(i int, page []byte) {
		want := "page /form"
		if i%2 == 0 {
			want = fmt.Sprint("page /", i)
		}
		if !strings.HasSuffix(string(page), "\r\n\r\n"+want) {
			wrong.Add(1)
		}
	}
	m, err := l.run()
	if err != nil {
		t.Fatal(err)
	}
	if m.requests != requests || got.Load() != requests || wrong.Load() != 0 || m.p50 > m.p99 {
		t.Errorf("%d counted, %d arrived, %d wrong pages, p50 %v, p99 %v", m.requests, got.Load(), wrong.Load(), m.p50, m.p99)
	}
	l.next = func(int) []byte { return post("/form", "", "answer=3") }
	if _, err := l.run(); err == nil {
		t.Error("a wrong status is taken for a measurement")
	}
	l.next, l.rate, l.length, l.each = func(int) []byte { return get("/", "") }, 200, 200*time.Millisecond, nil
	if m, err = l.run(); err != nil || m.requests > 50 {
		t.Errorf("a paced run of 40 requests sent %d, %v", m.requests, err)
	}
}
