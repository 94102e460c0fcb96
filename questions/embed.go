// Package questions holds the sets that ship with the program.
package questions

import "embed"

// FS holds one folder for each set.
//
//go:embed */*
var FS embed.FS
