package web

import (
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// proxies are the networks whose X-Forwarded-For is believed.
type proxies []netip.Prefix

func parseProxies(list []string) (proxies, error) {
	var out proxies
	for _, text := range list {
		text = strings.TrimSpace(text)
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			addr, addrErr := netip.ParseAddr(text)
			if addrErr != nil {
				return nil, fmt.Errorf("the trusted proxy %q is none: write an address like 192.0.2.7 or a network like 10.0.0.0/8", text)
			}
			prefix = netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen())
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

func (p proxies) trust(addr netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// client is the address that a request comes from. Each proxy writes at the
// right end of X-Forwarded-For who spoke to it; what stands left of the first
// address that is no proxy of ours may have been made up.
func (p proxies) client(c *fiber.Ctx) netip.Addr {
	tcp, ok := c.Context().RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	addr := tcp.AddrPort().Addr().Unmap().WithZone("")
	if !p.trust(addr) {
		return addr
	}
	var lines []string
	for _, line := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		lines = append(lines, string(line))
	}
	return p.walk(addr, strings.Join(lines, ","))
}

// walk goes from a trusted peer to the left, as far as the proxies are ours.
func (p proxies) walk(addr netip.Addr, forwarded string) netip.Addr {
	hops := strings.Split(forwarded, ",")
	for i := len(hops) - 1; i >= 0 && p.trust(addr); i-- {
		next, err := parseHop(strings.TrimSpace(hops[i]))
		if err != nil {
			return addr
		}
		addr = next
	}
	return addr
}

// parseHop reads an address, or an address and port.
func parseHop(text string) (netip.Addr, error) {
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return withPort.Addr().Unmap().WithZone(""), nil
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return addr.Unmap().WithZone(""), err
}
