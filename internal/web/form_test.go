package web

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// posted makes the context of a POST with a body.
func posted(t *testing.T, contentType, body string) *fiber.Ctx {
	t.Helper()
	app := fiber.New()
	var fctx fasthttp.RequestCtx
	fctx.Request.Header.SetMethod(fiber.MethodPost)
	fctx.Request.Header.SetContentType(contentType)
	fctx.Request.SetBodyString(body)
	c := app.AcquireCtx(&fctx)
	t.Cleanup(func() { app.ReleaseCtx(c) })
	return c
}

func TestTrust14FormDecoder(t *testing.T) {
	const form = fiber.MIMEApplicationForm
	for _, tt := range []struct {
		name, contentType, body string
		want                    error
	}{
		{"plain", form, "answer=a&answer=b&token=t", nil},
		{"charset", form + "; charset=UTF-8", "answer=%C3%A9", nil},
		{"several lines", form, "answer=a%0D%0Ab%09c", nil},
		{"empty", form, "", nil},
		{"json", fiber.MIMEApplicationJSON, `{"answer":"a"}`, errFormType},
		{"xml", fiber.MIMEApplicationXML, `<answer>a</answer>`, errFormType},
		{"multipart", fiber.MIMEMultipartForm + "; boundary=x", "--x--", errFormType},
		{"text", "text/plain", "answer=a", errFormType},
		{"no type", "", "answer=a", errFormType},
		{"bad escape", form, "answer=%zz", errBadRequest},
		{"semicolon", form, "answer=a;token=b", errBadRequest},
		{"not UTF-8", form, "answer=%ff", errBadRequest},
		{"name not UTF-8", form, "%ff=a", errBadRequest},
		{"NUL", form, "answer=a%00b", errBadRequest},
		{"escape sequence", form, "answer=%1b[2J", errBadRequest},
		{"most fields", form, strings.Repeat("a=1&", formFields-1) + "a=1", nil},
		{"too many fields", form, strings.Repeat("a=1&", formFields) + "a=1", errTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeForm(posted(t, tt.contentType, tt.body))
			if !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if want, parseErr := url.ParseQuery(tt.body); err == nil && (parseErr != nil || fmt.Sprint(got) != fmt.Sprint(want)) {
				t.Errorf("form %v, want %v", got, want)
			}
		})
	}
}

func TestTrust14PackedForm(t *testing.T) {
	c := posted(t, fiber.MIMEApplicationForm, "answer=a")
	c.Request().Header.Set(fiber.HeaderContentEncoding, "gzip")
	if _, err := decodeForm(c); !errors.Is(err, errFormType) {
		t.Errorf("error %v, want %v", err, errFormType)
	}
}

// The form must not change when the connection's buffer is used again.
func TestFormOwnsItsStrings(t *testing.T) {
	c := posted(t, fiber.MIMEApplicationForm, "answer=first")
	form, err := decodeForm(c)
	if err != nil {
		t.Fatal(err)
	}
	copy(c.Request().Body(), "xxxxxxxxxxxx")
	if got := form.Get("answer"); got != "first" {
		t.Errorf("the answer became %q", got)
	}
}

func TestPathParameters(t *testing.T) {
	app := fiber.New(fiber.Config{Immutable: true})
	var id, number error
	app.Get("/:id/:n", func(c *fiber.Ctx) error {
		_, id = pathID(c)
		_, number = pathNumber(c)
		return nil
	})
	handler := app.Handler()
	for _, tt := range []struct {
		path       string
		id, number bool
	}{
		{"/0197f3a0-1111-7abc-8def-000000000001/1", true, true},
		{"/0197F3A0-1111-7ABC-8DEF-000000000001/999999", false, true},
		{"/0197f3a011117abc8def000000000001/0", false, false},
		{"/{0197f3a0-1111-7abc-8def-000000000001}/01", false, false},
		{"/urn:uuid:0197f3a0-1111-7abc-8def-000000000001/+1", false, false},
		{"/x/-1", false, false},
		{"/x/1000000", false, false},
		{"/x/1e3", false, false},
		{"/x/%31", false, false},
	} {
		id, number = nil, nil
		var fctx fasthttp.RequestCtx
		fctx.Request.Header.SetMethod(fiber.MethodGet)
		fctx.Request.SetRequestURI(tt.path)
		handler(&fctx)
		if (id == nil) != tt.id || (number == nil) != tt.number {
			t.Errorf("%s: id %v, number %v", tt.path, id, number)
		}
	}
}
