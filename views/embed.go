// Package views holds the templates of the pages and the catalogues of their words.
package views

import "embed"

// Templates are the templates, by their paths.
//
//go:embed *.html partials kinds teach
var Templates embed.FS

// Words are the catalogues: one file for each language of the interface.
//
//go:embed locale/*.toml
var Words embed.FS
