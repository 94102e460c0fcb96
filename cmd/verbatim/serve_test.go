package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// A server that is told to stop leaves no goroutine behind, of its clocks, its
// watch on a folder and its database no less than of its requests.
func TestTrust45NoGoroutineIsLeftBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	said, out := io.Pipe()
	var failures bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- run([]string{"serve", "--addr", "127.0.0.1:0", "--ops-addr", "127.0.0.1:0", "--data", t.TempDir(), "--sets", "../../questions"},
			&env{ctx, strings.NewReader(""), out, &failures})
		out.Close()
	}()
	address := make(chan string, 1)
	go func() {
		text := make([]byte, 4096)
		n, _ := said.Read(text)
		address <- regexp.MustCompile(`http://\S+`).FindString(string(text[:n]))
		_, _ = io.Copy(io.Discard, said)
	}()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	res, err := client.Get(<-address)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	stop()
	if got := <-code; got != 0 || res.StatusCode != http.StatusOK {
		t.Errorf("a page: %s; it stopped with %d: %s", res.Status, got, &failures)
	}
	goleak.VerifyNone(t, before,
		// One for the process, once anything is served or packed.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreTopFunction("github.com/valyala/fasthttp/stackless.funcWorker"),
		// It ends within ten seconds of its server.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
	)
}
