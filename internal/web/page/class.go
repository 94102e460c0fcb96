package page

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/measure"
	"verbatim/internal/play"
)

// Classes lists the sets with the results of their classes.
type Classes struct {
	Desk
	Items []ClassEntry
}

// ClassEntry is a set in the list.
type ClassEntry struct {
	Set      Set
	Href     string
	Sessions int // of all its revisions
}

// Add puts a set on the list.
func (p *Classes) Add(set Set, href string, taken []play.Taken) {
	e := ClassEntry{Set: set, Href: href}
	for _, t := range taken {
		e.Sessions += t.Sessions
	}
	p.Items = append(p.Items, e)
}

// Class is what every page on the results of a class has around its content.
type Class struct {
	Desk
	Set        Set
	Assignment *ClassAssignment // nil where learners took the set by themselves
	Here       ClassLinks
	AsOf       time.Time // when the figures were computed
	Revision   ClassRevision
	Revisions  []ClassRevision // all that learners have begun, where there are several
	Learners   int
	Answers    int
	Left       play.LeftOut
	Reports    map[string]int // open reports, by the question's id
	Enough     bool           // there are enough learners to show more than their number
	Least      int            // how many it takes
}

// ClassAssignment is the assignment that a class has joined.
type ClassAssignment struct {
	ID    uuid.UUID
	Title string
	Href  string
	Named bool // learners were asked who they are
}

// People says who learners are, by the names that stand for them. What has been
// forgotten is empty.
type People map[string]Person

// Add puts a participant's name, or nickname, and number under a name that
// stands for them.
func (p People) Add(alias string, who play.Participant) {
	p[alias] = Person{Name: cmp.Or(who.Name, who.Nickname), Number: who.Number}
}

// Person is who a learner is.
type Person struct{ Name, Number string }

// ClassLinks are the addresses of the pages on one class.
type ClassLinks struct {
	Overview string
	Learners string
	Reading  string // empty where the set has no source
	Export   string // takes a POST
	Regrade  string // where answers are graded anew; empty for those who may not
	Reports  string // the inbox, of this set; a question is to be added

	Table    string // Overview and Learners without the choice of a revision
	Everyone string
}

// ClassRevision is a revision as a choice.
type ClassRevision struct {
	Name      string // the first digits of its hash
	Published time.Time
	Sessions  int
	Href      string
	Chosen    bool
}

// ClassOf fills in what the figures say; the frame, the set and the revisions
// are the caller's.
func ClassOf(r *play.Results, c Class) Class {
	c.AsOf, c.Learners, c.Answers, c.Left = r.At, r.Learners, r.Answers, r.Left
	c.Enough, c.Least = r.Enough(), measure.Least
	return c
}

// ClassQuery says which part of a long table is wanted, and in which order.
type ClassQuery struct {
	Revision   string // the beginning of a hash; empty for the one served now
	Sort       string // a column
	Descending bool
	Page       int // from 1
}

// ReadClassQuery reads what an address asks for; what it does not know is left out.
func ReadClassQuery(get func(name string) string) ClassQuery {
	q := ClassQuery{Revision: get("revision"), Sort: get("sort"), Descending: get("order") == "descending", Page: 1}
	if n, err := strconv.Atoi(get("page")); err == nil && n > 1 {
		q.Page = n
	}
	return q
}

// on gives the address of a table in this order; the path may have a query.
func (q ClassQuery) on(path, fragment string) string {
	v := url.Values{}
	if q.Revision != "" {
		v.Set("revision", q.Revision)
	}
	if q.Sort != "" {
		v.Set("sort", q.Sort)
		if q.Descending {
			v.Set("order", "descending")
		}
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	switch {
	case len(v) == 0:
	case strings.Contains(path, "?"):
		path += "&" + v.Encode()
	default:
		path += "?" + v.Encode()
	}
	return path + fragment
}

// Column is the head of a column that a table can be sorted by.
type Column struct {
	Name   string // a key of the catalogue under [column]
	Sorted string // ascending, descending, or empty, as aria-sort has it
	Href   string // sorts by it; again, the other way round
	Figure bool   // its cells are numbers
}

// Table is a page of a table that is sorted on the server.
type Table[R any] struct {
	Columns  []Column
	Rows     []R
	All      int // rows of all pages
	Page     int // from 1
	Pages    int
	Previous string // empty on the first
	Next     string
}

// column says how rows compare in it. Rows without a value come last in both
// orders.
type column[R any] struct {
	name   string
	figure bool
	has    func(*R) bool // nil: all have
	by     func(a, b *R) int
}

// tableOf sorts rows and cuts out a page of them. Rows must come in the order
// that holds where no column is chosen; the first column is sorted by then.
func tableOf[R any](rows []R, columns []column[R], q ClassQuery, path, fragment string, size int) Table[R] {
	chosen := 0
	for i, c := range columns {
		if c.name == q.Sort {
			chosen = i
		}
	}
	q.Sort = columns[chosen].name
	sortRows(rows, columns[chosen], q.Descending)
	t := Table[R]{All: len(rows), Pages: max(1, (len(rows)+size-1)/size)}
	t.Page = min(q.Page, t.Pages)
	for i, c := range columns {
		next := ClassQuery{Revision: q.Revision, Sort: c.name}
		col := Column{Name: c.name, Figure: c.figure}
		if i == chosen {
			col.Sorted, next.Descending = "ascending", true
			if q.Descending {
				col.Sorted, next.Descending = "descending", false
			}
		}
		col.Href = next.on(path, fragment)
		t.Columns = append(t.Columns, col)
	}
	first := (t.Page - 1) * size
	t.Rows = rows[first:min(len(rows), first+size)]
	turn := func(page int) string {
		q.Page = page
		return q.on(path, fragment)
	}
	if t.Page > 1 {
		t.Previous = turn(t.Page - 1)
	}
	if t.Page < t.Pages {
		t.Next = turn(t.Page + 1)
	}
	return t
}

// compareFigures orders figures that may be missing; such rows are sorted out
// by column.has.
func compareFigures(a, b *float64) int {
	if a == nil || b == nil {
		return 0
	}
	return cmp.Compare(*a, *b)
}

// decimal writes a figure that may be missing; "" where it is.
func decimal(x *float64, decimals int) string {
	if x == nil {
		return ""
	}
	return signed(*x, decimals)
}

func sortRows[R any](rows []R, c column[R], descending bool) {
	slices.SortStableFunc(rows, func(a, b R) int {
		if c.has != nil {
			if hasA, hasB := c.has(&a), c.has(&b); !hasA || !hasB {
				switch {
				case hasA:
					return -1
				case hasB:
					return 1
				}
				return 0
			}
		}
		if descending {
			return c.by(&b, &a)
		}
		return c.by(&a, &b)
	})
}
