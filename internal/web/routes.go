package web

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"
)

// route is one row of the table of everything that can be asked of the server.
type route struct {
	Method  string // GET answers HEAD too
	Path    string
	Access  access
	Handler func(*fiber.Ctx, *request) error

	Limit     limit         // how often it may be asked
	Fields    []string      // what a POST's form may hold beside its token; anyField leaves it to the handler
	Upload    bool          // a POST's form may come with files
	BodyLimit int           // bytes; 0 stands for the server's bodyLimit
	Deadline  time.Duration // of request.Ctx; 0 stands for the server's deadline
}

// access says who may ask. A row names it always: the zero value is refused.
type access int

const (
	// forProbes is for machines that watch the server: whatever host they
	// name, and no login is looked up.
	forProbes access = iota + 1
	// forAssets is for files that are the same for everybody.
	forAssets
	// forAll is for everybody; a login is known where there is one.
	forAll
	// forLearners is for browsers with a login. To others the page does not exist.
	forLearners
	// forAssistants is for everybody who has signed in.
	forAssistants
	// forInstructors is for those who may publish.
	forInstructors
	// forAdmins is for those who see to the accounts.
	forAdmins
	// forReaders is for programs whose token stands for somebody who teaches.
	forReaders
	// forWriters is for programs whose token may change things, and stands for
	// somebody who may publish.
	forWriters
	// forAuditors is for programs whose token stands for an admin.
	forAuditors
)

// anyField is for forms whose fields the kind of question names.
var anyField = []string{"*"}

// termFields are those of the form of an assignment.
var termFields = []string{
	"set", "title", "mode", "topic", "draw-topic", "draw", "questions", "attempts", "time-limit", "opens", "closes", "zone",
	"identity", "roster", "keep", "certainty", "answered", "finished", "closed",
}

// rosterBody is enough for the list of a class of 20,000, percent-encoded.
const rosterBody = 8 << 20

// tinyBody is enough for a form that holds no more than its token.
const tinyBody = 4 << 10

// reportBody is enough for a report of the greatest length, in any script.
const reportBody = 32 << 10

// questionBody is enough for the form of a question of any length.
const questionBody = 1 << 20

// table lists everything that can be asked of the server. Nothing else answers.
func (s *Server) table() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	rows := []route{
		{Method: get, Path: "/", Access: forAll, Handler: s.showLibrary},
		{Method: get, Path: "/privacy", Access: forAll, Handler: s.showPrivacy},

		{Method: get, Path: "/sets/:set", Access: forAll, Handler: s.showStart},
		{Method: post, Path: "/sets/:set", Access: forAll, Handler: s.start, Limit: byAddress, Fields: []string{"mode", "topic", "questions", "certainty", "minutes"}},
		{Method: get, Path: "/sets/:set/reading", Access: forAll, Handler: s.showReading},
		{Method: get, Path: "/sets/:set/media/:revision/*", Access: forAssets, Handler: s.showMedia},

		{Method: get, Path: "/join", Access: forAll, Handler: s.showJoin},
		{Method: post, Path: "/join", Access: forAll, Handler: s.findAssignment, Fields: []string{"code"}, BodyLimit: tinyBody},
		{Method: get, Path: "/join/:code", Access: forAll, Handler: s.showAssignment},
		{Method: post, Path: "/join/:code", Access: forAll, Handler: s.attend, Limit: byAddress, Fields: []string{"nickname", "name", "number"}, BodyLimit: tinyBody},

		{Method: get, Path: "/sessions", Access: forAll, Handler: s.showSessions},
		{Method: get, Path: "/sessions/:id", Access: forLearners, Handler: s.resume},
		{Method: get, Path: "/sessions/:id/questions/:n", Access: forLearners, Handler: s.showQuestion},
		{Method: post, Path: "/sessions/:id/questions/:n", Access: forLearners, Handler: s.answer, Limit: bySession, Fields: anyField},
		{Method: get, Path: "/sessions/:id/questions/:n/feedback", Access: forLearners, Handler: s.showFeedback},
		{Method: get, Path: "/sessions/:id/questions/:n/report", Access: forLearners, Handler: s.showReport},
		{Method: post, Path: "/sessions/:id/questions/:n/report", Access: forLearners, Handler: s.report, Limit: bySession, Fields: []string{"reason", "text"}, BodyLimit: reportBody},
		{Method: post, Path: "/sessions/:id/questions/:n/undo", Access: forLearners, Handler: s.takeBack, Limit: bySession, BodyLimit: tinyBody},
		{Method: get, Path: "/sessions/:id/parts/:n", Access: forLearners, Handler: s.showPart},
		{Method: get, Path: "/sessions/:id/check", Access: forLearners, Handler: s.showCheck},
		{Method: post, Path: "/sessions/:id/check", Access: forLearners, Handler: s.finish, Limit: bySession, BodyLimit: tinyBody},
		{Method: get, Path: "/sessions/:id/results", Access: forLearners, Handler: s.showResults},
		{Method: get, Path: "/sessions/:id/answers.csv", Access: forLearners, Handler: s.showTable},
		{Method: get, Path: "/sessions/:id/summary.txt", Access: forLearners, Handler: s.showShare},
		{Method: get, Path: "/sessions/:id/answers.json", Access: forLearners, Handler: s.showJSON},
		{Method: get, Path: "/sessions/:id/reading", Access: forLearners, Handler: s.showMarked},
		{Method: get, Path: "/sessions/:id/delete", Access: forLearners, Handler: s.showDelete},
		{Method: post, Path: "/sessions/:id/delete", Access: forLearners, Handler: s.deleteSession, BodyLimit: tinyBody},
		{Method: post, Path: "/sessions/:id/retry", Access: forLearners, Handler: s.retry, Limit: bySession, BodyLimit: tinyBody},

		{Method: get, Path: "/teach/sign-in", Access: forAll, Handler: s.showSignIn},
		{Method: post, Path: "/teach/sign-in", Access: forAll, Handler: s.signIn, Fields: []string{"name", "password", "to"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/sign-out", Access: forAssistants, Handler: s.signOut, BodyLimit: tinyBody},
		{Method: get, Path: "/teach/welcome/:secret", Access: forAll, Handler: s.showWelcome},
		{Method: post, Path: "/teach/welcome/:secret", Access: forAll, Handler: s.welcome, Fields: []string{"name", "password", "again"}, BodyLimit: tinyBody},

		{Method: get, Path: "/teach", Access: forAssistants, Handler: s.showDesk},
		{Method: get, Path: "/teach/account", Access: forAssistants, Handler: s.showOwnAccount},
		{Method: post, Path: "/teach/account/password", Access: forAssistants, Handler: s.changePassword, Fields: []string{"present", "password", "again"}, BodyLimit: tinyBody},
		{Method: get, Path: "/teach/account/tokens", Access: forAssistants, Handler: s.showTokens},
		{Method: post, Path: "/teach/account/tokens", Access: forAssistants, Handler: s.newAPIToken, Fields: []string{"name", "days", "publish"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/account/tokens/:id/end", Access: forAssistants, Handler: s.endToken, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/account/sign-ins/:id", Access: forAssistants, Handler: s.endOwnLogin, BodyLimit: tinyBody},

		{Method: get, Path: "/teach/assignments", Access: forAssistants, Handler: s.showAssignments},
		{Method: get, Path: "/teach/assignments/new", Access: forInstructors, Handler: s.showAssign},
		{Method: post, Path: "/teach/assignments/new", Access: forInstructors, Handler: s.assign, Fields: termFields, BodyLimit: rosterBody},
		{Method: get, Path: "/teach/assignments/:id", Access: forAssistants, Handler: s.showAssignmentOf},
		{Method: get, Path: "/teach/assignments/:id/terms", Access: forInstructors, Handler: s.showTerms},
		{Method: post, Path: "/teach/assignments/:id/terms", Access: forInstructors, Handler: s.changeTerms, Fields: termFields, BodyLimit: rosterBody},
		{Method: post, Path: "/teach/assignments/:id/participants/:participant", Access: forInstructors, Handler: s.changeParticipant, Fields: []string{"extension", "do"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/assignments/:id/close", Access: forInstructors, Handler: s.closeAssignment, BodyLimit: tinyBody},
		{Method: get, Path: "/teach/assignments/:id/delete", Access: forInstructors, Handler: s.showDeleteAssignment},
		{Method: post, Path: "/teach/assignments/:id/delete", Access: forInstructors, Handler: s.deleteAssignment, BodyLimit: tinyBody},
		{Method: get, Path: "/teach/sets", Access: forAssistants, Handler: s.showSets},
		{Method: get, Path: "/teach/sets/new", Access: forInstructors, Handler: s.showNewSet},
		{Method: post, Path: "/teach/sets", Access: forInstructors, Handler: s.newSet, Upload: true, Fields: []string{"set", "text", "reading", "file"}, BodyLimit: uploadLimit, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/sets/:set", Access: forAssistants, Handler: s.showHistory},
		{Method: get, Path: "/teach/sets/:set/diff", Access: forAssistants, Handler: s.showDiff},
		{Method: post, Path: "/teach/sets/:set/edit", Access: forInstructors, Handler: s.editSet, Fields: []string{"question"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/sets/:set/roll-back", Access: forInstructors, Handler: s.rollBack, Fields: []string{"revision", "note"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/sets/:set/listing", Access: forInstructors, Handler: s.listSet, Fields: []string{"unlisted"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/sets/:set/withdraw", Access: forInstructors, Handler: s.withdraw, Fields: []string{"note"}, BodyLimit: tinyBody},

		{Method: get, Path: "/teach/drafts/:id", Access: forAssistants, Handler: s.showDraft, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id", Access: forInstructors, Handler: s.saveDraft, Upload: true, Fields: []string{"version", "set", "text", "reading"}, BodyLimit: uploadLimit, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/files", Access: forInstructors, Handler: s.addFiles, Upload: true, Fields: []string{"version", "file"}, BodyLimit: uploadLimit, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/drafts/:id/review", Access: forAssistants, Handler: s.showIncoming, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/review", Access: forInstructors, Handler: s.bringIn, Upload: true, Fields: anyField, BodyLimit: bodyLimit * 16, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/discard", Access: forInstructors, Handler: s.discard, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/drafts/:id/quote", Access: forInstructors, Handler: s.acceptQuote, Fields: []string{"version", "question", "passage"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/drafts/:id/preview", Access: forAssistants, Handler: s.preview, Fields: []string{"mode", "minutes", "certainty"}, BodyLimit: tinyBody, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/publish", Access: forInstructors, Handler: s.publishDraft, Fields: []string{"version", "note", "unlisted"}, BodyLimit: tinyBody, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/drafts/:id/questions", Access: forAssistants, Handler: s.showQuestions, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/drafts/:id/questions/new", Access: forInstructors, Handler: s.showNewQuestion, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/questions/new", Access: forInstructors, Handler: s.addQuestion, Upload: true, Fields: anyField, BodyLimit: questionBody, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/drafts/:id/questions/:n", Access: forAssistants, Handler: s.showQuestionForm, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/questions/:n", Access: forInstructors, Handler: s.saveQuestion, Upload: true, Fields: anyField, BodyLimit: questionBody, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/questions/:n/text", Access: forInstructors, Handler: s.saveQuestionText, Upload: true, Fields: []string{"seen", "was", "text"}, BodyLimit: questionBody, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/questions/:n/move", Access: forInstructors, Handler: s.moveQuestion, Fields: []string{"seen", "do"}, BodyLimit: tinyBody, Deadline: uploadDeadline},
		{Method: post, Path: "/teach/drafts/:id/questions/:n/copy", Access: forInstructors, Handler: s.doubleQuestion, Fields: []string{"seen"}, BodyLimit: tinyBody, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/drafts/:id/questions/:n/delete", Access: forInstructors, Handler: s.showDeleteQuestion},
		{Method: post, Path: "/teach/drafts/:id/questions/:n/delete", Access: forInstructors, Handler: s.deleteQuestion, Fields: []string{"seen"}, BodyLimit: tinyBody, Deadline: uploadDeadline},
		{Method: get, Path: "/teach/drafts/:id/delete", Access: forInstructors, Handler: s.showDeleteDraft},
		{Method: post, Path: "/teach/drafts/:id/delete", Access: forInstructors, Handler: s.deleteDraft, BodyLimit: tinyBody},

		{Method: get, Path: "/teach/accounts", Access: forAdmins, Handler: s.showAccounts},
		{Method: post, Path: "/teach/accounts", Access: forAdmins, Handler: s.invite, Fields: []string{"name", "role"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/invitations/:id/withdraw", Access: forAdmins, Handler: s.withdrawInvitation, BodyLimit: tinyBody},
		{Method: get, Path: "/teach/accounts/:id", Access: forAdmins, Handler: s.showAccount},
		{Method: post, Path: "/teach/accounts/:id/role", Access: forAdmins, Handler: s.setRole, Fields: []string{"role"}, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/accounts/:id/reset", Access: forAdmins, Handler: s.resetPassword, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/accounts/:id/sign-ins", Access: forAdmins, Handler: s.endLogins, BodyLimit: tinyBody},
		{Method: post, Path: "/teach/accounts/:id/state", Access: forAdmins, Handler: s.setState, Fields: []string{"closed"}, BodyLimit: tinyBody},
		{Method: get, Path: "/teach/log", Access: forAdmins, Handler: s.showLog},

		{Method: get, Path: "/teach/results", Access: forAssistants, Handler: s.showClasses},
		{Method: get, Path: inboxPath, Access: forAssistants, Handler: s.showInbox},
		{Method: post, Path: inboxPath + "/:id", Access: forInstructors, Handler: s.closeReport, Fields: []string{"do", "note", "to"}, BodyLimit: reportBody},

		{Method: get, Path: minePath, Access: forLearners, Handler: s.showMine, Deadline: mineDeadline},
		{Method: get, Path: forgetPath, Access: forLearners, Handler: s.showForget},
		{Method: post, Path: forgetPath, Access: forLearners, Handler: s.forget, BodyLimit: tinyBody, Deadline: mineDeadline},

		{Method: get, Path: "/assets/:name", Access: forAssets, Handler: s.showAsset},
		{Method: get, Path: "/healthz", Access: forProbes, Handler: s.health},
		{Method: get, Path: "/readyz", Access: forProbes, Handler: s.ready},
	}
	rows = append(rows,
		route{Method: get, Path: "/teach/assignments/:id/live", Access: forAssistants, Handler: s.showClassLive, Deadline: figuresFor},
		route{Method: get, Path: "/teach/assignments/:id/live/events", Access: forAssistants, Handler: s.showLiveEvents},
	)
	for _, class := range []string{"/teach/sets/:set/results", "/teach/assignments/:id/results"} {
		rows = append(rows,
			route{Method: get, Path: class, Access: forAssistants, Handler: s.showClass, Deadline: figuresFor},
			route{Method: get, Path: class + "/questions/:question", Access: forAssistants, Handler: s.showClassItem, Deadline: figuresFor},
			route{Method: get, Path: class + "/learners", Access: forAssistants, Handler: s.showClassLearners, Deadline: figuresFor},
			route{Method: get, Path: class + "/reading", Access: forAssistants, Handler: s.showClassReading, Deadline: figuresFor},
			route{
				Method: post, Path: class + "/export", Access: forAssistants, Handler: s.exportClass, Fields: []string{"form", "revision", "options", "names"},
				BodyLimit: tinyBody, Deadline: exportFor,
			},
		)
	}
	for _, at := range []string{"/teach/sets/:set/regrade", "/teach/assignments/:id/regrade"} {
		rows = append(rows,
			route{Method: get, Path: at, Access: forInstructors, Handler: s.showRegrade, Deadline: figuresFor},
			route{Method: post, Path: at, Access: forInstructors, Handler: s.regrade, Fields: []string{"question", "rule", "key", "why"}, BodyLimit: regradeBody, Deadline: regradeFor},
			route{Method: post, Path: at + "/:regrade/resume", Access: forInstructors, Handler: s.resumeRegrade, BodyLimit: tinyBody, Deadline: regradeFor},
			route{Method: post, Path: at + "/:regrade/undo", Access: forInstructors, Handler: s.undoRegrade, BodyLimit: tinyBody, Deadline: regradeFor},
		)
	}
	rows = append(rows, s.apiTable()...)
	if s.findings != nil {
		rows = append(rows, route{Method: get, Path: "/findings/:secret", Access: forAll, Handler: s.showFindings})
	}
	return rows
}

// limitedPath is where a POST may be larger or must be smaller than others.
type limitedPath struct {
	pattern pattern
	route   route
}

// limitedPaths are the rows that have a limit of their own.
func limitedPaths(rows []route) (paths []limitedPath) {
	for _, rt := range rows {
		if rt.BodyLimit > 0 && rt.Method == fiber.MethodPost {
			paths = append(paths, limitedPath{newPattern(rt.Path), rt})
		}
	}
	return paths
}

// requestLimits gives the body limit of the route that a request is for, before
// its body is read.
func (s *Server) requestLimits(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	if s.site.mount != nil {
		s.site.mount.enter(h) // nobody has looked at the address before
	}
	if !h.IsPost() {
		return fasthttp.RequestConfig{}
	}
	rt := s.limitedRoute(h)
	switch {
	case rt == nil:
		return fasthttp.RequestConfig{}
	case rt.Upload:
		return s.uploadLimits(h, *rt)
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: rt.BodyLimit}
}

// limitedRoute is the row with a limit of its own that a POST is for; nil where
// there is none.
func (s *Server) limitedRoute(h *fasthttp.RequestHeader) *route {
	path, _, _ := strings.Cut(utils.UnsafeString(h.RequestURI()), "?")
	slashes := strings.Count(path, "/")
	for i := range s.limited {
		if l := &s.limited[i]; l.pattern.match(path, slashes) {
			return &l.route
		}
	}
	return nil
}
