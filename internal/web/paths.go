package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
	"github.com/google/uuid"
)

// The addresses of pages. routes.go has their patterns.

func setPath(set string) string     { return "/sets/" + set }
func readingPath(set string) string { return setPath(set) + "/reading" }

func joinPath(code string) string { return "/join/" + code }

func sessionPath(id uuid.UUID) string       { return "/sessions/" + id.String() }
func resultsPath(id uuid.UUID) string       { return sessionPath(id) + "/results" }
func checkPath(id uuid.UUID) string         { return sessionPath(id) + "/check" }
func partPath(id uuid.UUID, n int) string   { return sessionPath(id) + "/parts/" + strconv.Itoa(n) }
func reportPath(id uuid.UUID, n int) string { return questionPath(id, n) + "/report" }
func deletePath(id uuid.UUID) string        { return sessionPath(id) + "/delete" }

func questionPath(id uuid.UUID, n int) string {
	return sessionPath(id) + "/questions/" + strconv.Itoa(n)
}
func feedbackPath(id uuid.UUID, n int) string { return questionPath(id, n) + "/feedback" }

// The pages of those who teach.
const (
	signInPath     = "/teach/sign-in"
	deskPath       = "/teach"
	ownAccountPath = "/teach/account"
	tokensPath     = "/teach/account/tokens"
	accountsPath   = "/teach/accounts"
	logPath        = "/teach/log"
	classesPath    = "/teach/results"
	inboxPath      = "/teach/reports"
	setsPath       = "/teach/sets"
	newSetPath     = "/teach/sets/new"
)

func withdrawPath(invitation uuid.UUID) string {
	return "/teach/invitations/" + invitation.String() + "/withdraw"
}
func accountPath(id uuid.UUID) string  { return accountsPath + "/" + id.String() }
func endTokenPath(id uuid.UUID) string { return tokensPath + "/" + id.String() + "/end" }
func endLoginPath(id uuid.UUID) string { return ownAccountPath + "/sign-ins/" + id.String() }

// classPath is where the results of a set begin.
func classPath(set string) string              { return "/teach/sets/" + set + "/results" }
func draftPath(id uuid.UUID) string            { return "/teach/drafts/" + id.String() }
func draftQuestionsPath(id uuid.UUID) string   { return draftPath(id) + "/questions" }
func newDraftQuestionPath(id uuid.UUID) string { return draftQuestionsPath(id) + "/new" }
func draftQuestionPath(id uuid.UUID, n int) string {
	return draftQuestionsPath(id) + "/" + strconv.Itoa(n)
}
func historyPath(set string) string { return setsPath + "/" + set }

// assignedPath is where the results of an assignment begin.
func assignedPath(id uuid.UUID) string { return assignmentPath(id) + "/results" }

func livePath(id uuid.UUID) string { return assignmentPath(id) + "/live" }

// WelcomePath is the address on this server of the link that a ticket's code makes.
func WelcomePath(code string) string { return "/teach/welcome/" + code }

// goTo sends the browser on to another page of ours, to be fetched by GET.
func goTo(c *fiber.Ctx, path string) error {
	c.Response().Header.SetCanonical(locationHeader, utils.UnsafeBytes(path)) // which copies it
	c.Status(fiber.StatusSeeOther)
	return nil
}

var locationHeader = []byte(fiber.HeaderLocation)

const (
	assignmentsPath   = "/teach/assignments"
	newAssignmentPath = assignmentsPath + "/new"
)

func assignmentPath(id uuid.UUID) string { return assignmentsPath + "/" + id.String() }
func termsPath(id uuid.UUID) string      { return assignmentPath(id) + "/terms" }
func participantPath(assignment, participant uuid.UUID) string {
	return assignmentPath(assignment) + "/participants/" + participant.String()
}
