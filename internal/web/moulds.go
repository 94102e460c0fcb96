package web

import (
	"bytes"
	"fmt"
	"reflect"
	"sync"
)

// mouldKey names a mould by all that its template was given but the blanks.
type mouldKey[S comparable] struct {
	template string
	lang     string // of the interface
	of       S      // what it shows and in which state
	blanks   uint32 // those that it has, a bit each: pour fills this in
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
	known map[reflect.Type]any // of each type of state, a map from mouldKey to *kept
	round []*kept
	hand  int
	size  int // bytes
	most  int // bytes
}

// kept is a mould in its place in the round.
type kept struct {
	*mould
	template string
	forget   func() // takes it out of the known ones
	bytes    int
	asked    bool // since the hand came by
}

func newMoulds(most int) *moulds { return &moulds{most: most, known: map[reflect.Type]any{}} }

// knownOf are the moulds whose states are of one type. A map for each type
// costs a third of what one for all would: its hash is made for the type.
func knownOf[S comparable](ms *moulds) map[mouldKey[S]]*kept {
	t := reflect.TypeFor[S]()
	known, ok := ms.known[t].(map[mouldKey[S]]*kept)
	if !ok {
		known = map[mouldKey[S]]*kept{}
		ms.known[t] = known
	}
	return known
}

func getMould[S comparable](ms *moulds, key *mouldKey[S]) (*mould, bool) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	k, ok := knownOf[S](ms)[*key]
	if !ok {
		return nil, false
	}
	if !k.asked {
		k.asked = true
	}
	return k.mould, true
}

func addMould[S comparable](ms *moulds, key mouldKey[S], m *mould) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	known := knownOf[S](ms)
	k := &kept{mould: m, template: key.template, forget: func() { delete(known, key) }, bytes: m.bytes()}
	if _, ok := known[key]; ok || k.bytes > ms.most {
		return // two have made it at the same time
	}
	known[key] = k
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
	k.forget()
	ms.size -= k.bytes
	ms.round[ms.hand], ms.round[last] = ms.round[last], nil
	ms.round = ms.round[:last]
}

// pour gives a template filled in: from the mould that is known by the key, or
// from one that is made now. content gives the data of the template for samples.
func pour[S comparable](r *renderer, key mouldKey[S], in *fillings, content func(*samples) (any, error)) (cast, error) {
	key.blanks = in.bits()
	m, ok := getMould(r.moulds, &key)
	if !ok {
		html, err := r.whole(key.template, key.lang, in.marks(), content)
		if err != nil {
			return cast{}, err
		}
		if m, err = cut(html, in); err != nil {
			return cast{}, fmt.Errorf("%s: %w", key.template, err)
		}
		addMould(r.moulds, key, m)
	}
	c := cast{m, in}
	if r.verify != nil {
		html, err := r.whole(key.template, key.lang, in.samples(), content)
		r.verify(key.template, written(c), string(html), err)
	}
	return c, nil
}

// pourPlain gives a template without blanks, which is filled with nothing but
// what the key names.
func pourPlain[S comparable](r *renderer, key mouldKey[S], content func() (any, error)) (*mould, error) {
	c, err := pour(r, key, &nothing, func(*samples) (any, error) { return content() })
	return c.mould, err
}

// pourData gives a template that is filled with nothing but its data, which
// names it.
func pourData[S comparable](r *renderer, lang, template string, data S) (*mould, error) {
	return pourPlain(r, mouldKey[S]{template: template, lang: lang, of: data}, func() (any, error) { return data, nil })
}

// whole executes a template with samples.
func (r *renderer) whole(template, lang string, s *samples, content func(*samples) (any, error)) ([]byte, error) {
	data, err := content(s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = r.write(&b, lang, template, data)
	return b.Bytes(), err
}
