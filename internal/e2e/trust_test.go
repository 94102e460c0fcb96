package e2e

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/e2e/need"
)

// trust says what holds, by the numbers that tests carry in their names.
var trust = map[int]string{
	1:  "nothing of the key, the feedback or the explanation reaches a browser before the answer",
	2:  "the order and the names of the options say nothing of which is right",
	3:  "the response to an answer has the same length, right or wrong",
	4:  "grades and times come from what the server knows",
	5:  "late answers are refused by the server's clock",
	6:  "each part of the feedback can be held back by itself",
	7:  "what is shown at closing is shown once the database says that it has closed",
	8:  "the same answer sent again is one answer",
	9:  "an answer from an old page leads to what stands",
	10: "who may ask for what: every route, every role",
	11: "nobody sees another learner's session; it looks as if it were missing",
	12: "nobody sees another instructor's sets, classes and results",
	13: "codes to join cannot be guessed",
	14: "a form holds its own fields and no others",
	15: "figures and profiles are not on the public listener",
	16: "cookies go by https alone, and to no script",
	17: "secrets have 128 bits or more, and only their hashes are kept",
	18: "a planted cookie is not adopted; signing in makes a new one",
	19: "who has signed out during a slow request stays signed out",
	20: "sign-ins expire",
	21: "passwords are kept as argon2id",
	22: "the rules for passwords are those of ASVS",
	23: "an unknown name and a wrong password look alike",
	24: "limits know the client, whatever its headers say",
	25: "there is no account by default; the link that makes the first works once",
	26: "no form of another site is taken",
	27: "looking changes nothing",
	28: "the content security policy allows nothing unsafe",
	29: "every response has its protective headers, errors too",
	30: "personal pages stay in no cache",
	31: "hostile text in any field runs nothing in a browser",
	32: "sanitised HTML has no remote images, forms or styles",
	33: "redirects lead nowhere else",
	34: "a forged Host never stands in a link",
	35: "hostile archives are refused",
	36: "hostile XML and YAML cost no more than their length",
	37: "each decoder is fuzzed, and imports are whole or absent",
	38: "images are what their content says",
	39: "no cell of a table is a formula",
	40: "uploads have a quota",
	41: "failures tell a client nothing but a number",
	42: "a panic ends one request, not the program",
	43: "logs hold no answers, cookies or passwords",
	44: "requests that two servers read differently are refused",
	45: "no known vulnerability, no race, no goroutine left behind",
	46: "what those who teach do is written down",
	47: "what is deleted is gone from the disk",
}

var trustTest = regexp.MustCompile(`(?m)^func (TestTrust(\d\d)(?:And(\d\d))?\w*)\(`)

// trustTests gives the tests of each number, in order.
func trustTests(t *testing.T) map[int][]string {
	tests := map[int][]string{}
	err := filepath.WalkDir(need.Root(t), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "node_modules" {
			return cmp.Or(err, fs.SkipDir)
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range trustTest.FindAllStringSubmatch(string(text), -1) {
			for _, number := range m[2:] {
				if n, err := strconv.Atoi(number); err == nil {
					tests[n] = append(tests[n], m[1])
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range tests {
		slices.Sort(names)
	}
	return tests
}

// The table of what holds, in the README, is that of the tests: each number that
// a test carries has its line, and each line names a test that there is.
// VERBATIM_UPDATE=1 writes it anew.
func TestTrustTable(t *testing.T) {
	tests := trustTests(t)
	for n := range tests {
		if trust[n] == "" {
			t.Errorf("tests carry the number %d, and nothing says what it means: give it a line in trust", n)
		}
	}
	for n, what := range trust {
		if len(tests[n]) == 0 {
			t.Errorf("no test carries the number %d: %s", n, what)
		}
	}
	file := filepath.Join(need.Root(t), "README.md")
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(readme), "<!-- trust -->\n")
	table, tail, closed := strings.Cut(rest, "<!-- end -->\n")
	if !ok || !closed {
		t.Fatal("the README has no table of what holds")
	}
	if os.Getenv("VERBATIM_UPDATE") != "" {
		table = "| # | what holds | a test of it |\n|---|---|---|\n"
		for _, n := range slices.Sorted(maps.Keys(tests)) {
			table += fmt.Sprintf("| %d | %s | `%s` |\n", n, trust[n], tests[n][0])
		}
		if err := os.WriteFile(file, []byte(head+"<!-- trust -->\n"+table+"<!-- end -->\n"+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rows := map[int]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| (\\d+) \\| (.*) \\| `(\\w+)` \\|$").FindAllStringSubmatch(table, -1) {
		n, _ := strconv.Atoi(m[1])
		rows[n] = m[3]
		if m[2] != trust[n] {
			t.Errorf("the README says that %d is %q, the tests %q", n, m[2], trust[n])
		}
		if !slices.Contains(tests[n], m[3]) {
			t.Errorf("the README names the test %s of %d; there are %v", m[3], n, tests[n])
		}
	}
	for n := range tests {
		if rows[n] == "" {
			t.Errorf("the README lacks a line for %d: run this test with VERBATIM_UPDATE=1", n)
		}
	}
	if len(rows) == 0 {
		t.Error("the table in the README is empty")
	}
}
