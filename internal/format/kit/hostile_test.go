package kit

import (
	"regexp"
	"strings"
	"testing"

	"verbatim/internal/reading"
)

// Whatever HTML comes in with a question, what is shown of it has words and
// plain marks alone, on its way through Markdown too.
func TestTrust32ForeignHTML(t *testing.T) {
	hostile := []string{
		`<img src="https://evil.example/pixel.gif" alt="words">`,
		`<img src="//evil.example/pixel.gif" srcset="https://evil.example/2x 2x" alt="words">`,
		`<p style="background:url(https://evil.example/)" id="main" class="verdict" name="token">words</p>`,
		`<style>@import "https://evil.example/"; p { display: none }</style>words`,
		`<link rel="stylesheet" href="https://evil.example/">words`,
		`<form action="https://evil.example/"><input name="token" value="1"><button>words</button></form>`,
		`<iframe src="https://evil.example/"></iframe><object data="https://evil.example/"></object><embed src="https://evil.example/">words`,
		`<svg onload="alert(1)"><image href="https://evil.example/"/></svg>words`,
		`<math href="javascript:alert(1)"><mi>words</mi></math>`,
		`<a href="javascript:alert(1)" onclick="alert(1)" target="_blank">words</a>`,
		`<a href="data:text/html,<script>alert(1)</script>">words</a>`,
		`<video poster="https://evil.example/" autoplay></video><audio src="https://evil.example/"></audio>words`,
		`<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">words`,
		`<table background="https://evil.example/"><tr><td>words</td></tr></table>`,
		`![words](https://evil.example/pixel.gif)`,
		"<img src=x onerror=alert(1)//\nwords",
	}
	for _, html := range hostile {
		shownSafely(t, html)
	}
}

// What nobody has thought of is shown no less safely, and in time.
func FuzzHTML(f *testing.F) {
	f.Add("<p>one</p><p>from $5 to $10, \xff &amp; <code>$x$</code>")
	f.Add(`so \(x^2\), <b>then</b> <math display=block><semantics><mi>x</mi><annotation encoding=application/x-tex>x</annotation></semantics></math>`)
	f.Add(`<table><tr><td>a<td><img src=x onerror=a alt="b"></table><ul><li><a href="java&#9;script:alert(1)">c</a></ul>`)
	f.Fuzz(shownSafely)
}

var (
	unsafeHTML = regexp.MustCompile(`(?i)<(img|form|input|button|style|link|iframe|object|embed|svg|image|video|audio|base|meta|script)\b|\b(style|class|name|srcset|poster|background|id|on\w+)="|="\s*(javascript|data):`)
	ourHTML    = regexp.MustCompile(`class="(passage( \w+)*|table|language-[^" ]*)"| id="(p|s-)[^"]*"`)
)

func shownSafely(t *testing.T, html string) {
	md, _ := HTML(html, func(string) (string, bool) { return "", false })
	doc, err := reading.Parse([]byte(md))
	if err != nil {
		t.Fatalf("%s: %v", html, err)
	}
	for where, shown := range map[string]string{"a reading": doc.HTML(reading.Render{}), "a question": reading.Block(md)} {
		if m := unsafeHTML.FindString(ourHTML.ReplaceAllString(shown, "")); m != "" {
			t.Errorf("%s\nas %s is shown with %q:\n%s", html, where, m, shown)
		}
		if strings.Contains(html, ">words<") && !strings.Contains(shown, "words") {
			t.Errorf("%s\nas %s loses its words: %s", html, where, shown)
		}
	}
}
