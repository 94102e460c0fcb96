package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"verbatim/internal/e2e/need"
)

// name is that of the server in these tests.
const name = "quiz.example.org"

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t testing.TB) *authority {
	a := &authority{pool: x509.NewCertPool()}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.pool.AddCert(a.cert)
	return a
}

// sign writes a certificate for a name and its key.
func (a *authority) sign(t testing.TB, name, certFile, keyFile string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: cert}, keyFile: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

var servingAt = regexp.MustCompile(`msg=serving addr=(127\.0\.0\.1:\d+)`)

// logged waits for words in the program's log.
func (p *program) logged(t testing.TB, words *regexp.Regexp) string {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if m := words.FindStringSubmatch(p.log.String()); m != nil {
			return m[1]
		}
	}
	t.Fatalf("the log does not say %s: %s", words, p.log)
	return ""
}

// newVisitor is a learner who finds a public name at an address of this machine.
func newVisitor(t testing.TB, p *program, addr string, trust *x509.CertPool) *learner {
	l := newLearner(t, p)
	l.http.Transport = &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, addr)
		},
		TLSClientConfig: &tls.Config{RootCAs: trust},
	}
	return l
}

// With a certificate the server speaks https alone, and says that it always will.
func TestTLS(t *testing.T) {
	a := newAuthority(t)
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	a.sign(t, name, cert, key)
	p := start(t, t.TempDir(), "--tls-cert", cert, "--tls-key", key, "--public-url", "https://"+name, "--http-addr", "127.0.0.1:0")
	if p.URL != "https://"+name {
		t.Errorf("the program says that it serves at %s", p.URL)
	}
	l := newVisitor(t, p, p.logged(t, servingAt), a.pool)
	question := l.begin(kratom)
	if got := question.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	l.send(question.form(t).pick(0))
	for _, c := range l.http.Jar.Cookies(question.URL) {
		if c.Name != "__Host-sid" {
			t.Errorf("the cookie %s is set", c.Name)
		}
	}

	plain := newVisitor(t, p, p.logged(t, regexp.MustCompile(`sent on to https" addr=(\S+)`)), nil)
	plain.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res := plain.ask("http://" + name + "/sets/kratom?a=b")
	if to := res.Header.Get("Location"); res.Status != http.StatusPermanentRedirect || to != "https://"+name+"/sets/kratom?a=b" {
		t.Errorf("http leads with %d to %s", res.Status, to)
	}
	old := newVisitor(t, p, p.logged(t, servingAt), a.pool)
	old.http.Transport.(*http.Transport).TLSClientConfig.MaxVersion = tls.VersionTLS11
	if _, err := old.do(http.MethodGet, "/", nil); err == nil {
		t.Error("a browser of the last century is served")
	}
}

// pebble is the authority that Let's Encrypt tests with.
const pebble = "github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.1"

// A certificate for a public name is asked for, proved and used; after a restart
// it is still there.
func TestACME(t *testing.T) {
	tool := need.Go(t, pebble)
	a := newAuthority(t)
	dir := t.TempDir()
	cert, key, root := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "root.pem")
	a.sign(t, "localhost", cert, key)
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	directory, manage, addr := freeAddr(t), freeAddr(t), freeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	config := filepath.Join(dir, "pebble.json")
	settings, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": directory, "managementListenAddress": manage, "certificate": cert, "privateKey": key,
		"httpPort": 1, "tlsPort": json.Number(port), "keyAlgorithm": "ecdsa", "retryAfter": map[string]int{"authz": 1, "order": 1},
		"profiles": map[string]any{"default": map[string]any{"description": "usual", "validityPeriod": 7776000}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, settings, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool, "-config", config, "-dnsserver", answerNames(t))
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})

	t.Setenv("SSL_CERT_FILE", root) // whom the program trusts when it speaks to the authority
	data := t.TempDir()
	begin := func() *program {
		return start(t, data, "--addr", addr, "--acme", name, "--acme-directory", "https://"+directory+"/dir")
	}
	trusted := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: a.pool}}}
	p := begin()
	l := newVisitor(t, p, addr, issuer(t, trusted, "https://"+manage+"/roots/0"))
	l.http.Timeout = time.Minute
	l.send(l.begin(kratom).form(t).pick(0))

	// It is kept: the next start needs no authority.
	p.kill()
	cmd.Process.Kill()
	cmd.Wait()
	begin()
	l.http.Transport.(*http.Transport).CloseIdleConnections()
	l.get("/sessions")

	// Other names get nothing.
	conn, err := tls.Dial("tcp", addr, &tls.Config{ServerName: "other.example.org", InsecureSkipVerify: true})
	if err == nil {
		conn.Close()
		t.Error("there is a certificate for a name of nobody's")
	}
}

func freeAddr(t testing.TB) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// issuer fetches whom browsers must trust for the certificates of the authority.
func issuer(t testing.TB, c *http.Client, address string) *x509.CertPool {
	var last error
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		res, err := c.Get(address)
		if last = err; err != nil {
			continue
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		pool := x509.NewCertPool()
		if err == nil && pool.AppendCertsFromPEM(text) {
			return pool
		}
		last = fmt.Errorf("%s: %.100s", res.Status, text)
	}
	t.Fatalf("the authority does not answer: %v", last)
	return nil
}

// answerNames is a name server that knows one address for all names. Each
// message has its length before it, as over TCP.
func answerNames(t testing.TB) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			if err := answerName(conn); err != nil {
				t.Logf("the name server: %v", err)
			}
			conn.Close()
		}
	}()
	return ln.Addr().String()
}

func answerName(conn net.Conn) error {
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return err
	}
	packet := make([]byte, int(length[0])<<8|int(length[1]))
	if _, err := io.ReadFull(conn, packet); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(packet); err != nil {
		return err
	}
	m.Response, m.Authoritative = true, true
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 1},
			Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
		}}
	}
	answer, err := m.AppendPack(make([]byte, len(length)))
	if err != nil {
		return err
	}
	n := len(answer) - len(length)
	answer[0], answer[1] = byte(n>>8), byte(n)
	_, err = conn.Write(answer)
	return err
}
