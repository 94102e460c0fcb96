package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
)

// Table is a table as a database's own catalogue tells of it, so that a copy of
// a database needs no list of tables that somebody could forget to extend.
type Table struct {
	Name    string
	Columns []Column // sorted by name
}

// Column is a column of a table.
type Column struct {
	Name string
	Type string // in the database's own words
	Of   string // the table whose rows it names; "" for none
}

// Transfer is a whole database, opened to be copied. Nobody else changes it
// meanwhile; what it reads is one state, and what it writes is one transaction.
//
// A row has a value for each column: nil, int64 (also for a boolean, 0 or 1),
// float64, or []byte for texts, bytes and ids. It is valid until the next.
type Transfer interface {
	// Tables lists all tables, each after those that its rows refer to.
	Tables(ctx context.Context) ([]Table, error)
	// Count gives the number of a table's rows.
	Count(ctx context.Context, t Table) (int64, error)
	// Read gives the rows of a table in any order. The last value it yields may
	// be an error.
	Read(ctx context.Context, t Table) iter.Seq2[[]any, error]
	// Write adds rows to a table.
	Write(ctx context.Context, t Table, rows iter.Seq2[[]any, error]) error
	// Commit makes what was written durable, and ends the transaction: what is
	// read after it has been read from the database.
	Commit(ctx context.Context) error
	// Close undoes what was not committed.
	Close() error
}

// Copied is a table that has been copied and compared.
type Copied struct {
	Table string
	Rows  int64
	Sum   string // of all rows, in hexadecimal; the same on both sides
}

// Errors of a copy.
var (
	// ErrNotEmpty says that the database to copy to holds something.
	ErrNotEmpty = errors.New("it is not empty")
	// ErrDiffers says that a table is not the same after it was copied.
	ErrDiffers = errors.New("it differs from what was copied")
)

// Copy copies every row of one database into another, which must be empty and
// have the same tables. It then reads both sides again and compares number and
// sum of the rows of each table. step is told, now and then, how many rows of a
// table have been dealt with.
func Copy(ctx context.Context, from, to Transfer, step func(doing, table string, rows, of int64)) ([]Copied, error) {
	source, err := from.Tables(ctx)
	if err != nil {
		return nil, err
	}
	target, err := to.Tables(ctx)
	if err != nil {
		return nil, err
	}
	into := map[string]Table{}
	for _, t := range target {
		into[t.Name] = t
		switch n, err := to.Count(ctx, t); {
		case err != nil:
			return nil, err
		case n > 0:
			return nil, fmt.Errorf("%w: its table %s has %d rows", ErrNotEmpty, t.Name, n)
		}
	}
	if a, b := shape(source), shape(target); a != b {
		return nil, fmt.Errorf("the two databases have different tables: %s", firstDifference(a, b))
	}
	counts := map[string]int64{}
	for _, t := range source {
		if counts[t.Name], err = from.Count(ctx, t); err != nil {
			return nil, err
		}
		rows := counted(from.Read(ctx, t), func(n int64) { step("copying", t.Name, n, counts[t.Name]) })
		if err := to.Write(ctx, into[t.Name], rows); err != nil {
			return nil, fmt.Errorf("the table %s: %w", t.Name, err)
		}
	}
	if err := to.Commit(ctx); err != nil {
		return nil, err
	}
	var copied []Copied
	for _, t := range source {
		here, err := sum(from.Read(ctx, t), func(n int64) { step("comparing", t.Name, n/2, counts[t.Name]) })
		if err != nil {
			return nil, fmt.Errorf("the table %s: %w", t.Name, err)
		}
		there, err := sum(to.Read(ctx, into[t.Name]), func(n int64) { step("comparing", t.Name, (counts[t.Name]+n)/2, counts[t.Name]) })
		if err != nil {
			return nil, fmt.Errorf("the table %s: %w", t.Name, err)
		}
		if here != there || here.rows != counts[t.Name] {
			return nil, fmt.Errorf("the table %s: %w: %d rows of sum %s, copied as %d rows of sum %s", t.Name, ErrDiffers, here.rows, here, there.rows, there)
		}
		copied = append(copied, Copied{t.Name, here.rows, here.String()})
	}
	return copied, nil
}

// shape writes down the tables with their columns, a line each.
func shape(tables []Table) string {
	var lines []string
	for _, t := range tables {
		var names []string
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
		lines = append(lines, t.Name+" ("+strings.Join(names, ", ")+")")
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// firstDifference gives the first line of either text that the other lacks.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for _, line := range as {
		if !slices.Contains(bs, line) {
			return "the first alone has " + line
		}
	}
	for _, line := range bs {
		if !slices.Contains(as, line) {
			return "the second alone has " + line
		}
	}
	return "some tables are there twice"
}

// tellEvery is after how many rows a copy says how far it is.
const tellEvery = 1000

// counted passes rows on and tells how many there were so far.
func counted(rows iter.Seq2[[]any, error], tell func(n int64)) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		n := int64(0)
		for row, err := range rows {
			if !yield(row, err) {
				return
			}
			if n++; n%tellEvery == 0 {
				tell(n)
			}
		}
		tell(n)
	}
}

// total is the sum of the hashes of rows, each a number of 256 bits; so their
// order makes no difference, and the same row twice does.
type total struct {
	rows  int64
	words [4]uint64
}

func (s total) String() string {
	var b [32]byte
	for i, w := range s.words {
		binary.BigEndian.PutUint64(b[8*i:], w)
	}
	return hex.EncodeToString(b[:8])
}

// sum reads rows and sums them up.
func sum(rows iter.Seq2[[]any, error], tell func(n int64)) (s total, err error) {
	var buf []byte
	for row, err := range counted(rows, tell) {
		if err != nil {
			return s, err
		}
		buf = buf[:0]
		for _, value := range row {
			if buf, err = appendValue(buf, value); err != nil {
				return s, err
			}
		}
		hash := sha256.Sum256(buf)
		for i := range s.words {
			s.words[i] += binary.BigEndian.Uint64(hash[8*i:])
		}
		s.rows++
	}
	return s, nil
}

// appendValue writes a value so that no two values of a row read the same.
func appendValue(buf []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(buf, 'n'), nil
	case int64:
		return binary.BigEndian.AppendUint64(append(buf, 'i'), uint64(v)), nil
	case float64:
		return binary.BigEndian.AppendUint64(append(buf, 'f'), math.Float64bits(v)), nil
	case []byte:
		return append(binary.BigEndian.AppendUint64(append(buf, 'b'), uint64(len(v))), v...), nil
	}
	return nil, fmt.Errorf("a row has a value of type %T", value)
}

// InOrder sorts tables so that each stands after those that its rows refer to.
func InOrder(tables []Table) ([]Table, error) {
	slices.SortFunc(tables, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	var out []Table
	done := map[string]bool{}
	for len(out) < len(tables) {
		before := len(out)
		for _, t := range tables {
			waits := slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Of != "" && c.Of != t.Name && !done[c.Of] })
			if !done[t.Name] && !waits {
				done[t.Name] = true
				out = append(out, t)
			}
		}
		if len(out) == before {
			return nil, errors.New("the tables refer to each other in a circle")
		}
	}
	return out, nil
}
