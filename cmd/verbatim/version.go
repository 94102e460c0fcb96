package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCmd struct{}

// Help is shown by verbatim version --help.
func (versionCmd) Help() string {
	return `Says which version of Verbatim this is, from which commit it was built, and with which Go.

Examples:
  verbatim version`
}

// Run prints the version.
func (versionCmd) Run(e *env) error { //nolint:unparam // kong wants it so
	fmt.Fprintln(e.stdout, "verbatim", version())
	if info, ok := debug.ReadBuildInfo(); ok {
		said := map[string]string{}
		for _, s := range info.Settings {
			said[s.Key] = s.Value
		}
		if commit := said["vcs.revision"]; commit != "" {
			changed := ""
			if said["vcs.modified"] == "true" {
				changed = ", with changes"
			}
			fmt.Fprintf(e.stdout, "commit   %s of %s%s\n", commit, said["vcs.time"], changed)
		}
	}
	fmt.Fprintln(e.stdout, "built by", runtime.Version(), "for", runtime.GOOS+"/"+runtime.GOARCH)
	return nil
}
