package reading

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// must parses a reading that is known to be good.
func must(t testing.TB, source string) *Document {
	t.Helper()
	d, err := Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func indexOf(t testing.TB, s, part string) int {
	t.Helper()
	i := strings.Index(s, part)
	if i < 0 {
		t.Fatalf("%q is not in %q", part, s)
	}
	return i
}

// prose draws words with typography and markup that folding and parsing have
// to see through.
func prose(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"kratom", "Kratom", "It", "may", "0.5", "mg", "e.g.", "Dr.", "U.S.", "café", "cafe\u0301", "naïve", "它有效。",
		" ", " ", " ", " ", "\n", "\r\n", "\u00a0", "\u200b", "\u00ad", "–", "—", "--", "-", "…", ".", ".", ".", "?", "!", ",",
		"“", "”", "’", "\"", "'", "(", ")", "*", "**", "_", "`", "~~", "[", "](#a)", "](http://a.b)", "![", "](a.png)",
		"<b>", "<!-- no-question -->", "&amp;", "&nbsp;", "&#233;", "&bogus;", "\\", "\\*", "|", "\n\n", "\n# ", "\n- ", "\n1. ",
		"\n  - ", "\n> ", "\n| a | b |\n|---|---|\n| ", " | ", " |\n", "\n```\n", "\n    ", "\n---\n", "\t", "\x00", "  \n", "\u0301", "\ufeff",
	}), 0, 60).Draw(t, "parts")
	return strings.Join(parts, "")
}

// visible gives the words of HTML, marks' labels and links left out, with
// single spaces.
func visible(t interface{ Fatalf(string, ...any) }, source string) string {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatalf("parsing HTML: %v", err)
	}
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "class" && (a.Val == "mark-label" || a.Val == "mark-back") {
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return strings.Join(strings.Fields(out.String()), " ")
}

// nested says whether every tag of HTML closes in the order in which it opened.
func nested(source string) bool {
	var open []string
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return len(open) == 0
		case html.StartTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "br", "hr", "img":
			default:
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return false
			}
			open = open[:len(open)-1]
		}
	}
}

// allowed is all that our HTML is made of.
var (
	allowedTags  = set(`p br hr img a em strong del code pre span div table thead tbody tr th td ul ol li blockquote h1 h2 h3 h4 h5 h6`)
	allowedAttrs = set(`id class href title src alt loading start scope tabindex`)
	mathTags     = set(`math semantics annotation mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd`)
	mathAttrs    = set(`display tabindex encoding mathvariant stretchy width linethickness accent`)
)

// checkSafe holds that HTML has our elements and attributes only, and no
// address that runs a script or climbs out of its folder.
func checkSafe(t reporter, source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("%q", z.Token())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			token := z.Token()
			maths := mathTags[token.Data]
			if !allowedTags[token.Data] && !maths {
				t.Fatalf("an element %s", token)
			}
			for _, a := range token.Attr {
				ok := allowedAttrs[a.Key] && !maths || mathAttrs[a.Key] && maths
				switch a.Key {
				case "href":
					u, err := url.Parse(a.Val)
					ok = strings.HasPrefix(a.Val, "#") || err == nil && allowedSchemes[u.Scheme]
				case "src":
					u, err := url.Parse(a.Val)
					ok = err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(u.Path, "/") && u.Path != ".." && !strings.HasPrefix(u.Path, "../")
				}
				if !ok {
					t.Fatalf("an attribute in %s", token)
				}
			}
		}
	}
}

var allowedSchemes = set(`http https mailto`)
