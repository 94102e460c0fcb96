package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showShare answers with a few lines of plain text that sum up a session, to be
// copied to others: they give no question and no answer away.
func (s *Server) showShare(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	switch {
	case w.Session.Open():
		return errNotFound
	case !w.Shows(quiz.ShowReasons):
		return errHidden
	}
	words, set, score := s.pages.words[r.Lang], w.Revision.Set, w.Score()
	when, err := words.When(w.Session.Started)
	if err != nil {
		return err
	}
	lines := []string{set.Title + ", " + when}
	say := func(key string, pairs ...any) {
		text, failed := words.T(key, pairs...)
		lines, err = append(lines, text), failed
	}
	say("results.sentence", "right", score.Right, "answered", score.Answered)
	if err == nil && w.Session.Mode.Scored() {
		say("results.marks", "percent", page.Percent(score.Fraction()))
	}
	for _, g := range score.Topics {
		if err == nil && g.Answered > 0 {
			say("results.sum-up-topic", "topic", set.Topics.Title(g.Name), "right", g.Right, "answered", g.Answered)
		}
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Response().SetBodyString(strings.Join(lines, "\n") + "\n")
	return nil
}
