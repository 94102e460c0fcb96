package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A proxy that takes less than a set has is named, and not the address.
func TestPublishNamesAProxyThatTakesTooLittle(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<html>413 Request Entity Too Large</html>", http.StatusRequestEntityTooLarge)
	}))
	defer proxy.Close()
	t.Setenv("VERBATIM_TOKEN", "vbt_x")
	var out, errs bytes.Buffer
	code := run([]string{"publish", "starter", "--to", proxy.URL}, &env{t.Context(), strings.NewReader(""), &out, &errs})
	if code != 2 || !strings.Contains(errs.String(), "client_max_body_size") || strings.Contains(errs.String(), "address is right") {
		t.Errorf("%d: %s", code, errs.String())
	}
}
