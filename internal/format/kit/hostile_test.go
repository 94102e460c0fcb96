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
	unsafe := regexp.MustCompile(`(?i)<(img|form|input|button|style|link|iframe|object|embed|svg|image|video|audio|base|meta|script)\b|\b(style|class|name|srcset|poster|background|on\w+)="|\bid="[^p]|javascript:|data:`)
	ours := regexp.MustCompile(`class="(passage( \w+)*|table)"`)
	for _, html := range hostile {
		md, _ := HTML(html, func(string) (string, bool) { return "", false })
		doc, err := reading.Parse([]byte(md))
		if err != nil {
			t.Fatalf("%s: %v", html, err)
		}
		for where, shown := range map[string]string{"a reading": doc.HTML(reading.Render{}), "a question": reading.Block(md)} {
			foreign := ours.ReplaceAllString(shown, "")
			if m := unsafe.FindString(foreign); m != "" {
				t.Errorf("%s\nas %s is shown with %q:\n%s", html, where, m, shown)
			}
			if strings.Contains(html, ">words<") && !strings.Contains(shown, "words") {
				t.Errorf("%s\nas %s loses its words: %s", html, where, shown)
			}
		}
	}
}
