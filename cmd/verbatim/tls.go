package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// tlsFlags say by which certificate learners are served with https.
type tlsFlags struct {
	TLSCert       string `env:"VERBATIM_TLS_CERT" name:"tls-cert" placeholder:"FILE" help:"Serve https with the certificate in this file; it is read again when it changes (${env})."`
	TLSKey        string `env:"VERBATIM_TLS_KEY" name:"tls-key" placeholder:"FILE" help:"The key of that certificate (${env})."`
	ACME          string `env:"VERBATIM_ACME" name:"acme" placeholder:"HOST" help:"Serve https with a certificate for this public name, which Let's Encrypt gives and renews; you agree to its terms. Learners must reach --addr by port 443 of that name (${env})."`
	ACMEDirectory string `env:"VERBATIM_ACME_DIRECTORY" name:"acme-directory" default:"${letsencrypt}" placeholder:"URL" help:"Another authority that speaks ACME (${env}; default ${default})."`
	HTTPAddr      string `env:"VERBATIM_HTTP_ADDR" name:"http-addr" placeholder:"HOST:PORT" help:"Send those who ask by http there on to https, such as :80 (${env}; default: nowhere)."`
}

// secure has a listener speak https where the flags ask for it.
func (c *serveCmd) secure(ln net.Listener, log *slog.Logger) (net.Listener, error) {
	config, err := c.certificates(log)
	if err != nil || config == nil {
		return ln, err
	}
	return tls.NewListener(ln, config), nil
}

// certificates says how the certificate of a handshake is found; nil: there is
// no https.
func (c *serveCmd) certificates(log *slog.Logger) (*tls.Config, error) {
	switch {
	case c.ACME != "" && c.TLSCert+c.TLSKey != "":
		return nil, errors.New("--acme and --tls-cert are two ways to one certificate: give one of them")
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return nil, errors.New("--tls-cert and --tls-key belong together: give both")
	case c.HTTPAddr != "" && c.ACME+c.TLSCert == "":
		return nil, errors.New("--http-addr sends people on to https: give --tls-cert and --tls-key, or --acme, too")
	case c.ACME != "":
		return c.acme(log)
	case c.TLSCert != "":
		if u, err := url.Parse(c.PublicURL); err != nil || u.Scheme != "https" {
			return nil, errors.New("with a certificate, say the name it is for: --public-url https://quiz.example.org")
		}
		pair := &keyPair{cert: c.TLSCert, key: c.TLSKey, log: log}
		if _, err := pair.get(nil); err != nil {
			return nil, err
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.get, NextProtos: []string{"http/1.1"}}, nil
	}
	return nil, nil
}

// acme has an authority give a certificate for one name, at the first handshake
// that asks for it, and renew it.
func (c *serveCmd) acme(log *slog.Logger) (*tls.Config, error) {
	if net.ParseIP(c.ACME) != nil || !strings.Contains(c.ACME, ".") {
		return nil, fmt.Errorf("--acme %s is no public name: write one such as quiz.example.org, which leads to this machine", c.ACME)
	}
	if c.PublicURL == "" {
		c.PublicURL = "https://" + c.ACME
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Scheme != "https" || u.Hostname() != c.ACME {
		return nil, fmt.Errorf("--acme %s and --public-url %s are two names: a certificate for the one is none for the other", c.ACME, c.PublicURL)
	}
	data, err := dataDir(c.Data)
	if err != nil {
		return nil, err
	}
	m := &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(filepath.Join(data, "acme")),
		HostPolicy: autocert.HostWhitelist(c.ACME),
		Client:     &acme.Client{DirectoryURL: c.ACMEDirectory, UserAgent: "verbatim/" + version()},
	}
	get := func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		certificate, err := m.GetCertificate(hello)
		if err != nil && hello.ServerName == c.ACME {
			log.Error("no certificate was given", "name", c.ACME, "authority", c.ACMEDirectory, "error", err)
		}
		return certificate, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: get, NextProtos: []string{"http/1.1", acme.ALPNProto}}, nil
}

// lookAgain is how often the files of a certificate are looked at, at most.
const lookAgain = 10 * time.Second

// keyPair is a certificate in two files, read again when either changes. Where
// what it finds then is no certificate, the one before stays in use.
type keyPair struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	now     *tls.Certificate
	changed [2]time.Time
	looked  time.Time
}

func (p *keyPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.looked) < lookAgain {
		return p.now, nil
	}
	changed, err := p.times()
	if err == nil && (p.now == nil || changed != p.changed) {
		err = p.read(changed)
	}
	if err != nil && p.now == nil {
		return nil, err
	}
	p.looked = time.Now()
	if err != nil {
		p.log.Error("the certificate cannot be read again; the one before stays in use", "error", err)
	}
	return p.now, nil
}

func (p *keyPair) times() (changed [2]time.Time, err error) {
	for i, file := range []string{p.cert, p.key} {
		info, err := os.Stat(file)
		if err != nil {
			return changed, notReadable(file, err)
		}
		changed[i] = info.ModTime()
	}
	return changed, nil
}

func (p *keyPair) read(changed [2]time.Time) error {
	pair, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err != nil {
		return fmt.Errorf("%s and %s are no certificate and its key: %w", p.cert, p.key, err)
	}
	p.now, p.changed = &pair, changed
	p.log.Info("a certificate is in use", "names", pair.Leaf.DNSNames, "until", pair.Leaf.NotAfter)
	return nil
}

// sendToHTTPS answers http by sending people on to the public URL, until stop is
// called.
func (c *serveCmd) sendToHTTPS(ctx context.Context, log *slog.Logger) (stop func(), err error) {
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "tcp", c.HTTPAddr)
	if err != nil {
		return nil, notListening(c.HTTPAddr, err)
	}
	to, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, err
	}
	server := &http.Server{
		ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet && r.Method != http.MethodHead {
				http.Error(w, "Send forms by https.", http.StatusForbidden)
				return
			}
			there := url.URL{Scheme: to.Scheme, Host: to.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, there.String(), http.StatusPermanentRedirect)
		}),
	}
	log.Info("http is sent on to https", "addr", ln.Addr().String())
	return beside(ctx, func(ctx context.Context) {
		defer context.AfterFunc(ctx, func() { _ = server.Close() })()
		if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			log.Error("http is no longer sent on to https", "error", err)
		}
	}), nil
}
