package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// How much may be sent with files, and how long it may take to arrive and to
// be looked at.
const (
	uploadLimit    = play.MaxDraft + 1<<20 // bytes
	uploadDeadline = time.Minute
	uploadParts    = 4096
)

// uploadLimits allows a large body to those alone who have signed in: it is
// read before anything else is known of a request.
func (s *Server) uploadLimits(h *fasthttp.RequestHeader, rt route) fasthttp.RequestConfig {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var err error
	if rt.Access.api() {
		var who play.Who
		var token play.Token
		who, token, err = s.play.Staff().ByToken(ctx, bearer(string(h.Peek(fiber.HeaderAuthorization))))
		if err == nil && !rt.Access.lets(who, token) {
			err = errRole
		}
	} else {
		_, err = s.play.Staff().Authenticate(ctx, string(h.Cookie(s.staffCookieName())))
	}
	if err != nil {
		return fasthttp.RequestConfig{}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: rt.BodyLimit, ReadTimeout: uploadDeadline}
}

// refusedUpload says why a large body was not taken, where it is not its size
// but who sent it.
func (s *Server) refusedUpload(c *fiber.Ctx, r *request, err error) error {
	h := &c.Request().Header
	if classify(err) != errTooLarge || !h.IsPost() {
		return err
	}
	rt := s.limitedRoute(h)
	if rt == nil || !rt.Upload {
		return err
	}
	var cancel context.CancelFunc
	r.Ctx, cancel = context.WithTimeout(r.Ctx, time.Second)
	defer cancel()
	var no error
	if rt.Access.api() {
		no = s.authenticateToken(c, r, rt.Access)
	} else {
		no = s.authenticateStaff(c, r, rt.Access.role())
	}
	return cmp.Or(no, err)
}

// decodeUpload reads a form that may have files. Texts may hold anything that
// is UTF-8, since what is wrong with them is told as a finding.
func decodeUpload(c *fiber.Ctx) (quiz.Form, []quiz.File, error) {
	kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEMultipartForm || params["boundary"] == "" {
		form, err := decodeForm(c) // a form without files may come the usual way
		return form, nil, err
	}
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return nil, nil, errFormType
	}
	form := quiz.Form{}
	var files []quiz.File
	parts := multipart.NewReader(bytes.NewReader(c.Request().Body()), params["boundary"])
	for range uploadParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return form, files, nil
		}
		if err != nil {
			return nil, nil, errBadRequest
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, errBadRequest
		}
		switch name := part.FormName(); {
		case part.FileName() != "":
			if !utf8.ValidString(part.FileName()) {
				return nil, nil, errBadRequest
			}
			files = append(files, quiz.File{Name: part.FileName(), Data: data})
		case isFile(part): // no file was chosen
		case !isText(name) || !utf8.Valid(data):
			return nil, nil, errBadRequest
		default:
			form[name] = append(form[name], string(data))
		}
	}
	return nil, nil, errTooLarge
}

// isFile says whether a part is of a field for files.
func isFile(part *multipart.Part) bool {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	_, named := params["filename"]
	return err == nil && named
}
