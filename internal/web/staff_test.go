package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// newAccount makes an account without a password.
func (w *world) newAccount(role play.Role) play.Account {
	w.t.Helper()
	a := play.Account{ID: uuid.Must(uuid.NewV7()), Role: role, Created: time.Now()}
	a.Name = string(role) + " " + a.ID.String()
	ticket := store.Ticket{ID: uuid.Must(uuid.NewV7()), Name: a.Name, Role: role}
	if err := w.store.Store.PutTicket(w.t.Context(), ticket); err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.Store.Redeem(w.t.Context(), ticket.ID, a); err != nil {
		w.t.Fatal(err)
	}
	return a
}

// staff is a browser in which an account of this role has signed in.
func (w *world) staff(role play.Role) *browser {
	w.t.Helper()
	return w.signedIn(w.newAccount(role))
}

func (w *world) signedIn(a play.Account) *browser {
	w.t.Helper()
	id, secret := uuid.Must(uuid.NewV7()), sha256.Sum256([]byte(uuid.NewString()))
	err := w.store.Store.CreateStaffLogin(w.t.Context(), store.StaffLogin{
		ID: id, Account: a.ID, Hash: sha256.Sum256(secret[:]), Created: time.Now(), Seen: time.Now(),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.account = a
	b := w.browser()
	b.account = a
	b.cookies["staff"] = id.String() + "." + base64.RawURLEncoding.EncodeToString(secret[:])
	b.get("/teach/account") // for its token
	return b
}

// newToken makes a token of an account, or of any where it is nobody's.
func (w *world) newToken(owner play.Account) uuid.UUID {
	w.t.Helper()
	if owner.ID == uuid.Nil {
		owner = w.newAccount(play.Instructor)
	}
	who := play.Who{Account: owner}
	if _, err := w.play.Staff().NewToken(w.t.Context(), who, who.Account, "a test", true, 1); err != nil {
		w.t.Fatal(err)
	}
	all, err := w.play.Staff().Tokens(w.t.Context(), who.Account)
	if err != nil {
		w.t.Fatal(err)
	}
	return all[0].ID
}

// staffMatrix says which role each page of those who teach asks for; "" is
// for everybody. A route that does not stand here fails the test.
var staffMatrix = map[string]play.Role{
	"GET /teach/sign-in":                                    "",
	"POST /teach/sign-in":                                   "",
	"POST /teach/sign-out":                                  play.Assistant,
	"GET /teach/welcome/:secret":                            "",
	"POST /teach/welcome/:secret":                           "",
	"GET /teach":                                            play.Assistant,
	"GET /teach/account":                                    play.Assistant,
	"GET /teach/account/tokens":                             play.Assistant,
	"POST /teach/account/tokens":                            play.Assistant,
	"POST /teach/account/tokens/:id/end":                    play.Assistant,
	"POST /teach/account/password":                          play.Assistant,
	"POST /teach/account/sign-ins/:id":                      play.Assistant,
	"GET /teach/assignments":                                play.Assistant,
	"GET /teach/assignments/new":                            play.Instructor,
	"POST /teach/assignments/new":                           play.Instructor,
	"GET /teach/assignments/:id":                            play.Assistant,
	"GET /teach/assignments/:id/terms":                      play.Instructor,
	"POST /teach/assignments/:id/terms":                     play.Instructor,
	"POST /teach/assignments/:id/close":                     play.Instructor,
	"GET /teach/assignments/:id/delete":                     play.Instructor,
	"POST /teach/assignments/:id/delete":                    play.Instructor,
	"POST /teach/assignments/:id/participants/:participant": play.Instructor,
	"GET /teach/accounts":                                   play.Admin,
	"POST /teach/accounts":                                  play.Admin,
	"POST /teach/invitations/:id/withdraw":                  play.Admin,
	"GET /teach/accounts/:id":                               play.Admin,
	"POST /teach/accounts/:id/role":                         play.Admin,
	"POST /teach/accounts/:id/reset":                        play.Admin,
	"POST /teach/accounts/:id/sign-ins":                     play.Admin,
	"POST /teach/accounts/:id/state":                        play.Admin,
	"GET /teach/log":                                        play.Admin,

	"GET /teach/results":                                  play.Assistant,
	"GET /teach/reports":                                  play.Assistant,
	"POST /teach/reports/:id":                             play.Instructor,
	"GET /teach/sets/:set/regrade":                        play.Instructor,
	"POST /teach/sets/:set/regrade":                       play.Instructor,
	"POST /teach/sets/:set/regrade/:regrade/resume":       play.Instructor,
	"POST /teach/sets/:set/regrade/:regrade/undo":         play.Instructor,
	"GET /teach/assignments/:id/regrade":                  play.Instructor,
	"POST /teach/assignments/:id/regrade":                 play.Instructor,
	"POST /teach/assignments/:id/regrade/:regrade/resume": play.Instructor,
	"POST /teach/assignments/:id/regrade/:regrade/undo":   play.Instructor,
	"GET /teach/sets/:set/results":                        play.Assistant,
	"GET /teach/sets/:set/results/questions/:question":    play.Assistant,
	"GET /teach/sets/:set/results/learners":               play.Assistant,
	"GET /teach/sets/:set/results/reading":                play.Assistant,
	"POST /teach/sets/:set/results/export":                play.Assistant,

	"GET /teach/assignments/:id/live":                        play.Assistant,
	"GET /teach/assignments/:id/live/events":                 play.Assistant,
	"GET /teach/assignments/:id/results":                     play.Assistant,
	"GET /teach/assignments/:id/results/questions/:question": play.Assistant,
	"GET /teach/assignments/:id/results/learners":            play.Assistant,
	"GET /teach/assignments/:id/results/reading":             play.Assistant,
	"POST /teach/assignments/:id/results/export":             play.Assistant,
	"GET /teach/sets":                                        play.Assistant,
	"GET /teach/sets/new":                                    play.Instructor,
	"POST /teach/sets":                                       play.Instructor,
	"GET /teach/sets/:set":                                   play.Assistant,
	"GET /teach/sets/:set/diff":                              play.Assistant,
	"POST /teach/sets/:set/edit":                             play.Instructor,
	"POST /teach/sets/:set/roll-back":                        play.Instructor,
	"POST /teach/sets/:set/listing":                          play.Instructor,
	"POST /teach/sets/:set/withdraw":                         play.Instructor,

	"GET /teach/drafts/:id":                      play.Assistant,
	"POST /teach/drafts/:id":                     play.Instructor,
	"POST /teach/drafts/:id/files":               play.Instructor,
	"GET /teach/drafts/:id/review":               play.Assistant,
	"POST /teach/drafts/:id/review":              play.Instructor,
	"POST /teach/drafts/:id/discard":             play.Instructor,
	"POST /teach/drafts/:id/quote":               play.Instructor,
	"POST /teach/drafts/:id/preview":             play.Assistant,
	"POST /teach/drafts/:id/publish":             play.Instructor,
	"GET /teach/drafts/:id/delete":               play.Instructor,
	"GET /teach/drafts/:id/questions":            play.Assistant,
	"GET /teach/drafts/:id/questions/new":        play.Instructor,
	"POST /teach/drafts/:id/questions/new":       play.Instructor,
	"GET /teach/drafts/:id/questions/:n":         play.Assistant,
	"POST /teach/drafts/:id/questions/:n":        play.Instructor,
	"POST /teach/drafts/:id/questions/:n/text":   play.Instructor,
	"POST /teach/drafts/:id/questions/:n/move":   play.Instructor,
	"POST /teach/drafts/:id/questions/:n/copy":   play.Instructor,
	"GET /teach/drafts/:id/questions/:n/delete":  play.Instructor,
	"POST /teach/drafts/:id/questions/:n/delete": play.Instructor,
	"POST /teach/drafts/:id/delete":              play.Instructor,
}

// target is what a route of those who teach is about, fresh for each request.
type target struct {
	path string
	form url.Values
}

// aim fills in the path of a route, with something of an account's to be
// changed, and its form.
func (w *world) aim(key string, owner play.Account) target {
	w.t.Helper()
	_, path, _ := strings.Cut(key, " ")
	to := target{path: path}
	if strings.HasSuffix(path, "/tokens/:id/end") {
		to.path = strings.Replace(path, ":id", w.newToken(owner).String(), 1)
		return to
	}
	if owner.ID == uuid.Nil || owner.Role == play.Assistant {
		owner = w.newAccount(play.Instructor)
	}
	who := play.Who{Account: owner}
	switch {
	case strings.HasPrefix(path, "/teach/assignments/:id"):
		a, p := w.class()
		to.path = strings.NewReplacer(":id", a.String(), ":participant", p.String(), ":question", w.revision.Set.Questions[0].ID).Replace(path)
	case strings.HasSuffix(path, "/reports/:id"):
		to.path, to.form = strings.Replace(path, ":id", w.report().String(), 1), url.Values{"do": {"close"}, "note": {"Done."}}
		return to
	case strings.Contains(path, "/drafts/"):
		d := w.newDraft(who, strings.HasSuffix(path, "/review") || strings.HasSuffix(path, "/discard"))
		to.path = strings.NewReplacer(":id", d.ID.String(), ":n", "1").Replace(path)
	case strings.Contains(path, ":set/results"), strings.Contains(path, ":set/regrade"):
		w.attended.Do(func() { w.attend(6) })
		to.path = strings.NewReplacer(":set", w.revision.Set.ID, ":question", w.revision.Set.Questions[0].ID).Replace(path)
	case strings.Contains(path, ":set"):
		d := w.newDraft(who, false)
		rev, err := w.play.Staff().Release(w.t.Context(), who, d.ID, d.Version, "")
		if err != nil {
			w.t.Fatal(err)
		}
		to.path = strings.Replace(path, ":set", rev.Set.ID, 1)
		if strings.HasSuffix(path, "/diff") {
			to.path += "?from=" + rev.Hash + "&to=" + rev.Hash
		}
		if strings.HasSuffix(path, "/roll-back") {
			to.form = url.Values{"revision": {rev.Hash}}
			return to
		}
	case strings.Contains(path, ":id"):
		to.path = strings.Replace(path, ":id", w.newAccount(play.Assistant).ID.String(), 1)
	}
	if strings.Contains(path, "/regrade") {
		to.path = strings.Replace(to.path, ":regrade", w.regrade(owner, to.path).String(), 1)
		// Each role has something to change.
		to.form = url.Values{"question": {w.revision.Set.Questions[0].ID}, "rule": {"withdraw"}, "why": {"It was wrong."}}
		if owner.Role == play.Admin {
			to.form.Set("rule", "full-marks")
		}
		if strings.HasSuffix(path, "/undo") || strings.HasSuffix(path, "/resume") {
			to.form = nil
		}
		return to
	}
	if strings.Contains(path, ":secret") {
		code, err := w.play.Staff().Invite(w.t.Context(), play.Terminal, "", play.Assistant)
		if err != nil {
			w.t.Fatal(err)
		}
		to.path = strings.Replace(path, ":secret", code, 1)
	}
	to.form = map[string]url.Values{
		"POST /teach/welcome/:secret":                           {"name": {uuid.NewString()}, "password": {goodPassword}, "again": {goodPassword}},
		"POST /teach/accounts":                                  {"role": {"assistant"}},
		"POST /teach/assignments/new":                           termsForm,
		"POST /teach/assignments/:id/terms":                     termsForm,
		"POST /teach/assignments/:id/participants/:participant": {"extension": {"5"}},
		"POST /teach/accounts/:id/role":                         {"role": {"instructor"}},
		"POST /teach/accounts/:id/state":                        {"closed": {"yes"}},

		"POST /teach/sets/:set/results/export":       {"form": {"workbook"}, "options": {"yes"}},
		"POST /teach/assignments/:id/results/export": {"form": {"workbook"}},
		"POST /teach/sets":                           {"text": {pondSet}, "reading": {pondReading}},
		"POST /teach/drafts/:id":                     {"version": {"1"}, "text": {pondSet}, "reading": {pondReading}},
		"POST /teach/drafts/:id/review":              {"version": {"1"}, "q-frogs": {"include"}},
		"POST /teach/drafts/:id/quote":               {"version": {"1"}, "question": {"frogs"}, "passage": {"1"}},
		"POST /teach/drafts/:id/publish":             {"version": {"1"}, "note": {"why"}},
		"POST /teach/drafts/:id/questions/new":       {"shown": {"true-false"}, "q.id": {"swans"}},
		"POST /teach/drafts/:id/questions/:n":        {"seen": {seen}, "q.id": {"swans"}},
		"POST /teach/drafts/:id/questions/:n/text":   {"seen": {seen}, "text": {"  - id: swans"}},
		"POST /teach/drafts/:id/questions/:n/move":   {"seen": {seen}, "do": {"up"}},
		"POST /teach/drafts/:id/questions/:n/copy":   {"seen": {seen}},
		"POST /teach/drafts/:id/questions/:n/delete": {"seen": {seen}},
	}[key]
	return to
}

// report makes a report on a question that a learner has answered.
func (w *world) report() uuid.UUID {
	w.t.Helper()
	_, session := w.learner()
	r := play.Report{
		ID: uuid.Must(uuid.NewV7()), Session: uuid.MustParse(session), N: 1, Set: w.revision.Set.ID, Revision: w.revision.Hash,
		Question: w.revision.Set.Questions[0].ID, Reason: string(quiz.Reasons()[0]), Text: "It says <b>both</b>.", At: time.Now(),
	}
	if err := w.store.PutReport(w.t.Context(), r); err != nil {
		w.t.Fatal(err)
	}
	return r.ID
}

// regrade makes a regrade of somebody's, of the assignment that a path names or
// of the set.
func (w *world) regrade(owner play.Account, path string) uuid.UUID {
	w.t.Helper()
	r := play.Regrade{
		ID: uuid.Must(uuid.NewV7()), Set: w.revision.Set.ID, Question: w.revision.Set.Questions[0].ID, Rule: quiz.FullMarks,
		Account: owner.ID, By: owner.Name, Why: uuid.NewString(), At: time.Now(),
	}
	if rest, assigned := strings.CutPrefix(path, "/teach/assignments/"); assigned {
		id, _, _ := strings.Cut(rest, "/")
		r.Assignment = uuid.MustParse(id)
	}
	if _, err := w.store.BeginRegrade(w.t.Context(), r); err != nil {
		w.t.Fatal(err)
	}
	return r.ID
}

const goodPassword = "quiet harbour lamp 19"

// seen is the state of the only question of pondSet.
var seen = play.State(strings.SplitAfter(pondSet, "questions:\n")[1])

// refusedByForm are the routes whose empty form is refused for what it lacks,
// not for who sends it.
var refusedByForm = []string{
	"POST /teach/sign-in", "POST /teach/account/password", "POST /teach/account/tokens", "POST /teach/drafts/:id/files",
	"POST /teach/drafts/:id/quote", "POST /teach/assignments/:id/regrade",
}

func TestTrust10StaffMatrix(t *testing.T) {
	w := newWorld(t, Config{})
	seen := map[string]bool{}
	for _, key := range registered(w, true) {
		if seen[key] {
			continue // HEAD
		}
		seen[key] = true
		needs, listed := staffMatrix[key]
		if !listed {
			t.Errorf("the route %s does not stand in the staff matrix", key)
			continue
		}
		method, _, _ := strings.Cut(key, " ")
		for _, role := range []play.Role{"", play.Assistant, play.Instructor, play.Admin} {
			b, _ := w.learner()
			if role != "" {
				b = w.staff(role)
			}
			to := w.aim(key, b.account)
			before := w.store.writes.Load()
			var res *reply
			if method == http.MethodPost {
				if needs == "" {
					b.get("/teach/welcome/x")
					b.get("/teach/sign-in") // for its token, where there is a form
					if role != "" {
						continue // who has signed in is led on from there
					}
				}
				res = b.post(to.path, to.form)
			} else {
				res = b.get(to.path)
			}
			may := needs == "" || play.May(role, needs)
			switch {
			case may:
				if res.StatusCode >= 400 && !slices.Contains(refusedByForm, key) {
					t.Errorf("%s by %q: %s", key, role, res.Status)
				}
				if location := res.Header.Get("Location"); needs != "" && strings.HasPrefix(location, signInPath+"?") {
					t.Errorf("%s by %q leads to %s", key, role, location)
				}
			case method == http.MethodGet && role == "":
				if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(res.Header.Get("Location"), signInPath+"?to=%2Fteach") {
					t.Errorf("%s by nobody: %s to %s", key, res.Status, res.Header.Get("Location"))
				}
			case res.StatusCode != http.StatusForbidden || w.store.writes.Load() != before:
				t.Errorf("%s by %q: %s, and %d changes", key, role, res.Status, w.store.writes.Load()-before)
			}
		}
	}
	for key := range staffMatrix {
		if !seen[key] {
			t.Errorf("the staff matrix lists %s, which is not served", key)
		}
	}
}

func TestTrust26StaffForms(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Admin)
	good, other := b.token, w.staff(play.Admin).token
	learner, _ := w.learner()
	for _, key := range registered(w, true) {
		if !strings.HasPrefix(key, "POST") {
			continue
		}
		to := w.aim(key, b.account)
		before := w.store.writes.Load()
		b.token = good
		for _, site := range []string{"cross-site", "same-site", ""} {
			if res := b.post(to.path, to.form, header("Sec-Fetch-Site", site)); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s from %q: %s", key, site, res.Status)
			}
		}
		for name, token := range map[string]string{"no token": "", "another account's": other, "a learner's": learner.token} {
			b.token = token
			if res := b.post(to.path, to.form); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s token: %s", key, name, res.Status)
			}
		}
		if after := w.store.writes.Load(); after != before {
			t.Errorf("%s: refused requests made %d changes", key, after-before)
		}
	}
}

func TestTrust27StaffGetChangesNothing(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Admin)
	for _, key := range registered(w, true) {
		if !strings.HasPrefix(key, "GET") {
			continue
		}
		to := w.aim(key, b.account)
		before := w.store.writes.Load()
		b.get(to.path)
		if after := w.store.writes.Load(); after != before {
			t.Errorf("%s made %d changes", key, after-before)
		}
	}
}

const pondReading = "# Ponds\n\nDucks sleep with one eye open. Frogs breathe through their skin under water.\n"

const pondSet = `title: "Ponds"
reading: reading.md
topics:
  animals: Animals
questions:
  - id: ducks
    topic: animals
    evidence: background
    stem: "How do ducks sleep?"
    options:
      - text: "With one eye open"
        correct: true
      - text: "Standing on one leg"
        because: "That is said of herons."
    explanation: "They keep one eye open."
    quote: "Ducks sleep with one eye open."
`

const pondGIFT = "::frogs::How do frogs breathe under water?{=Through their skin ~Through gills}\n"

// newDraft makes a draft of a set of its own, with a file that waits where asked.
func (w *world) newDraft(who play.Who, waiting bool) play.Draft {
	w.t.Helper()
	sent := []quiz.File{{Name: "set.yaml", Data: []byte(pondSet)}, {Name: "reading.md", Data: []byte(pondReading)}}
	if waiting {
		sent = append(sent, quiz.File{Name: "more.gift", Data: []byte(pondGIFT)})
	}
	files, err := play.Receive(w.t.Context(), sent)
	if err != nil {
		w.t.Fatal(err)
	}
	d, err := w.play.Staff().NewDraft(w.t.Context(), who, "ponds-"+uuid.NewString(), files)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// Trust 12: what one instructor published is none of another's business.
func TestTrust12ResultsAreOnesOwn(t *testing.T) {
	w := newWorld(t, Config{})
	anna, berta, helper := w.staff(play.Instructor), w.staff(play.Instructor), w.staff(play.Assistant)
	who := play.Who{Account: anna.account}
	d := w.newDraft(who, false)
	rev, err := w.play.Staff().Release(t.Context(), who, d.ID, d.Version, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{classPath(rev.Set.ID), historyPath(rev.Set.ID), draftPath(d.ID)} {
		for b, want := range map[*browser]int{anna: http.StatusOK, berta: http.StatusNotFound, helper: http.StatusOK} {
			if res := b.get(path); res.StatusCode != want {
				t.Errorf("%s by the %s %s: %s, want %d", path, b.account.Role, b.account.Name, res.Status, want)
			}
		}
	}
	if list := berta.get("/teach/results").body; strings.Contains(list, rev.Set.ID) {
		t.Error("another's set stands in the list of results")
	}
}

// A file that nothing can read is refused in words, and the draft stays.
func TestUnreadableFileIsToldOf(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	d := w.newDraft(play.Who{Account: b.account}, false)
	body := "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + b.token +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n1" +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"broken.zip\"\r\n\r\nPK\x03\x04 and no more\r\n--x--\r\n"
	res := b.post(draftPath(d.ID)+"/files", nil, header("Content-Type", "multipart/form-data; boundary=x"), func(req *http.Request) {
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	})
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "broken.zip") || !strings.Contains(res.body, "no zip archive") {
		t.Errorf("%s:\n%.2000s", res.Status, res.body)
	}
}

// A large body is read for those alone who have signed in.
func TestLargeUploadsAreForStaff(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	large := url.Values{"text": {pondSet + strings.Repeat("# more\n", bodyLimit)}, "reading": {pondReading}, "set": {"ponds-large"}}
	if res := b.post("/teach/sets", large); res.StatusCode != http.StatusSeeOther {
		t.Errorf("by an instructor: %s", res.Status)
	}
	nobody := w.browser()
	nobody.get(signInPath)
	if res := nobody.post("/teach/sets", large); res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, "You are signed out") {
		t.Errorf("by nobody: %s", res.Status)
	}
}

// Saving the form of a draft as it came changes no file, whatever the set
// calls its reading.
func TestSavingADraftAsItIsKeepsItsFiles(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	who := play.Who{Account: b.account}
	for _, named := range []string{"reading.md", "set.yaml", "picture.png", "none.md", "other.txt"} {
		d := w.newDraft(who, false)
		for i, f := range d.Files {
			if f.Name == "set.yaml" {
				d.Files[i].Data = []byte("\n" + strings.Replace(string(f.Data), "reading: reading.md", "reading: "+named, 1))
			}
		}
		d.Files = append(d.Files,
			quiz.File{Name: "picture.png", Data: []byte("\x89PNG\r\n\x1a\n\xff")}, quiz.File{Name: "other.txt", Data: []byte("\nFrogs breathe.\n")})
		d, err := w.play.Staff().Save(t.Context(), who, d)
		if err != nil {
			t.Fatal(err)
		}
		p := b.page(draftPath(d.ID))
		form := url.Values{"version": {strconv.Itoa(d.Version)}, "set": {d.Set}}
		for _, name := range []string{"text", "reading"} {
			form.Set(name, p.Find("textarea[name="+name+"]").Text())
		}
		if res := b.post(draftPath(d.ID), form); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %s", named, res.Status)
		}
		after, err := w.play.Staff().Draft(t.Context(), who, d.ID)
		if err != nil || !reflect.DeepEqual(after.Files, d.Files) {
			t.Errorf("reading: %s: the files are\n%s\nand were\n%s (%v)", named, after.Files, d.Files, err)
		}
	}
}

// A file that is sent from a tab that is out of date replaces nothing that was
// saved in another since; one that replaces nothing is taken.
func TestFilesReplaceNothingUnseen(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	who := play.Who{Account: b.account}
	d := w.newDraft(who, false)
	send := func(version int, name, content string) *reply {
		body := "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + b.token +
			"\r\n--x\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n" + strconv.Itoa(version) +
			"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + content + "\r\n--x--\r\n"
		return b.post(draftPath(d.ID)+"/files", nil, header("Content-Type", "multipart/form-data; boundary=x"), func(req *http.Request) {
			req.Body, req.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		})
	}
	other, err := w.play.Staff().Save(t.Context(), who, d) // in another tab
	if err != nil {
		t.Fatal(err)
	}
	if res := send(d.Version, "reading.md", "# Others\n"); res.StatusCode != http.StatusConflict || !strings.Contains(res.body, "saved meanwhile") {
		t.Errorf("from the tab that is out of date: %s", res.Status)
	}
	if res := send(d.Version, "new.md", "# New\n"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a new file from it: %s", res.Status)
	}
	if res := send(other.Version+1, "reading.md", "# Others\n"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("from a tab that is not: %s", res.Status)
	}
	if after, err := w.play.Staff().Draft(t.Context(), who, d.ID); err != nil || len(after.Files) != 3 {
		t.Errorf("the draft has %d files, %v", len(after.Files), err)
	}
}
