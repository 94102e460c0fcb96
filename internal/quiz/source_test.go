package quiz

import (
	"testing"

	"verbatim/internal/reading"
)

func TestLinksToTheSource(t *testing.T) {
	doc, err := reading.Parse([]byte("The moon pulls the *water* most. The sun helps. The sun helps.\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := &Set{Reading: doc, Source: &Source{Address: "https://example.org/tides"}}
	for want, c := range map[string]Citation{
		"https://example.org/tides#:~:text=The%20moon%20pulls%20the%20water": {Quote: "The moon pulls the water"},
		"https://example.org/tides#:~:text=most.-,The%20sun%20helps":         {Quote: "The sun helps", Before: "most."},
		"": {Quote: "The sun helps"}, // it stands twice
	} {
		if got := s.SourceLink(c); got != want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	if got := s.Source.Name(); got != "example.org" {
		t.Error(got)
	}
	s.Source = nil
	if got := s.SourceLink(Citation{Quote: "The moon pulls the water"}); got != "" || s.Source.Name() != "" {
		t.Error(got)
	}
}
