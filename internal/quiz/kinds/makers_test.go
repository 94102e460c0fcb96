package kinds_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/categorise"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/passage"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/quiz/twopart"
)

// canary stands in everything that an unanswered question must not show.
const canary = "CANARY"

// maker makes sound questions of a kind.
type maker struct {
	question func(t *rapid.T) *quiz.Question
	// form is the form that a learner sends who knows the key: it is filled in
	// from what the page shows alone.
	form func(b quiz.Body, ask any) quiz.Form
	// otherKey gives the question another key without changing what it offers;
	// nil where the order of the file is the key.
	otherKey func(q *quiz.Question)
	// selects says that the question is a row of selects, of which one entry
	// chosen throughout earns less than all.
	selects bool
	// malformed are responses that no form could have made, beside the empty one.
	malformed []quiz.Response
}

var badPicks = []quiz.Response{",", "x", "-1", "+0", "00", "0,", ",0", " 0", "0 ", "0,0", "1,0", "999", "0;1;2", "[0]", "0.0", "\x00"}

var makers = map[string]maker{
	choice.SingleKind: {
		question: func(t *rapid.T) *quiz.Question {
			return question(&choice.Single{Options: options(t, 1)})
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			return pickRight(b.(*choice.Single).Options, ask.(choice.Ask))
		},
		otherKey:  func(q *quiz.Question) { turnKey(q.Body.(*choice.Single).Options) },
		malformed: append([]quiz.Response{"0,1"}, badPicks...),
	},
	choice.MultipleKind: {
		question: func(t *rapid.T) *quiz.Question {
			o := options(t, rapid.IntRange(1, 4).Draw(t, "right"))
			if rapid.Bool().Draw(t, "weighted") {
				for i := range o {
					f := rapid.Float64Range(0.05, 1).Draw(t, "fraction")
					if !o[i].Correct {
						f = -f
					}
					o[i].Fraction = &f
				}
			}
			return question(&choice.Multiple{Options: o, Exact: rapid.Bool().Draw(t, "exact")})
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			return pickRight(b.(*choice.Multiple).Options, ask.(choice.Ask))
		},
		otherKey:  func(q *quiz.Question) { turnKey(q.Body.(*choice.Multiple).Options) },
		malformed: badPicks,
	},
	truefalse.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			q := question(&truefalse.Claim{
				Answer:  truefalse.Verdict(rapid.SampledFrom(truefalse.True.Enum()).Draw(t, "answer")),
				Because: truefalse.Reasons{True: canary, False: canary, NotStated: canary},
			})
			q.Body.(quiz.Binder).Bind(q, text)
			return q
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			return quiz.Form{ask.(truefalse.Ask).Field: {string(b.(*truefalse.Claim).Answer)}}
		},
		otherKey: func(q *quiz.Question) {
			c := q.Body.(*truefalse.Claim)
			if c.Answer == truefalse.True {
				c.Answer = truefalse.False
			} else {
				c.Answer = truefalse.True
			}
		},
		malformed: []quiz.Response{"yes", "True", "0", " true", "true,false"},
	},
	matching.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			names := words(t, rapid.IntRange(4, 10).Draw(t, "texts"))
			n := rapid.IntRange(2, len(names)-2).Draw(t, "pairs")
			m := &matching.Matching{Exact: rapid.Bool().Draw(t, "exact")}
			for i := range n {
				match := names[i+1]
				if i >= 2 && rapid.Bool().Draw(t, "same") {
					match = m.Pairs[0].Match
				}
				m.Pairs = append(m.Pairs, matching.Pair{Text: names[i], Match: match, Because: canary, Citation: cite})
			}
			for _, d := range names[n+1:] {
				m.Distractors = append(m.Distractors, matching.Distractor{Text: d, Because: canary, Citation: cite})
			}
			return question(m)
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			f := quiz.Form{}
			for _, shown := range ask.(matching.Ask).Pairs {
				for _, p := range b.(*matching.Matching).Pairs {
					if p.Text == shown.Text {
						f[shown.Field] = values(shown.Choices, p.Match)
					}
				}
			}
			return f
		},
		selects:   true,
		malformed: []quiz.Response{",", "0", "x,y", "-1,0", "999,0", "0,0,0,0,0,0,0,0,0,0,0", "0, 1", "00,1"},
	},
	categorise.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			names := words(t, rapid.IntRange(4, 10).Draw(t, "texts"))
			n := rapid.IntRange(2, len(names)-2).Draw(t, "categories")
			c := &categorise.Categorise{Categories: names[:n], Exact: rapid.Bool().Draw(t, "exact")}
			for i, text := range names[n:] {
				in := rapid.IntRange(0, n-1).Draw(t, "category")
				if i < 2 {
					in = i
				}
				c.Items = append(c.Items, categorise.Item{Text: text, Category: names[in], Because: canary, Citation: cite})
			}
			return question(c)
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			f := quiz.Form{}
			for _, shown := range ask.(categorise.Ask).Items {
				for _, item := range b.(*categorise.Categorise).Items {
					if item.Text == shown.Text {
						f[shown.Field] = values(shown.Choices, item.Category)
					}
				}
			}
			return f
		},
		otherKey: func(q *quiz.Question) {
			c := q.Body.(*categorise.Categorise)
			for i := range c.Items {
				at := slices.Index(c.Categories, c.Items[i].Category)
				c.Items[i].Category = c.Categories[(at+1)%len(c.Categories)]
			}
		},
		selects:   true,
		malformed: []quiz.Response{",", "0", "x,y", "-1,0", "999,0", "0,0,0,0,0,0,0,0,0,0,0", "0, 1", "00,1"},
	},
	ordering.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			o := &ordering.Ordering{
				Credit: ordering.Credit(rapid.SampledFrom(append(ordering.Pairs.Enum(), "")).Draw(t, "credit")),
				Exact:  rapid.Bool().Draw(t, "exact"),
			}
			for _, text := range words(t, rapid.IntRange(2, 7).Draw(t, "items")) {
				o.Items = append(o.Items, ordering.Item{Text: text, Because: canary, Citation: cite})
			}
			return question(o)
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			f := quiz.Form{}
			for _, shown := range ask.(ordering.Ask).Items {
				at := slices.IndexFunc(b.(*ordering.Ordering).Items, func(i ordering.Item) bool { return i.Text == shown.Text })
				f[shown.Field] = values(shown.Choices, strconv.Itoa(at+1))
			}
			return f
		},
		selects:   true,
		malformed: []quiz.Response{",", "0", "0,0", "1,1", "-1,0", "0,999", "0,1,2,3,4,5,6,7", "0, 1"},
	},
	numeric.Kind: {
		question: func(t *rapid.T) *quiz.Question { return question(&numeric.Numeric{Rules: number(t)}) },
		form: func(b quiz.Body, ask any) quiz.Form {
			return typeNumber(b.(*numeric.Numeric).Key(), ask.(numeric.Ask))
		},
		otherKey:  func(q *quiz.Question) { otherNumber(&q.Body.(*numeric.Numeric).Rules) },
		malformed: []quiz.Response{"x", "1,5", "01", "+1", "1.", ".5", "-0", "1e999", "1e0", " 1", "1 ", "0x10", "NaN", "Inf", "1_000"},
	},
	shorttext.Kind: {
		question: func(t *rapid.T) *quiz.Question { return question(&shorttext.ShortText{Rules: line(t)}) },
		form: func(b quiz.Body, ask any) quiz.Form {
			return quiz.Form{ask.(shorttext.Ask).Field: {string(b.(*shorttext.ShortText).Key())}}
		},
		otherKey:  func(q *quiz.Question) { otherLine(&q.Body.(*shorttext.ShortText).Rules) },
		malformed: []quiz.Response{" a", "a ", "a  b", "a\nb", "\x00", "\xff"},
	},
	cloze.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			c := &cloze.Cloze{Exact: rapid.Bool().Draw(t, "exact")}
			for i := range rapid.IntRange(1, 4).Draw(t, "blanks") {
				b := cloze.Blank{Name: fmt.Sprintf("b%d", i), Because: canary, Citation: cite, Weight: rapid.SampledFrom([]float64{0, 0.3, 1, 2}).Draw(t, "weight")}
				switch rapid.IntRange(0, 2).Draw(t, "input") {
				case 0:
					b.Text = &cloze.Text{Rules: line(t)}
				case 1:
					b.Number = &cloze.Number{Rules: number(t)}
				default:
					b.Select = &cloze.Select{Single: choice.Single{Options: options(t, 1)}}
				}
				c.Blanks = append(c.Blanks, b)
				c.Text = "[[" + b.Name + "]] and " + c.Text // the last of the file comes first
			}
			return question(c)
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			c, f := b.(*cloze.Cloze), quiz.Form{}
			for _, p := range ask.(cloze.Ask).Paragraphs {
				for _, s := range p {
					if s.Blank == nil {
						continue
					}
					blank := c.Blanks[len(c.Blanks)-s.Blank.N]
					switch {
					case s.Blank.Text != nil:
						f[s.Blank.Field] = []string{string(blank.Text.Key())}
					case s.Blank.Number != nil:
						maps.Copy(f, typeNumber(blank.Number.Key(), *s.Blank.Number))
					default:
						f[s.Blank.Field] = values(s.Blank.Choices, blank.Select.Options[blank.Select.Options.Right()[0]].Text)
					}
				}
			}
			return f
		},
		otherKey: func(q *quiz.Question) {
			for _, b := range q.Body.(*cloze.Cloze).Blanks {
				switch {
				case b.Text != nil:
					otherLine(&b.Text.Rules)
				case b.Number != nil:
					otherNumber(&b.Number.Rules)
				default:
					turnKey(b.Select.Options)
				}
			}
		},
		malformed: []quiz.Response{"[]", "null", "{}", "[1]", `[ "a"]`, `["a"`, `["a","b","c","d","e"]`, `["a"]x`, `[""]`},
	},
	passage.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			n := rapid.IntRange(2, len(text.Passages)).Draw(t, "offered")
			order := rapid.Permutation(numbers(len(text.Passages))).Draw(t, "order")[:n]
			k := rapid.IntRange(1, n-1).Draw(t, "right")
			f := &passage.Find{Exact: rapid.Bool().Draw(t, "exact")}
			for i, p := range order[1:] {
				one := passage.Passage{Because: canary, Citation: quiz.Citation{Quote: text.Passages[p].Text}}
				if i+1 < k {
					f.Also = append(f.Also, one)
				} else {
					f.Distractors = append(f.Distractors, one)
				}
			}
			q := question(f)
			q.Citation = quiz.Citation{Quote: text.Passages[order[0]].Text}
			f.Bind(q, text)
			return q
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			shown, f := ask.(passage.Ask), quiz.Form{}
			right, _ := b.Key().Places(len(text.Passages))
			for _, n := range right {
				f[shown.Field] = append(f[shown.Field], values(shown.Options, text.Passages[n].Text)...)
			}
			return f
		},
		otherKey: func(q *quiz.Question) { // the question's quote and a distractor change places
			f := q.Body.(*passage.Find)
			q.Citation, f.Distractors[0].Citation = f.Distractors[0].Citation, q.Citation
			f.Bind(q, text)
		},
		malformed: badPicks,
	},
	twopart.Kind: {
		question: func(t *rapid.T) *quiz.Question {
			b := &twopart.TwoPart{Options: options(t, 1), Exact: rapid.Bool().Draw(t, "exact")}
			for _, o := range options(t, rapid.IntRange(1, 2).Draw(t, "shows")) {
				b.Passages = append(b.Passages, twopart.Passage{Text: o.Text, Correct: o.Correct, Because: o.Because})
			}
			return question(b)
		},
		form: func(b quiz.Body, ask any) quiz.Form {
			t, shown := b.(*twopart.TwoPart), ask.(twopart.Ask)
			f := pickRight(t.Options, shown.Answers)
			for _, p := range t.Passages {
				if p.Correct {
					f[shown.Passages.Field] = append(f[shown.Passages.Field], values(shown.Passages.Options, p.Text)...)
				}
			}
			return f
		},
		otherKey:  func(q *quiz.Question) { turnKey(q.Body.(*twopart.TwoPart).Options) },
		malformed: append([]quiz.Response{"0", ";", "0;", ";0", "0;0;0", "0,1;0", "0;x", "9;0"}, badPicks...),
	},
}
