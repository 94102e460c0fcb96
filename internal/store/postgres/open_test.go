//go:build unix

package postgres

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"verbatim/internal/e2e/pgtest"
)

// TestRefusals holds what keeps the program from starting to one line that says
// what to do, and names no password.
func TestRefusals(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	const password = "hunter2"
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	_, port, _ := net.SplitHostPort(silent.Addr().String())

	newer, readOnly, foreign := server.Create(), server.Create(), server.Create()
	if err := open(t, newer, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	server.Exec(name(newer), "UPDATE verbatim_schema SET value = 1000 WHERE name = 'level'")
	server.Exec("postgres", "ALTER DATABASE "+name(readOnly)+" SET default_transaction_read_only = on")
	server.Exec("postgres", "CREATE ROLE guest LOGIN")
	server.Exec(name(foreign), "REVOKE CREATE ON SCHEMA public FROM public")
	for what, c := range map[string]struct{ address, says string }{
		"no address":     {"postgres://verbatim:" + password + "@:x/", "cannot be read"},
		"other database": {"mysql://verbatim:" + password + "@127.0.0.1/verbatim", "cannot be read"},
		"no server":      {"postgres://verbatim:" + password + "@127.0.0.1:1/verbatim", "the database verbatim at 127.0.0.1:1 cannot be reached (connect: connection refused): start the server"},
		"no socket":      {"postgres:///verbatim?host=/nowhere", "the database verbatim at /nowhere cannot be reached (connect: no such file or directory)"},
		"silence":        {"postgres://verbatim:" + password + "@127.0.0.1:" + port + "/verbatim?connect_timeout=1", "cannot be reached (it does not answer)"},
		"no database":    {server.URL("nothing"), "there is no database nothing at"},
		"no user":        {strings.Replace(server.URL("postgres"), "user=postgres", "user=nobody", 1), "refuses this user or password"},
		"newer tables":   {newer, "written by a newer Verbatim (its tables are of level 1000, this program knows level 1)"},
		"read-only":      {readOnly, "may only be read"},
		"no rights":      {strings.Replace(foreign, "user=postgres", "user=guest", 1), "lacks a right"},
	} {
		t.Run(what, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			st, err := Open(ctx, c.address, Options{})
			if err == nil {
				st.Close()
				t.Fatal("it opens")
			}
			said := err.Error()
			if !strings.Contains(said, c.says) || strings.Contains(said, password) || strings.Contains(said, "\n") {
				t.Errorf("it says %q, want %q in one line", said, c.says)
			}
		})
	}
}

// name is the name of the database in an address of pgtest's.
func name(address string) string {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		panic(err)
	}
	return config.Database
}

// TestAddress sees that what is shown of an address holds no password.
func TestAddress(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://verbatim:hunter2@db.example.org/school":      "school at db.example.org:5432",
		"postgresql://verbatim:hunter2@[::1]:5433/school?x=1":    "school at [::1]:5433",
		"postgres:///school?host=/run/pg&user=a&password=secret": "school at /run/pg",
		"postgres://verbatim:hunter2@:x/":                        "(unreadable)",
	} {
		if got := Address(address); got != want {
			t.Errorf("Address(%s) = %s, want %s", address, got, want)
		}
	}
}

// TestNodesStartTogether has several nodes make the tables of one new database.
func TestNodesStartTogether(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			st, err := Open(t.Context(), address, Options{Connections: 2})
			if err != nil {
				t.Error(err)
				return
			}
			if err := st.Ping(t.Context()); err != nil {
				t.Error(err)
			}
			st.Close()
		})
	}
	wg.Wait()
	list, err := Migrations(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if since := time.Since(m.Applied); since < -time.Second || since > time.Minute {
			t.Errorf("step %d %s was taken at %v", m.Version, m.Name, m.Applied)
		}
	}
}

// TestGuest opens a database as a user who may not change its tables, once
// somebody else has made them.
func TestGuest(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	address := server.Create()
	open(t, address, Options{}).Close()
	server.Exec(name(address), "CREATE ROLE guest LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO guest")
	h := newHouse(t, strings.Replace(address, "user=postgres", "user=guest", 1))
	h.must(h.answer(h.session().ID, 1, "x"))
}

// TestNeverAsynchronous sees that a commit is on the disk before it is
// acknowledged, whatever the server is set to.
func TestNeverAsynchronous(t *testing.T) {
	for setting, want := range map[string]string{"off": "on", "local": "local", "remote_write": "remote_write"} {
		server := pgtest.Start(t, "synchronous_commit="+setting)
		st := open(t, server.Create(), Options{})
		for what, d := range map[string]database{"the pool": st.database, "the writer": st.answers} {
			err := d.query(t.Context(), "ask", "SELECT current_setting('synchronous_commit')", func(r row) {
				if got := r.text(0); got != want {
					t.Errorf("a server with synchronous_commit=%s: %s has %s", setting, what, got)
				}
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
}

// TestExamine looks at a database that is in use.
func TestExamine(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	if _, err := Examine(t.Context(), server.Create()); err == nil || !strings.Contains(err.Error(), "holds nothing of Verbatim's") {
		t.Errorf("an empty database: %v", err)
	}
	address := server.Create()
	h := newHouse(t, address)
	s := h.session()
	h.must(h.answer(s.ID, 1, "x"))
	x, err := Examine(t.Context(), address)
	h.must(err)
	defer x.Close()
	if wrong, err := x.Integrity(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the database is not sound: %v %v", wrong, err)
	}
	if err := x.query(t.Context(), "change something", "DELETE FROM answer", nil); err == nil {
		t.Error("an examination can change something")
	}
	server.Exec(name(address), "SET session_replication_role = replica; DELETE FROM session")
	wrong, err := x.Integrity(t.Context())
	h.must(err)
	if want := "1 rows of the table answer refer to rows of session that are not there"; fmt.Sprint(wrong) != "["+want+"]" {
		t.Errorf("it finds %v, want %s", wrong, want)
	}
}
