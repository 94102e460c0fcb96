package web

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"verbatim/internal/play"
)

// Config is what the program decides.
type Config struct {
	Play *play.Play
	Log  *slog.Logger // nil stands for slog.Default

	// PublicURL is what learners open, such as https://quiz.example.org, with a
	// path where they share the host with others: https://example.org/quiz. It is
	// the only host that is answered, and the only one that links name. Empty,
	// only the names of this machine are answered: localhost, 127.0.0.1, [::1].
	PublicURL string
	// TrustedProxies are the addresses (192.0.2.7) or networks (10.0.0.0/8) of
	// the proxies in front, whose word on a client's address is believed.
	TrustedProxies []string

	// Findings are what is wrong with the sets, for those who write them. They
	// hold words of questions that learners must not see, so their page has a
	// secret in its address. nil: there is no such page.
	Findings *Findings

	// Count gives, for each route, what counts its requests; the route "" is
	// that of requests which no route answers. nil: nobody counts.
	Count func(method, route string) func(status int, took time.Duration)
	// SlowRequest is how long a request may take before the log says so without
	// being asked; 0 stands for a second.
	SlowRequest time.Duration

	KeepDays int // after which sessions are deleted, as the privacy page says; 0: never

	AnswersPerSecond int // that one session may send; 0 stands for 50
	StartsPerSecond  int // that may come from one address in the long run; 0 stands for 10
}

// site is where learners find the server. The zero value is this machine alone.
type site struct {
	scheme string // http or https
	host   string // host[:port], as withoutPort writes it
	secure bool   // https
	mount  *mount // nil: there is no path
}

// mountForm is what a path may be that needs no escape anywhere.
var mountForm = regexp.MustCompile(`^(/[A-Za-z0-9_-]+)*$`)

// parseSite reads a public URL.
func parseSite(publicURL string) (site, error) {
	if publicURL == "" {
		return site{}, nil
	}
	u, err := url.Parse(publicURL)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
		return site{}, fmt.Errorf("the public URL %q is none: write it like https://quiz.example.org", publicURL)
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return site{}, fmt.Errorf("the public URL %q has more than a host and a path: write it like https://quiz.example.org or https://example.org/quiz", publicURL)
	}
	path := strings.TrimSuffix(u.Path, "/")
	if !mountForm.MatchString(path) {
		return site{}, fmt.Errorf("the path of the public URL %q has more than letters, digits and hyphens: write it like https://example.org/quiz", publicURL)
	}
	return site{scheme: u.Scheme, host: withoutPort(u.Host, u.Scheme), secure: u.Scheme == "https", mount: newMount(path)}, nil
}

// withoutPort writes host[:port] as browsers do: in small letters, without the
// port that the scheme has anyway.
func withoutPort(host, scheme string) string {
	host = strings.ToLower(host)
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// knows says whether a request for this host is for us.
func (s site) knows(host string) bool {
	if s.host == "" {
		return isLoopback(host)
	}
	return withoutPort(host, s.scheme) == s.host
}

// originFor gives the Origin of a page of ours that was asked for by this host.
func (s site) originFor(host string) string {
	if s.host == "" {
		return "http://" + withoutPort(host, "http")
	}
	return s.scheme + "://" + s.host
}

// linkFor gives the whole address of a page of ours, for other programs.
func (s site) linkFor(host, path string) string {
	return s.originFor(host) + strings.TrimSuffix(s.root(), "/") + path
}

// root is the path that all pages are under, with a slash at its end.
func (s site) root() string {
	if s.mount == nil {
		return "/"
	}
	return s.mount.path + "/"
}

// cookieName names a cookie. The prefix __Host- keeps other hosts of the domain
// from setting it; browsers take it with Secure and the path / alone, and with a
// longer path __Secure- is the most that there is.
func (s site) cookieName(name string) string {
	switch {
	case !s.secure:
		return name
	case s.mount != nil:
		return "__Secure-" + name
	}
	return "__Host-" + name
}

// isLoopback says whether host[:port] names this machine and no other. A name
// that somebody made to resolve to 127.0.0.1 does not.
func isLoopback(host string) bool {
	u := url.URL{Host: host}
	name := strings.ToLower(u.Hostname())
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback()
}
