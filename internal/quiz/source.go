package quiz

import (
	"net/url"

	"verbatim/internal/reading"
)

// Source says where the reading was taken from.
type Source struct {
	Where   `json:"-"`
	Title   string `json:"title,omitempty" doc:"The title of the work."`
	Author  string `json:"author,omitempty" doc:"Who wrote it."`
	Address string `json:"address,omitempty" doc:"Where it can be read, beginning with https://. Quotes link to their words on that page."`
	Licence string `json:"licence,omitempty" doc:"The licence under which it may be shown, such as CC BY 4.0."`
}

// Name is what a link to the source says: its title, or else its host. It is
// empty where neither is known.
func (s *Source) Name() string {
	if s == nil {
		return ""
	}
	if s.Title != "" {
		return s.Title
	}
	u, err := url.Parse(s.Address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// SourceLink is the address of the exact words of a citation on the page that
// the reading was taken from; "" where the set states no address, or the words
// do not stand in the reading exactly once.
func (s *Set) SourceLink(c Citation) string {
	if s.Source == nil || s.Source.Address == "" || s.Reading == nil {
		return ""
	}
	found := s.Reading.Find(c.Selector())
	if len(found) != 1 {
		return ""
	}
	return reading.LinkTo(s.Source.Address, reading.Quote{Exact: found[0].Text, Before: c.Before, After: c.After})
}

func (s *Source) validate(r *Report) {
	if s == nil || s.Address == "" {
		return
	}
	u, err := url.Parse(s.Address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		r.Error(s.Pos("address"), "bad-address", "write the whole address of the page, such as https://example.org/article",
			"%q is no address that a page may link to", s.Address)
	}
}
