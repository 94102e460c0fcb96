package paper_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/format/paper"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/unsupported"
)

// everyKind is a set with a question of every kind.
func everyKind(t *testing.T) *quiz.Set {
	t.Helper()
	set, list, err := format.Load(os.DirFS("../../quiz/kinds/testdata"), "tides", "tides", "tides")
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	return set
}

func printed(t *testing.T, set *quiz.Set) (*goquery.Document, *kit.Export) {
	t.Helper()
	out, err := paper.Format.Encode(set)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(out.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	return doc, out
}

func TestEveryKindOnPaper(t *testing.T) {
	set := everyKind(t)
	doc, out := printed(t, set)
	if len(out.List) > 0 {
		t.Error(out.List)
	}
	asked, keys := doc.Find(".questions > li"), doc.Find(".key > ol > li")
	if asked.Length() != len(set.Questions) || keys.Length() != len(set.Questions) {
		t.Fatalf("%d questions and %d keys of %d", asked.Length(), keys.Length(), len(set.Questions))
	}
	for i, q := range set.Questions {
		if asked.Eq(i).Find("ol, ul, .line").Length() == 0 && !strings.Contains(asked.Eq(i).Text(), "____") {
			t.Errorf("%s leaves no place for an answer", q.ID)
		}
		if strings.TrimSpace(keys.Eq(i).Find("ul").Text()) == "" && strings.TrimSpace(keys.Eq(i).Find("blockquote").Text()) == "" {
			t.Errorf("%s has no key", q.ID)
		}
		if !strings.Contains(keys.Eq(i).Text(), q.Quote) {
			t.Errorf("the key of %s has no quote", q.ID)
		}
	}
	questions := doc.Find("section").First().Text()
	for _, q := range set.Questions {
		if q.Explanation != "" && strings.Contains(questions, q.Explanation) {
			t.Errorf("the explanation of %s stands among the questions", q.ID)
		}
	}
}

// The order on paper tells nothing: it is not that of the file, and the letters
// of the key are those of the paper.
func TestOptionsAreShuffled(t *testing.T) {
	set := &quiz.Set{ID: "s", Title: "S"}
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		set.Questions = append(set.Questions, quiz.Question{ID: id, Kind: choice.SingleKind, Stem: "Which *one*?", Body: &choice.Single{Options: choice.Options{
			{Text: "right", Correct: true}, {Text: "<b>wrong</b>"}, {Text: "wronger"}, {Text: "wrongest"},
		}}})
	}
	doc, _ := printed(t, set)
	first := 0
	doc.Find(".questions > li").Each(func(i int, li *goquery.Selection) {
		place := -1
		li.Find(".options li").Each(func(n int, option *goquery.Selection) {
			if option.Text() == "right" {
				place = n
			}
		})
		if place == 0 {
			first++
		}
		if key := doc.Find(".key > ol > li").Eq(i).Find("ul").Text(); key != string(rune('a'+place))+") right" {
			t.Errorf("the key of question %d is %q, and the option is at place %d", i+1, key, place)
		}
	})
	if first == len(set.Questions) {
		t.Error("the options stand in the order of the file")
	}
	if doc.Find(".stem em").Length() == 0 || doc.Find(".options b").Length() > 0 {
		t.Error("Markdown is not shown, or HTML is")
	}
}

func TestWhatCannotBeAskedIsNotPrinted(t *testing.T) {
	set := &quiz.Set{ID: "s", Title: "S", Questions: []quiz.Question{{ID: "a", Kind: unsupported.Kind, Stem: "E?", Body: &unsupported.Question{Reason: "x"}}}}
	doc, out := printed(t, set)
	if out.Count(kit.Refused) != 1 || doc.Find(".questions > li").Length() != 0 {
		t.Error(out.List)
	}
}

// Every word on paper comes from the catalogue, and every word of the catalogue
// is used.
func TestWordsComeFromTheCatalogue(t *testing.T) {
	used := map[string]bool{}
	for _, name := range []string{"paper.html", "layout.go"} {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:\{\{t|say\()\s*"([a-z-]+)"`).FindAllSubmatch(src, -1) {
			used[string(m[1])] = true
		}
		if name == "paper.html" {
			_, body, _ := strings.Cut(string(src), "<body>")
			if bare := regexp.MustCompile(`\{\{.*?\}\}|<[^>]*>`).ReplaceAllString(body, ""); strings.TrimSpace(bare) != "" {
				t.Errorf("words in the template: %q", strings.Fields(bare))
			}
		}
	}
	var words map[string]string
	if _, err := toml.DecodeFile("en.toml", &words); err != nil {
		t.Fatal(err)
	}
	for key := range words {
		if !used[key] {
			t.Errorf("%q is not used", key)
		}
		delete(used, key)
	}
	for key := range used {
		t.Errorf("%q is not in the catalogue", key)
	}
}

// The words for answers follow the language of the set where there is a
// catalogue of it, and are English otherwise.
func TestLanguageOfThePaper(t *testing.T) {
	for _, language := range []string{"", "en-GB", "xx"} {
		set := &quiz.Set{ID: "s", Title: "S", Language: language}
		doc, _ := printed(t, set)
		if got := doc.Find(".who").Text(); got != "Name:Date:" {
			t.Errorf("%q: %q", language, got)
		}
	}
}

func TestSourceOfTheQuotes(t *testing.T) {
	set := everyKind(t)
	set.Source = &quiz.Source{Title: "A book", Address: "https://example.org/tides"}
	doc, _ := printed(t, set)
	links := doc.Find(".key .from a[href^='https://example.org/tides#:~:text=']")
	if links.Length() == 0 || links.First().Text() != "A book" || doc.Find("blockquote a").Length() > 0 {
		t.Errorf("%d links", links.Length())
	}
}
