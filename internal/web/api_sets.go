package web

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/diag"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// apiSet is a set as programs see it. It says nothing of what its questions ask.
type apiSet struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Language    string     `json:"language"`
	Revision    string     `json:"revision"` // the hash of what is served
	Questions   int        `json:"questions"`
	Topics      []apiTopic `json:"topics"`
	Folder      bool       `json:"folder"`   // it stands in the server's folder, and is changed there
	Unlisted    bool       `json:"unlisted"` // learners find it through an assignment alone
	Address     string     `json:"address"`  // of its page
}

type apiTopic struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// apiPublication is one change of what is served of a set.
type apiPublication struct {
	Revision  string    `json:"revision,omitempty"` // none where the set was withdrawn
	At        time.Time `json:"at"`
	By        string    `json:"by"`
	Note      string    `json:"note,omitempty"`
	Unlisted  bool      `json:"unlisted"`
	Withdrawn bool      `json:"withdrawn"`
}

func (s *Server) apiSetOf(c *fiber.Ctx, rev *play.Revision) apiSet {
	out := apiSet{
		ID: rev.Set.ID, Title: rev.Set.Title, Description: rev.Set.Description, Language: rev.Set.Language, Revision: rev.Hash,
		Questions: len(rev.Set.Questions), Topics: []apiTopic{}, Folder: s.play.InFolder(rev.Set.ID), Unlisted: s.play.Unlisted(rev.Set.ID),
		Address: s.site.linkFor(hostOf(c), setPath(rev.Set.ID)),
	}
	for _, t := range rev.Set.Topics {
		out.Topics = append(out.Topics, apiTopic{t.Name, t.Title})
	}
	return out
}

// apiSets lists the sets that are served, by id.
func (s *Server) apiSets(c *fiber.Ctx, r *request) error {
	after, limit, err := part(c)
	if err != nil {
		return err
	}
	others, err := s.play.Staff().Others(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	var found []*play.Revision
	for _, rev := range s.play.Staff().Library() {
		if !others[rev.Set.ID] && rev.Set.ID > after {
			found = append(found, rev)
		}
	}
	slices.SortFunc(found, func(a, b *play.Revision) int { return strings.Compare(a.Set.ID, b.Set.ID) })
	var items []apiSet
	for _, rev := range found[:min(len(found), limit+1)] {
		items = append(items, s.apiSetOf(c, rev))
	}
	return s.sendJSON(c, fiber.StatusOK, cutPart(items, limit, func(set apiSet) string { return set.ID }))
}

// apiSetByID tells of one set what is served of it, and what was.
func (s *Server) apiSetByID(c *fiber.Ctx, r *request) error {
	id := c.Params("set")
	others, err := s.play.Staff().Others(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	rev, err := s.play.Staff().Current(id)
	if err != nil || others[id] {
		return errNotFound
	}
	out := struct {
		apiSet
		History []apiPublication `json:"history"`
	}{s.apiSetOf(c, rev), []apiPublication{}}
	if !out.Folder {
		history, err := s.play.Staff().History(r.Ctx, r.Staff, id)
		if err != nil {
			return err
		}
		for _, p := range history {
			out.History = append(out.History, apiPublication{p.Revision, p.At.UTC(), p.By, p.Note, p.Unlisted, p.Revision == ""})
		}
	}
	return s.sendJSON(c, fiber.StatusOK, out)
}

// apiPublished is what became of a set that was sent.
type apiPublished struct {
	Set      string    `json:"set"`
	Revision string    `json:"revision"`
	Changed  bool      `json:"changed"`  // it is another than what was served
	Tried    bool      `json:"dry_run"`  // nothing was published
	Findings diag.List `json:"findings"` // the warnings
	Address  string    `json:"address"`  // of its page
}

// apiPublish publishes the set that is sent as a zip file, unless only a try is
// asked for. A set with errors is refused with all findings.
func (s *Server) apiPublish(c *fiber.Ctx, r *request) error {
	var unlisted *bool
	switch c.Query("unlisted") {
	case "":
	case "true", "false":
		hidden := c.Query("unlisted") == "true"
		unlisted = &hidden
	default:
		return &fault{failure: errBadRequest, field: "unlisted"}
	}
	try := c.Query("dry-run")
	if try != "" && try != "true" && try != "false" {
		return &fault{failure: errBadRequest, field: "dry-run"}
	}
	body, err := sent(c)
	if err != nil {
		return err
	}
	files, err := play.Receive(r.Ctx, []quiz.File{{Name: "set.zip", Data: body}})
	if unreadable, is := errors.AsType[*play.Unreadable](err); is {
		return &fault{failure: errNotASet, why: unreadable.Why}
	}
	if err != nil {
		return err
	}
	sent, err := s.play.Staff().Send(r.Ctx, r.Staff, c.Params("set"), files, c.Query("note"), unlisted, try == "true")
	if err != nil {
		return err
	}
	if sent.Revision == nil {
		return &fault{failure: errBroken, findings: sent.List}
	}
	status := fiber.StatusOK
	if sent.New && try != "true" {
		status = fiber.StatusCreated
	}
	out := apiPublished{c.Params("set"), sent.Revision.Hash, sent.New, try == "true", sent.List, s.apiSetOf(c, sent.Revision).Address}
	if out.Findings == nil {
		out.Findings = diag.List{}
	}
	return s.sendJSON(c, status, out)
}

// apiWithdraw serves a set no more.
func (s *Server) apiWithdraw(c *fiber.Ctx, r *request) error {
	var sent struct {
		Note string `json:"note"`
	}
	if err := readAny(c, &sent); err != nil {
		return err
	}
	return noContent(c, s.play.Staff().Withdraw(r.Ctx, r.Staff, c.Params("set"), sent.Note))
}

// apiRollBack serves an earlier revision of a set again.
func (s *Server) apiRollBack(c *fiber.Ctx, r *request) error {
	var sent struct {
		Revision string `json:"revision"`
		Note     string `json:"note"`
	}
	if err := readJSON(c, &sent); err != nil {
		return err
	}
	if sent.Revision == "" {
		return &fault{failure: errJSON, field: "revision"}
	}
	if err := s.play.Staff().RollBack(r.Ctx, r.Staff, c.Params("set"), sent.Revision, sent.Note); err != nil {
		return err
	}
	return s.apiSetByID(c, r)
}

// apiList shows a set in the library, or hides it.
func (s *Server) apiList(c *fiber.Ctx, r *request) error {
	var sent struct {
		Unlisted *bool `json:"unlisted"`
	}
	if err := readJSON(c, &sent); err != nil {
		return err
	}
	if sent.Unlisted == nil {
		return &fault{failure: errJSON, field: "unlisted"}
	}
	if err := s.play.Staff().List(r.Ctx, r.Staff, c.Params("set"), *sent.Unlisted); err != nil {
		return err
	}
	return s.apiSetByID(c, r)
}
