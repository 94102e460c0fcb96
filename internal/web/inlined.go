package web

import (
	"html/template"

	lru "github.com/hashicorp/golang-lru/v2"
)

// inlined remembers the HTML of short texts, such as options, so that showing
// them again parses nothing. It serves the templates of one language.
type inlined struct {
	texts *lru.Cache[inlinedKey, template.HTML]
}

type inlinedKey struct{ media, md string }

// The bounds of its memory: some 2 MB with texts of usual length, and at most
// six times that.
const (
	mostInlined    = 4096 // texts
	longestInlined = 1024 // bytes
)

func newInlined() (inlined, error) {
	texts, err := lru.New[inlinedKey, template.HTML](mostInlined)
	return inlined{texts}, err
}

// html is inline, remembered.
func (i inlined) html(media, md string) template.HTML {
	if len(md) > longestInlined {
		return inline(media, md)
	}
	key := inlinedKey{media, md}
	if made, ok := i.texts.Get(key); ok {
		return made
	}
	made := inline(media, md)
	i.texts.Add(key, made)
	return made
}
