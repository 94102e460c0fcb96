//go:build unix

package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/play"
	"verbatim/internal/store/postgres"
	"verbatim/questions"
)

// TestVerbsOnPostgres runs the verbs that look after a database beside a server
// on PostgreSQL.
func TestVerbsOnPostgres(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	st, err := postgres.Open(t.Context(), address, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	sets, _, _, err := loadTree(questions.FS, "questions")
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(t.Context(), st, []*play.Revision{play.NewRevision(sets[0], sets[0].Files)}, play.Options{})
	if err != nil {
		t.Fatal(err)
	}
	learner, _, err := p.NewLearner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Start(t.Context(), learner, play.Start{Set: sets[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Answer(t.Context(), learner, s.ID, 1, map[string][]string{"dont-know": {"1"}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"doctor", 0, `1 session and 1 answer were looked at\.\nAll is well\.\n`},
		{"migrate", 0, `(?m)^1 +walks +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`},
		{"migrate up", 0, `^The tables are up to date\.\n$`},
		{"results " + sets[0].ID, 0, `Left out: 1 unfinished session`},
		{"backup x.db", 1, `pg_dump --format=custom --file=x\.db`},
		{"audit", 0, ``},
	} {
		var out bytes.Buffer
		code := run(append(strings.Fields(c.args), "--database", address), &env{ctx: t.Context(), stdin: &bytes.Buffer{}, stdout: &out, stderr: &out})
		if code != c.code || !regexp.MustCompile(c.says).MatchString(out.String()) {
			t.Errorf("verbatim %s: exit code %d, it does not say %s:\n%s", c.args, code, c.says, &out)
		}
	}
}
