package article

import (
	"strings"
	"testing"

	"verbatim/internal/format/kit"
)

const tides = `<!doctype html><html><head><title>Tides</title><script>track()</script></head><body>
<nav><a href="/">Home</a> <a href="/shop">Shop</a></nav>
<article><h1>Tides</h1>
<p>The tide is the rise and fall of the sea, and it follows the moon, which pulls at the water on the side that faces it, day after day and year after year.</p>
<p>Twice a day, on most coasts, the water comes in and goes out again, and <em>those who live there</em> plan their days by the tables that tell the hours of high and low water.</p>
<img src="https://example.org/ad.png" alt="An advertisement">
<ul><li>Spring tides come with the full and the new moon, when the sun and the moon pull together.</li><li>Neap tides come a week later, when they pull at right angles, and are lower.</li></ul>
</article>
<footer>Copyright, contact, cookies</footer></body></html>`

func TestMainTextOfAPage(t *testing.T) {
	a, err := Read(t.Context(), kit.Input{Name: "tides.html", Data: []byte(tides)})
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{"# Tides\n", "*those who live there*", "- Spring tides come"} {
		if !strings.Contains(a.Markdown, kept) {
			t.Errorf("%q is missing from\n%s", kept, a.Markdown)
		}
	}
	for _, left := range []string{"Shop", "cookies", "track()", "example.org"} {
		if strings.Contains(a.Markdown, left) {
			t.Errorf("%q stands in\n%s", left, a.Markdown)
		}
	}
	if a.Title != "Tides" || len(a.Lost) != 1 || !strings.Contains(a.Lost[0], "ad.png") {
		t.Errorf("%q, lost %q", a.Title, a.Lost)
	}
}

func TestTextsAsTheyAre(t *testing.T) {
	a, err := Read(t.Context(), kit.Input{Name: "a.md", Data: []byte("# Caf\xe9\r\n\r\nIt is <b>open</b>.\r\n")})
	if err != nil || a.Markdown != "# Café\n\nIt is <b>open</b>.\n" || a.Encoding != "Windows-1252" {
		t.Errorf("%v %+v", err, a)
	}
}

func TestWhatIsNoReading(t *testing.T) {
	for name, data := range map[string]string{"a zip": "PK\x03\x04", "a PDF": "%PDF-1.7", "nothing": " \n", "a program": "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x03\x00>\x00\x01\x00", "half a picture": "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00", "an empty page": "<!doctype html><html><body></body></html>"} {
		if a, err := Read(t.Context(), kit.Input{Name: "f", Data: []byte(data)}); err == nil {
			t.Errorf("%s gives %+v", name, a)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(tides))
	f.Add([]byte("<p>a<table><td>b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Read(t.Context(), kit.Input{Name: "f", Data: data})
		if err == nil && strings.TrimSpace(a.Markdown) == "" {
			t.Fatal("an empty reading")
		}
	})
}
