package sqlite

import (
	"context"
	"strings"
	"testing"

	"verbatim/internal/store"
	"verbatim/internal/store/storetest"
)

func TestStatements(t *testing.T) {
	dir := t.TempDir()
	open := func(t *testing.T) store.Store { return open(t, dir, Options{HotSessions: -1, Readers: 1}) }
	storetest.Statements(t, open, func(st store.Store) (n int) {
		s := st.(*Store)
		take := func(c *conn) error {
			for q, stmt := range c.stmts {
				if !strings.HasPrefix(q, "BEGIN") && q != "COMMIT" && !strings.HasPrefix(q, "PRAGMA") {
					n++
					delete(c.stmts, q)
					if err := stmt.Finalize(); err != nil {
						return err
					}
				}
			}
			return nil
		}
		must(t, s.change(context.Background(), "take", take, nil))
		must(t, s.read.with(context.Background(), take))
		return n
	})
}
