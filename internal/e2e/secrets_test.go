package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// secret is what every cookie, link and token ends with: 43 characters of base64.
var secret = regexp.MustCompile(`[0-9a-f-]{36}\.([A-Za-z0-9_-]{43})`)

// Whoever reads the disk or the log finds nothing to sign in with.
func TestTrust17NothingOnTheDiskSignsIn(t *testing.T) {
	p := start(t, t.TempDir(), "--log-level", "debug")
	student, admin := newLearner(t, p), newLearner(t, p)
	student.begin(kratom)
	link, name := newcomer(t, p, "admin")
	open, _ := newcomer(t, p, "instructor")
	form := admin.get(link).formOf(t, "form.fields")
	form.Values.Set("password", password)
	form.Values.Set("again", password)
	admin.send(form)
	token, err := command(binary(t), "token", "create", "--data", p.Data, "--name", "a pipeline", name).CombinedOutput()
	if err != nil {
		t.Fatalf("token create: %v\n%s", err, token)
	}
	shown := map[string]string{"the set-up link": p.said.String(), "an open invitation": open, "a used invitation": link, "a token": string(token)}
	for who, l := range map[string]*learner{"a learner's cookie": student, "an admin's cookie": admin} {
		for _, c := range l.cookies() {
			if secret.MatchString(c.Value) {
				shown[who] = c.Value
			}
		}
	}
	if len(shown) != 6 {
		t.Fatalf("a cookie holds no secret: %v", shown)
	}
	p.terminate()
	p.wait(t)

	kept := []byte(p.log.String())
	files, err := filepath.Glob(filepath.Join(p.Data, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the data folder holds nothing: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, data...)
	}
	for what, text := range shown {
		m := secret.FindStringSubmatch(text)
		if m == nil {
			t.Errorf("%s holds no secret: %s", what, text)
			continue
		}
		raw, err := base64.RawURLEncoding.DecodeString(m[1])
		if err != nil || len(raw) < 128/8 {
			t.Errorf("%s: a secret of %d bytes, %v", what, len(raw), err)
		}
		if bytes.Contains(kept, []byte(m[1])) || bytes.Contains(kept, raw) {
			t.Errorf("%s stands on the disk or in the log", what)
		}
		if hash := sha256.Sum256(raw); what != "a used invitation" && !bytes.Contains(kept, hash[:]) {
			t.Errorf("%s: its hash is not kept either", what)
		}
	}
}

// cookies are those that the program has set.
func (l *learner) cookies() []*http.Cookie {
	l.t.Helper()
	req, err := http.NewRequest(http.MethodGet, l.base+"/", http.NoBody)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.http.Jar.Cookies(req.URL)
}
