package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
)

// unpacked reads gzip to its end, which checks its length and CRC.
func unpacked(t testing.TB, packed []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("after %d bytes: %v", len(text), err)
	}
	return string(text)
}

// What is put together as gzip unpacks to what is put together plain.
func TestSheetsAreGzip(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		plain, packed := sheet{}, sheet{packed: true}
		packed.begin()
		for range chance.IntN(12) {
			text := make([]byte, chance.IntN(1<<chance.IntN(18)))
			for i := range text {
				text[i] = byte('a' + chance.IntN(1+chance.IntN(200)))
			}
			if chance.IntN(2) == 0 {
				plain.text(string(text))
				packed.text(string(text))
				continue
			}
			p := newPiece(text)
			plain.piece(&p)
			packed.piece(&p)
		}
		packed.end()
		if got := unpacked(t, packed.out); got != string(plain.out) {
			t.Fatalf("%d bytes unpack to %d others", len(plain.out), len(got))
		}
	}
}

// A page is packed for those who take it, and is the same page. Its token
// stands in it as it is, so that nothing of its length depends on the token.
func TestPagesArePackedForThoseWhoTakeIt(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	path := "/sessions/" + session + "/questions/1"
	plain := b.get(path)
	own := b.token
	lengths := map[int]bool{}
	for range 20 {
		r := b.get(path, header("Accept-Encoding", "gzip, deflate, br"))
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Fatalf("%s, %v", r.Status, r.Header)
		}
		page := unpacked(t, []byte(r.body))
		token := tokenForm.FindStringSubmatch(page)
		if token == nil || !strings.Contains(r.body, token[1]) {
			t.Fatalf("the token of the page, %q, does not stand in what was sent", token)
		}
		if got := strings.ReplaceAll(page, token[1], own); got != plain.body {
			t.Fatalf("packed, the page is another one:\n%s\n---\n%s", got, plain.body)
		}
		lengths[len(r.body)] = true
	}
	if len(lengths) != 1 {
		t.Errorf("the length depends on the token: %v", lengths)
	}
	if plain.Header.Get("Content-Encoding") != "" || b.get(path, header("Accept-Encoding", "gzip;q=0")).body[:9] != "<!doctype" {
		t.Error("a page is packed for those who do not take it")
	}
}
