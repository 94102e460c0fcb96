package reading

import (
	"cmp"
	"html"
	"slices"
	"strings"
)

// A stretch is a mark as it lies over the words.
type stretch struct {
	*Mark
	from, to int
	whole    bool // the mark is of a whole passage
	begun    bool // its first element is written
}

// stretches gives the marks that fall on words, in the order of the words; of
// two that begin together the longer is first.
func (d *Document) stretches(marks []Mark) []*stretch {
	out := make([]*stretch, 0, len(marks))
	for i := range marks {
		m := &stretch{Mark: &marks[i]}
		if m.Start == 0 && m.End == 0 {
			if m.Passage < 0 || m.Passage >= len(d.Passages) {
				continue
			}
			p := d.Passages[m.Passage]
			m.from, m.to, m.whole = p.from, p.to, true
		} else {
			from, to := d.at.derived(m.Start, m.End)
			if from >= to {
				continue
			}
			text := strings.TrimRight(d.words[from:to], " \n")
			m.to = from + len(text)
			m.from = m.to - len(strings.TrimLeft(text, " \n"))
			if m.from == m.to {
				continue
			}
			m.from, m.to = d.widened(m.from, m.to)
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b *stretch) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	return out
}

// A layer is one element over words of a leaf. Layers overlap as they will;
// where they do, the outer (lower rank, earlier) stays whole and the inner is
// closed and opened again, so that the HTML nests.
type layer struct {
	rank     int // 0 a passage, 1 a mark, 2 inline markup
	from, to int
	passage  int
	mark     *stretch
	span     *span
}

// leaf writes the words of a leaf with its passages, marks and inline markup.
func (w *writer) leaf(b *block) {
	layers, points := w.layers(b)
	var active, open []layer
	for at, next := b.from, 0; ; {
		// What covers the words from here on, outermost first.
		active = slices.DeleteFunc(active, func(l layer) bool { return l.to <= at })
		for next < len(layers) && layers[next].from <= at {
			active = insert(active, layers[next])
			next++
		}
		end := b.to
		for _, l := range active {
			end = min(end, l.to)
		}
		if next < len(layers) {
			end = min(end, layers[next].from)
		}
		here := 0
		for here < len(points) && points[here].from <= at {
			here++
		}
		if here < len(points) {
			end = min(end, points[here].from)
		}
		text := w.doc.words[at:end]

		keep := 0
		for keep < len(open) && keep < len(active) && open[keep] == active[keep] {
			keep++
		}
		for len(open) > keep {
			w.close(open[len(open)-1], at)
			open = open[:len(open)-1]
		}
		for _, p := range points[:here] {
			w.point(p)
		}
		points = points[here:]
		if strings.Trim(text, " ") != "" { // nothing is opened for a space alone
			for _, l := range active[keep:] {
				w.open(l)
				open = append(open, l)
			}
		}
		if f := formulaOf(active); f == nil {
			w.put(html.EscapeString(text))
		} else if f.from == at {
			w.put(f.formula.html)
		}
		if at >= b.to {
			return
		}
		at = end
	}
}

// formulaOf is the maths among what covers some words, or nil.
func formulaOf(active []layer) *span {
	if n := len(active); n > 0 && active[n-1].rank == 2 && active[n-1].span.form == maths {
		return active[n-1].span
	}
	return nil
}

// layers gives a leaf's layers by where they begin, and what stands at a point
// without words.
func (w *writer) layers(b *block) (layers []layer, points []*span) {
	covered := func(from, to int) {
		for _, m := range w.marks {
			if m.from >= to {
				break
			}
			plain := m.whole && m.ID == "" && m.Label == "" && m.Href == "" && !m.TabIndex
			if from, to := max(from, m.from), min(to, m.to); from < to && !plain {
				layers = append(layers, layer{rank: 1, from: from, to: to, mark: m})
			}
		}
	}
	if b.kind == cell || b.first == b.last {
		covered(b.from, b.to)
	} else {
		for i := b.first; i < b.last; i++ {
			p := &w.doc.Passages[i]
			layers = append(layers, layer{rank: 0, from: p.from, to: p.to, passage: i})
			covered(p.from, p.to)
		}
	}
	for i := range b.spans {
		s := &b.spans[i]
		switch {
		case s.form == image || s.form == lineBreak:
			points = append(points, s)
		case s.from < s.to && (s.form != link || w.linkTarget(s.href) != ""):
			layers = append(layers, layer{rank: 2, from: s.from, to: s.to, span: s})
		}
	}
	slices.SortStableFunc(layers, func(a, b layer) int { return cmp.Compare(a.from, b.from) })
	return layers, points
}

// insert keeps layers outermost first: by rank, then by where they began.
func insert(active []layer, l layer) []layer {
	i := len(active)
	for i > 0 && active[i-1].rank > l.rank {
		i--
	}
	return slices.Insert(active, i, l)
}

var tags = map[form]string{emphasis: "em", strong: "strong", struck: "del", codeSpan: "code", link: "a"}

func (w *writer) open(l layer) {
	switch l.rank {
	case 0:
		w.put("<span")
		w.passageAttrs(l.passage)
		w.put(">")
	case 1:
		w.openMark(l.mark)
	case 2:
		if l.span.form == maths {
			return
		}
		w.put("<", tags[l.span.form])
		if l.span.form == link {
			w.put(` href="`, html.EscapeString(w.linkTarget(l.span.href)), `"`)
			w.title(l.span)
		}
		w.put(">")
	}
}

// openMark writes a mark's element; the first of a mark has its id and label.
func (w *writer) openMark(m *stretch) {
	class := "mark-anchor" // the passage's own element has the class
	if !m.whole {
		class = strings.TrimSpace("mark " + m.Class)
	}
	w.put(`<span class="`, html.EscapeString(class), `"`)
	if m.begun {
		w.put(">")
		return
	}
	m.begun = true
	if m.ID != "" {
		w.put(` id="`, html.EscapeString(m.ID), `"`)
	}
	if m.TabIndex {
		w.put(` tabindex="-1"`)
	}
	w.put(">")
	if m.Label != "" {
		w.put(`<span class="mark-label">`, html.EscapeString(m.Label), " </span>")
	}
}

func (w *writer) close(l layer, at int) {
	switch l.rank {
	case 0:
		w.put("</span>")
	case 1:
		w.put("</span>")
		if at >= l.mark.to && ownLink(l.mark.Href) {
			w.put(`<span class="mark-back"> <a href="`, html.EscapeString(l.mark.Href), `">`,
				html.EscapeString(l.mark.BackText), "</a></span>")
		}
	case 2:
		if l.span.form == maths {
			return
		}
		w.put("</", tags[l.span.form], ">")
	}
}

// point writes what has no words of the reading.
func (w *writer) point(s *span) {
	if s.form == lineBreak {
		w.put("<br>")
		return
	}
	if s.behind {
		w.put(" ")
	}
	if src := imageTarget(s.href); src == "" {
		w.put(html.EscapeString(s.alt))
	} else {
		w.put(`<img src="`, html.EscapeString(w.opts.ImagePrefix+src), `" alt="`, html.EscapeString(s.alt), `"`)
		w.title(s)
		w.put(` loading="lazy">`)
	}
	if s.gap {
		w.put(" ")
	}
}

func (w *writer) title(s *span) {
	if s.title != "" {
		w.put(` title="`, html.EscapeString(s.title), `"`)
	}
}

// ownLink says that an address of ours cannot run a script.
func ownLink(href string) bool {
	for _, p := range []string{"#", "/", "?", "./", "http://", "https://"} {
		if strings.HasPrefix(href, p) {
			return true
		}
	}
	return false
}
