package aiken

import (
	"fmt"
	"strings"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/truefalse"
)

// letters are as many options as a question can have.
const letters = 26

// encode writes a set as Aiken, with an empty line after each question.
func encode(set *quiz.Set) (*kit.Export, error) {
	w := kit.NewWriter("Aiken")
	var out strings.Builder
	w.Each(set, func(q *quiz.Question) string {
		switch body := q.Body.(type) {
		case *choice.Single:
			return write(&out, q.Stem, body.Options)
		case *truefalse.Claim:
			if body.Answer != truefalse.NotStated {
				return write(&out, q.Stem, choice.Options{
					{Text: "True", Correct: body.Answer == truefalse.True},
					{Text: "False", Correct: body.Answer == truefalse.False},
				})
			}
		}
		return w.NoSuchKind(q)
	})
	return w.Finish(decode, quiz.File{Name: set.ID + ".txt", Data: []byte(out.String())})
}

// write writes a question, or says why it cannot be written.
func write(out *strings.Builder, stem string, options choice.Options) (why string) {
	words, _ := kit.Plain(stem)
	switch {
	case len(words) < 2:
		return "Aiken takes no question of one character"
	case optionLine.MatchString(words), strings.HasPrefix(words, "ANSWER:"), strings.HasPrefix(words, "FEEDBACK:"):
		return "the question begins like an option or an answer of Aiken"
	case len(options) > letters:
		return fmt.Sprintf("Aiken has letters for %d options", letters)
	}
	fmt.Fprintln(out, words)
	key := 'A'
	for i, o := range options {
		text, _ := kit.Plain(o.Text)
		fmt.Fprintf(out, "%c) %s\n", 'A'+i, text)
		if o.Correct {
			key += rune(i)
		}
	}
	fmt.Fprintf(out, "ANSWER: %c\n\n", key)
	return ""
}
