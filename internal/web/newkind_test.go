package web

import (
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"verbatim/internal/format/yaml"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
	"verbatim/views"
)

// coin is a kind of question that the program does not have: heads or tails.
type coin struct {
	Lands string `json:"lands" need:"yes" doc:"The side on which it lands."`
}

type coinView struct{ Right string }

func (c *coin) Validate(q *quiz.Question, r *quiz.Report) {
	if c.Lands != "heads" && c.Lands != "tails" {
		r.Error(q.Pos("lands"), "bad-side", "write heads or tails", "a coin does not land on %q", c.Lands)
	}
}
func (c *coin) Citations() []quiz.Cited         { return nil }
func (c *coin) Ask(quiz.Shuffle, quiz.Form) any { return coinView{} }
func (c *coin) Read(_ quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	return quiz.Response(f.Get("side")), nil
}
func (c *coin) Fill(_ quiz.Shuffle, r quiz.Response) quiz.Form { return quiz.Form{"side": {string(r)}} }
func (c *coin) Say(r quiz.Response) []quiz.Said                { return []quiz.Said{{Text: string(r)}} }
func (c *coin) Grade(r quiz.Response) (float64, error) {
	if r == c.Key() {
		return 1, nil
	}
	return 0, nil
}
func (c *coin) Key() quiz.Response                     { return quiz.Response(c.Lands) }
func (c *coin) Review(quiz.Shuffle, quiz.Response) any { return coinView{Right: c.Lands} }

// A kind is a body that registers itself and a folder of templates: with those
// it is read from a set, checked at its place, asked, graded and reviewed. It is
// registered in a process of its own, since the others have no templates for it.
func TestNewKindNeedsNoOtherPlace(t *testing.T) {
	if os.Getenv("NEW_KIND") == "" {
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), "NEW_KIND=1")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	quiz.Register("coin", func() quiz.Body { return &coin{} })
	if _, err := newRenderer(views.Templates, views.Words); err == nil {
		t.Error("the server starts without templates for the kind")
	}
	templates := fstest.MapFS{
		"kinds/coin/ask.html":     {Data: []byte(`<input name="side" aria-label="{{t "claim.true"}}">`)},
		"kinds/coin/review.html":  {Data: []byte(`<b>{{.View.Right}}</b>`)},
		"kinds/coin/summary.html": {Data: []byte(`<i>{{.View.Right}}</i>`)},
	}
	err := fs.WalkDir(views.Templates, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := fs.ReadFile(views.Templates, name)
			templates[name] = &fstest.MapFile{Data: data}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRenderer(templates, views.Words)
	if err != nil {
		t.Fatal(err)
	}
	const source = "title: \"Toss\"\nquestions:\n  - id: toss\n    kind: coin\n    stem: \"Which?\"\n    lands: "
	set, list := yaml.Parse([]byte(source+"tails\n"), "set.yaml")
	if set == nil || len(list) > 0 {
		t.Fatal(list)
	}
	wrong, _ := yaml.Parse([]byte(source+"edge\n"), "set.yaml")
	if found := wrong.Validate(); !strings.Contains(found[len(found)-1].String(), "set.yaml:6:12: error[bad-side]") {
		t.Errorf("the finding about it is %v", found)
	}
	q := &set.Questions[0]
	answer, _ := q.Body.Read(quiz.Shuffle{}, quiz.Form{"side": {"tails"}})
	if f, err := q.Body.Grade(answer); f != 1 || err != nil {
		t.Errorf("the right side earns %v, %v", f, err)
	}
	for part, want := range map[string]string{askPart: `<input name="side" aria-label="True">`, reviewPart: "<b>tails</b>", summaryPart: "<i>tails</i>"} {
		view := q.Body.Ask(quiz.Shuffle{}, nil)
		if part != askPart {
			view = q.Body.Review(quiz.Shuffle{}, answer)
		}
		if html, err := r.kind(DefaultLanguage, q.Kind, part, pageKind(view)); string(html) != want || err != nil {
			t.Errorf("its %s is %q, %v", part, html, err)
		}
	}
	fields, _ := page.FormFields(blankForm(t, "coin"), nil, false, nil)
	var form strings.Builder
	if err := r.write(&form, DefaultLanguage, "teach/question", page.QuestionForm{Kind: "coin", Fields: fields}); err != nil || !strings.Contains(form.String(), `name="q.lands"`) {
		t.Errorf("it has no form: %v", err)
	}
	if html, err := r.actions(DefaultLanguage, q.Kind); err != nil || !strings.Contains(string(html), "Check answer") {
		t.Errorf("its buttons are %q, %v", html, err)
	}
}
