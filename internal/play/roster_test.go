package play

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"verbatim/internal/store"
)

func TestReadRoster(t *testing.T) {
	ada, emilie := store.Person{Number: "17", Name: "Ada Lovelace"}, store.Person{Number: "A-3", Name: "Émilie du Châtelet"}
	both := []store.Person{ada, emilie}
	for name, c := range map[string]struct {
		text string
		want []store.Person
	}{
		"commas":                {"17,Ada Lovelace\nA-3,Émilie du Châtelet\n", both},
		"semicolons and a head": {"Number;Name\r\n17;Ada Lovelace\r\nA-3;Émilie du Châtelet", both},
		"copied from a table":   {"17\tAda Lovelace\nA-3\tÉmilie du Châtelet\n", both},
		"a mark at the start":   {"\ufeffStudent ID,Name\n17, Ada  Lovelace \n\n A-3,Émilie du Châtelet\n\n", both},
		"marks unseen":          {"\u200e17,Ada \u202eLovelace\n\u2068A-3\u2069,Émilie du Châtelet", both},
		"two names":             {"17,Ada,Lovelace\nA-3,\"Émilie du Châtelet\"", both},
		"numbers alone":         {"17\n18", []store.Person{{Number: "17"}, {Number: "18"}}},
		"nothing":               {" \n\n", []store.Person{}},
	} {
		got, err := ReadRoster(c.text)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
	for message, c := range map[string]struct {
		text string
		line int
	}{
		"problem.roster-quotes": {"1,a\n2,\"b", 2},
		"problem.roster-number": {"1,a\n\n \n,b", 4},
		"problem.roster-long":   {"1," + strings.Repeat("x", maxName+1), 1},
		"problem.roster-twice":  {"1,a\n2,b\n1,c", 3},
	} {
		_, err := ReadRoster(c.text)
		p, ok := errors.AsType[*RosterProblem](err)
		if !ok || p.Message != message || p.Line != c.line {
			t.Errorf("%q: %v, want %s in line %d", c.text, err, message, c.line)
		}
	}
	if again, err := ReadRoster(WriteRoster(both)); err != nil || !reflect.DeepEqual(again, both) {
		t.Errorf("written and read again: %q, %v", again, err)
	}
}

func FuzzReadRoster(f *testing.F) {
	f.Add("17,Ada\n18;x")
	f.Add("\"\n\t\x00")
	f.Fuzz(func(t *testing.T, text string) {
		people, err := ReadRoster(text)
		if err != nil {
			return
		}
		again, err := ReadRoster(WriteRoster(people))
		if err != nil || len(again) != len(people) {
			// A number may be written like a heading, which is then left out.
			if len(people) == 0 || !isHead(people[0].Number) {
				t.Errorf("%q is read as %q and that as %q, %v", text, people, again, err)
			}
		}
	})
}
