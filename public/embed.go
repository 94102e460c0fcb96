// Package public holds the assets that pages load.
package public

import "embed"

// Assets are the stylesheet, the script and the icon.
//
//go:embed *.css *.js *.svg
var Assets embed.FS
