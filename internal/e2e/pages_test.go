package e2e

import (
	"strings"
	"testing"
)

// Every page, at two widths, in light and dark, holds up to axe-core; and
// nothing on the way asks another host or upsets the console. With
// VERBATIM_SHOTS=DIR, pictures of all of them are left there for people to look at.
func TestPagesAreAccessible(t *testing.T) {
	axe := axe(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			titles := map[string]string{}
			tour(b, func(name string) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				if other, taken := titles[b.title()]; taken && !strings.HasPrefix(name, strings.SplitN(other, "-", 2)[0]) {
					t.Errorf("%s and %s have the same title %q", name, other, b.title())
				}
				titles[b.title()] = name
				b.accessible(axe, name, s)
			})
			b.clean()
		})
	}
}

// WCAG 1.4.10 and 1.4.12: no page needs scrolling to the side and no text is
// cut off, on a small screen, at 400 % on a large one, with a reader's own spacing.
func TestPagesFit(t *testing.T) {
	for _, c := range []struct {
		name string
		setting
		spaced bool
	}{
		{"320 px", setting{Width: 320, Height: 640}, false},
		{"320 px, own spacing", setting{Width: 320, Height: 640}, true},
		{"1280 px at 400 %", setting{Width: 320, Height: 225, Zoom: 4}, false},
		{"1280 px, own spacing", setting{Width: 1280, Height: 900}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t, served(t), c.setting)
			tour(b, func(name string) {
				if c.spaced {
					eval[bool](b, spacing)
				}
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
			})
		})
	}
}

// spacing is what WCAG 1.4.12 lets a reader ask for.
const spacing = `(() => {
	const own = new CSSStyleSheet();
	own.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
	document.adoptedStyleSheets = [own];
	return true;
})()`

// misfits lists what sticks out of the window or is cut off. What is meant for
// screen readers alone may be.
const misfits = `(() => {
	const found = [], name = e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "") + " “" + e.textContent.trim().slice(0, 40) + "”";
	const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	if (over > 0) found.push("the page is " + over + " px too wide");
	for (const e of document.body.querySelectorAll("*")) {
		const style = getComputedStyle(e);
		if (!e.checkVisibility() || e.closest(".unseen, .skip, svg, option, input[type=text]")) continue; // what one writes scrolls
		if (style.overflowX === "hidden" || style.overflowX === "clip" || style.overflowY === "hidden" || style.overflowY === "clip") {
			if (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) found.push("cut off: " + name(e));
		}
		const box = e.getBoundingClientRect();
		const scrolls = e.parentElement.closest(".scroll, .table, math[display]"); // 1.4.10 lets a wide table or formula scroll in its place
		if (!scrolls && box.width > 0 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1)) found.push("sticks out: " + name(e));
	}
	return found.slice(0, 5);
})()`

// In forced colours, what is said by colour elsewhere must still be seen: every
// button has an edge, and each verdict has its words.
func TestForcedColours(t *testing.T) {
	b := open(t, served(t), setting{Width: 1280, Height: 900, ForcedColors: true})
	painted := false
	tour(b, func(name string) {
		if !eval[bool](b, `matchMedia("(forced-colors: active)").matches`) {
			t.Fatal("the colours are not forced")
		}
		for _, what := range eval[[]string](b, unmarked) {
			t.Errorf("%s: %s", name, what)
		}
		painted = painted || eval[bool](b, `Boolean(document.querySelector(".reading .painted"))`)
	})
	if !painted {
		t.Error("the tour saw no painted reading")
	}
}

const unmarked = `[...document.querySelectorAll("main .button")].filter(e => getComputedStyle(e).borderStyle === "none")
	.map(e => "no edge: " + e.textContent.trim())
	.concat([...document.querySelectorAll("main .verdict")].filter(e => !e.innerText.trim()).map(e => "a verdict without words: " + e.outerHTML))
	.concat([...document.querySelectorAll("main blockquote, .reading .painted, .reading .current")].filter(e => {
		for (let at = e; at && at.tagName !== "ARTICLE"; at = at.parentElement) {
			const s = getComputedStyle(at);
			if (s.borderInlineStartStyle !== "none" || s.borderBlockEndStyle !== "none" || s.outlineStyle !== "none" || s.textDecorationLine !== "none") return false;
		}
		return true;
	}).map(e => "marked by colour alone: " + e.textContent.slice(0, 60)))`
