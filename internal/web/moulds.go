package web

import (
	"bytes"
	"fmt"
	"sync"
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

// moulds keeps the moulds in use. Where there are too many, a hand goes round
// and takes out those that nobody has asked for since it last came by: asking
// for one moves nothing.
type moulds struct {
	mu    sync.Mutex
	known map[mouldKey]*kept
	round []*kept
	hand  int
	size  int // bytes
	most  int // bytes
}

// kept is a mould in its place in the round.
type kept struct {
	*mould
	key   mouldKey
	bytes int
	asked bool // since the hand came by
}

func newMoulds(most int) *moulds { return &moulds{most: most, known: map[mouldKey]*kept{}} }

func (ms *moulds) get(key mouldKey) (*mould, bool) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	k, ok := ms.known[key]
	if !ok {
		return nil, false
	}
	if !k.asked {
		k.asked = true
	}
	return k.mould, true
}

func (ms *moulds) add(key mouldKey, m *mould) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	k := &kept{mould: m, key: key, bytes: m.bytes()}
	if _, ok := ms.known[key]; ok || k.bytes > ms.most {
		return // two have made it at the same time
	}
	ms.known[key] = k
	ms.round = append(ms.round, k)
	for ms.size += k.bytes; ms.size > ms.most; {
		ms.turn()
	}
}

// turn moves the hand on by one mould, or takes that one out.
func (ms *moulds) turn() {
	last := len(ms.round) - 1
	if ms.hand > last {
		ms.hand = 0
	}
	k := ms.round[ms.hand]
	if k.asked {
		k.asked = false
		ms.hand++
		return
	}
	delete(ms.known, k.key)
	ms.size -= k.bytes
	ms.round[ms.hand], ms.round[last] = ms.round[last], nil
	ms.round = ms.round[:last]
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

// plain gives a template without blanks, which is filled with nothing but what
// the key names.
func (r *renderer) plain(key mouldKey, content func() (any, error)) (*mould, error) {
	c, err := r.cast(key, &nothing, func(*samples) (any, error) { return content() })
	return c.mould, err
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
func (r *renderer) set(lang, name string, data any) (*mould, error) {
	return r.plain(mouldKey{template: name, lang: lang, of: data}, func() (any, error) { return data, nil })
}
