package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/diag"
	"verbatim/internal/play"
)

// What programs ask for stands under apiPath. They show a token and never a
// cookie, so that no page of another site can have a browser do it for them.

const (
	apiPath = "/api/v1"
	// apiAtOnce is how long a list of the API is at most, and where nothing is said.
	apiAtOnce = 100
)

var (
	errNoToken    = &failure{fiber.StatusUnauthorized, "no-token"}
	errTokenReads = &failure{fiber.StatusForbidden, "token-reads"}
	errNotASet    = &failure{fiber.StatusUnprocessableEntity, "not-a-set"}
	errBroken     = &failure{fiber.StatusUnprocessableEntity, "set-broken"}
	errJSON       = &failure{fiber.StatusBadRequest, "json"}
	errMember     = &failure{fiber.StatusBadRequest, "member"}
	errNoSuchSet  = &failure{fiber.StatusUnprocessableEntity, "no-such-set"}
	errNoRegrade  = &failure{fiber.StatusUnprocessableEntity, "no-regrade"}
	errTooFew     = &failure{fiber.StatusForbidden, "too-few"}
)

// jsonBody is enough for an assignment with the list of a class of 20,000.
const jsonBody = 4 << 20

// apiTable lists what programs can ask for. openapi.json says the same to them.
func (s *Server) apiTable() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	rows := []route{
		{Method: get, Path: "/api/openapi.json", Access: forAssets, Handler: s.showOpenAPI},
		{Method: get, Path: "/api/docs", Access: forAll, Handler: s.showAPIDocs},
		{Method: get, Path: apiPath + "/sets", Access: forReaders, Handler: s.apiSets},
		{Method: get, Path: apiPath + "/sets/:set", Access: forReaders, Handler: s.apiSetByID},
		{Method: post, Path: apiPath + "/sets/:set/publish", Access: forWriters, Handler: s.apiPublish, Upload: true, BodyLimit: uploadLimit, Deadline: uploadDeadline},
		{Method: post, Path: apiPath + "/sets/:set/roll-back", Access: forWriters, Handler: s.apiRollBack, BodyLimit: tinyBody},
		{Method: post, Path: apiPath + "/sets/:set/listing", Access: forWriters, Handler: s.apiList, BodyLimit: tinyBody},
		{Method: post, Path: apiPath + "/sets/:set/withdraw", Access: forWriters, Handler: s.apiWithdraw, BodyLimit: tinyBody},
		{Method: get, Path: apiPath + "/assignments", Access: forReaders, Handler: s.apiAssignments},
		{Method: post, Path: apiPath + "/assignments", Access: forWriters, Handler: s.apiAssign, Upload: true, BodyLimit: jsonBody},
		{Method: get, Path: apiPath + "/assignments/:id", Access: forReaders, Handler: s.apiAssignmentByID},
		{Method: post, Path: apiPath + "/assignments/:id/terms", Access: forWriters, Handler: s.apiTerms, Upload: true, BodyLimit: jsonBody},
		{Method: get, Path: apiPath + "/assignments/:id/participants", Access: forReaders, Handler: s.apiParticipants},
		{Method: post, Path: apiPath + "/assignments/:id/participants/:participant/extension", Access: forWriters, Handler: s.apiExtend, BodyLimit: tinyBody},
		{Method: post, Path: apiPath + "/assignments/:id/participants/:participant/remove", Access: forWriters, Handler: s.apiRemoveParticipant, BodyLimit: tinyBody},
		{Method: post, Path: apiPath + "/assignments/:id/delete", Access: forWriters, Handler: s.apiDeleteAssignment, BodyLimit: tinyBody},
		{Method: post, Path: apiPath + "/assignments/:id/close", Access: forWriters, Handler: s.apiCloseAssignment, BodyLimit: tinyBody},
		{Method: get, Path: apiPath + "/assignments/:id/live", Access: forReaders, Handler: s.apiLive, Deadline: figuresFor},
		{Method: get, Path: apiPath + "/reports", Access: forReaders, Handler: s.apiReports},
		{Method: post, Path: apiPath + "/reports/:id/close", Access: forWriters, Handler: s.apiCloseReport, BodyLimit: regradeBody},
		{Method: post, Path: apiPath + "/regrades/:id/undo", Access: forWriters, Handler: s.apiUndoRegrade, BodyLimit: tinyBody, Deadline: regradeFor},
		{Method: get, Path: apiPath + "/audit", Access: forAuditors, Handler: s.apiAudit},
	}
	for _, class := range []string{apiPath + "/sets/:set", apiPath + "/assignments/:id"} {
		rows = append(rows,
			route{Method: get, Path: class + "/results", Access: forReaders, Handler: s.apiResults, Deadline: figuresFor},
			route{Method: post, Path: class + "/regrade", Access: forWriters, Handler: s.apiRegrade, BodyLimit: regradeBody, Deadline: regradeFor},
			route{Method: get, Path: class + "/regrades", Access: forReaders, Handler: s.apiRegrades},
			route{Method: get, Path: class + "/passages", Access: forReaders, Handler: s.apiPassages, Deadline: figuresFor},
			route{Method: get, Path: class + "/files/:form", Access: forReaders, Handler: s.apiFile, Deadline: exportFor},
			route{Method: get, Path: class + "/answers", Access: forReaders, Handler: s.apiAnswers, Deadline: exportFor},
		)
	}
	return rows
}

// api says whether a route is for programs.
func (a access) api() bool { return a == forReaders || a == forWriters || a == forAuditors }

// lets says whether a program may ask for what is for these.
func (a access) lets(who play.Who, token play.Token) bool {
	return play.May(who.Role, a.role()) && (a != forWriters || token.Publish)
}

// isAPI says whether an address is one for programs.
func isAPI(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/v") }

// bearer gives the token that a request shows; empty where it shows none.
func bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// authenticateToken finds for whom a program acts, and refuses what its token
// or its account may not do.
func (s *Server) authenticateToken(c *fiber.Ctx, r *request, needs access) error {
	who, token, err := s.play.Staff().ByToken(r.Ctx, bearer(headerOf(c, fiber.HeaderAuthorization)))
	switch {
	case errors.Is(err, play.ErrNotFound):
		if !s.limits.refused(r.Address) { // who guesses is slowed down
			return errTooMany
		}
		return errNoToken
	case err != nil:
		return err
	case !play.May(who.Role, needs.role()):
		return errRole
	case !needs.lets(who, token):
		return errTokenReads
	}
	r.Staff = who
	return nil
}

// problem is an error as RFC 9457 has it. Findings stand beside it where a set
// was refused for them.
type problem struct {
	Type     string    `json:"type"`
	Title    string    `json:"title"`
	Status   int       `json:"status"`
	Detail   string    `json:"detail"`
	Code     string    `json:"code"`              // names the error; it never changes
	Field    string    `json:"field,omitempty"`   // of the request's JSON, where one is at fault
	Request  string    `json:"request,omitempty"` // names the request in the server's log
	Findings diag.List `json:"findings,omitempty"`
}

// fault is an error that says more to a program than its failure.
type fault struct {
	*failure
	field    string
	why      string // in place of the catalogue's words
	findings diag.List
}

func (f *fault) Unwrap() error { return f.failure }

// failProgram answers an error to a program.
func (s *Server) failProgram(c *fiber.Ctx, r *request, f *failure, err error) error {
	title, detail, werr := s.pages.words[r.Lang].problem(f.key)
	if werr != nil {
		return werr
	}
	p := problem{Type: "about:blank", Title: title, Status: f.status, Detail: detail, Code: strings.ReplaceAll(f.key, ".", "-")}
	if f.status >= fiber.StatusInternalServerError {
		p.Request = r.ID
	}
	if more, ok := errors.AsType[*fault](err); ok {
		p.Field, p.Findings = more.field, more.findings
		if more.why != "" {
			p.Detail = more.why
		}
	}
	if f == errNoToken {
		c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
	}
	if err := s.sendJSON(c, f.status, p); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return nil
}

// sendJSON answers a program.
func (s *Server) sendJSON(c *fiber.Ctx, status int, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	c.Set(fiber.HeaderCacheControl, noStore)
	c.Status(status).Response().SetBodyRaw(b.Bytes())
	return nil
}

// list is a part of a list, and where the next part begins.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"` // the value of "after" for what follows; none where nothing does
}

// part reads which part of a list is asked for: how many items, of those after
// which.
func part(c *fiber.Ctx) (after string, limit int, err error) {
	limit = apiAtOnce
	if text := c.Query("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > apiAtOnce {
			return "", 0, &fault{failure: errBadRequest, field: "limit"}
		}
	}
	return c.Query("after"), limit, nil
}

// partByID is part for lists whose items are known by uuids.
func partByID(c *fiber.Ctx) (after uuid.UUID, limit int, err error) {
	text, limit, err := part(c)
	if err == nil && text != "" {
		if after, err = uuid.Parse(text); err != nil {
			err = &fault{failure: errBadRequest, field: "after"}
		}
	}
	return after, limit, err
}

// cutPart makes an answer of a list of which one more item than the limit was
// read.
func cutPart[T any](items []T, limit int, id func(T) string) list[T] {
	l := list[T]{Items: items}
	if len(items) > limit {
		l.Items = items[:limit]
		l.Next = id(l.Items[limit-1])
	}
	if l.Items == nil {
		l.Items = []T{}
	}
	return l
}

// unknownField gives the name that encoding/json does not know; it has no error
// of its own for that.
func unknownField(err error) (name string, is bool) {
	if err == nil {
		return "", false
	}
	name, is = strings.CutPrefix(err.Error(), "json: unknown field ")
	return strings.Trim(name, `"`), is
}

// sent gives the body of a program's request as it came. One that is packed is
// refused: a few kilobytes of it can grow without bound, and c.Body unpacks it.
func sent(c *fiber.Ctx) ([]byte, error) {
	if len(c.Request().Header.PeekAll(fiber.HeaderContentEncoding)) > 0 {
		return nil, errFormType
	}
	return bytes.Clone(c.Request().Body()), nil
}

// readAny reads what a program may leave out.
func readAny(c *fiber.Ctx, into any) error {
	if len(c.Request().Body()) == 0 {
		return nil
	}
	return readJSON(c, into)
}

// readJSON reads what a program sent. What it does not know it refuses, so that
// a slip in a name is not taken for its absence.
func readJSON(c *fiber.Ctx, into any) error {
	if kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType)); err != nil || kind != fiber.MIMEApplicationJSON {
		return errFormType
	}
	body, err := sent(c)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err = dec.Decode(into); errors.Is(err, io.EOF) { // there is nothing
		return errJSON
	}
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return &fault{failure: errJSON, field: wrong.Field}
	}
	if unknown, is := unknownField(err); is {
		return &fault{failure: errMember, field: unknown}
	}
	if err == nil {
		_, err = dec.Token() // nothing may follow
	}
	if !errors.Is(err, io.EOF) || !holdsTexts(body) {
		return errJSON
	}
	return nil
}

// holdsTexts says whether all strings of a JSON document are texts. Others, such
// as one with a NUL, not every database can keep.
func holdsTexts(body []byte) bool {
	if !utf8.Valid(body) {
		return false
	}
	for dec := json.NewDecoder(bytes.NewReader(body)); ; {
		token, err := dec.Token()
		if err != nil { // the end: it has been read before
			return true
		}
		if s, is := token.(string); is && !isText(s) {
			return false
		}
	}
}
