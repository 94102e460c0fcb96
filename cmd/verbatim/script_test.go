package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store/sqlite"
)

// The scripts run the program as a person does. VERBATIM_UPDATE=1 writes what
// it says now into them; look at the difference before you keep it.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"verbatim": main})
}

// TestScripts are the verbs.
func TestScripts(t *testing.T) { runScripts(t, filepath.Join("testdata", "script")) }

// TestCodes shows each finding: what it is made of and exactly what is printed.
func TestCodes(t *testing.T) { runScripts(t, filepath.Join("testdata", "script", "codes")) }

func runScripts(t *testing.T, dir string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("VERBATIM_UPDATE") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "")
			for _, name := range []string{"VERBATIM_SETS", "VERBATIM_DATA", "VERBATIM_ADDR"} {
				e.Setenv(name, "")
			}
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"hex": writeHex, "images": writeImages, "publish": publish, "walk": walk, "spoil": spoil, "class": class, "serving": serving, "account": account},
		Condition: func(cond string) (bool, error) {
			_, err := exec.LookPath(cond)
			return err == nil, nil
		},
	})
}

// writeHex is the command "hex FILE BYTES…": it adds bytes, in hexadecimal, to a
// file, for what no script can hold.
func writeHex(ts *testscript.TestScript, _ bool, args []string) {
	data, err := hex.DecodeString(strings.Join(args[1:], ""))
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	ts.Check(err)
	_, err = f.Write(data)
	ts.Check(err)
	ts.Check(f.Close())
}

// onePixel is the smallest image.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

// writeImages is the command "images FILE…": it writes an image to each. A file
// may be followed by a number: that makes so many, of names such as 1-FILE, and
// a line for each in the reading beside them.
func writeImages(ts *testscript.TestScript, _ bool, args []string) {
	for i, name := range args {
		n, err := strconv.Atoi(name)
		if err != nil {
			ts.Check(os.WriteFile(ts.MkAbs(name), []byte(onePixel), 0o644))
			continue
		}
		dir, base := filepath.Split(ts.MkAbs(args[i-1]))
		reading, err := os.OpenFile(filepath.Join(dir, "reading.md"), os.O_APPEND|os.O_WRONLY, 0)
		ts.Check(err)
		for k := range n {
			file := fmt.Sprintf("%d-%s", k+1, base)
			ts.Check(os.WriteFile(filepath.Join(dir, file), []byte(onePixel), 0o644))
			fmt.Fprintf(reading, "\n![Picture %d](%s)\n", k+1, file)
		}
		ts.Check(reading.Close())
	}
}

// publish is the command "publish DATA DIR": it keeps the sets of a folder in a
// data folder, as the server does when it starts, and sets HASH to the beginning
// of a revision's hash.
func publish(ts *testscript.TestScript, _ bool, args []string) {
	st, err := sqlite.Open(context.Background(), ts.MkAbs(args[0]), sqlite.Options{})
	ts.Check(err)
	sets, _, _, err := loadTree(os.DirFS(ts.MkAbs(args[1])), args[1])
	ts.Check(err)
	var revisions []*play.Revision
	for _, set := range sets {
		revisions = append(revisions, play.NewRevision(set, set.Files))
	}
	_, err = play.New(context.Background(), st, revisions, play.Options{})
	ts.Check(err)
	ts.Check(st.Close())
	ts.Setenv("HASH", revisions[0].Hash[:8])
}

// walk is the command "walk DATA ANSWERS": it answers so many questions of the
// sets that publish has kept there, none of them known, and sets SESSION.
func walk(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, ts.MkAbs(args[0]), sqlite.Options{})
	ts.Check(err)
	kept, err := sqlite.Look(ts.MkAbs(args[0]), "", "")
	ts.Check(err)
	set, err := parseRevision(kept.Set, kept.Files)
	ts.Check(err)
	p, err := play.New(ctx, st, []*play.Revision{play.NewRevision(set, kept.Files)}, play.Options{})
	ts.Check(err)
	learner, _, err := p.NewLearner(ctx)
	ts.Check(err)
	s, err := p.Start(ctx, learner, play.Start{Set: kept.Set})
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	for i := range n {
		_, err := p.Answer(ctx, learner, s.ID, i+1, quiz.Form{"dont-know": {"1"}})
		ts.Check(err)
	}
	ts.Check(st.Close())
	ts.Setenv("SESSION", s.ID.String())
}

// serving is the command "serving DATA": it serves the shipped set from a data
// folder until the script ends, and sets SERVER to the address.
func serving(ts *testscript.TestScript, _ bool, args []string) {
	server := exec.Command("verbatim", "serve", "--addr", "127.0.0.1:0", "--data", ts.MkAbs(args[0]), "--log-level", "error")
	out, err := server.StdoutPipe()
	ts.Check(err)
	ts.Check(server.Start())
	ts.Defer(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait() // however it ends, the script is over
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	ts.Setenv("SERVER", strings.TrimSpace(line[strings.LastIndex(line, "http://"):]))
}

// account is the command "account DATA NAME ROLE": it makes an account.
func account(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, ts.MkAbs(args[0]), sqlite.Options{})
	ts.Check(err)
	p, err := play.New(ctx, st, nil, play.Options{Parse: parseRevision})
	ts.Check(err)
	code, err := p.Staff().Invite(ctx, play.Terminal, args[1], play.Role(args[2]))
	ts.Check(err)
	_, _, err = p.Staff().Redeem(ctx, code, "", "quiet harbour lamp 19", "")
	ts.Check(err)
	ts.Check(st.Close())
}

// spoil is the command "spoil DATA SQL": it changes a database as no verb does.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(filepath.Join(args[0], "verbatim.db")))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(err)
	ts.Check(db.Close())
}
