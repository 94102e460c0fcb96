package sqlite

import (
	"encoding/hex"
	"encoding/json"
	"time"
	"unique"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
)

func columnUUID(row *sqlite.Stmt, col int) (id uuid.UUID) {
	row.ColumnBytes(col, id[:])
	return id
}

func columnBytes(row *sqlite.Stmt, col int) []byte {
	b := make([]byte, row.ColumnLen(col))
	row.ColumnBytes(col, b)
	return b
}

func columnTime(row *sqlite.Stmt, col int) time.Time {
	return time.UnixMicro(row.ColumnInt64(col)).UTC()
}

// micro is the time as the database gives it back.
func micro(t time.Time) time.Time { return time.UnixMicro(t.UnixMicro()).UTC() }

// sessionColumns are what scanSession reads, in its order.
const sessionColumns = "s.id, s.learner, s.set_id, s.revision, s.mode, s.seed, s.parent, s.items, s.started, s.certainty, s.assignment, s.time_limit, s.extension, s.finished, s.regraded"

// afterSession is the column that follows them.
const afterSession = 15

func scanSession(row *sqlite.Stmt) (s quiz.Session, err error) {
	s.ID, s.Learner = columnUUID(row, 0), columnUUID(row, 1)
	s.Set = intern(row.ColumnText(2))
	s.Revision = intern(hex.EncodeToString(columnBytes(row, 3)))
	s.Mode = quiz.Mode(intern(row.ColumnText(4)))
	s.Seed = uint64(row.ColumnInt64(5))
	s.Parent = columnUUID(row, 6)
	s.Started = columnTime(row, 8)
	s.Certainty = quiz.CertaintyRule(intern(row.ColumnText(9)))
	s.Assignment = columnUUID(row, 10)
	s.TimeLimit, s.Extension = row.ColumnInt(11), row.ColumnInt(12)
	if !row.ColumnIsNull(13) {
		s.Finished = columnTime(row, 13)
	}
	s.Regraded = row.ColumnInt(14)
	return s, json.Unmarshal(columnBytes(row, 7), &s.Items)
}

// intern lets the sessions of one revision share its name.
func intern(s string) string { return unique.Make(s).Value() }
