package web

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"verbatim/internal/format"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	_ "verbatim/internal/quiz/kinds"
	"verbatim/internal/reading"
	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// One for the process, once anything is served or packed.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreTopFunction("github.com/valyala/fasthttp/stackless.funcWorker"),
		// It ends within ten seconds of its server.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
	)
}

// world is a running server on a database of its own, with one set.
type world struct {
	t      testing.TB
	server *Server
	play   *play.Play
	store  *watchedStore

	revision *play.Revision  // of the set
	account  play.Account    // the last that signed in
	assigned quiz.Assignment // of the set of newWorld: open, without names
	attended sync.Once       // the class that staff tests look at
	log      *logBuffer
	addr     string // host:port
	url      string // http://host:port
}

// newWorld starts a server on a free port with a small set; cfg leaves out what
// it knows itself. The extra routes are served beside the real ones.
func newWorld(t testing.TB, cfg Config, extra ...route) *world {
	t.Helper()
	w := newWorldOf(t, play.NewRevision(teaSet(t), teaFiles), cfg, extra...)
	w.assigned = w.assign(quiz.Terms{})
	return w
}

func newWorldOf(t testing.TB, revision *play.Revision, cfg Config, extra ...route) *world {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: &watchedStore{Store: db}, log: &logBuffer{}, revision: revision}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	w.play, err = play.New(t.Context(), w.store, []*play.Revision{w.revision}, play.Options{Log: log, Parse: func(set string, files []quiz.File) (*quiz.Set, error) {
		parsed, _, err := format.Parse(set, files)
		return parsed, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Play, cfg.Log = w.play, log
	table := func(s *Server) []route { return append(s.table(), extra...) }
	if w.server, err = newServer(cfg, table); err != nil {
		t.Fatal(err)
	}
	w.server.pages.verify = sameAsWhole(t)
	w.server.streamFor = 20 * time.Millisecond
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.addr = ln.Addr().String()
	w.url = "http://" + w.addr
	served := make(chan error, 1)
	go func() { served <- w.server.Serve(ln) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := w.server.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return w
}

// sameAsWhole holds every page that is put together of moulds, in every test,
// to what its template gives for the same session.
func sameAsWhole(t testing.TB) func(string, string, string, error) {
	return func(template, cast, whole string, err error) {
		if err != nil || cast != whole {
			t.Errorf("%s: put together, it differs from the whole page, %v\n%s\n---\n%s", template, err, cast, whole)
		}
	}
}

// assign makes an assignment of the set; what the terms leave out is filled in.
func (w *world) assign(t quiz.Terms, roster ...store.Person) quiz.Assignment {
	w.t.Helper()
	t.Title, t.Zone, t.Mode = cmp.Or(t.Title, "Week 1"), cmp.Or(t.Zone, "Europe/Paris"), cmp.Or(t.Mode, quiz.Practice)
	t.Identity = cmp.Or(t.Identity, quiz.Anonymous)
	if t.Reveal.Answered == nil && t.Reveal.Finished == nil && t.Reveal.Closed == nil {
		t.Reveal = quiz.RevealAll()
	}
	a, err := w.play.Staff().Assign(context.Background(), play.Terminal, w.revision.Set.ID, t, roster)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// teaFiles are the set's files, with an image of one pixel in a folder of its own.
var teaFiles = []quiz.File{
	{Name: "set.yaml", Data: []byte("title: Tea # KEY-FILE")},
	{Name: teaImage, Data: []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;")},
	{Name: "drawing.png", Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>KEY</script></svg>`)},
}

const teaImage = "pictures/leaf 1.gif"

// teaReading has a sentence for each question of the set.
const teaReading = `# Tea

Green tea is steamed soon after it is picked. Black tea is left to darken. White tea is only dried.
`

// teaSet has questions of both kinds of choice; what only their feedback may
// show begins with KEY.
func teaSet(t testing.TB) *quiz.Set {
	doc, err := reading.Parse([]byte(teaReading))
	if err != nil {
		t.Fatal(err)
	}
	question := func(id, kind, quote string, body quiz.Body) quiz.Question {
		return quiz.Question{ID: id, Topic: "leaves", Evidence: quiz.Background, Kind: kind, Stem: "What of " + id + "?",
			Body: body, Explanation: "KEY-EXPLANATION-" + id, Citation: quiz.Citation{Quote: quote}}
	}
	options := choice.Options{
		{Text: "this one", Correct: true, Because: "KEY-BECAUSE-right"},
		{Text: "that one", Because: "KEY-BECAUSE-wrong"},
		{Text: "no such thing", Because: "KEY-BECAUSE-none"},
	}
	return &quiz.Set{
		ID: "tea", Title: "Tea", Language: "en", Description: "A small set.",
		Topics: quiz.Topics{{Name: "leaves", Title: "Leaves"}},
		Questions: []quiz.Question{
			question("green", choice.SingleKind, "steamed soon after it is picked", &choice.Single{Options: options}),
			question("black", choice.MultipleKind, "left to darken", &choice.Multiple{Options: options}),
			question("white", choice.SingleKind, "only dried", &choice.Single{Options: options}),
		},
		ReadingFile: "reading.md", Reading: doc,
	}
}

// browser is one client with its cookies; it does not follow redirects.
type browser struct {
	*world
	cookies map[string]string
	token   string       // of the last page with a form
	account play.Account // who has signed in; zero for learners
}

func (w *world) browser() *browser { return &browser{world: w, cookies: map[string]string{}} }

// reply is a response with its body read.
type reply struct {
	*http.Response
	body string
}

var tokenForm = regexp.MustCompile(`name="token" value="([^"]*)"`)

// transport keeps no connection open between tests.
var transport = &http.Transport{DisableKeepAlives: true, DisableCompression: true}

// do sends a request; edit may change it before.
func (b *browser) do(method, path string, form url.Values, edit ...func(*http.Request)) *reply {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for _, f := range edit {
		f(req)
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	for _, cookie := range res.Cookies() {
		b.cookies[cookie.Name] = cookie.Value
	}
	if m := tokenForm.FindSubmatch(data); m != nil {
		b.token = string(m[1])
	}
	return &reply{res, string(data)}
}

func (b *browser) get(path string, edit ...func(*http.Request)) *reply {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil, edit...)
}

// post sends a form with the token of the last page.
func (b *browser) post(path string, form url.Values, edit ...func(*http.Request)) *reply {
	b.t.Helper()
	sent := url.Values{"token": {b.token}}
	maps.Copy(sent, form)
	return b.do(http.MethodPost, path, sent, edit...)
}

// learner is a browser that has begun a session of the set.
func (w *world) learner() (b *browser, session string) {
	w.t.Helper()
	b = w.browser()
	b.get(setPath(w.revision.Set.ID))
	started := b.post(setPath(w.revision.Set.ID), nil)
	if started.StatusCode != http.StatusSeeOther {
		w.t.Fatalf("start: %s\n%s", started.Status, started.body)
	}
	m := regexp.MustCompile(`/sessions/([0-9a-f-]{36})`).FindStringSubmatch(started.Header.Get("Location"))
	if m == nil {
		w.t.Fatalf("start leads to %q", started.Header.Get("Location"))
	}
	b.get("/sessions/" + m[1] + "/questions/1")
	return b, m[1]
}

// header sets a header of a request; an empty value removes it.
func header(name, value string) func(*http.Request) {
	return func(req *http.Request) {
		req.Header.Del(name)
		if value != "" {
			req.Header.Set(name, value)
		}
	}
}

// logBuffer collects the log of a server.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
