package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"verbatim/internal/play"
)

// welcomed makes an account as people do: by the link, in a browser.
func (w *world) welcomed(name string, role play.Role) *browser {
	w.t.Helper()
	code, err := w.play.Staff().Invite(w.t.Context(), play.Terminal, name, role)
	if err != nil {
		w.t.Fatal(err)
	}
	b := w.browser()
	b.get(WelcomePath(code))
	res := b.post(WelcomePath(code), url.Values{"password": {goodPassword}, "again": {goodPassword}})
	if res.StatusCode != http.StatusSeeOther {
		w.t.Fatalf("welcome: %s\n%s", res.Status, res.body)
	}
	return b
}

func (b *browser) signIn(name, password string, edit ...func(*http.Request)) *reply {
	b.t.Helper()
	if b.token == "" {
		b.get(signInPath, edit...)
	}
	return b.post(signInPath, url.Values{"name": {name}, "password": {password}, "to": {"/teach/account"}}, edit...)
}

func TestTrust16StaffCookieFlags(t *testing.T) {
	for public, name := range map[string]string{"": "staff", "https://quiz.example.org": "__Host-staff"} {
		w := newWorld(t, Config{PublicURL: public})
		host := func(req *http.Request) { req.Host = strings.TrimPrefix(public, "https://") }
		if _, err := w.play.Staff().SetUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		code, err := w.play.Staff().SetUp(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b := w.browser()
		b.get(WelcomePath(code), host)
		res := b.post(WelcomePath(code), url.Values{"name": {"anna"}, "password": {goodPassword}, "again": {goodPassword}}, host)
		if len(res.Cookies()) != 2 {
			t.Fatalf("%s, cookies %v", res.Status, res.Cookies())
		}
		c, known := res.Cookies()[0], res.Cookies()[1]
		if known.Name != strings.Replace(name, "staff", "known", 1) || known.Secure != (public != "") || !known.HttpOnly || known.SameSite != http.SameSiteLaxMode || known.Path != "/" || known.Domain != "" || known.MaxAge != int(knownCookieAge.Seconds()) {
			t.Error(known.Raw)
		}
		if c.Name != name || c.Secure != (public != "") || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != int(staffCookieAge.Seconds()) {
			t.Error(c.Raw)
		}
		if !regexp.MustCompile(`^[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$`).MatchString(c.Value) {
			t.Error(c.Value)
		}
	}
}

func TestTrust18SignInRotates(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.welcomed("anna", play.Admin)
	first := b.cookies["staff"]
	if res := b.get("/teach/account"); res.StatusCode != http.StatusOK {
		t.Fatal(res.Status)
	}
	form := w.browser() // a tab that was open before
	form.get(signInPath)
	b.token = form.token
	if res := b.signIn("anna", goodPassword); res.StatusCode != http.StatusSeeOther || b.cookies["staff"] == first {
		t.Fatalf("a second sign-in: %s, the cookie is another: %v", res.Status, b.cookies["staff"] != first)
	}
	old := w.browser()
	old.cookies["staff"] = first
	if res := old.get("/teach/account"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the cookie from before: %s", res.Status)
	}
	for name, planted := range map[string]string{"another secret": flip(first), "none": "", "nonsense": "x"} {
		victim := w.browser()
		victim.cookies["staff"] = planted
		if res := victim.signIn("anna", goodPassword); res.StatusCode != http.StatusSeeOther || victim.cookies["staff"] == planted {
			t.Errorf("%s: %s, and the planted cookie is kept: %v", name, res.Status, victim.cookies["staff"] == planted)
		}
	}
}

func TestTrust19SignedOutStaysOut(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.welcomed("anna", play.Admin)
	cookie := b.cookies["staff"]
	b.get("/teach/account")
	done := make(chan struct{})
	go func() { // requests that are under way while the other signs out
		defer close(done)
		slow := w.browser()
		slow.cookies["staff"] = cookie
		for range 20 {
			slow.get("/teach/account")
		}
	}()
	if res := b.post("/teach/sign-out", nil); res.StatusCode != http.StatusSeeOther || b.cookies["staff"] != "" {
		t.Fatalf("%s, cookie %q", res.Status, b.cookies["staff"])
	}
	<-done
	b.cookies["staff"] = cookie
	if res := b.get("/teach/account"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("after signing out: %s", res.Status)
	}
}

func TestTrust23UnknownNameLooksLikeAWrongPassword(t *testing.T) {
	w := newWorld(t, Config{})
	w.welcomed("anna", play.Admin)
	var bodies []string
	for _, name := range []string{"anna", "berta"} {
		b := w.browser()
		res := b.signIn(name, "wrong wrong wrong")
		if res.StatusCode != http.StatusUnprocessableEntity || len(res.Cookies()) != 0 {
			t.Errorf("%s: %s, cookies %v", name, res.Status, res.Cookies())
		}
		body := tokenForm.ReplaceAllString(res.body, "")
		bodies = append(bodies, strings.ReplaceAll(body, `value="`+name+`"`, ""))
	}
	if bodies[0] != bodies[1] {
		t.Errorf("the pages differ:\n%s\n%s", bodies[0], bodies[1])
	}
}

func TestTrust24ThrottleWhateverTheHeaderSays(t *testing.T) {
	for _, proxies := range [][]string{nil, {"127.0.0.1"}} {
		w := newWorld(t, Config{TrustedProxies: proxies})
		w.welcomed("anna", play.Admin)
		b := w.browser()
		refused := 0
		for i := range 25 {
			switch res := b.signIn("anna", "wrong wrong wrong", header("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i))); res.StatusCode {
			case http.StatusTooManyRequests:
				refused++
			case http.StatusUnprocessableEntity:
			default:
				t.Fatal(res.Status)
			}
		}
		if refused < 10 {
			t.Errorf("proxies %v: only %d of 25 attempts were held back", proxies, refused)
		}
		if res := b.signIn("anna", goodPassword); res.StatusCode != http.StatusTooManyRequests {
			t.Errorf("proxies %v: the right password gets through meanwhile: %s", proxies, res.Status)
		}
	}
}

func TestTrust25SetUpLinkWorksOnce(t *testing.T) {
	w := newWorld(t, Config{})
	code, err := w.play.Staff().SetUp(t.Context())
	if err != nil || code == "" {
		t.Fatal(code, err)
	}
	form := url.Values{"name": {"anna"}, "password": {goodPassword}, "again": {goodPassword}}
	first, second := w.browser(), w.browser()
	first.get(WelcomePath(code))
	second.get(WelcomePath(code))
	if res := first.post(WelcomePath(code), form); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.Status)
	}
	if res := second.post(WelcomePath(code), form); res.StatusCode != http.StatusNotFound {
		t.Errorf("a second use: %s", res.Status)
	}
	if again, err := w.play.Staff().SetUp(t.Context()); err != nil || again != "" {
		t.Errorf("there is an admin, and another set-up link: %q, %v", again, err)
	}
	if strings.Contains(w.log.String(), code[37:]) {
		t.Error("the log holds the code of the link")
	}
}

func TestTrust33SignInLeadsNowhereElse(t *testing.T) {
	for _, to := range []string{"//evil.example", "https://evil.example", "/\\evil.example", "/teach//evil.example", "/teach/..//evil", "/teach\r\nX: y", "/teach/sign-in", "", "teach"} {
		if got := localPath(to); got != deskPath {
			t.Errorf("%q leads to %q", to, got)
		}
	}
	if got := localPath("/teach/sets/abc-1"); got != "/teach/sets/abc-1" {
		t.Error(got)
	}
}

func TestPasswordIsChangedWithThePresentOne(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.welcomed("anna", play.Admin)
	elsewhere := w.browser()
	elsewhere.signIn("anna", goodPassword)
	const next = "tall windows face north"
	b.get("/teach/account")
	for name, form := range map[string]url.Values{
		"a wrong present one": {"present": {"wrong wrong wrong"}, "password": {next}, "again": {next}},
		"two that differ":     {"present": {goodPassword}, "password": {next}, "again": {next + "x"}},
		"a common one":        {"present": {goodPassword}, "password": {"Password123!"}, "again": {"Password123!"}},
	} {
		if res := b.post("/teach/account/password", form); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", name, res.Status)
		}
	}
	if res := b.post("/teach/account/password", url.Values{"present": {goodPassword}, "password": {next}, "again": {next}}); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.Status)
	}
	if res := elsewhere.get("/teach/account"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("another browser is still signed in: %s", res.Status)
	}
	if res := b.get("/teach/account"); res.StatusCode != http.StatusOK {
		t.Errorf("the browser that changed it is signed out: %s", res.Status)
	}
	if res := w.browser().signIn("anna", next); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the new password: %s", res.Status)
	}
}

// A link that went to the wrong person is ended before it is used.
func TestInvitationsAreWithdrawn(t *testing.T) {
	w := newWorld(t, Config{})
	admin := w.welcomed("anna", play.Admin)
	admin.get("/teach/accounts")
	link := regexp.MustCompile(`/teach/welcome/[\w.-]+`)
	withdraw := regexp.MustCompile(`action="(/teach/invitations/[0-9a-f-]{36}/withdraw)"`)
	for _, form := range []url.Values{{"name": {"berta"}, "role": {"assistant"}}, {"role": {"instructor"}}} {
		invited := admin.post("/teach/accounts", form)
		welcome := link.FindString(invited.body)
		if res := w.browser().get(welcome); res.StatusCode != http.StatusOK {
			t.Fatalf("the link %q: %s", welcome, res.Status)
		}
		listed := withdraw.FindAllStringSubmatch(admin.get("/teach/accounts").body, -1)
		if len(listed) != 1 {
			t.Fatalf("%d links are listed", len(listed))
		}
		for range 2 { // a double click
			if res := admin.post(listed[0][1], nil); res.Header.Get("Location") != accountsPath {
				t.Errorf("withdrawing: %s", res.Status)
			}
		}
		if res := w.browser().get(welcome); res.StatusCode != http.StatusNotFound {
			t.Errorf("the link that was withdrawn: %s", res.Status)
		}
	}
	if body := admin.get("/teach/accounts").body; withdraw.MatchString(body) {
		t.Error("a link that was withdrawn is listed")
	}
	if n := strings.Count(admin.get("/teach/log").body, "withdrew a link for an account"); n != 2 {
		t.Errorf("the log tells of %d links that were withdrawn", n)
	}
}

func TestTrust46AccountsAreLogged(t *testing.T) {
	w := newWorld(t, Config{})
	admin := w.welcomed("anna", play.Admin)
	admin.get("/teach/accounts")
	invited := admin.post("/teach/accounts", url.Values{"name": {"berta"}, "role": {"assistant"}})
	if !strings.Contains(invited.body, w.url+"/teach/welcome/") {
		t.Fatalf("no link is shown: %s", invited.Status)
	}
	w.program(w.newAccount(play.Instructor), true).call("POST", "/sets/tides/publish", "application/zip", zipped(t, tidesFolder(t)...), http.StatusCreated, "Published")
	log := admin.get("/teach/log").body
	for _, want := range []string{"made a link for an account", "made the account", "signed in", "berta", "anna", "Terminal", "by the token “a test”"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q", want)
		}
	}
}

// Whoever runs the server can see that passwords are being tried, and where
// from; what was typed is not kept, since it may be a password itself.
func TestFailedSignInsAreLogged(t *testing.T) {
	w := newWorld(t, Config{})
	w.welcomed("anna", play.Admin)
	b := w.browser()
	b.signIn("Anna", "a wrong secret")
	b.signIn("my own secret", "a wrong secret")
	for range 10 {
		b.signIn("anna", "a wrong secret")
	}
	log := w.log.String()
	for _, line := range []string{`msg="a sign-in failed" account=anna from=127.0.0.1`, `msg="a sign-in failed" account="" from=127.0.0.1`, `msg="a sign-in was throttled" from=127.0.0.1`} {
		if !strings.Contains(log, line) {
			t.Errorf("the log has no %s", line)
		}
	}
	if strings.Contains(log, "secret") {
		t.Error("the log has what was typed")
	}
}

// A password that is too short and not repeated alike is told both at once.
func TestBothProblemsOfAPasswordAreTold(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.welcomed("anna", play.Admin)
	code, err := w.play.Staff().Invite(t.Context(), play.Terminal, "berta", play.Instructor)
	if err != nil {
		t.Fatal(err)
	}
	for path, browser := range map[string]*browser{WelcomePath(code): w.browser(), ownAccountPath + "/password": b} {
		browser.get(strings.TrimSuffix(path, "/password"))
		res := browser.post(path, url.Values{"password": {"short"}, "again": {"shorter"}})
		if res.StatusCode != http.StatusUnprocessableEntity || strings.Count(res.body, "too short") != 2 || strings.Count(res.body, "The two passwords differ") != 2 {
			t.Errorf("%s: %s, too short %d times, differ %d times", path, res.Status, strings.Count(res.body, "too short"), strings.Count(res.body, "The two passwords differ"))
		}
	}
}

// A browser in which somebody has signed in lets its owner in while others fail on
// purpose, also from the same network. Nobody makes such a browser for another name.
func TestFailuresOfOthersKeepNobodyOut(t *testing.T) {
	w := newWorld(t, Config{})
	anna, berta := w.welcomed("anna", play.Admin), w.welcomed("berta", play.Instructor)
	for range 12 {
		w.browser().signIn("anna", "wrong wrong")
	}
	for name, b := range map[string]*browser{"a stranger's": w.browser(), "berta's": berta} {
		b.post("/teach/sign-out", nil)
		if res := b.signIn("anna", goodPassword); res.StatusCode != http.StatusTooManyRequests {
			t.Errorf("%s browser: %s", name, res.Status)
		}
	}
	anna.post("/teach/sign-out", nil)
	forged := w.browser()
	forged.cookies["known"] = flip(anna.cookies["known"])
	if res := forged.signIn("anna", goodPassword); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a forged cookie: %s", res.Status)
	}
	if res := anna.signIn(" ANNA ", goodPassword); res.StatusCode != http.StatusSeeOther {
		t.Errorf("anna's own browser: %s", res.Status)
	}
	for range 12 { // it is known, not trusted
		anna.signIn("anna", "wrong wrong")
	}
	if res := anna.signIn("anna", goodPassword); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("anna's own browser, after too many: %s", res.Status)
	}
}
