package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAssetNamesFollowTheContent(t *testing.T) {
	load := func(css string) *assets {
		a, err := loadAssets(fstest.MapFS{"app.css": {Data: []byte(css)}, "dot.svg": {Data: []byte("<svg/>")}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	one, again, other := load("a{}"), load("a{}"), load("b{}")
	if !regexp.MustCompile(`^/assets/app\.[0-9a-f]{12}\.css$`).MatchString(one.address["app.css"]) {
		t.Errorf("address %s", one.address["app.css"])
	}
	if one.address["app.css"] != again.address["app.css"] {
		t.Error("the same content has two addresses")
	}
	if one.address["app.css"] == other.address["app.css"] {
		t.Error("another content has the same address")
	}
	if one.address["dot.svg"] != other.address["dot.svg"] {
		t.Error("the address of a file depends on another file")
	}
	small := one.byName[strings.TrimPrefix(one.address["dot.svg"], "/assets/")]
	if small.brotli != nil || small.gzip != nil {
		t.Error("a file is sent packed although that makes it larger")
	}
}

func TestAssetOfUnknownType(t *testing.T) {
	if _, err := loadAssets(fstest.MapFS{"a.exe": {Data: []byte("x")}}); err == nil {
		t.Error("a file without a known media type was accepted")
	}
}

func TestAccepts(t *testing.T) {
	for _, tt := range []struct {
		header, coding string
		want           bool
	}{
		{"", "gzip", false},
		{"gzip, deflate, br", "br", true},
		{"GZIP", "gzip", true},
		{"gzip;q=0", "gzip", false},
		{"gzip; q=0.000", "gzip", false},
		{"gzip;q=0.1", "gzip", true},
		{"gzip;q=nonsense", "gzip", false},
		{"xgzip", "gzip", false},
		{"brotli", "br", false},
		{"identity", "br", false},
	} {
		if got := accepts(tt.header, tt.coding); got != tt.want {
			t.Errorf("Accept-Encoding %q takes %s: %v, want %v", tt.header, tt.coding, got, tt.want)
		}
	}
}

func TestAssets(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	address := w.server.asset("app.css")
	plainCSS := b.get(address)
	for _, coding := range []string{"", "gzip", "br"} {
		res := b.get(address, header("Accept-Encoding", coding))
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != coding ||
			res.Header.Get("Content-Type") != "text/css; charset=utf-8" ||
			res.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
			res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: %s %v", coding, res.Status, res.Header)
		}
		if coding != "" && len(res.body) >= len(plainCSS.body) {
			t.Errorf("%s is no smaller: %d bytes of %d", coding, len(res.body), len(plainCSS.body))
		}
	}
	if res := b.do(http.MethodHead, address, nil); res.body != "" || res.ContentLength != int64(len(plainCSS.body)) {
		t.Errorf("HEAD: %d bytes, length %d", len(res.body), res.ContentLength)
	}
}
