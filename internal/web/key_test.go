package web

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

// canaries stand in the parts of the set that only feedback may show.
var canaries = regexp.MustCompile(`KEY-[A-Za-z-]+`)

// dump is everything that a response says: status, headers and bytes.
func dump(r *reply) string {
	var b strings.Builder
	b.WriteString(r.Status + "\n")
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		b.WriteString(name + ": " + strings.Join(r.Header[name], "; ") + "\n")
	}
	return b.String() + r.body
}

// Trust 1: whatever is asked before the answer, nothing of the key comes back.
// After it, the feedback shows all of it, so the test does look where it stands.
func TestTrust01NothingOfTheKeyBeforeTheAnswer(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	var paths []string
	for _, rt := range w.server.routes {
		if rt.Method != http.MethodGet {
			continue
		}
		path := strings.NewReplacer(":set", "tea", ":id", session, ":revision", w.revision.Hash, "*", "set.yaml").Replace(rt.Path)
		if strings.Contains(path, ":n") {
			for _, n := range []string{"1", "2", "3", "4"} {
				paths = append(paths, strings.Replace(path, ":n", n, 1))
			}
			continue
		}
		paths = append(paths, path)
	}
	for name := range w.server.assets.byName {
		paths = append(paths, "/assets/"+name)
	}
	crawl := func() (found []string) {
		for _, path := range paths {
			for _, kind := range []string{"text/html", "application/json", "*/*"} {
				found = append(found, canaries.FindAllString(dump(b.get(path, header("Accept", kind))), -1)...)
			}
		}
		return found
	}
	if found := crawl(); len(found) > 0 {
		t.Errorf("before the first answer, the pages hold %q", found)
	}
	// A form that comes back with a problem holds none of it either.
	if r := b.post("/sessions/"+session+"/questions/1", nil); r.StatusCode != http.StatusUnprocessableEntity || canaries.MatchString(dump(r)) {
		t.Errorf("an empty answer gives %s with %q", r.Status, canaries.FindAllString(dump(r), -1))
	}
	b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"1"}})
	found := crawl()
	for _, want := range []string{"KEY-EXPLANATION-green", "KEY-BECAUSE-right", "KEY-BECAUSE-wrong", "KEY-BECAUSE-none"} {
		if !slices.Contains(found, want) {
			t.Errorf("after the first answer, no page holds %s", want)
		}
	}
	for _, other := range []string{"KEY-EXPLANATION-black", "KEY-EXPLANATION-white"} {
		if slices.Contains(found, other) {
			t.Errorf("after the first answer, a page holds %s of another question", other)
		}
	}
}

// Trust 1 and 2: the page that asks is the same, byte for byte, whichever
// option is right and whatever is said of it, in every order.
func TestTrust02PageThatAsksIsTheSameWhateverIsRight(t *testing.T) {
	r := testRenderer(t)
	for _, kind := range []string{choice.SingleKind, choice.MultipleKind} {
		for seed := range uint64(20) {
			sh := quiz.Shuffle{Seed: seed, Question: "q"}
			asked := map[string]bool{}
			for right := range 3 {
				options := choice.Options{{Text: "one"}, {Text: "two"}, {Text: "three"}}
				options[right].Correct = true
				options[(right+1)%3].Because = "KEY-BECAUSE"
				options[(right+2)%3].Quote = "KEY-QUOTE"
				var body quiz.Body = &choice.Single{Options: options}
				if kind == choice.MultipleKind {
					body = &choice.Multiple{Options: options, Exact: right == 0}
				}
				html, err := r.kind(DefaultLanguage, kind, askPart, pageKind(body.Ask(sh, nil)))
				if err != nil {
					t.Fatal(err)
				}
				asked[string(html)] = true
			}
			if len(asked) != 1 {
				t.Errorf("%s, seed %d: the page tells keys apart: %v", kind, seed, asked)
			}
		}
	}
}

// Trust 3: the response to an answer is alike for right, wrong and not known.
func TestTrust03ResponseToAnAnswerSaysNothing(t *testing.T) {
	w := newWorld(t, Config{})
	seen := map[string]bool{}
	for _, value := range []string{"1", "2", "3", "dont-know"} {
		b, session := w.learner()
		r := b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {value}})
		r.Header.Del("Date")
		r.Header.Del("X-Request-Id")
		seen[strings.ReplaceAll(dump(r), session, "…")] = true
	}
	if len(seen) != 1 {
		t.Errorf("the responses differ: %v", seen)
	}
}
