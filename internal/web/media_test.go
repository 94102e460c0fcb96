package web

import (
	"net/http"
	"strings"
	"testing"
)

// An image is served for good, by its content, under the name of its revision.
func TestImagesOfASet(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	media := mediaPath(w.revision)
	got := b.get(media + "pictures/leaf%201.gif")
	if got.StatusCode != http.StatusOK || got.body != string(teaFiles[1].Data) {
		t.Errorf("the image: %s, %q", got.Status, got.body)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/gif", "Cache-Control": keepForGood, "X-Content-Type-Options": "nosniff", "Set-Cookie": "",
	} {
		if has := got.Header.Get(name); has != want {
			t.Errorf("%s is %q, not %q", name, has, want)
		}
	}
	old := strings.Repeat("0", len(w.revision.Hash))
	for _, path := range []string{
		media, media + "set.yaml", media + "drawing.png", media + "pictures", media + "pictures/leaf.gif",
		media + "pictures/../set.yaml", media + "pictures%2f..%2fset.yaml",
		strings.Replace(media, "/tea/", "/coffee/", 1) + "pictures/leaf%201.gif",
		strings.Replace(media, w.revision.Hash, old, 1) + "pictures/leaf%201.gif",
		strings.Replace(media, w.revision.Hash, w.revision.Hash[:12], 1) + "pictures/leaf%201.gif",
		strings.Replace(media, w.revision.Hash, strings.ToUpper(w.revision.Hash), 1) + "pictures/leaf%201.gif",
	} {
		if r := b.get(path); r.StatusCode != http.StatusNotFound && r.StatusCode != http.StatusBadRequest || canaries.MatchString(r.body) {
			t.Errorf("%s gives %s, %q", path, r.Status, canaries.FindAllString(r.body, -1))
		}
	}
}

func TestMarkdownOfASet(t *testing.T) {
	const media = "/sets/tea/media/abc/"
	const image = `<img src="/sets/tea/media/abc/leaf.png" alt="A leaf" loading="lazy">`
	stem, given := firstParagraph("1. Which *leaf*\nis this?\n \n![A leaf](leaf.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
	if got, want := string(inline(media, stem)), "1. Which <em>leaf</em> is this?"; got != want {
		t.Errorf("the first paragraph is %q, not %q", got, want)
	}
	for _, want := range []string{"<p>" + image + "</p>", `<div class="table" tabindex="0"><table>`, "<td>2</td>"} {
		if got := string(blocks(media, given)); !strings.Contains(got, want) {
			t.Errorf("what the question shows lacks %q: %s", want, got)
		}
	}
	for md, want := range map[string]string{
		"":                      "",
		"  ":                    "",
		"3. May is a day":       "<p>3. May is a day</p>",
		"One\n\n- two\n- three": "<p>One</p>\n<ul>\n<li>two\n</li>\n<li>three\n</li>\n</ul>\n",
	} {
		if got := string(prose(media, md)); got != want {
			t.Errorf("prose of %q is %q, not %q", md, got, want)
		}
	}
	for md, want := range map[string]string{"a": "a", " a": " a", "a\n": "a ", "\ta ": " a "} {
		if got := string(stretch(media, md)); got != want {
			t.Errorf("%q in a running text is %q, not %q", md, got, want)
		}
	}
}
