package reading

import "sort"

// A piece says which bytes of an original text a run of derived bytes came
// from. In a plain piece byte i of the one is byte i of the other; an atom, such
// as "&" from "&amp;", maps as a whole.
type piece struct {
	at, n      int // where the run stands in the derived text, and its length
	start, end int // where it came from
	atom       bool
}

// mapping relates a derived text to its original, in the order of both. Bytes
// of the derived text that came from nowhere (separators) are in no piece.
type mapping []piece

// add appends a run; plain runs that continue each other become one piece.
func (m *mapping) add(p piece) {
	if p.n == 0 {
		return
	}
	if k := len(*m) - 1; k >= 0 && !p.atom {
		last := &(*m)[k]
		if !last.atom && last.at+last.n == p.at && last.end == p.start {
			last.n += p.n
			last.end = p.end
			return
		}
	}
	*m = append(*m, p)
}

// cut drops all that is derived at or after the offset.
func (m *mapping) cut(at int) {
	for k := len(*m) - 1; k >= 0; k-- {
		p := &(*m)[k]
		if p.at+p.n <= at {
			return
		}
		if p.at < at {
			p.end -= p.at + p.n - at
			p.n = at - p.at
			return
		}
		*m = (*m)[:k]
	}
}

// start gives the original offset at which the derived byte at off begins.
func (m mapping) start(off int) int {
	k := sort.Search(len(m), func(i int) bool { return m[i].at+m[i].n > off })
	if k == len(m) {
		return m.last()
	}
	p := m[k]
	if p.atom || off < p.at {
		return p.start
	}
	return p.start + off - p.at
}

// end gives the original offset just after the derived byte before off.
func (m mapping) end(off int) int {
	k := sort.Search(len(m), func(i int) bool { return m[i].at >= off }) - 1
	if k < 0 {
		return m.start(off)
	}
	p := m[k]
	if p.atom || off >= p.at+p.n {
		return p.end
	}
	return p.start + off - p.at
}

func (m mapping) last() int {
	if len(m) == 0 {
		return 0
	}
	return m[len(m)-1].end
}

// derived gives the derived range that came from the original range
// [start,end). It is empty (from ≥ to) when nothing did.
func (m mapping) derived(start, end int) (from, to int) {
	i := sort.Search(len(m), func(i int) bool { return m[i].end > start })
	j := sort.Search(len(m), func(i int) bool { return m[i].start >= end }) - 1
	if i > j {
		return 0, 0
	}
	from, to = m[i].at, m[j].at+m[j].n
	if p := m[i]; !p.atom && start > p.start {
		from += start - p.start
	}
	if p := m[j]; !p.atom && end < p.end {
		to -= p.end - end
	}
	return from, to
}
