package web

import (
	"maps"
	"slices"

	"golang.org/x/text/language"
)

// languages chooses the language of the interface.
type languages struct {
	matcher language.Matcher
	names   []string
}

// newLanguages takes the languages that there is a catalogue for.
func newLanguages(catalogues map[string]*words) languages {
	names := []string{DefaultLanguage} // the first is for whoever asks for none of them
	for _, name := range slices.Sorted(maps.Keys(catalogues)) {
		if name != DefaultLanguage {
			names = append(names, name)
		}
	}
	tags := make([]language.Tag, len(names))
	for i, name := range names {
		tags[i] = language.Make(name)
	}
	return languages{language.NewMatcher(tags), names}
}

// choose gives the best language for an Accept-Language header.
func (l languages) choose(header string) string {
	if len(l.names) == 1 || header == "" {
		return DefaultLanguage
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return DefaultLanguage
	}
	_, i, _ := l.matcher.Match(wanted...)
	return l.names[i]
}
