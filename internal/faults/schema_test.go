package faults

import (
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to change a database as a newer program would

	"verbatim/internal/faults/tally"
)

// Experiment 13: a database that a newer program has added to serves this one,
// one that it has changed is refused, and a start that is killed while it makes
// the tables is completed by the next.
func TestFault13Schema(t *testing.T) {
	dir := t.TempDir()
	h := Folder(dir)
	var p *Program
	url := func() string { return p.URL }
	ledger := NewLedger()
	learner := NewLearner(url, ledger)
	steps := func(n int) {
		t.Helper()
		for range n {
			if err := learner.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	p = Start(t, h)
	steps(4)
	p.Stop(t)
	change(t, dir,
		"ALTER TABLE answer ADD COLUMN later TEXT",
		"ALTER TABLE session ADD COLUMN later INTEGER NOT NULL DEFAULT 0",
		"CREATE TABLE later (id BLOB NOT NULL PRIMARY KEY) STRICT",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	p = Start(t, h) // it is the older of the two programs now
	steps(4)
	p.Stop(t)
	change(t, dir, "PRAGMA user_version = 9999")
	if _, err := TryStart(t, h); err == nil || !oneLine([]byte(err.Error()), "newer Verbatim") {
		t.Errorf("on tables that only a newer program knows, it says: %v", err)
	}
	change(t, dir, "PRAGMA user_version = 1")
	p = Start(t, h)
	steps(4)
	p.Stop(t)
	found := ledger.Settle(t, h)

	rounds := tally.Rounds(6, 50)
	began := time.Now()
	Start(t, Folder(filepath.Join(t.TempDir(), "timed"))).Kill()
	took := time.Since(began)
	for range rounds {
		dir := filepath.Join(t.TempDir(), "data")
		cmd := Command(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(took))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		ledger := NewLedger()
		answerSome(t, Folder(dir), ledger)
		more := ledger.Settle(t, Folder(dir))
		found.Acknowledged += more.Acknowledged
		found.Lost += more.Lost
		found.Doubled += more.Doubled
		if out, err := Command(t, "migrate", "status", "--data", dir).CombinedOutput(); err != nil || strings.Contains(string(out), "not yet") {
			t.Errorf("after a kill the tables are %v: %s", err, out)
		}
	}
	found.Report(t, 13, tally.Times("newer tables; killed while making tables", rounds))
}

// change does to a database what no verb of ours does.
func change(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "verbatim.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// answerSome starts the program, has one learner answer a few questions, and
// stops it.
func answerSome(t *testing.T, h House, l *Ledger) {
	t.Helper()
	p := Start(t, h)
	one := NewLearner(func() string { return p.URL }, l)
	for range 4 { // the first begins the session
		if err := one.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	p.Stop(t)
}

// Experiment 14: backups are written while many answer; each, restored, holds
// all that had been acknowledged before it was begun, in the order in which it
// was given, and nothing that had not been sent when it was done.
func TestFault14Backup(t *testing.T) {
	dir := t.TempDir()
	h := Folder(filepath.Join(dir, "data"))
	p := Start(t, h)
	c := NewCrowd(t, p, learners, 0, nil)
	rounds := tally.Rounds(3, 20)
	found := tally.Tally{}
	for range rounds {
		c.Await(2 * learners)
		file := filepath.Join(dir, "backup.db")
		before := c.Ledger.snapshot()
		if out, err := Command(t, "backup", "--data", filepath.Join(dir, "data"), file).CombinedOutput(); err != nil {
			t.Fatalf("backup: %v: %s", err, out)
		}
		before.sent = c.Ledger.snapshot().sent
		restored := Folder(filepath.Join(dir, "restored"))
		if out, err := Command(t, "restore", "--data", filepath.Join(dir, "restored"), file).CombinedOutput(); err != nil {
			t.Fatalf("restore: %v: %s", err, out)
		}
		Start(t, restored).Kill() // it opens, and serves
		one := before.Settle(t, restored)
		found.Acknowledged += one.Acknowledged
		found.Lost += one.Lost
		found.Doubled += one.Doubled
		for _, path := range []string{file, filepath.Join(dir, "restored")} {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	c.Leave()
	p.Stop(t)
	c.Ledger.Settle(t, h)
	found.Report(t, 14, tally.Times("backup under load, restored", rounds))
}

// oneLine says whether a program's word is one line that holds some text.
func oneLine(said []byte, text string) bool {
	line := strings.TrimSpace(string(said))
	return strings.Contains(line, text) && !strings.Contains(line, "\n")
}
