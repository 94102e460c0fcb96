package web

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// formFields bounds how many fields a form may have; the largest question kind
// asks for far fewer.
const formFields = 256

// decodeForm reads a submitted form. It takes the one type that our forms
// send, UTF-8 without control characters, and gives strings that stay valid.
// Fiber's own parser takes any type and fills whatever fields it finds.
func decodeForm(c *fiber.Ctx) (quiz.Form, error) {
	mediaType, _, _ := strings.Cut(headerOf(c, fiber.HeaderContentType), ";")
	if !strings.EqualFold(strings.TrimSpace(mediaType), fiber.MIMEApplicationForm) {
		return nil, errFormType
	}
	if headerOf(c, fiber.HeaderContentEncoding) != "" {
		return nil, errFormType // it could grow without bound
	}
	body := string(c.Request().Body()) // not c.Body, which would unpack it
	if strings.Count(body, "&") >= formFields {
		return nil, errTooLarge
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return nil, errBadRequest
	}
	for name, texts := range values {
		if !isText(name) || slices.ContainsFunc(texts, func(t string) bool { return !isText(t) }) {
			return nil, errBadRequest
		}
	}
	return quiz.Form(values), nil
}

// isText accepts what a person can type: UTF-8 with line breaks and tabs, and
// no other control characters.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f
	})
}

// queryIsText says whether the query of a request holds nothing but texts.
func queryIsText(c *fiber.Ctx) bool {
	uri := c.Request().URI()
	if len(uri.QueryString()) == 0 {
		return true
	}
	for name, value := range uri.QueryArgs().All() {
		if !isText(utils.UnsafeString(name)) || !isText(utils.UnsafeString(value)) {
			return false
		}
	}
	return true
}

// onlyFields refuses a form with a field that its page does not have.
func onlyFields(form quiz.Form, names []string) error {
	for name := range form {
		if name != tokenField && !slices.Contains(names, name) {
			return errBadRequest
		}
	}
	return nil
}

// uuidText is the length of an id as text.
const uuidText = 36

// pathID reads the id of the path. There is one way to write it, so that one
// thing has one address.
func pathID(c *fiber.Ctx) (uuid.UUID, error) {
	text := c.Params("id")
	id, err := uuid.Parse(text)
	if err != nil || len(text) != uuidText || text != strings.ToLower(text) {
		return uuid.Nil, errNotFound
	}
	return id, nil
}

// pathNumber reads a number from 1 of the path, written in the one usual way.
func pathNumber(c *fiber.Ctx) (int, error) {
	const most = 6 // digits
	text := c.Params("n")
	if text == "" || len(text) > most || text[0] == '0' {
		return 0, errNotFound
	}
	n := 0
	for _, digit := range []byte(text) {
		if digit < '0' || digit > '9' {
			return 0, errNotFound
		}
		n = 10*n + int(digit-'0')
	}
	return n, nil
}
