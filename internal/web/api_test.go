package web

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// program is a client of the API. Every answer that it gets is held to what
// openapi.json says of it.
type program struct {
	*world
	token   string
	schemas *jsonschema.Compiler
}

func (w *world) program(a play.Account, publish bool) *program {
	w.t.Helper()
	text, err := w.play.Staff().NewToken(w.t.Context(), play.Who{Account: a}, a, "a test", publish, 1)
	if err != nil {
		w.t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(openAPI))
	if err != nil {
		w.t.Fatal(err)
	}
	schemas := jsonschema.NewCompiler()
	schemas.DefaultDraft(jsonschema.Draft2020)
	schemas.AssertFormat()
	if err := schemas.AddResource("api.json", doc); err != nil {
		w.t.Fatal(err)
	}
	return &program{w, text, schemas}
}

// call asks, and checks status and form of the answer.
func (p *program) call(method, path, kind string, body []byte, status int, schema string) string {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+apiPath+path, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if !describes(p.t, method, path, res.StatusCode) {
		p.t.Errorf("%s %s: openapi.json does not have the answer %s", method, path, res.Status)
	}
	want := "application/json"
	if status == http.StatusNoContent {
		if res.StatusCode != status || len(data) > 0 {
			p.t.Fatalf("%s %s: %s\n%s", method, path, res.Status, data)
		}
		return ""
	}
	if status >= 400 {
		want, schema = "application/problem+json", "Problem"
	}
	if schema == "Answer" {
		want = "application/x-ndjson"
	}
	if res.StatusCode != status || res.Header.Get("Content-Type") != want {
		p.t.Fatalf("%s %s: %s, %s, want %d\n%s", method, path, res.Status, res.Header.Get("Content-Type"), status, data)
	}
	sch, err := p.schemas.Compile("api.json#/components/schemas/" + schema)
	if strings.HasPrefix(schema, "[") { // a list
		operation := strings.Trim(schema, "[]")
		sch, err = p.schemas.Compile("api.json#/paths/~1" + operation + "/get/responses/200/content/application~1json/schema")
	}
	if err != nil {
		p.t.Fatal(err)
	}
	documents := [][]byte{data}
	if schema == "Answer" {
		documents = bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	}
	for _, one := range documents {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(one))
		if err == nil {
			err = sch.Validate(v)
		}
		if err != nil {
			p.t.Errorf("%s %s: %v\n%s", method, path, err, one)
		}
	}
	return string(data)
}

// describes says whether openapi.json has an answer of an operation by its
// status. What it has no operation for is described by nothing.
func describes(t testing.TB, method, path string, status int) bool {
	t.Helper()
	docs, err := apiDocs()
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ = strings.Cut(path, "?")
	asked := strings.Split(path, "/")
	for template, operations := range docs.Document.Paths {
		op, there := operations[strings.ToLower(method)]
		segments := strings.Split(template, "/")
		fits := there && slices.EqualFunc(segments, asked, func(want, got string) bool { return want == got || strings.HasPrefix(want, "{") })
		if fits {
			_, has := op.Responses[strconv.Itoa(status)]
			return has
		}
	}
	return true
}

func (p *program) get(path, schema string) string {
	p.t.Helper()
	return p.call(http.MethodGet, path, "", nil, http.StatusOK, schema)
}

// zipped packs a set's folder.
func zipped(t *testing.T, files ...quiz.File) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f.Data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tidesFolder is a set that `verbatim new` makes.
func tidesFolder(t *testing.T) []quiz.File {
	t.Helper()
	var files []quiz.File
	const from = "../../cmd/verbatim/starter"
	for _, name := range []string{"set.yaml", "reading.md"} {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, quiz.File{Name: name, Data: data})
	}
	return files
}

func TestAPIPublishes(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Instructor), true)
	files := tidesFolder(t)
	const send = "/sets/tides/publish?note=first"

	if got := p.call("POST", send+"&dry-run=true", "application/zip", zipped(t, files...), http.StatusOK, "Published"); !strings.Contains(got, `"dry_run":true`) || !strings.Contains(got, `"changed":true`) {
		t.Errorf("tried: %s", got)
	}
	p.call("GET", "/sets/tides", "", nil, http.StatusNotFound, "")

	broken := slices.Clone(files)
	broken[0].Data = bytes.Replace(broken[0].Data, []byte("quote: \""), []byte("quote: \"never written "), 1)
	if got := p.call("POST", send, "application/zip", zipped(t, broken...), http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"code":"quote-not-found"`) || !strings.Contains(got, `"file":"set.yaml"`) {
		t.Errorf("broken: %s", got)
	}
	p.call("GET", "/sets/tides", "", nil, http.StatusNotFound, "")
	if got := p.call("POST", send, "application/zip", []byte("no zip"), http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"code":"not-a-set"`) {
		t.Errorf("no zip: %s", got)
	}

	first := p.call("POST", send, "application/zip", zipped(t, files...), http.StatusCreated, "Published")
	if again := p.call("POST", send, "application/zip", zipped(t, files...), http.StatusOK, "Published"); !strings.Contains(again, `"changed":false`) {
		t.Errorf("again: %s", again)
	}
	if !strings.Contains(first, w.url+"/sets/tides") || w.browser().get("/sets/tides").StatusCode != http.StatusOK {
		t.Errorf("published: %s", first)
	}
	if got := p.get("/sets/tides", "SetWithHistory"); strings.Count(got, `"by":`) != 1 || !strings.Contains(got, `"note":"first"`) {
		t.Errorf("the history: %s", got)
	}
	p.call("POST", send+"&unlisted=true", "application/zip", zipped(t, files...), http.StatusCreated, "Published")
	if w.browser().get("/sets/tides").StatusCode != http.StatusNotFound || !strings.Contains(p.get("/sets?limit=1&after=tea", "[sets]"), `"unlisted":true`) {
		t.Error("the set is not unlisted")
	}

	other := w.program(w.newAccount(play.Instructor), true)
	other.call("GET", "/sets/tides", "", nil, http.StatusNotFound, "")
	other.call("POST", send, "application/zip", zipped(t, files...), http.StatusNotFound, "")
	p.call("POST", "/sets/tea/publish", "application/zip", zipped(t, files...), http.StatusUnprocessableEntity, "") // it stands in the folder
	p.call("POST", "/sets/No%20Name/publish", "application/zip", zipped(t, files...), http.StatusUnprocessableEntity, "")
}

func TestAPIAssignsAndTellsResults(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Instructor), true)
	for body, field := range map[string]string{
		`{"set":"tea","terms":{"zone":"Nowhere"}}`:            "terms.zone",
		`{"set":"tea","terms":{"zone":"UTC","mode":"guess"}}`: "terms.mode",
		`{"set":"coffee"}`: "set",
		`{"set":"tea","terms":{"zone":"UTC","time_limit":5}}`:       "terms.time_limit",
		`{"set":"tea","terms":{"zone":"UTC","identity":"roster"}}`:  "roster",
		`{"set":"tea","terms":{"zone":"UTC","draw":{"leaves":99}}}`: "terms.draw",
		`{"set":"tea","terms":{"reveal":{"closed":["keys"]}}}`:      "terms.reveal",
	} {
		if got := p.call("POST", "/assignments", "application/json", []byte(body), http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"field":"`+field+`"`) {
			t.Errorf("%s: %s", body, got)
		}
	}
	for body, code := range map[string]string{
		`{"set":"tea","term":{}}`: `"code":"member","field":"term"`, `{"set":`: `"code":"json"`, `{"set":"tea"} {}`: `"code":"json"`,
		`[]`: `"code":"json"`, `{"set":"tea","terms":{"attempts":"many"}}`: `"code":"json","field":"terms.attempts"`,
	} {
		if got := p.call("POST", "/assignments", "application/json", []byte(body), http.StatusBadRequest, ""); !strings.Contains(got, code) || strings.Contains(got, "struct") {
			t.Errorf("%s: %s", body, got)
		}
	}
	p.call("POST", "/assignments", "text/plain", []byte(`{"set":"tea"}`), http.StatusUnsupportedMediaType, "")

	var made apiAssignment
	if err := json.Unmarshal([]byte(p.call("POST", "/assignments", "application/json", []byte(`{"set":"tea","terms":{"title":"Week 3","identity":"none"}}`), http.StatusCreated, "Assignment")), &made); err != nil {
		t.Fatal(err)
	}
	if made.Window != "open" || made.Terms.Title != "Week 3" || made.Terms.Zone != "UTC" || w.browser().get(strings.TrimPrefix(made.Address, w.url)).StatusCode != http.StatusOK {
		t.Errorf("made: %+v", made)
	}
	at := "/assignments/" + made.ID.String()
	p.get(at, "Assignment")
	if got := p.get("/assignments?limit=1", "[assignments]"); strings.Count(got, `"code"`) != 1 || !strings.Contains(got, `"joined":0`) {
		t.Errorf("the list: %s", got)
	}
	if got := p.get(at+"/results", "Results"); strings.Contains(got, `"figures":`) {
		t.Errorf("nobody's figures: %s", got)
	}
	p.call("GET", at+"/answers", "", nil, http.StatusForbidden, "")
	if got := p.call("POST", at+"/close", "", nil, http.StatusOK, "Assignment"); !strings.Contains(got, `"window":"closed"`) {
		t.Errorf("closed: %s", got)
	}
	w.program(w.newAccount(play.Instructor), true).call("GET", at, "", nil, http.StatusNotFound, "") // another's

	w.attend(6)
	if got := p.get("/sets/tea/results", "Results"); !strings.Contains(got, `"learners":6`) {
		t.Errorf("the figures: %s", got)
	}
	if got := p.get("/sets/tea/answers?options=true", "Answer"); strings.Count(got, "\n") != 18 || !strings.Contains(got, `"option_A":`) {
		t.Errorf("the answers: %s", got)
	}
}

func TestAPICares(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Admin), true)
	w.attend(6)
	b, session := w.learner()
	b.ask(http.MethodPost, "/sessions/:id/questions/:n", session)
	if res := b.post(session1(session)+"/report", url.Values{"reason": {string(quiz.Reasons()[0])}, "text": {"<b>wrong</b>"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the report: %s", res.Status)
	}
	var reports list[apiReport]
	if err := json.Unmarshal([]byte(p.get("/reports?set=tea", "[reports]")), &reports); err != nil || len(reports.Items) != 1 || reports.Items[0].Text != "<b>wrong</b>" {
		t.Fatalf("the reports: %+v, %v", reports, err)
	}
	at := "/reports/" + reports.Items[0].ID.String() + "/close"
	p.call("POST", at, "application/json", []byte(`{"note":"mended"}`), http.StatusNoContent, "")
	if got := p.get("/reports?state=closed", "[reports]"); !strings.Contains(got, `"note":"mended"`) || strings.Contains(p.get("/reports", "[reports]"), `"note"`) {
		t.Errorf("after it is closed: %s", got)
	}
	p.call("POST", "/reports/"+uuid.NewString()+"/close", "", nil, http.StatusNotFound, "")
	p.call("GET", "/reports?state=x", "", nil, http.StatusBadRequest, "")

	const order = `{"question":"green","rule":"full-marks","why":"Both were right."`
	try := p.call("POST", "/sets/tea/regrade", "application/json", []byte(order+`,"dry_run":true}`), http.StatusOK, "Regraded")
	done := p.call("POST", "/sets/tea/regrade", "application/json", []byte(order+`}`), http.StatusOK, "Regraded")
	if strings.Contains(try, `"changed":0`) || strings.Contains(try, `"regrade"`) || !strings.Contains(done, `"regrade":"`) {
		t.Errorf("tried %s, done %s", try, done)
	}
	if again := p.call("POST", "/sets/tea/regrade", "application/json", []byte(order+`,"dry_run":true}`), http.StatusOK, "Regraded"); !strings.Contains(again, `"changed":0`) {
		t.Errorf("afterwards: %s", again)
	}
	for _, wrong := range []string{`{"question":"none","rule":"withdraw","why":"x"}`, `{"question":"green","rule":"guess","why":"x"}`, `{"question":"green","rule":"key","revision":"00","why":"x"}`} {
		p.call("POST", "/sets/tea/regrade", "application/json", []byte(wrong), http.StatusUnprocessableEntity, "")
	}
	if got := p.call("POST", "/sets/tea/regrade", "application/json", []byte(`{"question":"black","rule":"withdraw"}`), http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"field":"why"`) {
		t.Errorf("without a reason: %s", got)
	}
	if live := p.get("/assignments/"+w.assigned.ID.String()+"/live", "Live"); strings.Contains(live, `"questions"`) {
		t.Errorf("of nobody: %s", live)
	}
}

// session1 is the address of the first question of a session.
func session1(session string) string { return "/sessions/" + session + "/questions/1" }

func TestAPIListsComeInParts(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.newAccount(play.Admin)
	p := w.program(a, false)
	for i := range 5 {
		if err := w.play.Staff().Record(t.Context(), play.Who{Account: a}, "exported", fmt.Sprint(i), ""); err != nil {
			t.Fatal(err)
		}
	}
	var seen []string
	for after := ""; ; {
		var part list[apiEntry]
		if err := json.Unmarshal([]byte(p.get("/audit?limit=2&after="+after, "[audit]")), &part); err != nil {
			t.Fatal(err)
		}
		for _, e := range part.Items {
			if e.Action == "exported" {
				seen = append(seen, e.Object)
			}
		}
		if after = part.Next; after == "" {
			break
		}
	}
	if got := strings.Join(seen, ""); got != "43210" {
		t.Errorf("the entries came as %s", got)
	}
	for _, query := range []string{"limit=0", "limit=101", "limit=x", "after=x"} {
		p.call("GET", "/audit?"+query, "", nil, http.StatusBadRequest, "")
	}
}

// Whoever shows no token, or one that may not, learns and changes nothing.
func TestTrust10APIAsksForATokenThatMay(t *testing.T) {
	w := newWorld(t, Config{})
	admin := w.newAccount(play.Admin)
	assistant, instructor := w.newAccount(play.Assistant), w.newAccount(play.Instructor)
	paths := func(rt route) string {
		return strings.NewReplacer(apiPath, "", ":set", "tea", ":id", uuid.NewString(), ":participant", uuid.NewString(), ":form", "answers").Replace(rt.Path)
	}
	for _, rt := range w.server.routes {
		if !rt.Access.api() {
			continue
		}
		nobody := w.program(admin, true)
		for _, token := range []string{"", "vbt_", strings.TrimSuffix(nobody.token, nobody.token[len(nobody.token)-1:]), "vbt_" + uuid.NewString() + "." + strings.Repeat("A", 43)} {
			nobody.token = token
			nobody.call(rt.Method, paths(rt), "", nil, http.StatusUnauthorized, "")
		}
		if rt.Access != forReaders {
			w.program(assistant, true).call(rt.Method, paths(rt), "", nil, http.StatusForbidden, "")
		}
		if rt.Access == forWriters {
			if got := w.program(instructor, false).call(rt.Method, paths(rt), "", nil, http.StatusForbidden, ""); !strings.Contains(got, "token-reads") {
				t.Errorf("%s %s: %s", rt.Method, rt.Path, got)
			}
		}
		if rt.Access == forAuditors {
			w.program(instructor, true).call(rt.Method, paths(rt), "", nil, http.StatusForbidden, "")
		}
	}
	// A sign-in is no token, and a token no sign-in.
	b := w.staff(play.Admin)
	if res := b.get(apiPath + "/sets"); res.StatusCode != http.StatusUnauthorized || res.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("with a cookie: %s", res.Status)
	}
	p := w.program(admin, true)
	if res := w.browser().get("/teach/sets", header("Authorization", "Bearer "+p.token)); res.StatusCode == http.StatusOK {
		t.Errorf("a page by a token: %s", res.Status)
	}
	p.call("GET", "/no-such-thing", "", nil, http.StatusNotFound, "")
	p.call("DELETE", "/sets", "", nil, http.StatusMethodNotAllowed, "")
	if err := w.play.Staff().SetClosed(t.Context(), play.Terminal, admin.ID, true); err != nil {
		t.Fatal(err)
	}
	p.call("GET", "/sets", "", nil, http.StatusUnauthorized, "")
}

// openapi.json has every route of the API and no other, by method, parameters and errors.
func TestOpenAPIHasEveryRoute(t *testing.T) {
	w := newWorld(t, Config{})
	docs, err := apiDocs()
	if err != nil {
		t.Fatal(err)
	}
	var routes, documented []string
	for _, rt := range w.server.routes {
		if !rt.Access.api() {
			continue
		}
		path := strings.TrimPrefix(rt.Path, apiPath)
		for _, name := range []string{"set", "id", "participant", "form"} {
			path = strings.ReplaceAll(path, ":"+name, "{"+name+"}")
		}
		routes = append(routes, strings.ToLower(rt.Method)+" "+path)
	}
	for path, operations := range docs.Document.Paths {
		for method, op := range operations {
			documented = append(documented, method+" "+path)
			if _, has := op.Responses["default"]; !has {
				t.Errorf("%s %s: nothing is said of what else may be answered, such as 429", method, path)
			}
			for _, p := range op.Parameters {
				if (p.In == "path") != strings.Contains(path, "{"+p.Name+"}") {
					t.Errorf("%s %s: the parameter %s is not where it is said to be", method, path, p.Name)
				}
			}
		}
	}
	slices.Sort(routes)
	slices.Sort(documented)
	if !slices.Equal(routes, documented) {
		t.Errorf("the routes are\n%s\nand openapi.json has\n%s", strings.Join(routes, "\n"), strings.Join(documented, "\n"))
	}
	for _, rt := range w.server.routes {
		if strings.HasPrefix(rt.Path, apiPath) && !rt.Access.api() {
			t.Errorf("%s can be asked without a token", rt.Path)
		}
	}
	page := w.browser().get("/api/docs").body
	for _, g := range docs.Groups {
		for _, op := range g.Operations {
			if !strings.Contains(page, op.Summary) || !strings.Contains(page, op.Path) {
				t.Errorf("the page lacks %s %s", op.Method, op.Path)
			}
		}
	}
}

// A token is shown once, where it is made, and nowhere after.
func TestTokenPage(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	b.get(tokensPath)
	if res := b.post(tokensPath, url.Values{"name": {" "}, "days": {"30"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "Write a name for the token") {
		t.Errorf("without a name: %s", res.Status)
	}
	res := b.post(tokensPath, url.Values{"name": {"the <b>pipeline"}, "days": {"30"}, "publish": {"yes"}})
	token := regexp.MustCompile(`vbt_[0-9a-f-]{36}\.[\w-]{43}`).FindString(res.body)
	if res.StatusCode != http.StatusOK || token == "" {
		t.Fatalf("made: %s\n%s", res.Status, res.body)
	}
	p := w.program(b.account, false)
	p.token = token
	p.get("/sets", "[sets]")
	page := b.page(tokensPath)
	if text := said(page.Find("main")); strings.Contains(text, token) || !strings.Contains(text, "the <b>pipeline") || !strings.Contains(text, "reads and changes") {
		t.Errorf("the page says %s", text)
	}
	for _, form := range page.Find(`form[action$="/end"]`).EachIter() {
		if res := b.post(form.AttrOr("action", ""), nil); res.StatusCode != http.StatusSeeOther {
			t.Errorf("the end of a token: %s", res.Status)
		}
	}
	p.call("GET", "/sets", "", nil, http.StatusUnauthorized, "")
}

// What openapi.json shows as an example of a request has the form that it says,
// and the server reads it: it refuses none for its form.
func TestOpenAPIExamplesAreRead(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Admin), true)
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct {
					Example json.RawMessage
				}
			}
		}
	}
	if err := json.Unmarshal(openAPI, &doc); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for path, operations := range doc.Paths {
		for method, op := range operations {
			example := op.RequestBody.Content["application/json"].Example
			if len(example) == 0 {
				continue
			}
			seen++
			at := "api.json#/paths/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(path) + "/" + method + "/requestBody/content/application~1json/schema"
			schema, err := p.schemas.Compile(at)
			if err != nil {
				t.Fatal(err)
			}
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(example))
			if err == nil {
				err = schema.Validate(v)
			}
			if err != nil {
				t.Errorf("%s %s: %v", method, path, err)
			}
			asked := strings.NewReplacer("{set}", "tea", "{id}", w.assigned.ID.String(), "{participant}", uuid.NewString()).Replace(path)
			req, err := http.NewRequestWithContext(t.Context(), strings.ToUpper(method), w.url+apiPath+asked, bytes.NewReader(example))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", "Bearer "+p.token)
			req.Header.Set("Content-Type", "application/json")
			res, err := transport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode == http.StatusBadRequest || res.StatusCode >= 500 {
				t.Errorf("%s %s: %s", method, path, res.Status)
			}
		}
	}
	if seen < 5 {
		t.Errorf("openapi.json has %d examples", seen)
	}
}
