package web

import "testing"

func TestTicks(t *testing.T) {
	for text, want := range map[string]string{
		"nothing":                         "nothing",
		"add `quote: \"…\"` with <words>": "add <code>quote: &#34;…&#34;</code> with &lt;words&gt;",
		"`<b>` and `c`":                   "<code>&lt;b&gt;</code> and <code>c</code>",
		"a lone ` stays `so` and `":       "a lone <code> stays </code>so<code> and </code>",
		"open `to the <end>":              "open `to the &lt;end&gt;",
		"":                                "",
	} {
		if got := string(ticks(text)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
