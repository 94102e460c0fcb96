package web

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/web/page"
)

// openAPI describes the API, as OpenAPI 3.1 has it. Tests hold the routes and
// the answers to it.
//
//go:embed openapi.json
var openAPI []byte

// showOpenAPI answers with the description.
func (s *Server) showOpenAPI(c *fiber.Ctx, _ *request) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	c.Set(fiber.HeaderCacheControl, "no-cache") // it is another after an update of the server
	c.Response().SetBodyRaw(openAPI)
	return nil
}

// apiDocs is the description as its page shows it.
var apiDocs = sync.OnceValues(func() (page.APIDocs, error) {
	var p page.APIDocs
	err := json.Unmarshal(openAPI, &p.Document)
	p.Arrange()
	return p, err
})

// showAPIDocs shows the description to people.
func (s *Server) showAPIDocs(c *fiber.Ctx, r *request) error {
	p, err := apiDocs()
	if err != nil {
		return err
	}
	p.Frame = s.frame(r.Lang, r.Token, page.Elsewhere)
	p.Tokens = tokensPath
	p.Base = strings.TrimSuffix(s.site.root(), "/") + apiPath
	return s.show(c, r, fiber.StatusOK, "api", p)
}
