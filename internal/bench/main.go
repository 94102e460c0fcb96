//go:build linux

// Bench measures what this machine can do at most and, in the same rounds, what
// Verbatim does: CPU time a request at saturation, latency at 70 % of that,
// memory and start-up. Absolute figures of a shared machine drift; the ratio of
// two things measured in turn, round by round, holds.
//
// Servers have core 0 for themselves and the load generator core 1. Everything
// stays on the loopback interface, and what is written is removed.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	rounds := flag.Int("rounds", 3, "rounds; each measures everything once")
	length := flag.Duration("for", 600*time.Millisecond, "length of each run")
	learners := flag.Int("learners", 480, "learners who answer")
	touch := flag.Int("touch", 0, "sessions to begin beside, to see what they cost in memory")
	stored := flag.Int("stored", 0, "answers of others in the database: measures the steps beside them and without, and nothing else")
	dir := flag.String("dir", ".", "where databases are written: the disk to be measured")
	out := flag.String("out", "bench.json", "where the figures are written")
	onPostgres := flag.Bool("postgres", false, "keep the answers in PostgreSQL, on the same core, whose CPU time counts too")
	profiles := flag.String("profile", "", "a folder for a CPU profile of each run of ours, which costs a little CPU itself")
	child := flag.String("child", "", "what a process that bench starts for itself does: bare or insert")
	callers := flag.Int("callers", 256, "of the child insert")
	flag.Parse()
	switch *child {
	case "bare":
		return serveBare()
	case "insert":
		return insertBare(*dir, *callers, *length)
	}
	tmp, err := os.MkdirTemp(*dir, "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	b := &bench{self: self, tmp: tmp, length: *length, learners: *learners, figures: figures{}, where: []string{"--data", filepath.Join(tmp, "data")}}
	if *touch > 0 {
		b.flags = append(b.flags, "--idle", idle.String())
	}
	if *profiles != "" {
		if b.profiler, err = newProfiler(*profiles); err != nil {
			return err
		}
		b.flags = append(b.flags, "--ops-addr", b.profiler.addr)
	}
	if *onPostgres {
		end, err := b.startPostgres()
		defer end()
		if err != nil {
			return err
		}
	}
	if *stored > 0 {
		err = b.prepared(func(program string) error { return b.grown(program, *rounds, *stored) })
	} else {
		err = b.prepared(func(program string) error { return b.run(program, *rounds, *touch) })
	}
	if err != nil {
		return err
	}
	r := newReport(*rounds, *length, b.figures)
	r.print(os.Stdout)
	return r.write(*out)
}

// idle is what the server is told of how long it may remember, where that is
// to be seen.
const idle = time.Minute

// bench is one run of everything.
type bench struct {
	self     string // this program
	tmp      string
	length   time.Duration
	learners int
	figures  figures
	few      []learner // who have answered fewAnswers
	class    []byte    // asks for what a class has done
	bare     *server
	ours     *server
	where    []string                   // flags that lead verbatim to its database
	flags    []string                   // other flags of verbatim serve
	database func() (cpu time.Duration) // nil: it is within the process
	profiler *profiler                  // nil: nobody asked for profiles
}

// prepared builds the program, takes its core and begins.
func (b *bench) prepared(begin func(program string) error) error {
	program := filepath.Join(b.tmp, "verbatim")
	if out, err := exec.Command("go", "build", "-o", program, "./cmd/verbatim").CombinedOutput(); err != nil {
		return fmt.Errorf("verbatim cannot be built: %w\n%s", err, out)
	}
	if err := pinSelf(); err != nil {
		return err
	}
	return begin(program)
}

func (b *bench) run(program string, rounds, touch int) (err error) {
	if b.bare, err = serve(pinned(b.self, "-child", "bare")); err != nil {
		return err
	}
	defer func() { err = firstOf(err, b.bare.end()) }()
	if b.ours, err = b.start(program); err != nil {
		return err
	}
	defer func() { err = firstOf(err, b.ours.end()) }()
	learners, err := enrol(b.ours.addr, b.learners, true)
	if err != nil {
		return err
	}
	if b.few, err = enrol(b.ours.addr, b.learners/4, true); err != nil {
		return err
	}
	if err := answerFirst(b.ours.addr, b.few, fewAnswers); err != nil {
		return err
	}
	if b.class, err = b.teach(program); err != nil {
		return err
	}
	// Two runs of answers a round, and one part that stays unanswered.
	s := slots{learners, len(learners[0].forms) / (2*rounds + 1)}
	for round := range rounds {
		if err := b.round(s, round, 2*rounds); err != nil {
			return err
		}
	}
	if err := b.remember("after the runs"); err != nil || touch == 0 {
		return err
	}
	if _, err := enrol(b.ours.addr, touch, false); err != nil {
		return err
	}
	if err := b.remember(fmt.Sprintf("after %d more sessions", touch)); err != nil {
		return err
	}
	time.Sleep(2*idle + time.Second)
	return b.remember(fmt.Sprintf("once nobody has asked for them for %v", 2*idle))
}

// start starts Verbatim three times, for the time that takes, and leaves the
// last one running.
func (b *bench) start(program string) (*server, error) {
	for i := 0; ; i++ {
		began := time.Now()
		s, err := serve(pinned(program, slices.Concat([]string{"serve", "--addr", "127.0.0.1:0", "--log-level", "error"}, b.where, b.flags)...))
		if err != nil {
			return nil, err
		}
		s.beside = b.database
		_, err = load{addr: s.addr, status: 200, length: time.Second, next: func(i int) []byte {
			if i > 0 {
				return nil
			}
			return get("/", "")
		}}.run()
		if err != nil {
			return nil, firstOf(err, s.end())
		}
		b.figures.add("start to first page, ms", ms(time.Since(began)))
		if i == 2 {
			b.ours = s
			time.Sleep(time.Second) // what starting took is given back when the first page has been sent
			return s, b.remember("at start")
		}
		if err := s.end(); err != nil {
			return nil, err
		}
	}
}

func (b *bench) remember(when string) error {
	mib, err := b.ours.memory()
	b.figures.add("memory "+when+", MiB", mib)
	return err
}

// round measures everything once. The runs of answers take the slots
// 2*round and 2*round+1; the slot unanswered is asked for alone.
func (b *bench) round(s slots, round, unanswered int) error {
	answered := 0 // how many questions of the slot the first run of answers came to
	constant := func(request []byte) func(int) []byte { return func(int) []byte { return request } }
	runs := []struct {
		name, base string
		on         *server
		status     int
		next       func(paced bool) func(int) []byte
		first      func() func(int) []byte // each page once, in a row of its own; may be nil
	}{
		{barePage, "", b.bare, 200, func(bool) func(int) []byte { return constant(get("/", "")) }, nil},
		{barePost, "", b.bare, 303, func(bool) func(int) []byte { return constant(post("/", "", "answer=1&token=none")) }, nil},
		{"GET question", barePage, b.ours, 200, func(bool) func(int) []byte { return s.requests(unanswered, s.all(), false, ask) }, nil},
		{"GET question, not compressed", barePage, b.ours, 200, func(bool) func(int) []byte { return s.requests(unanswered, s.all(), false, plain) }, nil},
		{"POST answer", barePage, b.ours, 303, func(paced bool) func(int) []byte {
			if paced {
				return s.requests(2*round+1, s.all(), true, answer)
			}
			return s.requests(2*round, s.all(), true, answer)
		}, nil},
		{"GET feedback", barePage, b.ours, 200, func(bool) func(int) []byte { return s.requests(2*round, answered, false, feedback) }, func() func(int) []byte {
			return s.requests(2*round, answered, true, feedback)
		}},
		{"GET results", barePage, b.ours, 200, func(bool) func(int) []byte { return s.requests(0, len(s.learners), false, results) }, func() func(int) []byte {
			return s.requests(0, len(s.learners), true, results)
		}},
		{resultsOfFew, barePage, b.ours, 200, func(bool) func(int) []byte { return slots{learners: b.few}.requests(0, len(b.few), false, results) }, nil},
		{"GET marked reading", barePage, b.ours, 200, func(bool) func(int) []byte { return s.requests(0, len(s.learners), false, marked) }, nil},
		{"GET library", barePage, b.ours, 200, func(bool) func(int) []byte { return s.requests(0, len(s.learners), false, library) }, nil},
		{classResults, barePage, b.ours, 200, func(bool) func(int) []byte { return constant(b.class) }, nil},
	}
	cost := map[string]float64{}
	for _, r := range runs {
		if r.first != nil {
			if _, err := b.measure(r.name+firstTime, cost[r.base], load{addr: r.on.addr, status: r.status, next: r.first(), length: time.Minute}, r.on); err != nil {
				return err
			}
		}
		full, err := b.measure(r.name, cost[r.base], load{addr: r.on.addr, status: r.status, next: r.next(false), length: b.length}, r.on)
		if err != nil {
			return err
		}
		if r.name == "POST answer" {
			answered = full.requests
		}
		cost[r.name] = full.cpu
		const part = 0.7
		calm, err := load{addr: r.on.addr, status: r.status, next: r.next(true), length: b.length, rate: part * float64(full.requests) / full.seconds}.run()
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		b.figures.add(r.name+", p50 ms", ms(calm.p50))
		b.figures.add(r.name+", p99 ms", ms(calm.p99))
	}
	for name, callers := range map[string]int{groupCommit: 256, singleCommit: 1} {
		rows, cpu, err := b.insert(callers)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		cost[name] = cpu * 1e6 / rows
		b.figures.add(name+", CPU µs", cost[name])
		b.figures.add(name+", requests/s", rows/b.length.Seconds())
	}
	// One answered question is its page, its answer and the feedback.
	floor := 2*cost[barePage] + cost[barePost] + cost[groupCommit]
	step := cost["GET question"] + cost["POST answer"] + cost["GET feedback"]
	b.figures.add(wholeStep+ratio, (cost["POST answer"]+cost["GET feedback"])/cost[barePage])
	b.figures.add("answers a second of one core", 1e6/step)
	b.figures.add("answers a second of one core, of the limit", floor/step)
	return nil
}

// spent is what one run gave, with the server's CPU time a request in µs.
type spent struct {
	measured
	cpu float64
}

// measure makes a run as fast as it is answered and notes what it cost, also
// against the base where there is one.
func (b *bench) measure(name string, base float64, l load, on *server) (spent, error) {
	before, err := on.cpu()
	if err != nil {
		return spent{}, err
	}
	keep := b.profiler.watch(name, on == b.ours, b.length)
	m, err := l.run()
	if err != nil {
		return spent{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := keep(); err != nil {
		return spent{}, err
	}
	after, err := on.cpu()
	if err != nil {
		return spent{}, err
	}
	cpu := us(after-before) / float64(m.requests)
	b.figures.add(name+", CPU µs", cpu)
	b.figures.add(name+", requests/s", float64(m.requests)/m.seconds)
	if base > 0 {
		b.figures.add(name+ratio, cpu/base)
	}
	return spent{m, cpu}, nil
}

// insert commits rows in a process of its own, and gives how many and their
// CPU time in seconds.
func (b *bench) insert(callers int) (rows, cpu float64, err error) {
	dir, err := os.MkdirTemp(b.tmp, "insert-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(dir)
	out, err := pinned(b.self, "-child", "insert", "-dir", dir, "-callers", fmt.Sprint(callers), "-for", b.length.String()).Output()
	if err != nil {
		return 0, 0, err
	}
	_, err = fmt.Sscan(string(out), &rows, &cpu)
	return rows, cpu, err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func us(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
