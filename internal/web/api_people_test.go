package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/play"
)

func TestAPISeesToAnAssignment(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Instructor), true)
	send := func(path, body string, status int, schema string) string {
		t.Helper()
		return p.call("POST", path, "application/json", []byte(body), status, schema)
	}
	var made apiAssignment
	const terms = `{"set":"tea","terms":{"title":"Week 3","identity":"roster","time_limit":20,"mode":"test","draw":{"leaves":1}},"roster":[{"number":"17","name":"Ada"},{"number":"18"}]}`
	if err := json.Unmarshal([]byte(send("/assignments", terms, http.StatusCreated, "Assignment")), &made); err != nil {
		t.Fatal(err)
	}
	at := "/assignments/" + made.ID.String()
	a, err := w.store.Assignment(t.Context(), made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if res := w.visit(a).post(joinPath(made.Code), url.Values{"number": {"17"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("joining: %s\n%s", res.Status, res.body)
	}

	var people list[apiParticipant]
	if err := json.Unmarshal([]byte(p.get(at+"/participants", "[assignments~1{id}~1participants]")), &people); err != nil || len(people.Items) != 1 || people.Items[0].Name != "Ada" || people.Items[0].Number != "17" {
		t.Fatalf("the participants: %+v, %v", people, err)
	}
	one := at + "/participants/" + people.Items[0].ID.String()
	send(one+"/extension", `{"extension":15}`, http.StatusNoContent, "")
	for _, wrong := range []string{`{"extension":-1}`, `{"extension":1.5}`, `{}`, `{"extension":99999}`} {
		if got := send(one+"/extension", wrong, http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"field":"extension"`) {
			t.Errorf("%s: %s", wrong, got)
		}
	}
	send(at+"/participants/"+uuid.NewString()+"/extension", `{"extension":15}`, http.StatusNotFound, "")
	if got := p.get(at+"/participants?limit=1", "[assignments~1{id}~1participants]"); !strings.Contains(got, `"extension":15`) || strings.Contains(got, `"next"`) {
		t.Errorf("the participants: %s", got)
	}

	// What is not sent stays; what is sent replaces.
	if got := send(at+"/terms", `{"terms":{"closes":"2099-02-05T22:00:00Z"}}`, http.StatusOK, "Assignment"); !strings.Contains(got, `"title":"Week 3"`) || !strings.Contains(got, `"draw":{"leaves":1}`) || !strings.Contains(got, `"closes":"2099-`) {
		t.Errorf("after the change: %s", got)
	}
	if roster, err := w.store.Roster(t.Context(), made.ID); err != nil || len(roster) != 2 || roster[0].Name != "Ada" {
		t.Errorf("the list of the class is %v, %v", roster, err)
	}
	if got := send(at+"/terms", `{"terms":{"draw":{}},"roster":[{"number":"17"}]}`, http.StatusOK, "Assignment"); strings.Contains(got, `"draw"`) {
		t.Errorf("the draw stayed: %s", got)
	}
	if roster, err := w.store.Roster(t.Context(), made.ID); err != nil || len(roster) != 1 || roster[0].Name != "" {
		t.Errorf("the list of the class is %v, %v", roster, err)
	}
	if got := send(at+"/terms", `{"terms":{"zone":"Nowhere"}}`, http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"field":"terms.zone"`) {
		t.Errorf("a zone that is none: %s", got)
	}
	send(at+"/terms", `{"terms":null}`, http.StatusOK, "Assignment")

	other := w.program(w.newAccount(play.Instructor), true)
	for _, path := range []string{at + "/terms", at + "/delete", one + "/remove", one + "/extension"} {
		other.call("POST", path, "application/json", []byte(`{}`), map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusNotFound}[strings.HasSuffix(path, "/extension")], "")
	}
	other.call("GET", at+"/participants", "", nil, http.StatusNotFound, "")

	p.call("POST", one+"/remove", "", nil, http.StatusNoContent, "")
	p.call("POST", one+"/remove", "", nil, http.StatusNotFound, "")
	if got := p.get(at+"/participants", "[assignments~1{id}~1participants]"); !strings.Contains(got, `"items":[]`) {
		t.Errorf("after one is taken out: %s", got)
	}
	p.call("POST", at+"/delete", "", nil, http.StatusNoContent, "")
	p.call("GET", at, "", nil, http.StatusNotFound, "")
}

func TestAPIGivesFilesAndPassages(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Admin), true)
	for _, what := range []string{"/passages", "/files/answers"} { // of nobody
		p.call("GET", "/assignments/"+w.assigned.ID.String()+what, "", nil, http.StatusForbidden, "")
	}
	w.attend(6)
	got := p.get("/sets/tea/passages", "[sets~1{set}~1passages]")
	if !strings.Contains(got, `"standing":"`) || !strings.Contains(got, `"cited":["`) {
		t.Errorf("the passages: %s", got)
	}
	p.call("GET", "/sets/tea/files/novel", "", nil, http.StatusNotFound, "")
	for form, begins := range map[string]string{"answers": "\ufeff", "learners": "\ufeff", "questions": "\ufeff", "workbook": "PK"} {
		res := w.browser().get(apiPath+"/sets/tea/files/"+form+"?options=true&names=true", header("Authorization", "Bearer "+p.token))
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.body, begins) || !strings.Contains(res.Header.Get("Content-Disposition"), "tea") || res.Header.Get("Cache-Control") != noStore {
			t.Errorf("%s: %s %v %.80q", form, res.Status, res.Header, res.body)
		}
	}
	if log := p.get("/audit", "[audit]"); strings.Count(log, `"token":"a test","action":"exported"`) != 4 {
		t.Errorf("the log: %s", log)
	}
}

func TestAPIUndoesRegrades(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Admin), true)
	w.attend(6)
	var done struct{ Regrade uuid.UUID }
	if err := json.Unmarshal([]byte(p.call("POST", "/sets/tea/regrade", "application/json", []byte(`{"question":"green","rule":"full-marks","why":"Both."}`), http.StatusOK, "Regraded")), &done); err != nil {
		t.Fatal(err)
	}
	listed := func() (one apiRegradeDone) {
		t.Helper()
		var all list[apiRegradeDone]
		if err := json.Unmarshal([]byte(p.get("/sets/tea/regrades", "[sets~1{set}~1regrades]")), &all); err != nil || len(all.Items) != 1 {
			t.Fatalf("the regrades: %+v, %v", all, err)
		}
		return all.Items[0]
	}
	if one := listed(); one.ID != done.Regrade || one.Why != "Both." || one.Standing == 0 || one.Done == nil || one.Undone != nil {
		t.Errorf("the regrade: %+v", one)
	}
	w.program(w.newAccount(play.Instructor), true).call("POST", "/regrades/"+done.Regrade.String()+"/undo", "", nil, http.StatusNotFound, "")
	p.call("POST", "/regrades/"+done.Regrade.String()+"/undo", "", nil, http.StatusNoContent, "")
	if one := listed(); one.Standing != 0 || one.Undone == nil || time.Since(*one.Undone) > time.Minute {
		t.Errorf("the regrade, undone: %+v", one)
	}
	p.call("POST", "/regrades/"+uuid.NewString()+"/undo", "", nil, http.StatusNotFound, "")
}

func TestAPIRollsBackHidesAndWithdraws(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Instructor), true)
	files := tidesFolder(t)
	revision := func() string {
		t.Helper()
		var one apiPublished
		if err := json.Unmarshal([]byte(p.call("POST", "/sets/tides/publish", "application/zip", zipped(t, files...), http.StatusCreated, "Published")), &one); err != nil {
			t.Fatal(err)
		}
		return one.Revision
	}
	first := revision()
	files[0].Data = append(files[0].Data, "\n# changed\n"...)
	second := revision()
	send := func(path, body string, status int, schema string) string {
		t.Helper()
		return p.call("POST", "/sets/tides"+path, "application/json", []byte(body), status, schema)
	}
	if got := send("/roll-back", `{"revision":"`+first+`","note":"back"}`, http.StatusOK, "SetWithHistory"); !strings.Contains(got, `"revision":"`+first+`","questions"`) || !strings.Contains(got, `"note":"back"`) || first == second {
		t.Errorf("rolled back: %s", got)
	}
	send("/roll-back", `{"revision":"00"}`, http.StatusNotFound, "")
	if got := send("/listing", `{"unlisted":true}`, http.StatusOK, "SetWithHistory"); !strings.Contains(got, `"unlisted":true`) || w.browser().get("/sets/tides").StatusCode != http.StatusNotFound {
		t.Errorf("hidden: %s", got)
	}
	send("/listing", `{}`, http.StatusBadRequest, "")
	w.program(w.newAccount(play.Instructor), true).call("POST", "/sets/tides/withdraw", "", nil, http.StatusNotFound, "")
	send("/withdraw", `{"note":"over"}`, http.StatusNoContent, "")
	p.call("GET", "/sets/tides", "", nil, http.StatusNotFound, "")
	p.call("POST", "/sets/tea/withdraw", "", nil, http.StatusNotFound, "") // it stands in the folder
}

// A list that a program sends is held to what the form asks of one: whoever
// stands on it under no number, or one too long to type, could never join.
func TestAPIRosterIsHeldToTheForm(t *testing.T) {
	w := newWorld(t, Config{})
	p := w.program(w.newAccount(play.Instructor), true)
	send := func(path, roster string, status int, schema string) string {
		t.Helper()
		body := `{"terms":{"identity":"roster"},"roster":` + roster + `}`
		if path == "/assignments" {
			body = `{"set":"tea",` + body[1:]
		}
		return p.call("POST", path, "application/json", []byte(body), status, schema)
	}
	var made apiAssignment
	if err := json.Unmarshal([]byte(send("/assignments", `[{"number":" 7  a ","name":"Ada\nL."}]`, http.StatusCreated, "Assignment")), &made); err != nil {
		t.Fatal(err)
	}
	terms := "/assignments/" + made.ID.String() + "/terms"
	for _, path := range []string{"/assignments", terms} {
		for roster, field := range map[string]string{
			`[{"number":"1"},{"number":" "}]`:                                  "roster.1",
			`[{"number":"1"},{"number":"2"},{"number":"1 ","name":"another"}]`: "roster.2",
			`[{"number":"` + strings.Repeat("1", 41) + `"}]`:                   "roster.0",
			`[{"number":"1","name":"` + strings.Repeat("n", 101) + `"}]`:       "roster.0",
			`[]`: "roster",
		} {
			if got := send(path, roster, http.StatusUnprocessableEntity, ""); !strings.Contains(got, `"field":"`+field+`"`) {
				t.Errorf("%s, %s: %s", path, roster, got)
			}
		}
	}
	if roster, err := w.store.Roster(t.Context(), made.ID); err != nil || len(roster) != 1 || roster[0] != (play.Person{Number: "7 a", Name: "Ada L."}) {
		t.Errorf("the list is %v, %v", roster, err)
	}
}

// What programs hold can be ended by an admin, whose account is signed in nowhere too.
func TestSigningOutEverywhereEndsTokens(t *testing.T) {
	w := newWorld(t, Config{})
	a := w.newAccount(play.Instructor)
	p := w.program(a, false)
	p.call("GET", "/sets", "", nil, http.StatusOK, "[sets]")
	admin := w.staff(play.Admin)
	if text := said(admin.page(accountPath(a.ID)).Find("main")); !strings.Contains(text, "1 token lets a program act for it.") || !strings.Contains(text, "ends the tokens too") {
		t.Fatalf("the account: %s", text)
	}
	admin.post(accountPath(a.ID)+"/sign-ins", nil)
	p.call("GET", "/sets", "", nil, http.StatusUnauthorized, "")
	if text := said(admin.page(accountPath(a.ID)).Find("main")); strings.Contains(text, "Sign out everywhere") {
		t.Errorf("the account, once there is nothing to end: %s", text)
	}
}
