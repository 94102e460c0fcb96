package play

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/store"
)

// Revision is one published state of a set, with what never changes in it
// worked out. It is not changed once made, so that all requests share it.
type Revision struct {
	Hash  string // hex SHA-256 of the set's id and its files
	Set   *quiz.Set
	Files []store.File // sorted by name

	cited map[quiz.Citation]reading.Match
}

// NewRevision makes a revision of a set and the files that it was read from.
func NewRevision(set *quiz.Set, files []store.File) *Revision {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b store.File) int { return cmp.Compare(a.Name, b.Name) })
	r := &Revision{Hash: hash(set.ID, files), Set: set, Files: files, cited: map[quiz.Citation]reading.Match{}}
	for i := range set.Questions {
		q := &set.Questions[i]
		r.locate(q.Citation)
		if q.Body != nil {
			for _, c := range q.Body.Citations() {
				r.locate(c.Citation)
			}
		}
	}
	return r
}

func (r *Revision) locate(c quiz.Citation) {
	if c.Quote == "" || r.Set.Reading == nil {
		return
	}
	if found := r.Set.Reading.Find(c.Selector()); len(found) > 0 {
		r.cited[c] = found[0]
	}
}

// Find tells where a citation of the set stands in the reading. It reports
// false where there is no quote, no reading, or no such words.
func (r *Revision) Find(c quiz.Citation) (reading.Match, bool) {
	m, ok := r.cited[c]
	return m, ok
}

// hash names a content: each part is preceded by its length, so that no two
// contents are written alike.
func hash(set string, files []store.File) string {
	h := sha256.New()
	part := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	part([]byte(set))
	for _, f := range files {
		part([]byte(f.Name))
		part(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
