package qti

import (
	"maps"
	"path"
	"slices"
	"strings"

	"verbatim/internal/format/kit"
)

// feedback is text that is shown while an outcome holds its identifier, or
// while it does not.
type feedback struct {
	*kit.Element
	outcome, id string
	hide        bool
}

// prepare takes out of the body what is no part of the question, and brings
// formulas and images to what Markdown can say.
func (r *reader) prepare() {
	for e := range r.Children("modalFeedback") {
		r.take(e)
	}
	for e := range r.body.All("") {
		switch e.Name {
		case "feedbackInline", "feedbackBlock":
			taken := *e
			r.take(&taken)
			blank(e, "span")
		case "rubricBlock":
			if view := e.Attr("view"); view != "" && !slices.Contains(strings.Fields(view), "candidate") {
				if strings.TrimSpace(e.Text()) != "" {
					r.lose(e, "rubric-left-out", "", "notes for those who score are left out")
				}
				blank(e, "div")
				continue
			}
			e.Name = "div"
		case "object":
			if strings.HasPrefix(e.Attr("type"), "image/") {
				*e = kit.Element{Name: "img", Attrs: kit.El("", "src", e.Attr("data"), "alt", strings.TrimSpace(e.Text())).Attrs, Pos: e.Pos}
			}
		case "prompt":
			e.Name = "p"
		case "stylesheet":
			blank(e, "span")
		}
	}
}

func (r *reader) take(e *kit.Element) {
	r.feedback = append(r.feedback, feedback{Element: e, outcome: e.Attr("outcomeIdentifier"), id: e.Attr("identifier"),
		hide: e.Attr("showHide") == "hide"})
}

// blank leaves an element without content.
func blank(e *kit.Element, name string) { e.Name, e.Attrs, e.Nodes = name, nil, nil }

// settle leaves of an interaction what asks: its prompt.
func (r *reader) settle(e *kit.Element) {
	var kept []kit.Node
	for c := range e.Children("p") {
		kept = append(kept, kit.Node{Element: c})
	}
	blank(e, "div")
	e.Nodes = kept
}

// markdown makes Markdown of what stands in an element.
func (r *reader) markdown(e *kit.Element) string {
	md, lost := kit.HTML(e.Inner(), func(src string) (string, bool) {
		data, ok := r.files(path.Join(r.dir, src))
		if !ok {
			return "", false
		}
		return r.media.Image(src, data)
	})
	for _, what := range lost {
		r.lose(e, "markup-left-out", "", "%s is left out", what)
	}
	return md
}

// plain makes plain text of what stands in an element.
func (r *reader) plain(e *kit.Element) string {
	words, marked := kit.Plain(r.markdown(e))
	if marked {
		r.lose(e, "markup-left-out", "", "the markup of %q is left out", words)
	}
	return strings.Join(strings.Fields(words), " ")
}

// shown lists the feedback that an answer brings up: the key but for what is given.
func (r *reader) shown(given map[string]value) []feedback {
	all := r.key()
	maps.Copy(all, given)
	outcomes, err := r.score(all)
	if err != nil {
		return nil
	}
	var shown []feedback
	for _, f := range r.feedback {
		if slices.Contains(outcomes[f.outcome], f.id) != f.hide {
			shown = append(shown, f)
		}
	}
	return shown
}

// texts joins feedback to one text.
func (r *reader) texts(all []feedback) string {
	var texts []string
	for _, f := range all {
		if md := r.markdown(f.Element); md != "" && !slices.Contains(texts, md) {
			texts = append(texts, md)
		}
	}
	return strings.Join(texts, "\n\n")
}

// explain makes the explanation of the feedback on the key, and reports
// feedback that nothing shows.
func (r *reader) explain() {
	var right []feedback
	for _, f := range r.shown(nil) {
		if !r.used[f.Element] {
			right = append(right, f)
			r.used[f.Element] = true
		}
	}
	r.q.Explanation, r.q.Quote = quoted(r.texts(right))
	for _, f := range r.feedback {
		if !r.used[f.Element] && strings.TrimSpace(f.Text()) != "" {
			r.lose(f.Element, "feedback-left-out", "write it into the explanation or beside an option", "the feedback %q has no place", kit.Brief(f.Text()))
		}
	}
}

// quoted cuts the words of the reading, a block quote at its end, from a text.
func quoted(md string) (text, quote string) {
	md = "\n\n" + md
	if i := strings.LastIndex(md, "\n\n> "); i >= 0 && !strings.Contains(md[i+4:], "\n") {
		words, _ := kit.Plain(md[i+4:])
		return strings.TrimSpace(md[:i]), words
	}
	md = strings.TrimSpace(md)
	return md, ""
}
