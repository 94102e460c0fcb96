package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"verbatim/internal/e2e/need"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store/sqlite"
)

// class is the command "class DATA DIR N": N learners walk through the first
// set of a folder, of which all questions are choices, in the same way each
// time. The best of them pick the second option of a question named mistaken.
// The last learner leaves off after the first question, and the first one
// tries again what was missed, and then everything.
func class(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	sets, _, _, err := loadTree(os.DirFS(ts.MkAbs(args[1])), args[1])
	ts.Check(err)
	ts.Check(attend(ts.MkAbs(args[0]), sets[0], n))
}

// dice is a source of chance that gives the same each time.
type dice struct{ *rand.ChaCha8 }

func attend(data string, set *quiz.Set, n int) error {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	chance := rand.New(rand.NewPCG(7, 8))
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p, err := play.New(ctx, st, []*play.Revision{play.NewRevision(set, set.Files)}, play.Options{
		Random: dice{rand.NewChaCha8([32]byte{1})}, Now: func() time.Time { return at }, Parse: parseRevision,
	})
	if err != nil {
		return err
	}
	for i := range n {
		learner, _, err := p.NewLearner(ctx)
		if err != nil {
			return err
		}
		ability := float64(i) / float64(n-1)
		walk := func(s quiz.Session, questions int) error {
			for k := 1; k <= questions; k++ {
				at = at.Add(time.Duration(10+chance.IntN(40)) * time.Second)
				w, err := p.Walk(ctx, learner, s.ID)
				if err != nil {
					return err
				}
				if _, err := p.Answer(ctx, learner, s.ID, k, reply(w, k, ability, chance)); err != nil {
					return err
				}
			}
			return nil
		}
		begin := func() (quiz.Session, error) {
			at = at.Add(time.Minute)
			return p.Start(ctx, learner, play.Start{Set: set.ID, Mode: quiz.Practice, Certainty: quiz.CertaintyOptional})
		}
		s, err := begin()
		if err != nil {
			return err
		}
		if i == n-1 {
			return walk(s, 1)
		}
		if err := walk(s, len(set.Questions)); err != nil {
			return err
		}
		if i == 0 {
			again, err := p.Retry(ctx, learner, s.ID)
			if err == nil {
				err = walk(again, 1)
			}
			if err == nil {
				if s, err = begin(); err == nil {
					err = walk(s, len(set.Questions))
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// reply is what a learner of some ability answers.
func reply(w *play.Walk, n int, ability float64, chance *rand.Rand) quiz.Form {
	q := w.Question(n)
	offers := q.Body.(quiz.Offering).Offers()
	pick := chance.IntN(len(offers))
	if chance.Float64() < 0.2+0.7*ability {
		pick = slices.IndexFunc(offers, func(o quiz.Offer) bool { return o.Correct })
	}
	if q.ID == "mistaken" && ability > 0.5 {
		pick = 1
	}
	if chance.IntN(20) == 0 {
		return quiz.Form{"answer": {"dont-know"}}
	}
	order := w.Session.ShuffleFor(q).Order("answer", len(offers))
	return quiz.Form{
		"answer": {strconv.Itoa(slices.Index(order, pick) + 1)}, quiz.CertaintyField: {strconv.Itoa(1 + chance.IntN(3))},
	}
}

// LibreOffice opens the exports: what it reads is what was answered.
func TestOfficeOpensResults(t *testing.T) {
	office := need.Program(t, "soffice", "libreoffice-calc")
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	hostile := `title: "Zahlen über π"
questions:
  - id: sum
    stem: "=1+1 = “zwei”, ö; and @more?"
    options:
      - text: "=cmd|' /C calc'!A0"
        correct: true
      - text: "+3"
      - text: "@SUM(1)"
`
	folder := filepath.Join(dir, "sets", "zahlen")
	noErr(t, os.MkdirAll(folder, 0o755))
	noErr(t, os.WriteFile(filepath.Join(folder, "set.yaml"), []byte(hostile), 0o644))
	sets, _, _, err := loadTree(os.DirFS(filepath.Join(dir, "sets")), "sets")
	noErr(t, err)
	noErr(t, attend(data, sets[0], 12))
	for _, form := range []string{"csv", "xlsx"} {
		file := filepath.Join(dir, "answers."+form)
		args := []string{"results", "zahlen", "--data", data, "--options", "--format", form, "-o", file}
		var said bytes.Buffer
		if code := run(args, &env{t.Context(), nil, &said, &said}); code != 0 {
			t.Fatalf("%v: %s", args, said.String())
		}
		out := filepath.Join(dir, "from-"+form)
		filter := `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1`
		cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
			"--infilter=CSV:44,34,76", "--convert-to", filter, "--outdir", out, file)
		if form == "xlsx" {
			cmd.Args = slices.DeleteFunc(cmd.Args, func(a string) bool { return a == "--infilter=CSV:44,34,76" })
		}
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		files, _ := filepath.Glob(filepath.Join(out, "*answers*.csv"))
		if form == "xlsx" {
			files, _ = filepath.Glob(filepath.Join(out, "*Answers.csv"))
		}
		if len(files) != 1 {
			all, _ := os.ReadDir(out)
			t.Fatalf("%s became %v", form, all)
		}
		text, err := os.ReadFile(files[0])
		noErr(t, err)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
		noErr(t, err)
		if len(rows) != 1+12+2 { // a head, a question for each, a retry and a repeat
			t.Fatalf("%s: %d rows", form, len(rows))
		}
		stem := slices.Index(rows[0], "stem")
		if got := rows[1][stem]; got != `=1+1 = “zwei”, ö; and @more?` && got != `'=1+1 = “zwei”, ö; and @more?` {
			t.Errorf("%s: the stem became %q", form, got)
		}
	}
	f, err := excelize.OpenFile(filepath.Join(dir, "answers.xlsx"))
	noErr(t, err)
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Questions", "Learners", "Answers"}) {
		t.Errorf("the sheets are %v", got)
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		noErr(t, err)
		for y := range rows {
			for x := range rows[y] {
				ref, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, _ := f.GetCellFormula(sheet, ref); formula != "" {
					t.Errorf("%s!%s is the formula %s", sheet, ref, formula)
				}
			}
		}
	}
}

func noErr(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
