package paper

import (
	"embed"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed *.toml
var catalogues embed.FS

// fallback is the language of sets that state none, and of the words for those
// whose language has no catalogue.
const fallback = "en"

// vocabulary is the words on paper in one language, by their names.
type vocabulary map[string]string

// say gives the words of that name, with what is filled in.
func (v vocabulary) say(key string, args ...any) string {
	words, ok := v[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return words
	}
	return fmt.Sprintf(words, args...)
}

// wordsOf gives the words in the language of a set: of pt-BR those of pt-BR, or
// of pt, or else of English. The error says that a catalogue is broken.
func wordsOf(language string) (vocabulary, error) {
	base, _, _ := strings.Cut(language, "-")
	for _, tag := range []string{language, base, fallback} {
		src, err := catalogues.ReadFile(tag + ".toml")
		if err != nil {
			continue // there is none
		}
		v := vocabulary{}
		if err := toml.Unmarshal(src, &v); err != nil {
			return nil, fmt.Errorf("the words on paper in %q cannot be read: %w", tag, err)
		}
		return v, nil
	}
	return nil, fmt.Errorf("there are no words on paper in %q", language)
}
