package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/quiz"
)

// Learners walk a set with every kind of question, by chance, and each page
// that is put together of moulds must be what its template gives: newWorldOf
// compares every one of them. Most come from a mould that another learner's
// page has made, so a key that leaves something out shows.
func TestPagesPutTogetherAreWhatTheirTemplatesGive(t *testing.T) {
	revision := tidesRevision(t)
	revision.Set.Topics = quiz.Topics{{Name: "a", Title: "Sun & moon"}, {Name: "b", Title: "Coasts"}}
	for i := range revision.Set.Questions {
		q := &revision.Set.Questions[i]
		q.Topic, q.Evidence = revision.Set.Topics[i%2].Name, quiz.EvidenceKinds()[i%3]
	}
	w := newWorldOf(t, revision, Config{})
	compared := map[string]int{}
	var mu sync.Mutex
	compare := w.server.pages.verify
	w.server.pages.verify = func(template, cast, whole string, err error) {
		mu.Lock()
		compared[template]++
		mu.Unlock()
		compare(template, cast, whole, err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	for range 10 {
		w.walkByChance(chance)
	}
	mu.Lock()
	defer mu.Unlock()
	for name := range partData {
		if compared[name] == 0 && name != "partials/calibration" && name != "partials/number" { // made for each page; for sets of a thousand questions
			t.Errorf("%s was never put together", name)
		}
	}
	for name := range compared {
		if _, ok := partData[name]; !ok && pageData[name] == nil && !strings.HasPrefix(name, "kinds/") {
			t.Errorf("%s is put together, and no test knows its struct", name)
		}
	}
	w.server.pages.moulds.mu.Lock()
	made := len(w.server.pages.moulds.round)
	w.server.pages.moulds.mu.Unlock()
	all := 0
	for _, n := range compared {
		all += n
	}
	if all < 2*made {
		t.Errorf("%d parts were put together of %d moulds: hardly one has been used again", all, made)
	}
}

// walkByChance answers some of the questions, in any order, and looks at every
// page on the way; then it tries again what was missed.
func (w *world) walkByChance(chance *rand.Rand) {
	b := w.browser()
	b.get(setPath(w.revision.Set.ID))
	form := url.Values{"certainty": {[]string{"", "optional", "required"}[chance.IntN(3)]}}
	for _, topic := range w.revision.Set.Topics {
		form.Add("topic", topic.Name)
	}
	if chance.IntN(2) == 0 {
		form.Set("questions", "7")
	}
	for range 2 {
		b.get("/")
		r := b.post(setPath(w.revision.Set.ID), form)
		session, _, ok := strings.Cut(r.Header.Get("Location"), "/questions/")
		if !ok {
			w.t.Fatalf("%v gives %s", form, r.Status)
		}
		for range 2 { // the session and its retry
			skips := chance.IntN(2) == 0
			for n := 1; ; n++ {
				path := fmt.Sprintf("%s/questions/%d", session, n)
				page := b.get(path)
				if page.StatusCode != http.StatusOK {
					break
				}
				if skips && chance.IntN(4) == 0 {
					continue
				}
				doc, err := goquery.NewDocumentFromReader(strings.NewReader(page.body))
				if err != nil {
					w.t.Fatal(err)
				}
				b.post(path, byChance(doc, chance))
				b.get(path + "/feedback")
			}
			b.get(session + "/results")
			b.get(session + "/reading")
			session, _, ok = strings.Cut(b.post(session+"/retry", nil).Header.Get("Location"), "/questions/")
			if !ok {
				return
			}
		}
		b.get("/sets/" + w.revision.Set.ID)
	}
}

// byChance fills in a question's form.
func byChance(doc *goquery.Document, chance *rand.Rand) url.Values {
	lines := []string{"16.3", "12 m", "spring", "<b>&amp;\"'+</b>", "Mond 🌒", "neap"}
	form := filled(doc, lines[chance.IntN(len(lines))])
	doc.Find("form fieldset").Find("input[type=radio], input[type=checkbox]").Each(func(_ int, in *goquery.Selection) {
		name, value := in.AttrOr("name", ""), in.AttrOr("value", "")
		switch {
		case chance.IntN(3) > 0:
		case in.AttrOr("type", "") == "checkbox":
			form.Add(name, value)
		default:
			form.Set(name, value)
		}
	})
	if chance.IntN(6) == 0 {
		form.Set("dont-know", "1")
	}
	return form
}

func TestCutFindsEveryBlank(t *testing.T) {
	in := &fillings{blankToken: word("T-1"), blankNumber: word("7")}
	m, err := cut([]byte("<a "+marks[blankToken]+">"+marks[blankNumber]+marks[blankNumber]), in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := written(cast{m, in}), "<a T-1>77"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	for name, html := range map[string]string{
		"a blank that nothing comes into": marks[blankToken] + marks[blankNumber] + marks[blankSession],
		"a blank that is not there":       marks[blankToken],
		"a sample that was cut":           marks[blankToken] + marks[blankNumber] + marks[blankToken][:markLength-1],
		"a sample that was changed":       marks[blankToken] + marks[blankNumber] + marks[blankToken][:markLength-1] + "A",
	} {
		if m, err := cut([]byte(html), in); err == nil {
			t.Errorf("%s: a mould with the blanks %v", name, m.at)
		}
	}
}

// What comes into blanks without being escaped must need no escaping anywhere.
func TestWordsNeedNoEscaping(t *testing.T) {
	w := newWorld(t, Config{})
	safe := func(text string) bool {
		return text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
	}
	b, session := w.learner()
	for range 50 {
		if b.get("/sessions/" + session + "/questions/1"); !safe(b.token) || !safe(session) {
			t.Fatalf("the token %q or the id %q", b.token, session)
		}
	}
	for _, mark := range marks {
		if len(mark) != markLength || !safe(mark) {
			t.Errorf("the mark %q", mark)
		}
	}
}

func TestMouldsAreBounded(t *testing.T) {
	const most = 100_000
	ms := newMoulds(most)
	for i := range 1000 {
		addMould(ms, mouldKey[int]{template: "a", of: i % 700}, &mould{parts: []piece{newPiece(make([]byte, 1000))}})
		if ms.size > most {
			t.Fatalf("after %d: %d bytes", i, ms.size)
		}
	}
	held := 0
	for _, k := range ms.round {
		held += k.mould.bytes()
	}
	if held != ms.size || held < most/2 {
		t.Errorf("%d bytes are held and %d counted, of %d", held, ms.size, most)
	}
	if _, ok := getMould(ms, &mouldKey[int]{template: "a", of: 299}); !ok {
		t.Error("the newest is not held")
	}
	addMould(ms, mouldKey[int]{template: "huge"}, &mould{parts: []piece{newPiece(make([]byte, 2*most))}})
	if _, ok := getMould(ms, &mouldKey[int]{template: "huge"}); ok || ms.size > most {
		t.Errorf("one that is larger than the bound is held, or leaves %d bytes", ms.size)
	}
	// What is asked for all the time stays, whatever else comes.
	often := mouldKey[string]{template: "often"}
	addMould(ms, often, &mould{parts: []piece{newPiece(make([]byte, 1000))}})
	for i := range 1000 {
		if _, ok := getMould(ms, &often); !ok {
			t.Fatalf("what is asked for all the time is gone after %d others", i)
		}
		addMould(ms, mouldKey[int]{template: "rare", of: i}, &mould{parts: []piece{newPiece(make([]byte, 1000))}})
	}
	if known := len(knownOf[int](ms)) + len(knownOf[string](ms)); known != len(ms.round) {
		t.Errorf("%d are known and %d in the round", known, len(ms.round))
	}
}
