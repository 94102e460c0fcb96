package web

import "testing"

func TestLanguageOfTheInterface(t *testing.T) {
	l := newLanguages(map[string]*words{"en": nil, "de": nil, "ar": nil})
	for header, want := range map[string]string{
		"":                        "en",
		"de-AT,de;q=0.8,en;q=0.5": "de",
		"fr, ar;q=0.4":            "ar",
		"fr":                      "en",
		"not a language; q=x":     "en",
		"en-GB":                   "en",
		"de;q=0.1, en;q=0.9":      "en",
		"*":                       "en",
		"\xff\xfe":                "en",
	} {
		if got := l.choose(header); got != want {
			t.Errorf("Accept-Language %q: %s, want %s", header, got, want)
		}
	}
}
