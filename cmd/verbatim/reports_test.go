package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

// What is closed at the terminal stands in the audit log as what is closed in a
// browser does, and once.
func TestReportsClosedAtTheTerminalAreLogged(t *testing.T) {
	data := t.TempDir()
	sets, _, _, err := loadTree(fstest.MapFS{"tea/set.yaml": {Data: []byte(`title: Tea
language: en
topics:
  making: Making
questions:
  - id: water
    topic: making
    evidence: background
    stem: What is tea made with?
    options:
      - {text: Water, correct: true}
      - {text: Sand, because: It is dry.}
    explanation: Water draws it.
`)}}, "sets")
	if err != nil {
		t.Fatal(err)
	}
	if err := attend(data, sets[0], 2); err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	walks, err := st.Walks(t.Context(), uuid.Nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := walks[0].Session
	report := store.Report{
		ID: uuid.Must(uuid.NewV7()), Session: s.ID, N: 1, Set: s.Set, Revision: s.Revision, Question: sets[0].Questions[s.Items[0]].ID, Reason: "unclear", At: time.Now(),
	}
	if err := st.PutReport(t.Context(), report); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	var out, errs bytes.Buffer
	call := func(args ...string) {
		t.Helper()
		if code := run(append(args, "--data", data), &env{t.Context(), strings.NewReader(""), &out, &errs}); code != 0 {
			t.Fatalf("%v: %d\n%s", args, code, errs.String())
		}
	}
	for _, note := range []string{"put right", "again"} {
		call("reports", "close", report.ID.String(), "--note", note)
	}
	call("audit")
	if log := out.String(); !strings.Contains(log, "terminal") || !strings.Contains(log, "put right") || strings.Count(log, "report-closed") != 1 {
		t.Errorf("the log:\n%s", log)
	}
}
