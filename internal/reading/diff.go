package reading

import "strings"

// Op says what becomes of words from one text to another.
type Op int

const (
	// Equal words are in both texts.
	Equal Op = iota
	// Delete words are in the first text only.
	Delete
	// Insert words are in the second text only.
	Insert
)

func (o Op) String() string { return [...]string{"equal", "delete", "insert"}[o] }

// An Edit is a run of words with one fate. Equal runs have the words of the
// second text.
type Edit struct {
	Op   Op
	Text string // words with single spaces between
}

// maxDiff bounds the work of a comparison, in pairs of words. What differs
// between larger texts is told as one deletion and one insertion.
const maxDiff = 1 << 22

// DiffWords says how a becomes b, word by word, with as few changes as possible.
// Words that fold alike are equal. Where words change, deletions come first.
func DiffWords(a, b string) []Edit {
	from, to := strings.Fields(a), strings.Fields(b)
	x, y := foldAll(from), foldAll(to)
	var head, tail int
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	var out edits
	out.add(Equal, to[:head])
	i, j := head, head
	endX, endY := len(x)-tail, len(y)-tail
	if n, m := endX-i, endY-j; n > 0 && m > 0 && n*m <= maxDiff {
		longest := common(x[i:endX], y[j:endY])
		at := func(i, j int) int32 { return longest[(i-head)*(m+1)+j-head] }
		for i < endX && j < endY {
			switch {
			case x[i] == y[j]:
				out.add(Equal, to[j:j+1])
				i, j = i+1, j+1
			case at(i+1, j) >= at(i, j+1):
				out.add(Delete, from[i:i+1])
				i++
			default:
				out.add(Insert, to[j:j+1])
				j++
			}
		}
	}
	out.add(Delete, from[i:endX])
	out.add(Insert, to[j:endY])
	out.add(Equal, to[endY:])
	return out.list()
}

// common gives the lengths of the longest common subsequences of all tails of x
// and y, in rows of len(y)+1.
func common(x, y []string) []int32 {
	w := len(y) + 1
	t := make([]int32, (len(x)+1)*w)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				t[i*w+j] = t[(i+1)*w+j+1] + 1
			} else {
				t[i*w+j] = max(t[(i+1)*w+j], t[i*w+j+1])
			}
		}
	}
	return t
}

func foldAll(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Fold(w)
	}
	return out
}

// edits gathers runs; between equal runs there is at most one deletion and one
// insertion.
type edits struct {
	done           []Edit
	equal, del, in []string
}

func (e *edits) add(op Op, words []string) {
	if len(words) == 0 {
		return
	}
	switch op {
	case Equal:
		e.flushChange()
		e.equal = append(e.equal, words...)
	case Delete:
		e.flushEqual()
		e.del = append(e.del, words...)
	case Insert:
		e.flushEqual()
		e.in = append(e.in, words...)
	}
}

func (e *edits) flush(op Op, words *[]string) {
	if len(*words) > 0 {
		e.done = append(e.done, Edit{op, strings.Join(*words, " ")})
		*words = nil
	}
}

func (e *edits) flushEqual() { e.flush(Equal, &e.equal) }

func (e *edits) flushChange() {
	e.flush(Delete, &e.del)
	e.flush(Insert, &e.in)
}

func (e *edits) list() []Edit {
	e.flushEqual()
	e.flushChange()
	return e.done
}
