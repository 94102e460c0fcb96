package qti

import (
	"cmp"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/twopart"
)

// hottext writes passages of the reading as words to pick in a text.
func (p *parts) hottext(options choice.Options, exact bool, worth float64) {
	most := "1"
	if len(options.Right()) > 1 {
		most = "0"
		p.somePicks(options, exact, worth)
	} else {
		p.onePick(options, one, worth)
	}
	i := kit.El("hottextInteraction", "responseIdentifier", one, "maxChoices", most)
	for n, o := range options {
		i.Add(kit.El("p").Add(p.option("hottext", letter(n), &o)))
	}
	p.body.Add(i)
	p.shown = append(p.shown, one)
}

// evidencePrompt asks for part B where the question does not.
const evidencePrompt = "Which words show it?"

// twoPart writes two choices in one item. The answer earns half, and the words
// that show it the other half where the answer is right.
func (p *parts) twoPart(t *twopart.TwoPart, shuffle bool, worth float64) {
	const answer, shown = "RESPONSE-1", "RESPONSE-2"
	evidence := t.Evidence()
	for i := range evidence {
		if t.Passages[i].Quote != "" {
			evidence[i].Text = kit.Markdown(evidence[i].Text)
		}
	}
	p.onePick(t.Options, answer, worth/2)
	p.onePick(evidence, shown, worth/2)
	name := func(id string) func(int) string { return func(n int) string { return named(id, n) } }
	prompt := kit.El("p")
	prompt.Nodes = kit.ToXHTML(cmp.Or(t.Prompt, evidencePrompt))
	p.body.Add(p.interaction(answer, t.Options, name(answer), 1, shuffle), prompt, p.interaction(shown, evidence, name(shown), 1, shuffle))
	p.processing.Add(set("SCORE", variable(scoreOf(answer))))
	right := kit.El("gte").Add(variable(scoreOf(answer)), base("float", decimal(worth/2)))
	p.processing.Add(kit.El("responseCondition").Add(kit.El("responseIf").Add(right,
		set("SCORE", kit.El("sum").Add(variable(scoreOf(answer)), variable(scoreOf(shown)))))))
}
