package reading

import (
	"testing"

	"pgregory.net/rapid"
)

var foldTests = []struct{ name, in, want string }{
	{"plain", "as it is", "as it is"},
	{"case stays", "Verbatim", "Verbatim"},
	{"curly quotation marks", "“it’s” ‘so’ «no» „ja“", `"it's" 'so' "no" "ja"`},
	{"primes", "5′ 3″", `5' 3"`},
	{"dashes", "a–b—c‑d−e", "a-b-c-d-e"},
	{"typed dashes", "a -- b --- c", "a - b - c"},
	{"ellipsis", "so…", "so..."},
	{"spaces", "\u00a0a\u2009b\u202fc \t d\u3000", "a b c d"},
	{"line breaks", "a\r\nb\n\n c\u2028d", "a b c d"},
	{"soft hyphen", "kra\u00adtom", "kratom"},
	{"without width", "a\u200bb\u200dc\ufeffd\u2060e", "abcde"},
	{"directions", "\u200eab\u202a", "ab"},
	{"composed", "cafe\u0301", "café"},
	{"composed across what is dropped", "cafe\u00ad\u0301", "café"},
	{"Hangul", "\u1112\u1161\u11ab", "한"},
	{"only spaces", " \n ", ""},
	{"nothing", "", ""},
}

func TestFold(t *testing.T) {
	for _, tt := range foldTests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%+q) = %+q, want %+q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFoldTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := prose(t)
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%+q) = %+q, folded again %+q", s, once, Fold(once))
		}
	})
}

// The way back from folded text gives offsets at which the original's
// characters begin and end.
func TestFoldLeadsBack(t *testing.T) {
	const text = "a “b” — cafe\u0301… d"
	f := foldText(text, false)
	for _, tt := range []struct{ folded, original string }{
		{`"b"`, "“b”"}, {"-", "—"}, {"café", "cafe\u0301"}, {"...", "…"}, {"d", "d"},
	} {
		at := indexOf(t, f.text, tt.folded)
		if got := text[f.from.start(at):f.from.end(at+len(tt.folded))]; got != tt.original {
			t.Errorf("%q leads back to %q, want %q", tt.folded, got, tt.original)
		}
	}
}
