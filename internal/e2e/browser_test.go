package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"verbatim/internal/e2e/need"
)

// chromium is one browser for all tests; each tab has cookies of its own.
var chromium struct {
	once  sync.Once
	ctx   context.Context
	close func()
	err   error
}

func browser(t testing.TB) context.Context {
	t.Helper()
	path := need.Program(t, "chromium", "chromium")
	chromium.once.Do(func() { chromium.ctx, chromium.close, chromium.err = launch(path) })
	if chromium.err != nil {
		t.Fatalf("chromium does not start: %v", chromium.err)
	}
	return chromium.ctx
}

func launch(path string) (context.Context, func(), error) {
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", false), // they take room from a page, as for people
	)
	process, end := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, leave := chromedp.NewContext(process)
	return ctx, func() { leave(); end() }, chromedp.Do(ctx)
}

func closeBrowser() {
	if chromium.close != nil {
		chromium.close()
	}
}

// tab is a browser window of a person whom the program has not met.
type tab struct {
	t    testing.TB
	ctx  context.Context
	base string
	seen *seen
	left int // how many pages were left
}

// patience is how long one step in the browser may take on a busy machine.
const patience = 20 * time.Second

// setting is how a person looks at the pages.
type setting struct {
	Width, Height int64   // CSS pixels; 0: 1280 by 900
	Zoom          float64 // pixels of the screen to one of CSS; 0: 1
	Dark          bool
	ForcedColors  bool
	NoScript      bool
}

func (s setting) String() string {
	name := fmt.Sprintf("%d px", s.Width)
	for _, extra := range []struct {
		on   bool
		name string
	}{{s.Dark, "dark"}, {s.ForcedColors, "forced colours"}, {s.NoScript, "no script"}, {s.Zoom > 1, "zoomed"}} {
		if extra.on {
			name += ", " + extra.name
		}
	}
	return name
}

func open(t testing.TB, p *program, s setting) *tab {
	t.Helper()
	seen := &seen{base: p.URL}
	ctx, cancel := chromedp.NewContext(browser(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(seen.listen))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("no new tab: %v", err)
	}
	b := &tab{t: t, ctx: ctx, base: p.URL, seen: seen}
	b.look(s)
	if s.NoScript {
		b.scripts(false)
	}
	return b
}

// scripts lets the pages that are loaded from now on run scripts, or not.
func (b *tab) scripts(on bool) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	b.must(err)
}

// look changes the size of the window and the colours that the person prefers.
func (b *tab) look(s setting) {
	b.t.Helper()
	if s.Width == 0 {
		s.Width, s.Height = 1280, 900
	}
	if s.Height == 0 {
		s.Height = 800
	}
	if s.Zoom == 0 {
		s.Zoom = 1
	}
	scheme, forced := "light", "none"
	if s.Dark {
		scheme = "dark"
	}
	if s.ForcedColors {
		forced = "active"
	}
	b.run(chromedp.EmulateViewport(s.Width, s.Height, chromedp.EmulateScale(s.Zoom)))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "forced-colors", Value: forced},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.must(err)
}

func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	b.must(chromedp.Do(ctx, actions...))
}

func (b *tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", b.seen.last(), err)
	}
}

// goTo opens an address of the program.
func (b *tab) goTo(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.base + path))
}

// eval runs an expression in the page and gives its value. The browser's own
// console may do so where the page's scripts are switched off, too.
func eval[T any](b *tab, expression string, args ...any) T {
	b.t.Helper()
	for i, a := range args {
		quoted, err := json.Marshal(a)
		b.must(err)
		args[i] = string(quoted)
	}
	if len(args) > 0 {
		expression = fmt.Sprintf(expression, args...)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v\n%.300s", b.seen.last(), err, expression)
	}
	return v
}

// path gives the path of the page that is shown.
func (b *tab) path() string {
	b.t.Helper()
	return strings.TrimPrefix(eval[string](b, `location.href`), b.base)
}

// text gives what the first element that a selector finds says, with spaces made one.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, `(document.querySelector(%s)?.textContent ?? "").replace(/\s+/g, " ").trim()`, selector)
}

// title gives the title of the page.
func (b *tab) title() string { return eval[string](b, `document.title`) }

// click presses the first element that a selector finds, as a mouse does.
func (b *tab) click(selector string) {
	b.t.Helper()
	x, y := b.middle(selector)
	b.run(chromedp.MouseClickXY(x, y))
}

// doubleClick presses it twice, as quickly as a mouse can.
func (b *tab) doubleClick(selector string) {
	b.t.Helper()
	x, y := b.middle(selector)
	b.run(chromedp.MouseClickXY(x, y), chromedp.MouseClickXY(x, y, chromedp.ClickCount(2)))
}

// middle scrolls an element into the window and gives the middle of what is
// seen of it there.
func (b *tab) middle(selector string) (x, y float64) {
	b.t.Helper()
	at := eval[[]float64](b, `(e => {
		if (!e?.checkVisibility()) return [];
		e.scrollIntoView({block: "center", behavior: "instant"});
		const box = e.getClientRects()[0];
		return [box.x + box.width / 2, box.y + box.height / 2];
	})(document.querySelector(%s))`, selector)
	if len(at) != 2 {
		b.t.Fatalf("%s shows no %s", b.path(), selector)
	}
	return at[0], at[1]
}

// press presses keys, one after the other. They arrive as from a keyboard: a key
// that has been dealt with when it went down (Enter on a link) types nothing more.
func (b *tab) press(keys string, modifiers ...chromedp.Modifier) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...), func(p *input.DispatchKeyEventParams) {
		if p.Type == input.DispatchKeyEventTypeKeyDown {
			p.Type = input.DispatchKeyEventTypeRawKeyDown
		}
	}))
}

// settled says that a field which is to have the focus has it: the page scrolls
// to it then, which can be after it is loaded.
const settled = `location.hash !== "" || document.activeElement !== document.body || !document.querySelector("[autofocus]")?.checkVisibility()`

// leads does what should lead to another page, and waits until that is there,
// whether it was loaded whole or put in place by the script.
func (b *tab) leads(do func()) {
	b.t.Helper()
	before := b.path()
	b.left++ // a page that the browser kept has an older mark
	eval[string](b, `document.querySelector("main").dataset.left = %s`, fmt.Sprint(b.left))
	do()
	there := fmt.Sprintf(`document.readyState === "complete" && document.querySelector("main") !== null && document.querySelector("main").dataset.left !== "%d" && (%s)`, b.left, settled)
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		// A page that is just being replaced answers with an error, or not at all.
		soon, cancel := context.WithTimeout(b.ctx, time.Second)
		ready, err := chromedp.Run(soon, chromedp.Evaluate[bool](there))
		cancel()
		if err == nil && ready {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatalf("%s leads nowhere; the page says: %.300s", before, b.text("main"))
}

// follow clicks what leads to another page.
func (b *tab) follow(selector string) {
	b.t.Helper()
	b.leads(func() { b.click(selector) })
}

// back goes back one page, as the browser's button does.
func (b *tab) back() {
	b.t.Helper()
	history, err := chromedp.Call(b.ctx, cdppage.GetNavigationHistory, cdp.Empty{})
	b.must(err)
	if history.CurrentIndex == 0 {
		b.t.Fatalf("%s: there is no way back", b.path())
	}
	entry := history.Entries[history.CurrentIndex-1].ID
	b.leads(func() {
		_, err := chromedp.Call(b.ctx, cdppage.NavigateToHistoryEntry, cdppage.NavigateToHistoryEntryParams{EntryID: entry})
		b.must(err)
	})
}
