// Dist builds what is handed out: the program for each system from the last
// commit, the checksums, what it is made of (an SBOM) and the licences of that.
// The same commit gives the same bytes on any machine, which dist tries by
// building in two places.
package main

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// platforms are the systems and processors that are built for.
var platforms = []platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

type platform struct{ os, arch string }

// file is the name of the program for the platform.
func (p platform) file() string {
	name := "verbatim-" + p.os + "-" + p.arch
	if p.os == "windows" {
		name += ".exe"
	}
	return name
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	out := flag.String("o", "dist", "the folder to write; it is emptied first")
	only := flag.String("only", "", "one platform, such as linux/arm64")
	flag.Parse()
	dir, err := filepath.Abs(*out)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	// What has not been committed cannot get in: the build sees the commit alone.
	first, done, err := checkOut(ctx)
	if err != nil {
		return err
	}
	defer done()
	var made []string
	for _, p := range platforms {
		if *only != "" && *only != p.os+"/"+p.arch {
			continue
		}
		file := filepath.Join(dir, p.file())
		if err := build(ctx, first, p, file); err != nil {
			return err
		}
		made = append(made, file)
	}
	if len(made) == 0 {
		return fmt.Errorf("%s is none of the platforms that are built for: %v", *only, platforms)
	}
	if err := sameElsewhere(ctx, made[0]); err != nil {
		return err
	}
	modules, err := modulesOf(made)
	if err != nil {
		return err
	}
	info, err := buildinfo.ReadFile(made[0])
	if err != nil {
		return err
	}
	sbom, licences := filepath.Join(dir, "sbom.cdx.json"), filepath.Join(dir, "LICENCES.txt")
	if err := writeSBOM(sbom, info, modules); err != nil {
		return err
	}
	if err := writeLicences(ctx, licences, first, modules); err != nil {
		return err
	}
	return writeSums(filepath.Join(dir, "SHA256SUMS"), append(made, sbom, licences))
}

// checkOut gives the last commit in a folder of its own: a clone, since Go does
// not see the commit in a work tree of git's.
func checkOut(ctx context.Context) (dir string, done func(), err error) {
	root, err := command(ctx, "", nil, "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return "", nil, err
	}
	top, err := os.MkdirTemp("", "verbatim-dist-")
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.RemoveAll(top) }
	dir = filepath.Join(top, "source")
	if _, err := command(ctx, "", nil, "git", "clone", "--quiet", "--local", strings.TrimSpace(root), dir); err != nil {
		done()
		return "", nil, err
	}
	return dir, done, nil
}

// build builds the program from the sources in dir. Nothing of the machine gets
// in: no paths, no C compiler, no build id.
func build(ctx context.Context, dir string, p platform, file string) error {
	_, err := command(ctx, dir, []string{"CGO_ENABLED=0", "GOFLAGS=", "GOOS=" + p.os, "GOARCH=" + p.arch, "GOAMD64=v1", "GOARM64=v8.0"},
		"go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w -buildid=", "-o", file, "./cmd/verbatim")
	return err
}

// sameElsewhere builds a program again in another folder and compares the bytes.
func sameElsewhere(ctx context.Context, file string) error {
	dir, done, err := checkOut(ctx)
	if err != nil {
		return err
	}
	defer done()
	for _, p := range platforms {
		if p.file() != filepath.Base(file) {
			continue
		}
		again := filepath.Join(filepath.Dir(dir), p.file())
		if err := build(ctx, dir, p, again); err != nil {
			return err
		}
		one, err := sum(file)
		if err != nil {
			return err
		}
		if two, err := sum(again); err != nil || one != two {
			return fmt.Errorf("%s is not the same when it is built elsewhere: %s and %s, %w", p.file(), one, two, err)
		}
	}
	return nil
}

// writeSums writes the checksums as sha256sum reads them, and prints what was made.
func writeSums(file string, made []string) error {
	var b strings.Builder
	for _, m := range made {
		s, err := sum(m)
		if err != nil {
			return err
		}
		info, err := os.Stat(m)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s  %s\n", s, filepath.Base(m))
		fmt.Printf("%-28s %6.1f MiB  %s\n", filepath.Base(m), float64(info.Size())/(1<<20), s[:16])
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

func sum(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

// command runs a program in a folder, with more in its environment, and gives
// what it prints. Its error says what went wrong.
func command(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // git and go, as called here
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var out, wrong strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &wrong
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, wrong.String())
	}
	return out.String(), nil
}
