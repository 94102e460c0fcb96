package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/internal/e2e/need"
)

// shipped gives a file of cmd/verbatim/ops with what belongs to this machine put
// in its place; each of the words must be there.
func shipped(t testing.TB, file string, words ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(need.Root(t), "cmd", "verbatim", "ops", file))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(words); i += 2 {
		if !strings.Contains(string(text), words[i]) {
			t.Fatalf("%s does not say %q", file, words[i])
		}
	}
	return strings.NewReplacer(words...).Replace(string(text))
}

// nginx runs nginx with the file that we ship in front of some programs, and
// gives its addresses for https and http.
func nginx(t testing.TB, a *authority, programs ...*program) (secure, plain string) {
	t.Helper()
	tool := need.Program(t, "nginx", "nginx")
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	a.sign(t, name, cert, key)
	secure, plain = freeAddr(t), freeAddr(t)
	var servers []string
	for _, p := range programs {
		servers = append(servers, "server "+p.logged(t, servingAt)+" max_fails=1 fail_timeout=2s;")
	}
	site := filepath.Join(dir, "site.conf")
	text := shipped(t, "nginx.conf",
		"server 127.0.0.1:8080 max_fails=1 fail_timeout=2s;", strings.Join(servers, "\n"),
		"listen 80;", "listen "+plain+";", "listen [::]:80;", "",
		"listen 443 ssl;", "listen "+secure+" ssl;", "listen [::]:443 ssl;", "",
		"/etc/ssl/quiz.example.org.pem", cert, "/etc/ssl/private/quiz.example.org.key", key)
	config := filepath.Join(dir, "nginx.conf")
	main := fmt.Sprintf("pid %s;\ndaemon off;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n", filepath.Join(dir, "pid"))
	for _, temp := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		main += fmt.Sprintf("%s_temp_path %s;\n", temp, filepath.Join(dir, temp))
	}
	if os.Geteuid() == 0 { // its workers may read the folders of this test
		main = "user root;\n" + main
	}
	for file, text := range map[string]string{site: text, config: main + "include " + site + ";\n}\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(tool, "-t", "-p", dir, "-c", config).CombinedOutput(); err != nil {
		t.Fatalf("nginx -t: %v: %s", err, out)
	}
	cmd := exec.Command(tool, "-p", dir, "-c", config)
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	for range 200 {
		if conn, err := net.Dial("tcp", secure); err == nil {
			conn.Close()
			return secure, plain
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("nginx does not listen")
	return "", ""
}

// A whole walk through nginx, as we say that it is to be set up.
func TestBehindNginx(t *testing.T) {
	p := start(t, t.TempDir(), "--public-url", "https://"+name, "--trusted-proxies", "127.0.0.1")
	a := newAuthority(t)
	secure, plain := nginx(t, a, p)
	l := newVisitor(t, p, secure, a.pool)
	l.base = "https://" + name
	at := l.begin(kratom)
	walk := at.session(t)
	for n := range 3 {
		f := at.form(t).pick(n)
		feedback := l.send(f)
		if kept := feedback.chosen(); kept != f.chosen() {
			t.Errorf("%q was answered and is kept as %q", f.chosen(), kept)
		}
		at = l.get(walk)
	}
	for _, path := range []string{"/", kratom, kratom + "/reading", walk + "/results", "/sessions", "/privacy"} {
		page := l.get(path)
		if page.Header.Get("Strict-Transport-Security") == "" || page.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s has lost its headers: %v", path, page.Header)
		}
	}
	for _, c := range l.http.Jar.Cookies(at.URL) {
		if c.Name != "__Host-sid" {
			t.Errorf("the cookie %s is set", c.Name)
		}
	}
	http308 := newVisitor(t, p, plain, nil)
	http308.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if page := http308.ask("http://" + name + kratom); page.Status != http.StatusPermanentRedirect || page.Header.Get("Location") != "https://"+name+kratom {
		t.Errorf("http leads with %d to %s", page.Status, page.Header.Get("Location"))
	}
	other := newVisitor(t, p, secure, a.pool)
	other.http.Transport.(*http.Transport).TLSClientConfig.ServerName = name
	if page := other.ask("https://other.example.org/"); page.Status != http.StatusMisdirectedRequest {
		t.Errorf("another host is answered with %d", page.Status)
	}
}

// What is told of a class as it happens comes through nginx as it happens.
func TestLiveBehindNginx(t *testing.T) {
	p := start(t, t.TempDir(), "--public-url", "https://"+name, "--trusted-proxies", "127.0.0.1")
	a := newAuthority(t)
	secure, _ := nginx(t, a, p)
	teacher := newVisitor(t, p, secure, a.pool)
	teacher.base = "https://" + name
	link, _ := newcomer(t, p, "instructor")
	account := teacher.get(link).formOf(t, "form.fields")
	account.Values.Set("password", password)
	account.Values.Set("again", password)
	teacher.send(account)
	terms := teacher.get("/teach/assignments/new").formOf(t, "form[action$='/assignments/new']")
	terms.Values.Set("title", "Week 1")
	made := teacher.send(terms)
	seen, listens := teacher.get(made.URL.Path + "/live").Find("[data-live]").Attr("data-live")
	if !listens {
		t.Fatal("the page does not listen")
	}
	res, err := teacher.http.Get(teacher.base + seen) //nolint:bodyclose // it is, below
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	told := make(chan struct{}, 1)
	go func() {
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data:") {
				told <- struct{}{}
				return
			}
		}
	}()

	learner := newVisitor(t, p, secure, a.pool)
	learner.base = "https://" + name
	joining := learner.get("/join/" + made.Find(".code-big").Text()).form(t)
	joining.Values.Set("nickname", "Earl")
	at := learner.send(joining)
	learner.send(at.form(t).pick(0))
	select {
	case <-told:
	case <-time.After(10 * time.Second):
		t.Error("10 s after an answer nothing has been told")
	}
}
