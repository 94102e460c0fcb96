package web

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	messages "github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// DefaultLanguage is the language of the interface for whoever asks for none
// that there is. Its catalogue is the measure of all others.
const DefaultLanguage = "en"

// words is the catalogue of one language of the interface.
type words struct {
	lang    string
	keys    map[string]bool
	plain   map[string]string // the messages without values or plural forms
	catalog *i18n.Localizer
	numbers *message.Printer
}

// strict makes a value that a message names but nobody gives an error.
var strict = &messages.TextParser{Option: "missingkey=error"}

// loadWords reads every catalogue, by language. It is an error for one to lack
// a message of the default language's.
func loadWords(fsys fs.FS) (map[string]*words, error) {
	files, err := fs.Glob(fsys, "locale/*.toml")
	if err != nil {
		return nil, fmt.Errorf("find the catalogues: %w", err)
	}
	bundle := i18n.NewBundle(language.MustParse(DefaultLanguage))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	all := map[string]*words{}
	for _, file := range files {
		m, err := bundle.LoadMessageFileFS(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", path.Base(file), err)
		}
		w := &words{
			lang: m.Tag.String(), keys: map[string]bool{}, plain: map[string]string{},
			catalog: i18n.NewLocalizer(bundle, m.Tag.String()), numbers: message.NewPrinter(m.Tag),
		}
		for _, text := range m.Messages {
			w.keys[text.ID] = true
			if !strings.Contains(text.Other, "{{") && text.One == "" {
				w.plain[text.ID] = text.Other
			}
		}
		all[w.lang] = w
	}
	base, ok := all[DefaultLanguage]
	if !ok {
		return nil, fmt.Errorf("there is no catalogue for %s", DefaultLanguage)
	}
	for lang, w := range all {
		for key := range base.keys {
			if !w.keys[key] {
				return nil, fmt.Errorf("the catalogue for %s has no message %q", lang, key)
			}
		}
	}
	return all, nil
}

// T gives a message; pairs are the names and values that it speaks of.
func (w *words) T(key string, pairs ...any) (string, error) {
	if text, ok := w.plain[key]; ok {
		return text, nil
	}
	return w.localize(&i18n.LocalizeConfig{MessageID: key}, pairs)
}

// Named gives the words for a name of the format, such as a key; the name itself
// where the catalogue has none, as for a kind of question that has just come in.
func (w *words) Named(section, name string) (string, error) {
	if w.keys[section+"."+name] {
		return w.T(section + "." + name)
	}
	return strings.ReplaceAll(name, "-", " "), nil
}

// failure gives the words on an error: what it is, what happened, what to do.
// Those of refused forms have one sentence of their own, the others three.
func (w *words) failure(key string) (title, what, do string, err error) {
	keys := [3]string{"error." + key + ".title", "error." + key + ".what", "error." + key + ".do"}
	if !w.keys[keys[0]] {
		keys = [3]string{"error.refused.title", key, "error.refused.do"}
	}
	var said [3]string
	for i, key := range keys {
		if said[i], err = w.T(key); err != nil {
			return "", "", "", err
		}
	}
	return said[0], said[1], said[2], nil
}

// problem gives the words on an error for a program. Where those of the pages
// speak of browsers it has its own; of a refused form the one sentence says
// what to do.
func (w *words) problem(key string) (title, detail string, err error) {
	if w.keys["error."+key+"-by-program.title"] {
		key += "-by-program"
	}
	title, what, do, err := w.failure(key)
	if !w.keys["error."+key+".title"] {
		return title, what, err
	}
	return title, what + " " + do, err
}

// TN gives the message's plural form for a number, which it may name as "count".
func (w *words) TN(key string, count int, pairs ...any) (string, error) {
	return w.localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: count}, append(pairs, "count", count))
}

func (w *words) localize(c *i18n.LocalizeConfig, pairs []any) (string, error) {
	values := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return "", fmt.Errorf("message %q: the name of value %d is no text", c.MessageID, i/2)
		}
		if n, ok := pairs[i+1].(int); ok {
			values[name] = w.Number(n)
		} else {
			values[name] = fmt.Sprint(pairs[i+1])
		}
	}
	c.TemplateData, c.TemplateParser = values, strict
	text, err := w.catalog.Localize(c)
	if err != nil {
		return "", fmt.Errorf("message %q: %w", c.MessageID, err)
	}
	return text, nil
}

// Number writes a whole number as the language does.
func (w *words) Number(n int) string {
	if 0 <= n && n < 1000 {
		return strconv.Itoa(n)
	}
	return w.numbers.Sprint(n)
}

// When writes a moment for people, in UTC.
func (w *words) When(at time.Time) (string, error) { return w.WhenIn(at, "UTC") }

// WhenIn writes a moment for people in a time zone, by its IANA name.
func (w *words) WhenIn(at time.Time, zone string) (string, error) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return "", err
	}
	at = at.In(place)
	month, err := w.T("month.m" + strconv.Itoa(int(at.Month())))
	if err != nil {
		return "", err
	}
	// The year is a name here and takes no separator.
	return w.T("date.moment", "day", at.Day(), "month", month, "year", strconv.Itoa(at.Year()), "time", at.Format("15:04"), "zone", zone)
}

// moment writes a moment for machines.
func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }
