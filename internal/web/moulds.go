package web

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// mouldKey names a mould by all that its template was given but the blanks.
type mouldKey struct {
	template string
	lang     string // of the interface
	of       any    // what it shows and in which state: a comparable value
	blanks   uint32 // those that it has, a bit each: cast fills this in
}

// mostMoulded bounds the memory for moulds, in bytes.
const mostMoulded = 16 << 20

// minMould is less than any mould takes, in bytes.
const minMould = 256

// moulds keeps the moulds in use, the least recently used out first.
type moulds struct {
	mu    sync.Mutex
	known *simplelru.LRU[mouldKey, *mould]
	size  int // bytes
	most  int // bytes
}

func newMoulds(most int) *moulds {
	ms := &moulds{most: most}
	// The library's bound counts entries; ours counts bytes and is the lower one.
	ms.known, _ = simplelru.NewLRU(most/minMould+1, func(_ mouldKey, m *mould) { ms.size -= m.bytes() })
	return ms
}

func (ms *moulds) get(key mouldKey) (*mould, bool) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	return ms.known.Get(key)
}

func (ms *moulds) add(key mouldKey, m *mould) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	ms.known.Remove(key) // two may have made it at the same time
	ms.known.Add(key, m)
	for ms.size += m.bytes(); ms.size > ms.most; {
		ms.known.RemoveOldest()
	}
}

// cast gives a template filled in: from the mould that is known by the key, or
// from one that is made now. content gives the data of the template for samples.
func (r *renderer) cast(key mouldKey, in *fillings, content func(*samples) (any, error)) (cast, error) {
	key.blanks = in.bits()
	m, ok := r.moulds.get(key)
	if !ok {
		html, err := r.whole(key, in.marks(), content)
		if err != nil {
			return cast{}, err
		}
		if m, err = cut(html, in); err != nil {
			return cast{}, fmt.Errorf("%s: %w", key.template, err)
		}
		r.moulds.add(key, m)
	}
	c := cast{m, in}
	if r.verify != nil {
		html, err := r.whole(key, in.samples(), content)
		r.verify(key, written(c), string(html), err)
	}
	return c, nil
}

// whole executes a template with samples.
func (r *renderer) whole(key mouldKey, s *samples, content func(*samples) (any, error)) ([]byte, error) {
	data, err := content(s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = r.write(&b, key.lang, key.template, data)
	return b.Bytes(), err
}

// set gives a template that is filled with nothing but its data, which names it.
func (r *renderer) set(lang, name string, data any) (cast, error) {
	return r.cast(mouldKey{template: name, lang: lang, of: data}, &nothing, func(*samples) (any, error) { return data, nil })
}
