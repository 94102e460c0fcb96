package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/gofiber/fiber/v2"
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
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none": // "none" is the person's own doing, such as a reload
		return nil
	case "":
	default:
		return errCrossSite
	}
	if origin := c.Get(fiber.HeaderOrigin); origin == "" || origin != s.site.originFor(hostOf(c)) {
		return errCrossSite
	}
	return nil
}

// checkHost refuses requests for names that are not ours. Without it, a page
// of another site whose name resolves to this machine would be same-origin.
func (s *Server) checkHost(c *fiber.Ctx) error {
	host := hostOf(c)
	// A request may name its host in the address too, and the address wins.
	if !s.site.knows(host) || !strings.EqualFold(host, string(c.Request().URI().Host())) {
		return errWrongHost
	}
	return nil
}

func hostOf(c *fiber.Ctx) string { return string(c.Request().Header.Host()) }

// A token is a nonce and a MAC over it and the login. The nonce makes each
// page's token another one, so that compression cannot be used to guess it.
const (
	nonceLength = 12
	macLength   = sha256.Size
)

// newToken makes a token for the forms of one page. The zero login is a
// browser that has none.
func (s *Server) newToken(login uuid.UUID) string {
	token := make([]byte, nonceLength, nonceLength+macLength)
	rand.Read(token)
	return base64.RawURLEncoding.EncodeToString(s.sign(token, login))
}

// validToken says whether a token was made for a page of this login.
func (s *Server) validToken(text string, login uuid.UUID) bool {
	token, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(token) != nonceLength+macLength {
		return false
	}
	return hmac.Equal(token, s.sign(token[:nonceLength:nonceLength], login))
}

// sign appends the MAC to a nonce.
func (s *Server) sign(nonce []byte, login uuid.UUID) []byte {
	mac := hmac.New(sha256.New, s.formKey)
	mac.Write(nonce)
	mac.Write(login[:])
	return mac.Sum(nonce)
}
