package postgres

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"time"
	"unique"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"verbatim/internal/quiz"
)

// row is a row as the server sends it, in PostgreSQL's binary format. Decoding
// it by hand costs a tenth of what Rows.Scan does. It is valid until the next.
type row [][]byte

func (r row) null(col int) bool   { return r[col] == nil }
func (r row) text(col int) string { return string(r[col]) }
func (r row) bool(col int) bool   { return r[col][0] != 0 }

// bytes gives a copy.
func (r row) bytes(col int) []byte { return append([]byte{}, r[col]...) }

// uuid gives the zero id for NULL.
func (r row) uuid(col int) (id uuid.UUID) {
	copy(id[:], r[col])
	return id
}

// int reads a smallint, integer or bigint. A sum of bigints is none of them:
// cast it.
func (r row) int(col int) int64 {
	switch b := r[col]; len(b) {
	case 2:
		return int64(int16(binary.BigEndian.Uint16(b)))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(b)))
	case 8:
		return int64(binary.BigEndian.Uint64(b))
	default:
		panic(fmt.Sprintf("postgres: column %d is no integer", col))
	}
}

func (r row) float(col int) float64 {
	return math.Float64frombits(binary.BigEndian.Uint64(r[col]))
}

func (r row) time(col int) time.Time { return time.UnixMicro(r.int(col)).UTC() }

// micro is the time as the database gives it back.
func micro(t time.Time) time.Time { return time.UnixMicro(t.UnixMicro()).UTC() }

// bind turns ids and times into what pgx encodes without reflection. The zero
// uuid and the zero time are NULL: they stand for "none".
func bind(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case uuid.UUID:
			args[i] = pgtype.UUID{Bytes: v, Valid: v != uuid.Nil}
		case time.Time:
			args[i] = pgtype.Int8{Int64: v.UnixMicro(), Valid: !v.IsZero()}
		}
	}
	return args
}

// sessionColumns are what scanSession reads, in its order.
const sessionColumns = "s.id, s.learner, s.set_id, s.revision, s.mode, s.seed, s.parent, s.items, s.started, s.certainty, s.assignment, s.time_limit, s.extension, s.finished, s.regraded"

// afterSession is the column that follows them.
const afterSession = 15

func scanSession(r row) (s quiz.Session, err error) {
	s.ID, s.Learner = r.uuid(0), r.uuid(1)
	s.Set = intern(r.text(2))
	s.Revision = intern(hex.EncodeToString(r[3]))
	s.Mode = quiz.Mode(intern(r.text(4)))
	s.Seed = uint64(r.int(5))
	s.Parent = r.uuid(6)
	s.Started = r.time(8)
	s.Certainty = quiz.CertaintyRule(intern(r.text(9)))
	s.Assignment = r.uuid(10)
	s.TimeLimit, s.Extension = int(r.int(11)), int(r.int(12))
	if !r.null(13) {
		s.Finished = r.time(13)
	}
	s.Regraded = int(r.int(14))
	s.Items, err = items(r[7])
	return s, err
}

// items reads the numbers of a session's questions: a JSON array, as
// CreateSession writes it. encoding/json takes ten times as long, and every page
// reads one.
func items(text []byte) ([]int, error) {
	if string(text) == "null" || string(text) == "[]" {
		return nil, nil
	}
	list, opened := bytes.CutPrefix(text, []byte("["))
	list, closed := bytes.CutSuffix(list, []byte("]"))
	if !opened || !closed {
		return nil, fmt.Errorf("the questions of a session are no list: %.40q", text)
	}
	numbers := make([]int, 0, bytes.Count(list, []byte(","))+1)
	for number := range bytes.SplitSeq(list, []byte(",")) {
		n, err := strconv.Atoi(string(bytes.TrimSpace(number)))
		if err != nil {
			return nil, fmt.Errorf("the questions of a session are no list of numbers: %.40q", text)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// intern lets the sessions of one revision share its name.
func intern(s string) string { return unique.Make(s).Value() }

// answerColumns are what scanAnswer reads, in its order.
const answerColumns = "a.n, a.response, a.dont_know, a.fraction, a.worth, a.at, a.certainty, a.graded, a.tries, a.hints, a.first, a.first_response"

func scanAnswer(r row, session uuid.UUID, from int) quiz.Answer {
	return quiz.Answer{
		Session:   session,
		N:         int(r.int(from)),
		Response:  quiz.Response(r.text(from + 1)),
		DontKnow:  r.bool(from + 2),
		Fraction:  r.float(from + 3),
		Worth:     r.float(from + 4),
		At:        r.time(from + 5),
		Certainty: quiz.Certainty(r.int(from + 6)),
		Tried:     scanTried(r, from+7),
	}
}
