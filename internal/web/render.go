package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/template/html/v2"

	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// renderer writes pages. It holds one template engine for each language of the
// interface, so that a template names a message and gets its words.
type renderer struct {
	words   map[string]*words
	engines map[string]*html.Engine
	press   press
	moulds  *moulds

	// verify is given what was put together of moulds and what the template
	// gives for the same. Tests set it; else it is nil.
	verify func(template, cast, whole string, err error)
}

// newRenderer parses every template for every language. A template that does
// not parse and a kind of question without templates are errors here rather than
// on somebody's page; that the catalogue has every message, a test has found.
func newRenderer(templates, catalogues fs.FS) (*renderer, error) {
	all, err := loadWords(catalogues)
	if err != nil {
		return nil, err
	}
	r := &renderer{words: all, engines: map[string]*html.Engine{}, moulds: newMoulds(mostMoulded)}
	for lang, w := range all {
		memo, err := newInlined()
		if err != nil {
			return nil, err
		}
		engine := html.NewFileSystem(http.FS(templates), ".html")
		engine.AddFuncMap(template.FuncMap{
			"t": w.T, "tn": w.TN, "named": w.Named, "number": w.Number, "when": w.When, "whenin": w.WhenIn, "moment": moment,
			"md": memo.html, "stretch": stretch, "ticks": ticks, "part": page.PartOf, "field": page.FieldOf,
		})
		if err := engine.Load(); err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		r.engines[lang] = engine
	}
	return r, r.checkKinds()
}

// The templates of a kind stand in views/kinds/ under its name. Actions may be
// missing there: most kinds are answered with the same buttons.
const (
	askPart     = "ask"     // page.Kind of the body's Ask
	reviewPart  = "review"  // page.Kind of the body's Review
	summaryPart = "summary" // page.Kind of the body's Review, in a few words
	actionsPart = "actions" // no data
)

func kindTemplate(kind, part string) string {
	if name, ok := kindTemplates()[[2]string{kind, part}]; ok {
		return name
	}
	return "kinds/" + cmp.Or(kind, quiz.DefaultKind) + "/" + part
}

// kindTemplates are the names that each page needs.
var kindTemplates = sync.OnceValue(func() map[[2]string]string {
	names := map[[2]string]string{}
	for _, kind := range append(quiz.Kinds(), "") {
		for _, part := range []string{askPart, reviewPart, summaryPart, actionsPart} {
			names[[2]string{kind, part}] = "kinds/" + cmp.Or(kind, quiz.DefaultKind) + "/" + part
		}
	}
	return names
})

func (r *renderer) checkKinds() error {
	for _, kind := range quiz.Kinds() {
		for _, part := range []string{askPart, reviewPart, summaryPart} {
			if !r.has(kindTemplate(kind, part)) {
				return fmt.Errorf("the kind of question %s has no template %s", kind, kindTemplate(kind, part))
			}
		}
	}
	return nil
}

func (r *renderer) has(name string) bool {
	return r.engines[DefaultLanguage].Templates.Lookup(name) != nil
}

// write renders a template in a language of the interface.
func (r *renderer) write(w io.Writer, lang, name string, data any) error {
	engine, ok := r.engines[lang]
	if !ok {
		return errors.New("no such language of the interface: " + lang)
	}
	if err := engine.Render(w, name, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return nil
}

// fragment renders a part of a page.
func (r *renderer) fragment(lang, name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := r.write(&b, lang, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil // our own template has escaped it
}

// kind renders one part of a question as its kind does.
func (r *renderer) kind(lang, kind, part string, data page.Kind[any]) (template.HTML, error) {
	return r.fragment(lang, kindTemplate(kind, part), data)
}

// actions renders the buttons under a question.
func (r *renderer) actions(lang, kind string) (template.HTML, error) {
	name := kindTemplate(kind, actionsPart)
	if !r.has(name) {
		name = "partials/actions"
	}
	return r.fragment(lang, name, nil)
}

// showCast answers with a page that is put together of moulds.
func showCast[S comparable](s *Server, c *fiber.Ctx, status int, key mouldKey[S], in *fillings, content func(*samples) (any, error)) error {
	page, err := pour(s.pages, key, in, content)
	if err != nil {
		return err
	}
	header := &c.Response().Header
	header.SetStatusCode(status)
	header.SetContentType(fiber.MIMETextHTMLCharsetUTF8)
	header.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	sheet := sheet{packed: accepts(headerOf(c, fiber.HeaderAcceptEncoding), "gzip")}
	if sheet.packed {
		header.SetContentEncoding("gzip")
	}
	sheet.out = page.room(c.Response().SwapBody(nil))
	sheet.begin()
	page.writeTo(&sheet)
	sheet.end()
	page.wrote(len(sheet.out))
	c.Response().SwapBody(sheet.out)
	return nil
}

// showOnce answers with the same page made whole, where it will not be shown again.
func (s *Server) showOnce(c *fiber.Ctx, r *request, status int, template string, in *fillings, content func(*samples) (any, error)) error {
	html, err := s.pages.whole(template, r.Lang, in.samples(), content)
	if err != nil {
		return err
	}
	c.Status(status).Type("html", "utf-8")
	c.Response().SetBodyRaw(html)
	return nil
}

// show answers with a page that is made whole.
func (s *Server) show(c *fiber.Ctx, r *request, status int, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages.write(&b, r.Lang, name, data); err != nil {
		return err
	}
	c.Status(status).Type("html", "utf-8")
	c.Response().SetBodyRaw(b.Bytes())
	return nil
}

// frame is what a page has around its content. token is for its forms.
func (s *Server) frame(lang, token string, section page.Section) page.Frame {
	return page.Frame{
		Lang: lang, Dir: page.Direction(lang),
		Style: s.asset("app.css"), Script: s.asset("app.js"), Icon: s.asset("icon.svg"),
		Token: token, Section: section,
	}
}

// renderError shows what went wrong and what to do. The key names the message.
func (s *Server) renderError(c *fiber.Ctx, r *request, status int, key string) error {
	p := page.Error{Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Status: status}
	if status >= http.StatusInternalServerError {
		p.ID = r.ID
	}
	var err error
	if p.Title, p.What, p.Do, err = s.pages.words[r.Lang].failure(key); err != nil {
		return err
	}
	return s.show(c, r, status, "error", p)
}
