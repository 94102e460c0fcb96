//go:build linux

package faults

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"verbatim/internal/e2e/need"
	"verbatim/internal/faults/tally"
)

// disk mounts a small disk of its own, which only root may.
func disk(t *testing.T, size string) string {
	t.Helper()
	need.That(t, os.Geteuid() == 0, "only root may mount a small disk to fill: run the tests as root")
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size+",mode=0755")
	need.That(t, err == nil, "no small disk can be mounted here: %v", err)
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("the small disk is still mounted at %s: %v", dir, err)
		}
	})
	return dir
}

// fillUp takes all the room that is left on a disk; the function gives it back.
func fillUp(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for {
		if _, err := f.Write(block); err != nil {
			break // it is full
		}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
}

// Experiment 3: the disk gets full under load, and there is room again later.
func TestFault03FullDisk(t *testing.T) {
	dir := disk(t, "16m")
	data := filepath.Join(dir, "data")
	h := Folder(data)
	p := Start(t, h)
	unavailable := make(chan *Unexpected, 1)
	c := NewCrowd(t, p, learners, time.Millisecond, func(u *Unexpected) bool {
		select {
		case unavailable <- u:
		default:
		}
		return u.Status == http.StatusServiceUnavailable && strings.HasPrefix(u.What, "POST")
	})
	rounds := tally.Rounds(2, 10)
	for range rounds {
		c.Await(2 * learners)
		free := fillUp(t, dir)
		select { // the log has room for a while
		case u := <-unavailable:
			if !strings.Contains(u.Body, "try again") && !strings.Contains(u.Body, "Try again") {
				t.Errorf("the page of a full disk does not say what to do: %s", u.Body)
			}
		case <-time.After(60 * time.Second):
			t.Fatal("the disk is full, and nobody is told")
		}
		res, err := http.Get(p.URL + "/")
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("with a full disk the library is answered by %v, %v", res, err)
		} else {
			res.Body.Close()
		}
		// A backup has no room either, and leaves nothing.
		if out, err := Command(t, "backup", "--data", data, filepath.Join(dir, "b.db")).CombinedOutput(); err == nil || !oneLine(out, "disk is full") {
			t.Errorf("a backup to the full disk says %v: %s", err, out)
		}
		free()
		for len(unavailable) > 0 {
			<-unavailable
		}
		c.Await(2 * learners) // without a restart
		for len(unavailable) > 0 {
			<-unavailable
		}
	}
	c.Leave()
	p.Stop(t)

	// A start that has tables to make finds no room, and finds it later.
	fresh := filepath.Join(dir, "fresh")
	free := fillUp(t, dir)
	if _, err := TryStart(t, Folder(fresh)); err == nil || !oneLine([]byte(err.Error()), "disk is full") && !oneLine([]byte(err.Error()), "no space left") {
		t.Errorf("a start with a full disk says: %v", err)
	}
	free()
	Start(t, Folder(fresh)).Stop(t)
	c.Ledger.Settle(t, h).Report(t, 3, tally.Times("disk full, and room again", rounds))
}

// Experiment 4: the database may not be written to.
func TestFault04Rights(t *testing.T) {
	need.That(t, os.Geteuid() == 0, "only root may start the program as another user: run the tests as root")
	outside := t.TempDir() // open to the other user, up to the system's folder for such
	for dir := outside; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const nobody = 65534
	ledgers := map[string]*Ledger{}
	house := func(name string, mode os.FileMode, uid int) string {
		dir := filepath.Join(outside, name)
		ledgers[name] = NewLedger()
		answerSome(t, Folder(dir), ledgers[name])
		for _, path := range []string{dir, filepath.Join(dir, "verbatim.db"), filepath.Join(dir, "verbatim.lock")} {
			if err := os.Chown(path, uid, uid); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(filepath.Join(dir, "verbatim.db"), mode); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	readOnly := disk(t, "16m")
	if out, err := exec.Command("cp", "-r", house("copied", 0o600, 0), filepath.Join(readOnly, "data")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := syscall.Mount("", readOnly, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir string
		uid uint32
	}{
		"a file that may only be read":   {house("readable", 0o444, nobody), nobody},
		"somebody else's folder":         {house("others", 0o600, 0), nobody},
		"a disk mounted read-only":       {filepath.Join(readOnly, "data"), 0},
		"a new folder where none may be": {filepath.Join(outside, "none", "data"), nobody},
	} {
		cmd := Command(t, "serve", "--addr", "127.0.0.1:0", "--data", c.dir)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: c.uid, Gid: c.uid}}
		cmd.Dir = "/"
		out, err := cmd.CombinedOutput()
		if err == nil || cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%s: the program left with %v", name, err)
		}
		if !oneLine(out, "another data folder") && !oneLine(out, "choose a folder") {
			t.Errorf("%s: it says %s", name, out)
		}
	}
	// With rights enough it goes on. One house of several is compared.
	others := Folder(filepath.Join(outside, "others"))
	ledger := ledgers["others"]
	answerSome(t, others, ledger)
	ledger.Settle(t, others).Report(t, 4, "read-only files, folders and disks")
}
