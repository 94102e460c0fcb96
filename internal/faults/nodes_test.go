//go:build unix

package faults

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/internal/e2e/need"
	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/faults/tally"
)

// Experiment 12: three programs on one PostgreSQL database, behind nginx as the
// README sets it up, are killed or stopped and started again in turn. A browser
// that finds nobody tries again; no answer is refused, lost or doubled.
func TestFault12NodesRestart(t *testing.T) {
	const nodes = 3
	address := pgtest.Start(t).Create()
	ports := freePorts(t, nodes+1)
	public := ports[nodes]
	node := func(i int) *Program {
		return Start(t, Database(address), "--addr", ports[i], "--public-url", "http://"+public, "--trusted-proxies", "127.0.0.1")
	}
	var up []*Program
	for i := range nodes {
		up = append(up, node(i))
	}
	front := proxied(t, public, ports[:nodes])
	var gone atomic.Int64 // responses of nginx that no node was there; the browser asks again
	c := NewCrowd(t, front, learners, 0, func(u *Unexpected) bool {
		if u.Status != http.StatusBadGateway {
			return false
		}
		gone.Add(1)
		return true
	})
	rounds := tally.Rounds(nodes, 20)
	for round := range rounds {
		time.Sleep(trusted)
		c.Await(3 * learners)
		if i := round % nodes; round%2 == 0 {
			up[i].Kill()
			up[i] = node(i)
		} else {
			if code := up[i].Stop(t); code != 0 {
				t.Errorf("the program left with code %d: %s", code, up[i].Log())
			}
			up[i] = node(i)
		}
	}
	c.Await(learners)
	c.Leave()
	found := c.Ledger.Settle(t, Database(address))
	found.Notes = append(found.Notes, fmt.Sprintf("%d requests had to be sent again", gone.Load()))
	found.Report(t, 12, tally.Times(fmt.Sprintf("one of %d nodes behind nginx killed or stopped", nodes), rounds))
}

// trusted is how long after its start a node is asked again: somewhat more than
// the README's fail_timeout.
const trusted = 1500 * time.Millisecond

// nginxBlock is the configuration that the README gives.
var nginxBlock = regexp.MustCompile("(?s)```nginx\n(.*?)```")

// proxied puts nginx in front of programs as the README says, and gives it as
// a program of ours.
func proxied(t testing.TB, public string, nodes []string) *Program {
	t.Helper()
	path := need.Program(t, "nginx", "nginx")
	readme, err := os.ReadFile(filepath.Join(need.Root(t), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := nginxBlock.FindSubmatch(readme)
	if found == nil {
		t.Fatal("the README has no configuration of nginx")
	}
	block := string(found[1])
	for i, node := range nodes {
		block = strings.Replace(block, fmt.Sprintf("10.0.0.1%d:8080", i+1), node, 1)
	}
	block = strings.Replace(block, "listen 80;", "listen "+public+";", 1)
	dir := t.TempDir()
	config := filepath.Join(dir, "nginx.conf")
	text := "daemon off; master_process off; error_log stderr; pid " + dir + "/pid;\nevents {}\nhttp {\naccess_log off;\n"
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		text += fmt.Sprintf("%s_temp_path %s/%s;\n", kind, dir, kind)
	}
	if err := os.WriteFile(config, []byte(text+block+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &Program{URL: "http://" + public, exited: make(chan struct{})}
	p.cmd = exec.Command(path, "-e", "stderr", "-p", dir, "-c", config)
	p.cmd.Stderr = &p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.exited) }()
	t.Cleanup(p.Kill)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if conn, err := net.Dial("tcp", public); err == nil {
			conn.Close()
			return p
		}
		if time.Now().After(end) {
			t.Fatalf("nginx does not listen: %s", &p.log)
		}
	}
}

// freePorts gives addresses that nobody listens on.
func freePorts(t testing.TB, n int) (free []string) {
	t.Helper()
	for range n {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer ln.Close()
		free = append(free, ln.Addr().String())
	}
	return free
}
