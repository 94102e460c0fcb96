package web

import "testing"

func TestPublicURL(t *testing.T) {
	for _, tt := range []struct {
		url, host string
		secure    bool
	}{
		{"https://quiz.example.org", "quiz.example.org", true},
		{"https://Quiz.Example.org:443/", "quiz.example.org", true},
		{"https://quiz.example.org:8443", "quiz.example.org:8443", true},
		{"http://quiz.lan:80", "quiz.lan", false},
		{"http://[2001:db8::1]:8080", "[2001:db8::1]:8080", false},
	} {
		got, err := parseSite(tt.url)
		if err != nil || got.host != tt.host || got.secure != tt.secure {
			t.Errorf("%s: %+v, %v; want host %s, secure %v", tt.url, got, err, tt.host, tt.secure)
		}
	}
	for _, bad := range []string{
		"quiz.example.org", "ftp://quiz.example.org", "https://", "https://a.example/qu iz", "https://a.example/a//b", "https://a.example/..",
		"https://user@a.example", "https://a.example?x", "https://a.example#x", "https://a b", "//a.example",
	} {
		if got, err := parseSite(bad); err == nil {
			t.Errorf("the public URL %q was accepted as %+v", bad, got)
		}
	}
}

func TestTrust34KnownHosts(t *testing.T) {
	for _, tt := range []struct {
		public, host string
		known        bool
	}{
		{"", "localhost", true},
		{"", "LOCALHOST:8080", true},
		{"", "127.0.0.1:8080", true},
		{"", "127.8.9.1", true},
		{"", "[::1]:8080", true},
		{"", "quiz.localhost:8080", true},
		{"", "", false},
		{"", "0.0.0.0", false},
		{"", "192.168.1.5:8080", false},
		{"", "evil.example", false},
		{"", "127.0.0.1.evil.example", false}, // may well resolve to this machine
		{"", "localhost.evil.example", false},
		{"", "evillocalhost", false},
		{"", "localhost@evil.example", false},
		{"https://quiz.example.org", "quiz.example.org", true},
		{"https://quiz.example.org", "QUIZ.example.org:443", true},
		{"https://quiz.example.org", "quiz.example.org:80", false},
		{"https://quiz.example.org", "quiz.example.org.", false},
		{"https://quiz.example.org", "localhost", false},
		{"https://quiz.example.org", "a.quiz.example.org", false},
		{"http://quiz.lan:8080", "quiz.lan:8080", true},
		{"http://quiz.lan:8080", "quiz.lan", false},
	} {
		s, err := parseSite(tt.public)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.knows(tt.host); got != tt.known {
			t.Errorf("public URL %q, host %q: known %v, want %v", tt.public, tt.host, got, tt.known)
		}
	}
}
