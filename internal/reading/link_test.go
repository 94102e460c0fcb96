package reading

import (
	"net/url"
	"strings"
	"testing"
)

func TestLinksToTheWords(t *testing.T) {
	const page = "https://example.org/tides?a=1"
	long := "the tide follows the moon over the sea and back again to the shore of the land"
	for want, q := range map[string]Quote{
		page + "#:~:text=well%2Dknown%2C%20R%26D%20caf%C3%A9":                             {Exact: "well-known, R&D café"},
		page + "#:~:text=one-,the%20sea":                                                  {Exact: "the sea", Before: "one"},
		page + "#:~:text=the%20sea,-two":                                                  {Exact: "the sea", After: "two"},
		page + "#:~:text=a%20b-,the%20sea,-c":                                             {Exact: "the sea", Before: "a  b", After: "c"},
		page + "#:~:text=the%20tide%20follows%20the%20moon,the%20shore%20of%20the%20land": {Exact: long},
		page + "#:~:text=Brest,6.1%20m":                                                   {Exact: "Brest | north | 6.1 m"},
		page:                                                                              {},
	} {
		if got := LinkTo(page, q); got != want {
			t.Errorf("%+v:\n%s\nand not\n%s", q, got, want)
		}
	}
	if got := LinkTo("https://example.org/#part", Quote{Exact: "the sea"}); got != "https://example.org/#part:~:text=the%20sea" {
		t.Error(got)
	}
}

// Whatever the words, the terms of the fragment are told apart and are the words.
func FuzzLinkTo(f *testing.F) {
	f.Add("well-known, R&D", "a", "b")
	f.Add("a | b", "", "#:~:")
	f.Fuzz(func(t *testing.T, exact, before, after string) {
		words := strings.Fields(exact)
		if len(words) == 0 || len(words) > longest || strings.Contains(exact, " | ") {
			return // it is written otherwise
		}
		_, text, found := strings.Cut(LinkTo("https://example.org/", Quote{exact, before, after}), "#:~:text=")
		if !found {
			t.Fatal("no fragment")
		}
		var terms []string
		for term := range strings.SplitSeq(text, ",") {
			plain, err := url.PathUnescape(strings.Trim(term, "-"))
			if err != nil {
				t.Fatal(err)
			}
			terms = append(terms, plain)
		}
		want := []string{strings.Join(words, " ")}
		if b := strings.Join(strings.Fields(before), " "); b != "" {
			want = append([]string{b}, want...)
		}
		if a := strings.Join(strings.Fields(after), " "); a != "" {
			want = append(want, a)
		}
		if strings.Join(terms, "\x00") != strings.Join(want, "\x00") {
			t.Fatalf("%q is %q", terms, want)
		}
	})
}
