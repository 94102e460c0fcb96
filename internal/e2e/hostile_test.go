package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// hostile are texts that would run a script, load something from elsewhere or
// break out of their place, where a page did not take them for words.
var hostile = []string{
	`<script>window.ran = 1</script>`,
	`</title><script>window.ran = 1</script>`,
	`"><img src=x onerror="window.ran = 1">`,
	`'><svg onload=window.ran=1>`,
	`</h1></fieldset></form><form action=//elsewhere.invalid method=post>`,
	`<a href="javascript:window.ran=1">click</a>`,
	`[click](javascript:window.ran=1)`,
	`[click](data:text/html,<script>window.ran=1</script>)`,
	`![x](https://elsewhere.invalid/x.png)`,
	`<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
	`<style>@import "//elsewhere.invalid/x.css";</style>`,
	`<base href="//elsewhere.invalid/"><meta http-equiv=refresh content="0;url=//elsewhere.invalid">`,
	`{{.Token}} ${window.ran=1} <!-- --!> <![CDATA[ ]]>`,
	`&lt;script&gt;window.ran = 1&lt;/script&gt; &#60;img src=x onerror=window.ran=1&#62;`,
	"`<img src=x onerror=window.ran=1>`",
	`<details open ontoggle=window.ran=1><summary autofocus onfocus=window.ran=1 tabindex=1>x</summary></details>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=window.ran=1>`,
}

// hostileSet is a set with a question for each hostile text, which stands in
// every text that a set has.
func hostileSet(t testing.TB) string {
	text := func(s string) string { // JSON's strings are YAML's
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	all := strings.Join(hostile, " ")
	var set, reading strings.Builder
	fmt.Fprintf(&set, "title: %s\ndescription: %s\nlanguage: en\nreading: reading.md\ntopics:\n", text("Hostile "+all), text(all))
	for i, h := range hostile {
		fmt.Fprintf(&set, "  t%d: %s\n", i, text("Topic "+h))
	}
	set.WriteString("questions:\n")
	fmt.Fprintf(&reading, "# A text %s\n\n", all)
	for i, h := range hostile {
		kind := []string{"single-choice", "multiple-response"}[i%2]
		fmt.Fprintf(&set, "  - id: q%d\n    topic: t%d\n    evidence: background\n    kind: %s\n    stem: %s\n    options:\n", i, i, kind, text("Which? "+h))
		fmt.Fprintf(&set, "      - text: %s\n        correct: true\n", text("Right "+h))
		for _, wrong := range []string{"Wrong ", "False "} {
			fmt.Fprintf(&set, "      - text: %s\n        because: %s\n", text(wrong+h), text("Because "+h))
		}
		fmt.Fprintf(&set, "    explanation: %s\n    quote: %s\n", text("So it is "+h), text(fmt.Sprintf("Sentence %d stands in the reading", i)))
		fmt.Fprintf(&reading, "## Part %d %s\n\nSentence %d stands in the reading, between others. %s\n\n- An item %s\n\n| Head | %s |\n|---|---|\n| Cell | x |\n\n",
			i, h, i, h, h, strings.ReplaceAll(h, "|", "\\|"))
	}
	return setFolder(t, map[string]string{"hostile/set.yaml": set.String(), "hostile/reading.md": reading.String()})
}

// An XSS corpus in every text field executes nothing in Chromium, asks nobody
// for anything, and leaves no element behind that is not ours.
func TestTrust31HostileTextsAreWords(t *testing.T) {
	p := start(t, t.TempDir(), "--sets", hostileSet(t))
	b := open(t, p, setting{})
	look := func() {
		t.Helper()
		if eval[bool](b, `"ran" in window`) {
			t.Errorf("%s: a text of the set was executed", b.path())
		}
		for _, e := range eval[[]string](b, intruders) {
			t.Errorf("%s: not of the page: %s", b.path(), e)
		}
	}
	b.goTo("/")
	look()
	b.goTo("/sets/hostile/reading")
	look()
	b.goTo("/sets/hostile")
	look()
	b.follow("form.begin button")
	for {
		look()
		if !strings.Contains(b.text("fieldset"), "Wrong") {
			t.Errorf("%s does not show its options: %s", b.path(), b.text("fieldset"))
		}
		b.click("fieldset label")
		b.follow("form .button")
		look()
		if n, m := b.place(); n == m {
			break
		}
		b.follow(".actions a.button")
	}
	walk := b.session()
	for _, path := range []string{walk + "/results", walk + "/reading", "/sessions", walk + "/delete"} {
		b.goTo(path)
		look()
	}
	b.clean()
}

// intruders lists what no page of ours has.
const intruders = `[...document.querySelectorAll("*")].filter(e =>
	["IFRAME", "IMG", "OBJECT", "EMBED", "STYLE", "BASE", "MATH", "VIDEO", "AUDIO"].includes(e.tagName)
	|| (e.tagName === "SCRIPT" && !e.getAttribute("src")?.startsWith("/assets/"))
	|| (e.tagName === "FORM" && new URL(e.action).origin !== location.origin)
	|| (e.tagName === "META" && e.httpEquiv)
	|| (e.href && /^(javascript|data):/i.test(e.href.baseVal ?? e.href))
	|| [...e.attributes].some(a => a.name.startsWith("on") || a.name === "style")
).map(e => e.outerHTML.slice(0, 200))`

// Nothing of the key, of the feedback or of the explanation is in
// any byte that a learner gets before the answer: neither on the page that asks,
// nor in its headers, nor anywhere that a link leads to.
func TestTrust01NothingOfTheKeyInTheBrowser(t *testing.T) {
	secret := map[string]string{"because": "CanaryBecause", "explanation": "CanaryExplanation", "quote": "canaryquote"}
	sets := setFolder(t, map[string]string{
		"canary/reading.md": "# A text\n\nThe canaryquote stands here.\n",
		"canary/set.yaml": `title: "Canary"
reading: reading.md
topics:
  a: A
questions:
  - id: q1
    topic: a
    evidence: trial
    stem: "Which?"
    options:
      - text: "Right"
        correct: true
      - text: "Wrong"
        because: "` + secret["because"] + `"
    explanation: "` + secret["explanation"] + `"
    quote: "The canaryquote stands here"
  - id: q2
    topic: a
    evidence: trial
    kind: multiple-response
    stem: "Which ones?"
    options:
      - text: "Right"
        correct: true
      - text: "Right too"
        correct: true
      - text: "Wrong"
        because: "` + secret["because"] + `"
    explanation: "` + secret["explanation"] + `"
    quote: "The canaryquote stands here"
`,
	})
	l := newLearner(t, start(t, t.TempDir(), "--sets", sets))
	question := l.begin("/sets/canary")
	walk := question.session(t)

	seen := map[string]bool{}
	queue := []string{question.URL.Path, walk + "/questions/2", walk + "/questions/1/feedback", walk + "/results", walk + "/reading", "/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		p := l.ask(path)
		all := p.Body + fmt.Sprint(p.Header)
		for name, canary := range secret {
			// The reading itself may be read before; that it settles this question is the secret.
			if name == "quote" && p.Find("article.reading").Length() > 0 {
				continue
			}
			if strings.Contains(all, canary) {
				t.Errorf("%s gives away the %s", path, name)
			}
		}
		if n := p.Find("article.reading .current, article.reading .painted, blockquote").Length(); n > 0 {
			t.Errorf("%s points at %d passages before the answer", path, n)
		}
		if strings.Contains(strings.ToLower(p.Find("form").Text()), "correct") {
			t.Errorf("%s says which option is correct", path)
		}
		for _, attr := range []string{"href", "src"} {
			for _, node := range p.Find("[" + attr + "]").Nodes {
				for _, a := range node.Attr {
					if to, _, _ := strings.Cut(a.Val, "#"); a.Key == attr && strings.HasPrefix(to, "/") {
						queue = append(queue, to)
					}
				}
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("the crawl saw %d pages alone", len(seen))
	}

	// Once earned, the feedback has it all.
	feedback := l.send(question.form(t).pick(0))
	if feedback.Status != http.StatusOK || !strings.Contains(feedback.Body, secret["because"]) || !strings.Contains(feedback.Body, secret["explanation"]) {
		t.Errorf("the feedback does not hold what it should: %s", feedback.text())
	}
}
