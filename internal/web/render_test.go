package web

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
	"verbatim/views"
)

// pageData is what each page's template is given.
var pageData = map[string]any{
	"library":                 page.Library{},
	"start":                   page.Start{},
	"reading":                 page.Reading{},
	"question":                page.Question{},
	"feedback":                page.Feedback{},
	"results":                 page.Results{},
	"marked":                  page.Marked{},
	"sessions":                page.Sessions{},
	"delete":                  page.Delete{},
	"forget":                  page.Forget{},
	"privacy":                 page.Privacy{},
	"error":                   page.Error{},
	"findings":                page.Findings{},
	"withheld":                page.Withheld{},
	"withheld-results":        page.WithheldResults{},
	"join":                    page.Join{},
	"assignment":              page.Assignment{},
	"teach/assignments":       page.Assignments{},
	"teach/assign":            page.AssignForm{},
	"teach/assignment":        page.AssignmentOf{},
	"teach/delete-assignment": page.DeleteAssignment{},

	"teach/regrade": page.Regrade{},
	"teach/reports": page.Inbox{},

	"teach/sign-in":    page.SignIn{},
	"teach/welcome":    page.Welcome{},
	"teach/account":    page.OwnAccount{},
	"teach/accounts":   page.Accounts{},
	"teach/account-of": page.AccountOf{},
	"teach/log":        page.Log{},
	"test":             page.Test{},
	"check":            page.Check{},
	"report":           page.Report{},
	"part":             page.Stretch{},
	"over":             page.Over{},

	"teach/classes":          page.Classes{},
	"teach/results":          page.ClassResults{},
	"teach/results-question": page.ClassItem{},
	"teach/results-learners": page.ClassLearners{},
	"teach/results-reading":  page.ClassReading{},
	"teach/sets":             page.Sets{},
	"teach/new-set":          page.NewSet{},
	"teach/draft":            page.Draft{},
	"teach/delete-draft":     page.DeleteDraft{},
	"teach/questions":        page.DraftQuestions{},
	"teach/question":         page.QuestionForm{},
	"teach/delete-question":  page.QuestionForm{},
	"teach/incoming":         page.Incoming{},
	"teach/history":          page.History{},
	"teach/diff":             page.Diff{},
	"teach/live":             page.ClassLive{},
	"teach/tokens":           page.Tokens{},
	"api":                    page.APIDocs{},
}

func testRenderer(t testing.TB) *renderer {
	t.Helper()
	r, err := newRenderer(views.Templates, views.Words)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// checkTemplate finds what would fail when a template is given data of this
// type, also on branches that no other test takes.
func checkTemplate(t *testing.T, r *renderer, name string, data any) {
	t.Helper()
	tmpl := r.engines[DefaultLanguage].Templates.Lookup(name)
	if tmpl == nil {
		t.Errorf("there is no template %s", name)
		return
	}
	if err := templatecheck.CheckHTMLStrict(tmpl, data); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestTemplatesFitTheirStructs(t *testing.T) {
	r := testRenderer(t)
	files, err := fs.Glob(views.Templates, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	desk, err := fs.Glob(views.Templates, "teach/*.html")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, desk...)
	for _, file := range files {
		name := strings.TrimSuffix(file, ".html")
		data, ok := pageData[name]
		if !ok {
			t.Errorf("no struct is known for the page %s", name)
			continue
		}
		checkTemplate(t, r, name, data)
	}
	if len(files) != len(pageData) {
		t.Errorf("there are %d templates of pages and %d structs", len(files), len(pageData))
	}
	if err := templatecheck.CheckHTML(r.engines[DefaultLanguage].Templates.Lookup("library"), page.Error{}); err == nil {
		t.Error("the check finds nothing wrong in giving a page the struct of another")
	}
}

// partData is what the parts that are made by themselves are given.
var partData = map[string]any{
	"partials/nth": page.Nth{}, "partials/label": page.Nth{}, "partials/number": page.Nth{}, "partials/go-on": page.Nth{}, "partials/retry": page.Nth{},
	"partials/place": page.Place{}, "partials/standing": page.Standing{}, "partials/panel": page.Panel{},
	"partials/summary": page.Summary{}, "partials/topic-row": page.Row{}, "partials/evidence-row": page.Row{},
	"partials/card": page.Card{}, "partials/done": page.Done{}, "partials/outcomes": page.Outcomes{}, "partials/outcome": page.Outcome{}, "partials/legend-line": page.Count{}, "partials/tile": page.Tile{}, "partials/calibration": &page.Calibration{},
}

func TestPartsFitTheirStructs(t *testing.T) {
	r := testRenderer(t)
	for name, data := range partData {
		checkTemplate(t, r, name, data)
	}
}

// Every kind's templates are given the views that its body makes.
func TestTemplatesOfKindsFitTheirViews(t *testing.T) {
	r := testRenderer(t)
	for _, kind := range quiz.Kinds() {
		body, _ := quiz.NewBody(kind)
		ask := kindData(body.Ask(quiz.Shuffle{}, nil))
		review := kindData(body.Review(quiz.Shuffle{}, ""))
		checkTemplate(t, r, kindTemplate(kind, askPart), ask)
		checkTemplate(t, r, kindTemplate(kind, reviewPart), review)
		checkTemplate(t, r, kindTemplate(kind, summaryPart), review)
	}
}

// kindData is a page.Kind whose view has the type of this one, which decides
// at run time.
func kindData(view any) any {
	generic := reflect.TypeFor[page.Kind[any]]()
	fields := make([]reflect.StructField, generic.NumField())
	for i := range fields {
		fields[i] = generic.Field(i)
		if fields[i].Name == "View" {
			fields[i].Type = reflect.TypeOf(view)
		}
	}
	return reflect.New(reflect.StructOf(fields)).Elem().Interface()
}

// What is left of a template without actions, tags and entities are words that
// stand in no catalogue; so are those in attributes that are read out.
func TestTemplatesHaveNoWordsOfTheirOwn(t *testing.T) {
	action := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	attribute := regexp.MustCompile(`\b(?:aria-label|alt|title|placeholder|aria-description)="([^"]*)"`)
	markup := regexp.MustCompile(`(?s)<[^>]*>|&[a-zA-Z]+;`)
	alone := regexp.MustCompile(`\b[a-z-]+="[^"]*"`) // an attribute in a template of attributes
	letters := regexp.MustCompile(`\pL+`)
	words := func(source string) []string {
		source = action.ReplaceAllString(source, "")
		found := letters.FindAllString(alone.ReplaceAllString(markup.ReplaceAllString(source, ""), ""), -1)
		for _, m := range attribute.FindAllStringSubmatch(source, -1) {
			found = append(found, letters.FindAllString(m[1], -1)...)
		}
		return found
	}
	if got := words(`<p title="{{t "a"}} hint">{{t "a"}} word</p>`); !slices.Equal(got, []string{"word", "hint"}) {
		t.Fatalf("the test overlooks words: it finds %q", got)
	}
	eachTemplate(t, func(name, source string) {
		if found := words(source); len(found) > 0 {
			t.Errorf("%s has words that are not in the catalogue: %q", name, found)
		}
	})
}

func eachTemplate(t *testing.T, check func(name, source string)) {
	t.Helper()
	err := fs.WalkDir(views.Templates, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		source, err := fs.ReadFile(views.Templates, name)
		check(name, string(source))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	literalCall = regexp.MustCompile(`\b(tn?) "([^"]+)"((?: (?:"[a-z]+"|\.[A-Za-z.]+|\$[A-Za-z.]+|\([^)]*\)))*)`)
	madeKey     = regexp.MustCompile(`print "([a-z-]+\.)"`)
	goKey       = regexp.MustCompile(`"((?:problem|refused|questions|panel|class|results|marked|month|date|verdict|error)\.[a-z0-9.-]*)"`)
	placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)
)

// Each message gets the values that it names, and each value is named.
func TestMessagesGetTheirValues(t *testing.T) {
	texts := messageTexts(t)
	eachTemplate(t, func(name, source string) {
		for _, call := range literalCall.FindAllStringSubmatch(source, -1) {
			given := map[string]bool{}
			if call[1] == "tn" {
				given["count"] = true
			}
			for _, m := range regexp.MustCompile(`"([a-z]+)"`).FindAllStringSubmatch(call[3], -1) {
				given[m[1]] = true
			}
			named := map[string]bool{"count": call[1] == "tn"}
			for _, m := range placeholder.FindAllStringSubmatch(texts[call[2]], -1) {
				if named[m[1]] = true; !given[m[1]] {
					t.Errorf("%s: the message %s names a value %s that it does not get", name, call[2], m[1])
				}
			}
			for value := range given {
				if !named[value] {
					t.Errorf("%s: the message %s gets a value %s that it does not name", name, call[2], value)
				}
			}
		}
	})
}

// messageTexts gives the text of each message, all plural forms together.
func messageTexts(t *testing.T) map[string]string {
	t.Helper()
	source, err := fs.ReadFile(views.Words, "locale/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	texts, section := map[string]string{}, ""
	for line := range strings.Lines(string(source)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(name, "]") + "."
		} else if key, text, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			for _, form := range []string{".one", ".other"} {
				key = strings.TrimSuffix(key, form)
			}
			texts[section+key] += text
		}
	}
	return texts
}

// Messages whose names are put together of a part and a value.
func TestMessagesThatAreNamedByAValue(t *testing.T) {
	w := testRenderer(t).words[DefaultLanguage]
	var keys []string
	for _, v := range []quiz.Verdict{quiz.Right, quiz.Partial, quiz.Wrong, quiz.Unknown, quiz.LeftOut, quiz.Withdrawn, quiz.NotAsked} {
		keys = append(keys, "verdict."+string(v))
		if v != quiz.NotAsked {
			keys = append(keys, "feedback."+string(v))
		}
	}
	for _, e := range quiz.EvidenceKinds() {
		keys = append(keys, "evidence."+string(e), "evidence-note."+string(e))
	}
	for _, c := range quiz.Certainties() {
		keys = append(keys, fmt.Sprint("certainty-level.", c), fmt.Sprint("certainty-range.", c))
	}
	for _, r := range quiz.Rules() {
		keys = append(keys, "rule."+string(r), "regraded."+string(r))
	}
	for _, r := range page.CertaintyRules("") {
		keys = append(keys, "certainty-rule."+r.Name())
	}
	for _, code := range measure.FlagCodes() {
		for _, part := range []string{".what", ".do"} {
			if _, err := w.T("flag."+string(code)+part, "option", "C"); err != nil {
				t.Error(err)
			}
		}
	}
	for _, key := range keys {
		if _, err := w.T(key); err != nil {
			t.Error(err)
		}
	}
}

// The catalogue has every message that the program names, and no other.
func TestCatalogueIsComplete(t *testing.T) {
	w := testRenderer(t).words[DefaultLanguage]
	used, prefixes := map[string]bool{}, []string{"month.", "error.", "verdict.", "flag.", "field.", "group.", "item.", "choice-"}
	eachTemplate(t, func(name, source string) {
		for _, m := range literalCall.FindAllStringSubmatch(source, -1) {
			if used[m[2]] = true; !w.keys[m[2]] {
				t.Errorf("%s names the message %q, which the catalogue does not have", name, m[2])
			}
		}
		for _, m := range madeKey.FindAllStringSubmatch(source, -1) {
			prefixes = append(prefixes, m[1])
		}
	})
	for _, dir := range []string{".", "page", "../play", "../quiz", "../quiz/*"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", dir, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range goKey.FindAllStringSubmatch(string(source), -1) {
				if used[m[1]] = true; !w.keys[m[1]] && !slices.Contains(prefixes, m[1]) && m[1] != "month.m" {
					t.Errorf("%s names the message %q, which the catalogue does not have", file, m[1])
				}
			}
		}
	}
	for key := range w.keys {
		if !used[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("nobody uses the message %q", key)
		}
	}
}

// Each failure has words of its own.
func TestFailuresHaveWords(t *testing.T) {
	w := testRenderer(t).words[DefaultLanguage]
	for _, f := range []*failure{
		errBadRequest, errCrossSite, errStaleForm, errNotFound, errMethod, errOvertaken, errSlowRequest, errTooLarge, errFormType,
		errWrongHost, errTooMany, errHeaders, errInternal, errUnavailable,
	} {
		for _, part := range []string{".title", ".what", ".do"} {
			if !w.keys["error."+f.key+part] {
				t.Errorf("the failure %v has no message error.%s%s", f, f.key, part)
			}
		}
	}
}

func TestRendererRefuses(t *testing.T) {
	catalogue := func(extra string) fs.FS {
		return fstest.MapFS{"locale/en.toml": {Data: []byte("[site]\nname = \"V\"\n" + extra)}}
	}
	for _, c := range []struct {
		name      string
		templates fstest.MapFS
		words     fs.FS
		want      string
	}{
		{"a template that does not parse", fstest.MapFS{"a.html": {Data: []byte(`{{if}}`)}}, catalogue(""), "templates: "},
		{"a kind without templates", fstest.MapFS{"a.html": {Data: []byte(`{{t "site.name"}}`)}}, catalogue(""), "has no template kinds/"},
		{"a catalogue that does not parse", fstest.MapFS{}, catalogue("x ="), "catalogue en.toml"},
		{"no catalogue", fstest.MapFS{}, fstest.MapFS{}, "there is no catalogue for en"},
		{"a translation with a gap", fstest.MapFS{}, fstest.MapFS{
			"locale/en.toml": {Data: []byte("[site]\nname = \"V\"\nskip = \"S\"\n")},
			"locale/de.toml": {Data: []byte("[site]\nname = \"V\"\n")},
		}, `the catalogue for de has no message "site.skip"`},
	} {
		if _, err := newRenderer(c.templates, c.words); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, not %s", c.name, err, c.want)
		}
	}
}

// A second language is a file: its words, its plural forms, its direction.
func TestSecondLanguage(t *testing.T) {
	all, err := loadWords(fstest.MapFS{
		"locale/en.toml": {Data: []byte("[n]\nof.one = \"{{.count}} of {{.all}} question\"\nof.other = \"{{.count}} of {{.all}} questions\"\n")},
		"locale/pl.toml": {Data: []byte("[n]\nof.one = \"{{.count}} pytanie z {{.all}}\"\nof.few = \"{{.count}} pytania z {{.all}}\"\nof.many = \"{{.count}} pytań z {{.all}}\"\nof.other = \"{{.count}} pytania z {{.all}}\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang  string
		count int
		want  string
	}{
		{"en", 1, "1 of 1,200 question"}, {"en", 3, "3 of 1,200 questions"},
		{"pl", 1, "1 pytanie z 1200"}, {"pl", 3, "3 pytania z 1200"}, {"pl", 5, "5 pytań z 1200"},
	} {
		got, err := all[c.lang].TN("n.of", c.count, "all", 1200)
		if err != nil || strings.ReplaceAll(got, "\u00a0", "") != c.want {
			t.Errorf("%s, %d: %q, %v; want %q", c.lang, c.count, got, err, c.want)
		}
	}
	if got, err := all["en"].TN("n.of", 1); err == nil {
		t.Errorf("a value that nobody gives is shown as %q", got)
	}
}

// The words of a set are never taken for HTML.
func TestTextOfASetIsEscaped(t *testing.T) {
	r := testRenderer(t)
	const evil = `"><script>alert(1)</script>`
	set := page.Set{Title: evil, Href: "javascript:alert(1)", Language: &page.Language{Lang: evil, Dir: evil}}
	var b strings.Builder
	err := r.write(&b, DefaultLanguage, "partials/card", page.Card{Set: set, Description: evil, Topics: []string{evil}})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>alert") || strings.Contains(b.String(), "javascript:") {
		t.Errorf("the page holds a script:\n%s", b.String())
	}
}
