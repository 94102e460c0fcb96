package e2e

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// kratom is the address of the set that ships.
const kratom = "/sets/kratom"

// learner is a browser without script: it keeps cookies, follows redirects and
// sends forms as they stand on a page.
type learner struct {
	t    testing.TB
	base string // the program's address
	http *http.Client
}

func newLearner(t testing.TB, p *program) *learner {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &learner{t: t, base: p.URL, http: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

// page is a response and its document.
type page struct {
	Status int
	Header http.Header
	URL    *url.URL // after redirects
	Body   string
	*goquery.Document
}

// text is what the page says, with spaces made one.
func (p *page) text() string { return folded(p.Selection) }

func folded(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// do sends one request. Errors of the connection come back: the tests that
// break connections expect them.
func (l *learner) do(method, path string, form url.Values) (*page, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	address := path
	if strings.HasPrefix(path, "/") {
		address = l.base + path
	}
	req, err := http.NewRequest(method, address, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "text/html")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", l.base)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := l.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(b)))
	if err != nil {
		return nil, err
	}
	return &page{Status: res.StatusCode, Header: res.Header, URL: res.Request.URL, Body: string(b), Document: doc}, nil
}

// get fetches a page that must be there.
func (l *learner) get(path string) *page {
	l.t.Helper()
	p := l.ask(path)
	if p.Status != http.StatusOK {
		l.t.Fatalf("GET %s: %d\n%s", path, p.Status, p.text())
	}
	return p
}

// ask fetches a page, whatever its status.
func (l *learner) ask(path string) *page {
	l.t.Helper()
	p, err := l.do(http.MethodGet, path, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return p
}

// send posts a form and gives the page that it leads to, which must be there.
func (l *learner) send(f *form) *page {
	l.t.Helper()
	p, err := l.do(http.MethodPost, f.Action, f.Values)
	if err != nil {
		l.t.Fatal(err)
	}
	if p.Status != http.StatusOK {
		l.t.Fatalf("POST %s %v: %d\n%s", f.Action, f.Values, p.Status, p.text())
	}
	return p
}

// form is the first POST form of a page, filled in as the page comes.
type form struct {
	Action string
	Values url.Values
	fields *goquery.Selection
}

func (p *page) form(t testing.TB) *form {
	t.Helper()
	return p.formOf(t, "form[method=post]")
}

// formOf is the first form that a selector finds.
func (p *page) formOf(t testing.TB, selector string) *form {
	t.Helper()
	sel := p.Find(selector).First()
	if sel.Length() == 0 {
		t.Fatalf("%s has no %s: %s", p.URL, selector, p.text())
	}
	f := &form{Action: sel.AttrOr("action", p.URL.Path), Values: url.Values{}, fields: sel}
	sel.Find("input[name]").Each(func(_ int, in *goquery.Selection) {
		_, checked := in.Attr("checked")
		switch kind := in.AttrOr("type", "text"); {
		case kind == "submit", (kind == "radio" || kind == "checkbox") && !checked:
		default:
			f.Values.Add(in.AttrOr("name", ""), in.AttrOr("value", "on"))
		}
	})
	sel.Find("select[name]").Each(func(_ int, s *goquery.Selection) {
		option := s.Find("option[selected]").First()
		if option.Length() == 0 {
			option = s.Find("option").First()
		}
		f.Values.Add(s.AttrOr("name", ""), option.AttrOr("value", option.Text()))
	})
	return f
}

// controls gives the names of what a question asks to fill in, in their order.
func (f *form) controls() []string {
	names := f.fields.Find("fieldset input, fieldset select").Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("name", "") })
	return slices.Compact(names)
}

// offered gives the values that a control offers as answers, "I don't know"
// apart; none for a line to write on.
func (f *form) offered(name string) []string {
	named := "[name=" + strconv.Quote(name) + "]"
	return f.fields.Find("input[type=radio]" + named + ", input[type=checkbox]" + named + ", select" + named + " option").
		Not("[value=dont-know], [value='']").
		Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("value", "") })
}

// options gives the values of a question that offers options to pick and
// nothing else; none for any other.
func (f *form) options() []string {
	if names := f.controls(); len(names) != 1 || f.fields.Find("fieldset select").Length() > 0 {
		return nil
	}
	return f.offered("answer")
}

// label gives the words beside an option of the control.
func (f *form) label(name, value string) string {
	in := f.fields.Find("input[name=" + strconv.Quote(name) + "][value=" + strconv.Quote(value) + "]").First()
	return folded(f.fields.Find("label[for=" + strconv.Quote(in.AttrOr("id", "")) + "]"))
}

// pick answers with one option of each control, counted from 0 and round again,
// and writes "1" on lines; below 0 it is "I don't know", whichever control the
// kind of question has for it.
func (f *form) pick(i int) *form {
	if i < 0 {
		if f.fields.Find("button[name=dont-know]").Length() > 0 {
			f.Values.Set("dont-know", "1")
		} else {
			f.Values.Set("answer", "dont-know")
		}
		return f
	}
	for k, name := range f.controls() {
		if values := f.offered(name); len(values) > 0 {
			f.Values.Set(name, values[(i+k)%len(values)])
		} else {
			f.Values.Set(name, "1")
		}
	}
	return f
}

// chosen gives the words of what has been filled in, as the feedback has them.
func (f *form) chosen() string {
	var words []string
	for _, name := range f.controls() {
		value := f.Values.Get(name)
		option := f.fields.Find("select[name=" + strconv.Quote(name) + "] option[value=" + strconv.Quote(value) + "]")
		switch {
		case option.Length() > 0:
			words = append(words, folded(option))
		case len(f.offered(name)) > 0:
			words = append(words, f.label(name, value))
		default:
			words = append(words, value)
		}
	}
	return strings.Join(words, " · ")
}

// chosen gives the words of what was answered, as a page of feedback tells it.
func (p *page) chosen() string {
	words := p.Find(".option.picked > .text, .reply.given > .text").Map(func(_ int, s *goquery.Selection) string { return folded(s) })
	return strings.Join(words, " · ")
}

// begin starts a session of all questions of a set and gives the page of its
// first question.
func (l *learner) begin(set string) *page {
	l.t.Helper()
	return l.send(l.get(set).form(l.t))
}

var (
	placed  = regexp.MustCompile(`Question (\d+) of (\d+)`)
	session = regexp.MustCompile(`^/sessions/[0-9a-f-]{36}`)
)

// place gives n and m of "Question n of m".
func (p *page) place(t testing.TB) (n, m int) {
	t.Helper()
	found := placed.FindStringSubmatch(p.text())
	if found == nil {
		t.Fatalf("%s does not say which question it is: %s", p.URL, p.text())
	}
	n, _ = strconv.Atoi(found[1])
	m, _ = strconv.Atoi(found[2])
	return n, m
}

// session gives the address of the session that a page belongs to.
func (p *page) session(t testing.TB) string {
	t.Helper()
	s := session.FindString(p.URL.Path)
	if s == "" {
		t.Fatalf("%s is no page of a session", p.URL)
	}
	return s
}

// next gives where the feedback page leads on to.
func (p *page) next(t testing.TB) string {
	t.Helper()
	a := p.Find("main .actions a.button")
	if a.Length() != 1 {
		t.Fatalf("%s has %d links to go on", p.URL, a.Length())
	}
	return a.AttrOr("href", "")
}
