package web

import (
	"crypto/rand"
	"crypto/subtle"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/diag"
	"verbatim/internal/web/page"
)

// Findings gives the page about what is wrong with the sets its content.
type Findings struct {
	secret string
	read   func() Checked
}

// Checked is what was found when the sets were last looked at.
type Checked struct {
	At   time.Time
	List diag.List
	// Problem says why some sets could not be looked at; it may be empty.
	Problem string
	// Source gives the text of a file by the name that findings have for it; nil
	// where it is not at hand.
	Source func(file string) []byte
}

// NewFindings makes a page that nobody can find who has not been told its path.
// read is called for each request, from several at a time.
func NewFindings(read func() Checked) *Findings {
	return &Findings{secret: rand.Text(), read: read}
}

// Path is the page's address on this server.
func (f *Findings) Path() string { return "/findings/" + f.secret }

// showFindings lists what is wrong with the sets.
func (s *Server) showFindings(c *fiber.Ctx, r *request) error {
	if subtle.ConstantTimeCompare([]byte(c.Params("secret")), []byte(s.findings.secret)) != 1 {
		return errNotFound
	}
	now := s.findings.read()
	return s.show(c, r, fiber.StatusOK, "findings", page.Findings{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Checked: now.At, Problem: now.Problem,
		Errors: now.List.Count(diag.Error), Warnings: now.List.Count(diag.Warning), Items: page.FindingsOf(now.List, now.Source),
	})
}
