package store

import (
	"bytes"
	"time"

	"github.com/google/uuid"
)

// Above gives an id, or the next after the newest where the id is not above that:
// of things whose order counts, the last made is the newest also where the
// clock was set back, or another server's is ahead.
func Above(newest, id uuid.UUID) uuid.UUID {
	if bytes.Compare(id[:], newest[:]) > 0 {
		return id
	}
	id = newest
	for i := len(id) - 1; ; i-- {
		if id[i]++; id[i] != 0 {
			return id
		}
	}
}

// Before gives the id just before another, which is not zero.
func Before(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; ; i-- {
		if id[i]--; id[i] != 0xff {
			return id
		}
	}
}

// FirstID comes before every id that is made from a time on, and after those
// made earlier: ids are uuids of version 7, which begin with the milliseconds.
func FirstID(at time.Time) (id uuid.UUID) {
	ms := uint64(max(0, at.UnixMilli()))
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	return id
}
