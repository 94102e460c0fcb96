package lint

import (
	"slices"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// Settle takes from the findings about a set those warnings that it allows, and
// adds what is wrong with its allowances. The list is sorted.
func Settle(s *quiz.Set, list diag.List) diag.List {
	var left diag.List
	used := map[*quiz.Allow]bool{}
	for _, d := range list {
		if a := allowed(s, d); a != nil {
			used[a] = true
		} else {
			left.Add(d)
		}
	}
	r := &quiz.Report{List: &left}
	for i := range s.Allow {
		check(&s.Allow[i], used, r)
	}
	for _, questions := range [][]quiz.Question{s.Questions, s.Drafts} {
		for i := range questions {
			q := &questions[i]
			r.Question = q.ID
			for j := range q.Allow {
				check(&q.Allow[j], used, r)
			}
		}
	}
	left.Sort()
	return left
}

// allowed gives the allowance for a finding: that of its question, or else that
// of the set. Errors cannot be allowed.
func allowed(s *quiz.Set, d diag.Diagnostic) *quiz.Allow {
	if d.Severity != diag.Warning {
		return nil
	}
	among := func(allow []quiz.Allow) *quiz.Allow {
		if i := slices.IndexFunc(allow, func(a quiz.Allow) bool { return a.Code == d.Code }); i >= 0 {
			return &allow[i]
		}
		return nil
	}
	if d.Question != "" {
		for _, questions := range [][]quiz.Question{s.Questions, s.Drafts} {
			i := slices.IndexFunc(questions, func(q quiz.Question) bool { return q.ID == d.Question })
			if i < 0 {
				continue
			}
			if a := among(questions[i].Allow); a != nil {
				return a
			}
		}
	}
	return among(s.Allow)
}

// check reports an allowance of what is no warning, of what was not found, and
// one that gives no reason.
func check(a *quiz.Allow, used map[*quiz.Allow]bool, r *quiz.Report) {
	at := a.Pos("")
	drop := &diag.Fix{Message: "remove the allowance", Edits: []diag.Edit{{Pos: at, Op: diag.Drop}}}
	e, known := diag.Explain(a.Code)
	switch {
	case !known || e.Convert:
		f := diag.Diagnostic{Pos: at, Severity: diag.Warning, Code: "unknown-allowance", Message: "there is no warning " + a.Code, Hint: "look the code up in the finding that it is to allow"}
		if code := diag.Nearest(a.Code, diag.Codes()); code != "" {
			f.Hint = "did you mean `" + code + "`?"
		}
		r.Add(f)
	case e.Severity == diag.Error:
		r.Warning(at, "unknown-allowance", "put right what the error says", "%s is an error, and only warnings can be allowed", a.Code)
	case !used[a]:
		r.Add(diag.Diagnostic{Pos: at, Severity: diag.Warning, Code: "unused-allowance", Message: "nothing that " + a.Code + " warns of is found here", Hint: "remove the line", Fix: drop})
	case a.Reason == "":
		r.Warning(at, "unexplained-allowance", "write `- "+a.Code+": \"why it is meant\"`", "the allowance of %s gives no reason", a.Code)
	}
}
