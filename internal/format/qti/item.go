package qti

import (
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// reader makes a question of one item.
type reader struct {
	*item
	files    files
	dir      string // of the item's file, for what it names
	media    *kit.Import
	entry    *kit.Item
	q        *quiz.Question
	feedback []feedback
	// full is what the key earns by the item's own rule; 0 where there is no
	// rule, or none that is understood.
	full float64
	said map[string]bool       // losses that are told once
	used map[*kit.Element]bool // feedback that stands beside an option
}

// files opens a file of the package, by its path there.
type files func(name string) ([]byte, bool)

// errUnsupported says that an item is sound and no kind can ask it.
type errUnsupported struct{ reason string }

func (e errUnsupported) Error() string { return e.reason }

func unsupported(format string, args ...any) error {
	return errUnsupported{fmt.Sprintf(format, args...)}
}

// item puts one assessment item into the set; q has what its place in a test says of it.
func (d *decoder) item(root *kit.Element, q quiz.Question, open files) {
	rename(root)
	name := strings.TrimSpace(root.Attr("identifier"))
	title := strings.TrimSpace(root.Attr("title"))
	q.ID = name
	r := &reader{item: readItem(root), files: open, dir: path.Dir(root.Pos.File), media: d.Import,
		entry: d.Item(kit.Slug(name)), q: &q, said: map[string]bool{}, used: map[*kit.Element]bool{}}
	raw := root.Source()
	if root.Cut {
		r.entry.Refuse(root.Pos, "broken-xml", "mend the file", "the item %q breaks off", name)
		return
	}
	body, err := r.read()
	if r.q.Stem == "" {
		r.q.Stem = kit.Markdown(title)
	}
	if not, ok := errors.AsType[errUnsupported](err); ok {
		d.Unsupported(r.entry, *r.q, root.Pos, r.was(), not.reason, raw)
		return
	}
	r.q.Body = body
	d.Add(r.entry, *r.q, root.Pos, raw)
}

// was names the item's interactions.
func (r *reader) was() string {
	var names []string
	for e := range r.All("") {
		if strings.HasSuffix(e.Name, "Interaction") {
			names = append(names, e.Name)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

func (r *reader) lose(at *kit.Element, code, hint, format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !r.said[message] {
		r.said[message] = true
		r.entry.Lose(at.Pos, code, hint, "%s", message)
	}
}

func (r *reader) read() (quiz.Body, error) {
	if r.body == nil {
		return nil, unsupported("it has no body")
	}
	var interactions []*kit.Element
	for e := range r.body.All("") {
		if strings.HasSuffix(e.Name, "Interaction") {
			interactions = append(interactions, e)
		}
	}
	r.prepare()
	if err := r.askable(interactions); err != nil {
		for _, i := range interactions {
			r.settle(i)
		}
		r.q.Stem = r.markdown(r.body)
		return nil, err
	}
	r.weigh()
	body, err := r.kind(interactions)
	if err != nil {
		for _, i := range interactions {
			r.settle(i)
		}
		r.q.Stem = r.markdown(r.body)
		return nil, err
	}
	if err == nil {
		r.explain()
	}
	return body, err
}

// askable refuses items whose text or rules change while they are answered.
func (r *reader) askable(interactions []*kit.Element) error {
	switch {
	case len(interactions) == 0:
		return unsupported("it asks nothing")
	case len(interactions) > maxChoices || len(r.responses) > maxChoices:
		return unsupported("it has more than %d interactions", maxChoices)
	case r.Attr("adaptive") == "true":
		return unsupported("it is adaptive: it changes with each try")
	case r.Child("templateDeclaration") != nil || r.Child("templateProcessing") != nil:
		return unsupported("its text is made anew for each learner")
	}
	for _, i := range interactions {
		if i.Name == "endAttemptInteraction" {
			return unsupported("it changes while it is answered")
		}
	}
	return nil
}

// kind reads the interactions by the one kind that can ask them all.
func (r *reader) kind(interactions []*kit.Element) (quiz.Body, error) {
	first := interactions[0]
	if len(interactions) == 1 {
		switch first.Name {
		case "choiceInteraction":
			return r.choice(first, "simpleChoice")
		case "hottextInteraction":
			return r.hottext(first)
		case "orderInteraction":
			return r.order(first)
		case "matchInteraction":
			return r.match(first)
		case "associateInteraction":
			return r.associate(first)
		case "gapMatchInteraction":
			return r.gapMatch(first)
		}
	}
	for _, i := range interactions {
		switch i.Name {
		case "textEntryInteraction", "inlineChoiceInteraction", "sliderInteraction":
		case "choiceInteraction":
			if d := r.responses[i.Attr("responseIdentifier")]; d == nil || !d.single() {
				return nil, unsupported("it has several questions with boxes to tick")
			}
		case "extendedTextInteraction":
			return nil, unsupported("an essay has to be read by a person")
		default:
			if len(interactions) > 1 {
				return nil, unsupported("it has several interactions, among them %s", i.Name)
			}
			return nil, unsupported("no kind asks for what %s does", i.Name)
		}
	}
	return r.blanks(interactions)
}

// weigh runs the item's own rule on its key.
func (r *reader) weigh() {
	if r.process == nil || len(r.process.Attr("template")) == 0 && r.process.Child("") == nil {
		return
	}
	outcomes, err := r.score(r.key())
	if full := points(outcomes, "SCORE"); err == nil && full > 0 {
		r.full = full
		if rounded := math.Round(full*1e6) / 1e6; rounded != 1 {
			r.q.Weight = rounded
		}
		return
	}
	if err != nil {
		r.lose(r.process, "custom-scoring", "", "the item's own scoring cannot be run here (%v): what it declares as correct earns all", err)
	} else {
		r.lose(r.process, "custom-scoring", "", "the item's own scoring gives what it declares as correct nothing: here it earns all")
	}
	if most := r.outcomes["MAXSCORE"]; most != nil {
		if n, ok := value(most.initial).number(); ok && n > 0 && n != 1 {
			r.q.Weight = n
		}
	}
}

// key is the right answer to every response.
func (r *reader) key() map[string]value {
	given := map[string]value{}
	for id, d := range r.responses {
		given[id] = d.key()
	}
	return given
}

// key is what is declared as correct or, where nothing is, what the mapping
// gives most for.
func (d *declaration) key() value {
	if len(d.correct) > 0 || d.mapping == nil {
		return d.correct
	}
	var best value
	most := 0.0
	for _, e := range d.mapping.entries {
		switch {
		case e.value <= 0:
		case !d.single():
			best = append(best, e.key)
		case e.value > most:
			most, best = e.value, value{e.key}
		}
	}
	return best
}

// share gives what an answer earns of what the key earns, 0 to 1: the key but
// for one response.
func (r *reader) share(id string, v value) float64 {
	given := r.key()
	given[id] = v
	outcomes, err := r.score(given)
	if err != nil || r.full == 0 {
		return 0
	}
	return min(max(points(outcomes, "SCORE")/r.full, 0), 1)
}
