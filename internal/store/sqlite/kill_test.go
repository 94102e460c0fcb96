package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/faults/tally"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// The test binary is also the process that gets killed.
const victimEnv = "VERBATIM_TEST_KILL_DIR" // the victim's data folder

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimEnv); dir != "" {
		victim(dir)
	}
	os.Exit(m.Run())
}

const (
	victimTabs    = 32
	victimAnswers = 8
)

// victim answers under load until it is killed. It says on standard output
// what it is about to send, and what has been acknowledged.
func victim(dir string) {
	ctx := context.Background()
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	st, err := Open(ctx, dir, Options{})
	check(err)
	check(st.PutRevision(ctx, store.Revision{Hash: hash, Set: "kratom"}))
	var out sync.Mutex
	say := func(what string, a quiz.Answer) {
		out.Lock()
		defer out.Unlock()
		fmt.Println(what, a.Session, a.N, a.Response)
	}
	for range victimTabs {
		go func() {
			login := store.Login{ID: newID(), Learner: newID(), Created: time.Now(), Seen: time.Now()}
			check(st.CreateLogin(ctx, login))
			for i := 0; ; i++ {
				s, err := st.CreateSession(ctx, quiz.Session{ID: newID(), Learner: login.Learner, Set: "kratom", Revision: hash, Mode: quiz.Practice, Started: time.Now()}, fmt.Sprint(i))
				check(err)
				for n := 1; n <= victimAnswers; n++ {
					a := answer(s.ID, n)
					a.Response = quiz.Response(fmt.Sprint(rand.Int()))
					say("send", a)
					kept, err := st.CommitAnswer(ctx, a)
					check(err)
					say("kept", kept)
				}
			}
		}()
	}
	select {}
}

// place is one question of one session.
type place struct {
	session uuid.UUID
	n       int
}

// ledger is what the victims have said, over all rounds.
type ledger struct {
	tally.Tally
	sent, kept map[place]quiz.Response
}

// listen takes down what one victim says until its end. It calls begun when
// the first answer has been acknowledged.
func (l *ledger) listen(t *testing.T, lines *bufio.Reader, begun func()) {
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return // it is dead; half a line acknowledges nothing
		}
		f := strings.Fields(line)
		if len(f) != 4 {
			t.Fatalf("the victim said %q", line)
		}
		n, err := strconv.Atoi(f[2])
		if err != nil {
			t.Fatal(err)
		}
		p := place{uuid.MustParse(f[1]), n}
		if f[0] == "send" {
			l.sent[p] = quiz.Response(f[3])
			continue
		}
		l.kept[p] = quiz.Response(f[3])
		begun()
	}
}

// TestFault01KillStore is experiment 1 without a web server in between: a
// process that is answering under load is killed, again and again, and the
// database held to what had been acknowledged.
func TestFault01KillStore(t *testing.T) {
	rounds := tally.Rounds(5, 50)
	dir := t.TempDir()
	l := &ledger{sent: map[place]quiz.Response{}, kept: map[place]quiz.Response{}}
	for range rounds {
		l.killOne(t, dir)
		st := open(t, dir, Options{})
		l.compare(t, st)
		must(t, st.Close())
		if t.Failed() {
			break
		}
	}
	l.Acknowledged = len(l.kept)
	l.Report(t, 1, tally.Times("kill -9 of the embedded store", rounds))
}

func (l *ledger) killOne(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	l.listen(t, bufio.NewReader(out), func() {
		once.Do(func() {
			if _, err := Open(t.Context(), dir, Options{}); err == nil {
				t.Error("two processes have opened one database")
			}
			time.AfterFunc(time.Duration(20+rand.IntN(200))*time.Millisecond, func() { cmd.Process.Kill() })
		})
	})
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("the victim was not killed: %v", err)
	}
}

// compare holds the database to the ledger. It then sends again what was not
// acknowledged, as a browser would.
func (l *ledger) compare(t *testing.T, st *Store) {
	t.Helper()
	check(t, st)
	for p, sent := range l.sent {
		before, wasThere := stored(t, st, p)
		kept, acknowledged := l.kept[p]
		switch {
		case acknowledged && !wasThere:
			l.Lost++
			t.Errorf("answer %d of %s was acknowledged and is lost", p.n, p.session)
		case acknowledged && before != kept:
			l.Lost++
			t.Errorf("answer %d of %s was acknowledged as %s and is %s", p.n, p.session, kept, before)
		case acknowledged:
			continue
		case wasThere:
			l.Untold++
		}
		again := answer(p.session, p.n)
		again.Response = sent + "0"
		got, err := st.CommitAnswer(t.Context(), again)
		must(t, err)
		if wasThere && got.Response != before {
			t.Errorf("answer %d of %s was %s; sent again, it became %s", p.n, p.session, before, got.Response)
		}
		l.kept[p] = got.Response
		if after, _ := stored(t, st, p); after != got.Response {
			t.Errorf("answer %d of %s was acknowledged as %s and is %s", p.n, p.session, got.Response, after)
		}
	}
}

// stored gives the response that is there, once, for a question.
func stored(t *testing.T, st *Store, p place) (r quiz.Response, ok bool) {
	t.Helper()
	_, answers, err := st.Walk(t.Context(), p.session)
	must(t, err)
	for _, a := range answers {
		if a.N != p.n {
			continue
		}
		if ok {
			t.Errorf("answer %d of %s is there twice", p.n, p.session)
		}
		r, ok = a.Response, true
	}
	return r, ok
}
