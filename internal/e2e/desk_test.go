package e2e

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// password is one that nobody would try first.
const password = "quiet harbour lamp 19"

var (
	welcome = regexp.MustCompile(`/teach/welcome/\S+`)
	people  int
)

// newcomer makes a link for a new account and gives its path and the name.
func newcomer(t testing.TB, p *program, role string) (link, name string) {
	t.Helper()
	people++
	name = fmt.Sprintf("Anna %d", people)
	out, err := command(binary(t), "admin", "create", "--data", p.Data, "--role", role, name).CombinedOutput()
	if err != nil {
		t.Fatalf("admin create: %v\n%s", err, out)
	}
	return string(welcome.Find(out)), name
}

// enter makes an account and signs it in.
func (b *tab) enter(p *program, role string) (name string) {
	b.t.Helper()
	link, name := newcomer(b.t, p, role)
	b.goTo(link)
	b.write("#password", password)
	b.write("#again", password)
	b.follow("form.fields button")
	return name
}

// write writes into a field.
func (b *tab) write(selector, text string) {
	b.t.Helper()
	if !eval[bool](b, `(e => { if (!e) return false; e.value = %s; return true })(document.querySelector(%s))`, text, selector) {
		b.t.Fatalf("%s has no %s", b.path(), selector)
	}
}

// desk walks a tab through the pages of those who teach, in every state, and
// calls at on each.
func desk(b *tab, p *program, at func(name string)) {
	b.t.Helper()
	b.goTo("/teach/accounts")
	at("sign-in")
	b.write("#name", "nobody")
	b.write("#password", "wrong wrong")
	b.follow("form.fields button")
	at("sign-in-problem")

	link, name := newcomer(b.t, p, "admin")
	b.goTo(link)
	at("welcome")
	b.write("#password", password)
	b.write("#again", "another")
	b.follow("form.fields button")
	at("welcome-problem")
	b.write("#password", password)
	b.write("#again", password)
	b.follow("form.fields button")

	b.goTo("/teach/account")
	at("account")
	b.write("#present", "not the one")
	b.write("#password", password+" again")
	b.write("#again", password+" again")
	b.follow("form.fields button")
	at("account-problem")

	b.goTo("/teach/account/tokens")
	at("tokens")
	b.write("#name", "The pipeline that publishes")
	b.click("label[for=publish]")
	b.follow("form.fields button")
	at("tokens-made")
	b.goTo("/teach/account/tokens")
	at("tokens-list")
	b.goTo("/api/docs")
	at("api-docs")

	b.goTo("/teach/accounts")
	at("accounts")
	b.write("#name", name)
	b.follow("form.fields button")
	at("accounts-problem")
	b.write("#name", "Friend of "+name)
	b.click("label[for=role-assistant]")
	b.follow("form.fields button")
	at("accounts-link")
	eval[bool](b, `[...document.querySelectorAll(".entry a")].find(a => a.textContent === %s).id = "own", true`, name)
	b.follow("#own")
	at("account-of")
	b.goTo("/teach/log")
	at("log")
}

func TestDeskIsAccessible(t *testing.T) {
	axe := axe(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			desk(b, served(t), func(name string) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				b.accessible(axe, "teach-"+name, s)
			})
			b.clean()
		})
	}
}

func TestDeskFits(t *testing.T) {
	for _, spaced := range []bool{false, true} {
		b := open(t, served(t), setting{Width: 320, Height: 640})
		desk(b, served(t), func(name string) {
			if spaced {
				eval[bool](b, spacing)
			}
			for _, what := range eval[[]string](b, misfits) {
				t.Errorf("%s: %s", name, what)
			}
		})
	}
}

// The first account is made by the link that the program prints, without
// script; then no further link is printed.
func TestFirstAccount(t *testing.T) {
	data := t.TempDir()
	p := start(t, data)
	b := open(t, p, setting{NoScript: true})
	link := ""
	for deadline := time.Now().Add(patience); link == "" && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		link = welcome.FindString(p.said.String())
	}
	if link == "" {
		t.Fatalf("no link is printed, but %q", p.said)
	}
	b.goTo(link)
	b.write("#name", "Anna")
	b.write("#password", password)
	b.write("#again", password)
	b.follow("form.fields button")
	if text := b.text("header"); !strings.Contains(text, "Accounts") { // which admins alone see
		t.Errorf("after the link is used, the page says: %s", text)
	}
	b.goTo(link)
	if text := b.text("h1"); text != "There is no such page" {
		t.Errorf("the link, opened again, leads to %q", text)
	}
	b.goTo("/teach/account")
	b.follow("form[action='/teach/sign-out'] button")
	b.write("#name", "anna")
	b.write("#password", password)
	b.follow("form.fields button")
	if b.text("h1") == "Sign in" {
		t.Errorf("signing in again leads nowhere: %s", b.text("main"))
	}
	p.kill()
	again := start(t, data)
	time.Sleep(200 * time.Millisecond)
	if said := again.said.String(); strings.Contains(said, "welcome") {
		t.Errorf("with an admin, the program prints %q", said)
	}
	if log := again.log.String() + p.log.String(); bytes.Contains([]byte(log), []byte(link)) {
		t.Error("the log holds the link")
	}
}
