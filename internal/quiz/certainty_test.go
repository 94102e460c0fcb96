package quiz

import (
	"errors"
	"testing"
)

func TestReadCertainty(t *testing.T) {
	for _, c := range []struct {
		rule    CertaintyRule
		sent    []string
		want    Certainty
		problem bool
	}{
		{CertaintyOff, nil, Unstated, false},
		{CertaintyOff, []string{"3"}, Unstated, false},
		{CertaintyOptional, nil, Unstated, false},
		{CertaintyOptional, []string{"1"}, Unsure, false},
		{CertaintyOptional, []string{"4"}, Unstated, true},
		{CertaintyRequired, nil, Unstated, true},
		{CertaintyRequired, []string{"0"}, Unstated, true},
		{CertaintyRequired, []string{"2"}, FairlySure, false},
		{CertaintyRequired, []string{"3"}, VerySure, false},
	} {
		got, err := c.rule.Read(Form{CertaintyField: c.sent})
		var problem *Problem
		if got != c.want || errors.As(err, &problem) != c.problem {
			t.Errorf("%q with %v: %d, %v", c.rule, c.sent, got, err)
		}
		if c.problem && problem.Control != "certainty-1" {
			t.Errorf("%q with %v: the problem lies at %s", c.rule, c.sent, problem.Control)
		}
	}
	if CertaintyRule("always").Known() || !CertaintyRequired.Known() || !CertaintyOff.Known() {
		t.Error("the rules are not told from others")
	}
}
