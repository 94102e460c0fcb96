package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/google/uuid"
)

// A form must come from a page of ours. Two things show it: what the browser
// says of the page (Sec-Fetch-Site, or Origin from older ones), and a token in
// the form that only a page for the same login has.

// tokenField is the name of the token's form field.
const tokenField = "token"

// checkOrigin refuses what a page of another site has sent, and what does not
// say where it comes from.
func (s *Server) checkOrigin(c *fiber.Ctx) error {
	switch headerOf(c, "Sec-Fetch-Site") {
	case "same-origin", "none": // "none" is the person's own doing, such as a reload
		return nil
	case "":
	default:
		return errCrossSite
	}
	if origin := headerOf(c, fiber.HeaderOrigin); origin == "" || origin != s.site.originFor(hostOf(c)) {
		return errCrossSite
	}
	return nil
}

// checkHost refuses requests for names that are not ours. Without it, a page
// of another site whose name resolves to this machine would be same-origin.
func (s *Server) checkHost(c *fiber.Ctx) error {
	host := hostOf(c)
	// A request may name its host in the address too, and the address wins.
	if !strings.EqualFold(host, utils.UnsafeString(c.Request().URI().Host())) {
		return errWrongHost
	}
	if last := s.lastHost.Load(); last != nil && *last == host {
		return nil
	}
	if !s.site.knows(host) {
		return errWrongHost
	}
	kept := strings.Clone(host)
	s.lastHost.Store(&kept)
	return nil
}

// hostOf is the host that a request names. It is valid until the request ends.
func hostOf(c *fiber.Ctx) string { return utils.UnsafeString(c.Request().Header.Host()) }

// headerOf is a header of a request. It is valid until the request ends.
func headerOf(c *fiber.Ctx, name string) string {
	return utils.UnsafeString(c.Request().Header.Peek(name))
}

// A token is a nonce and a MAC over it and the login. The nonce makes each
// page's token another one, so that compression cannot be used to guess it.
const (
	nonceLength = 12
	macLength   = sha256.Size
)

// macs hash with the key of the forms. They are kept because beginning with a
// key costs as much as hashing a token.
type macs struct{ sync.Pool }

type tokenMAC struct {
	hash.Hash
	token [nonceLength + macLength]byte
	login uuid.UUID
}

func newMACs(key []byte) *macs {
	return &macs{sync.Pool{New: func() any { return &tokenMAC{Hash: hmac.New(sha256.New, key)} }}}
}

// sign makes the token of a nonce and a login. It is valid until the next call.
func (m *tokenMAC) sign(nonce []byte, login uuid.UUID) []byte {
	copy(m.token[:], nonce)
	m.login = login
	m.Reset()
	m.Write(m.token[:nonceLength])
	m.Write(m.login[:])
	return m.Sum(m.token[:nonceLength])
}

// newToken makes a token for the forms of one page. The zero login is a
// browser that has none.
func (s *Server) newToken(login uuid.UUID) string {
	mac := s.macs.Get().(*tokenMAC)
	defer s.macs.Put(mac)
	rand.Read(mac.token[:nonceLength])
	var text [(nonceLength+macLength)*4/3 + 1]byte
	return string(base64.RawURLEncoding.AppendEncode(text[:0], mac.sign(mac.token[:nonceLength], login)))
}

var strictText = base64.RawURLEncoding.Strict()

// validToken says whether a token was made for a page of this login.
func (s *Server) validToken(text string, login uuid.UUID) bool {
	token, err := strictText.DecodeString(text)
	if err != nil || len(token) != nonceLength+macLength {
		return false
	}
	mac := s.macs.Get().(*tokenMAC)
	defer s.macs.Put(mac)
	return hmac.Equal(token, mac.sign(token[:nonceLength], login))
}
