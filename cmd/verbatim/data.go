package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// dataDir is the folder of the database: the one given, or verbatim in the
// folder that the system sets aside for the state of programs.
func dataDir(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	base := os.Getenv("XDG_STATE_HOME")
	if base == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("there is no home folder to keep the database in: name a folder with --data")
		}
		switch runtime.GOOS {
		case "windows":
			base = os.Getenv("LocalAppData")
		case "darwin":
			base = filepath.Join(home, "Library", "Application Support")
		}
		if base == "" {
			base = filepath.Join(home, ".local", "state")
		}
	}
	return filepath.Join(base, "verbatim"), nil
}
