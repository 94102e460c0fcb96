package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// writePair writes a certificate for a name, and its key, as of some time.
func writePair(t *testing.T, name, certFile, keyFile string, at time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
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
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

// A certificate that was renewed is used without a restart; one that is damaged
// is not, and the one before stays.
func TestCertificateIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	p := &keyPair{cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem"), log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if _, err := p.get(nil); err == nil {
		t.Fatal("there is a certificate, of no file")
	}
	day := time.Now().Add(-time.Hour)
	used := func() string {
		t.Helper()
		p.looked = time.Time{} // it is time to look again
		c, err := p.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf.DNSNames[0]
	}
	writePair(t, "first", p.cert, p.key, day)
	if got := used(); got != "first" {
		t.Errorf("%s is used", got)
	}
	writePair(t, "second", p.cert, p.key, day.Add(time.Minute))
	if c, err := p.get(nil); err != nil || c.Leaf.DNSNames[0] != "first" {
		t.Errorf("the files are looked at for each handshake: %v, %v", c, err)
	}
	if got := used(); got != "second" {
		t.Errorf("after a renewal %s is used", got)
	}
	if err := os.WriteFile(p.cert, []byte("half a cert"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := used(); got != "second" {
		t.Errorf("with a damaged file %s is used", got)
	}
	if err := os.Remove(p.key); err != nil {
		t.Fatal(err)
	}
	if got := used(); got != "second" {
		t.Errorf("without a key %s is used", got)
	}
	writePair(t, "third", p.cert, p.key, day.Add(2*time.Minute))
	if got := used(); got != "third" {
		t.Errorf("after that %s is used", got)
	}
}
