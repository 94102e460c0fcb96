package e2e

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// acknowledged is an answer that the program has said to have.
type acknowledged struct {
	n     int
	words string // of what was chosen
}

// walker is a learner who answers question after question until the program is gone.
type walker struct {
	*learner
	walk   string // the address of the session
	asked  int    // the number of questions in it
	ledger []acknowledged
}

func newWalker(t testing.TB, p *program) *walker {
	w := &walker{learner: newLearner(t, p)}
	at := w.begin(kratom)
	w.walk = at.session(t)
	_, w.asked = at.place(t)
	return w
}

// answer answers question n and enters it in the ledger when the redirect to
// its feedback has arrived. It gives false where the program is gone.
func (w *walker) answer(n int) bool {
	question, err := w.do(http.MethodGet, fmt.Sprintf("%s/questions/%d", w.walk, n), nil)
	if err != nil {
		return false
	}
	if question.Status != http.StatusOK {
		w.t.Errorf("GET question %d: %d %s", n, question.Status, question.text())
		return false
	}
	f := question.form(w.t).pick(n)
	seeOther := *w.http
	seeOther.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	once := &learner{t: w.t, base: w.base, http: &seeOther}
	p, err := once.do(http.MethodPost, f.Action, f.Values)
	if err != nil {
		return false
	}
	if p.Status != http.StatusSeeOther {
		w.t.Errorf("POST %s: %d %s", f.Action, p.Status, p.text())
		return false
	}
	w.ledger = append(w.ledger, acknowledged{n, f.chosen()})
	return true
}

// check compares the ledger with what the program, started again, still knows.
// An answer that was sent and not acknowledged may be there or not. It gives
// the question at which the session goes on.
func (w *walker) check(p *program) int {
	w.t.Helper()
	w.base = p.URL
	for _, a := range w.ledger {
		feedback := w.get(fmt.Sprintf("%s/questions/%d/feedback", w.walk, a.n))
		if kept := feedback.chosen(); kept != a.words {
			w.t.Errorf("question %d was answered %q and is kept as %q", a.n, a.words, kept)
		}
	}
	at := w.get(w.walk)
	n, _ := at.place(w.t)
	if done := len(w.ledger); n != done+1 && n != done+2 {
		w.t.Errorf("after %d acknowledged answers the session goes on at question %d", done, n)
	}
	if n == len(w.ledger)+2 { // committed, and killed before it could say so
		w.ledger = append(w.ledger, acknowledged{n - 1, w.get(fmt.Sprintf("%s/questions/%d/feedback", w.walk, n-1)).chosen()})
	}
	return n
}

// The program is killed again and again while several learners answer. Every
// answer that it acknowledged is there after each start, once, and every session
// goes on where it was left.
func TestKillInMidQuiz(t *testing.T) {
	const rounds, learners, answers = 6, 4, 12
	data := t.TempDir()
	p := start(t, data)
	walkers := make([]*walker, learners)
	next := make([]int, learners)
	for i := range walkers {
		walkers[i], next[i] = newWalker(t, p), 1
	}
	total := 0
	for round := range rounds {
		var acks atomic.Int32
		enough := make(chan struct{})
		var wg sync.WaitGroup
		for i, w := range walkers {
			wg.Go(func() {
				for n := next[i]; n < w.asked && w.answer(n); n++ {
					if acks.Add(1) == answers {
						close(enough)
					}
				}
			})
		}
		select {
		case <-enough:
		case <-time.After(30 * time.Second):
			t.Fatalf("round %d: %d answers in 30 s", round, acks.Load())
		}
		p.kill()
		wg.Wait()
		p = start(t, data)
		total += int(acks.Load())
		for i, w := range walkers {
			next[i] = w.check(p)
		}
	}
	if total < rounds*answers {
		t.Errorf("only %d answers were acknowledged", total)
	}
	// And each goes on to the end, where the sum is right.
	w := walkers[0]
	for n := next[0]; n <= w.asked; n++ {
		if !w.answer(n) {
			t.Fatalf("question %d cannot be answered", n)
		}
	}
	if want := fmt.Sprintf(" of %d right.", w.asked); !strings.Contains(w.get(w.walk+"/results").text(), want) {
		t.Errorf("the results do not say %q", want)
	}
}

// SIGTERM: a request that is on its way in is still answered, and its answer kept.
func TestStopFinishesRequestsUnderWay(t *testing.T) {
	data := t.TempDir()
	p := start(t, data)
	l := newLearner(t, p)
	question := l.begin(kratom)
	f := question.form(t).pick(0)
	words := f.chosen()
	body := f.Values.Encode()

	var cookies []string
	for _, c := range l.http.Jar.Cookies(question.URL) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	host := strings.TrimPrefix(p.URL, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	half := len(body) / 2
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		f.Action, host, p.URL, strings.Join(cookies, "; "), len(body), body[:half])
	time.Sleep(100 * time.Millisecond) // until the program reads it
	if err := p.terminate(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	select {
	case <-p.exited:
		t.Fatalf("the program stopped with a request under way: %s", p.log)
	default:
	}
	fmt.Fprint(conn, body[half:])
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request under way was not answered: %v\n%s", err, p.log)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the request under way got %d", res.StatusCode)
	}
	conn.Close()
	if code := p.wait(t); code != 0 {
		t.Errorf("exit code %d: %s", code, p.log)
	}

	p = start(t, data)
	l.base = p.URL
	feedback := l.get(question.URL.Path)
	if got := folded(feedback.Find(".option.picked > .text")); got != words {
		t.Errorf("answered %q, kept %q", words, got)
	}
}

// SIGTERM while many answer: whoever was told that the answer is kept finds it.
func TestStopUnderLoad(t *testing.T) {
	data := t.TempDir()
	p := start(t, data)
	walkers := make([]*walker, 4)
	var acks atomic.Int32
	var wg sync.WaitGroup
	for i := range walkers {
		walkers[i] = newWalker(t, p)
	}
	for _, w := range walkers {
		wg.Go(func() {
			for n := 1; n < w.asked && w.answer(n); n++ {
				acks.Add(1)
			}
		})
	}
	for acks.Load() < 12 {
		time.Sleep(time.Millisecond)
	}
	if err := p.terminate(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if code := p.wait(t); code != 0 {
		t.Errorf("exit code %d: %s", code, p.log)
	}
	p = start(t, data)
	for _, w := range walkers {
		w.check(p)
	}
}
