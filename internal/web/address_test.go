package web

import (
	"net/netip"
	"testing"
)

func TestTrust24ClientAddress(t *testing.T) {
	p, err := parseProxies([]string{"10.0.0.0/8", " 192.0.2.7", "2001:db8::/32"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ peer, forwarded, want string }{
		{"203.0.113.5", "1.2.3.4", "203.0.113.5"}, // no proxy of ours: what it says is not believed
		{"10.1.2.3", "", "10.1.2.3"},
		{"10.1.2.3", "198.51.100.9", "198.51.100.9"},
		{"10.1.2.3", "1.2.3.4, 198.51.100.9", "198.51.100.9"}, // the left part can be made up
		{"10.1.2.3", "1.2.3.4, 198.51.100.9, 192.0.2.7", "198.51.100.9"},
		{"10.1.2.3", "198.51.100.9:4711, 10.9.9.9", "198.51.100.9"},
		{"10.1.2.3", "[2001:db9::1]:443", "2001:db9::1"},
		{"10.1.2.3", "2001:db9::1%eth0", "2001:db9::1"},
		{"10.1.2.3", "::ffff:198.51.100.9", "198.51.100.9"},
		{"10.1.2.3", "198.51.100.9, unknown", "10.1.2.3"},
		{"2001:db8::5", "198.51.100.9", "198.51.100.9"},
		{"10.1.2.3", "10.0.0.1, 10.0.0.2", "10.0.0.1"},
	} {
		peer := netip.MustParseAddr(tt.peer)
		if got := p.walk(peer, tt.forwarded); got.String() != tt.want {
			t.Errorf("from %s, X-Forwarded-For %q: client %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestProxiesAreChecked(t *testing.T) {
	for _, bad := range []string{"", "proxy.example.org", "10.0.0.0/40", "1.2.3"} {
		if _, err := parseProxies([]string{bad}); err == nil {
			t.Errorf("the proxy %q was accepted", bad)
		}
	}
}
