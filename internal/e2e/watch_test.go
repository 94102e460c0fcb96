package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// seen is what a tab did that nobody may see: requests to others, errors.
type seen struct {
	base string

	mu       sync.Mutex
	address  string   // of the last document
	strange  []string // requests to other hosts
	errors   []string // of the console, with violations of the page's policy
	requests int
}

// own are the schemes of what a browser draws its own controls with.
var own = []string{"about", "data"}

func (s *seen) listen(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		s.requests++
		if e.Type == network.ResourceTypeDocument {
			s.address = e.Request.URL
		}
		if u, err := url.Parse(e.Request.URL); err != nil || (u.Scheme+"://"+u.Host != s.base && !slices.Contains(own, u.Scheme)) {
			s.strange = append(s.strange, e.Request.URL)
		}
	case *log.EventEntryAdded:
		if e.Entry.URL == s.base+missing || strings.Contains(e.Entry.Text, "status of 422") {
			return // a page that is not there and a form with a problem are part of the tour
		}
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			s.errors = append(s.errors, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		s.errors = append(s.errors, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			s.errors = append(s.errors, "console: "+fmt.Sprint(e.Args))
		}
	}
}

func (s *seen) last() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// clean fails the test where the tab asked another host for anything, or wrote
// an error or a violation of the page's policy to the console.
func (b *tab) clean() {
	b.t.Helper()
	b.seen.mu.Lock()
	defer b.seen.mu.Unlock()
	if b.seen.requests == 0 {
		b.t.Error("no request was seen: the watch does not work")
	}
	for _, s := range b.seen.strange {
		b.t.Errorf("a page asked another host: %s", s)
	}
	for _, e := range b.seen.errors {
		b.t.Errorf("the console says: %s", e)
	}
}
