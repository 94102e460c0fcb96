package web

import (
	"fmt"

	"verbatim/views"
)

// Catalogue is the words of the interface in one language, for what is no page.
type Catalogue struct{ words *words }

// LoadCatalogue reads the catalogue of a language.
func LoadCatalogue(lang string) (*Catalogue, error) {
	all, err := loadWords(views.Words)
	if err != nil {
		return nil, err
	}
	if all[lang] == nil {
		return nil, fmt.Errorf("there is no catalogue for %s", lang)
	}
	return &Catalogue{all[lang]}, nil
}

// T gives a message; pairs are the names and values that it speaks of.
func (c *Catalogue) T(key string, pairs ...any) (string, error) { return c.words.T(key, pairs...) }
