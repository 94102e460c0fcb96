//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// classSize is how many learners finish the whole set, for their instructor to
// look at what they have done.
const classSize = 40

// teach has a class answer every question of the set, and gives what an
// instructor sends to see how it did.
func (b *bench) teach(program string) (dashboard []byte, err error) {
	learners, err := enrol(b.ours.addr, classSize, true)
	if err != nil {
		return nil, err
	}
	if err := answerFirst(b.ours.addr, learners, len(learners[0].forms)); err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	t := teacher{"http://" + b.ours.addr, http.Client{Jar: jar, Timeout: time.Minute}}
	if err := t.signUp(program, b.where); err != nil {
		return nil, err
	}
	home, err := t.fetch(http.MethodGet, "/", nil)
	if err != nil {
		return nil, err
	}
	set := setLink.FindSubmatch(home)
	if set == nil {
		return nil, errors.New("the library has no set")
	}
	at, err := url.Parse(t.base)
	if err != nil {
		return nil, err
	}
	var cookies strings.Builder // after a learner's, which there is none of
	for _, c := range jar.Cookies(at) {
		cookies.WriteString("; " + c.String())
	}
	return getPacked("/teach"+string(set[1])+"/results", cookies.String()), nil
}

// teacher is the browser of an instructor.
type teacher struct {
	base string
	http http.Client
}

var welcomeIn = regexp.MustCompile(`/teach/welcome/\S+`)

// signUp makes an account in the database and follows its link.
func (t *teacher) signUp(program string, where []string) error {
	out, err := exec.Command(program, append([]string{"admin", "create", "--role", "instructor", "bench"}, where...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("an account cannot be made: %w\n%s", err, out)
	}
	link := string(welcomeIn.Find(out))
	page, err := t.fetch(http.MethodGet, link, nil)
	if err != nil {
		return err
	}
	token := tokenIn.FindSubmatch(page)
	if token == nil {
		return errors.New("the page for a new account has no form")
	}
	const password = "correct horse battery"
	_, err = t.fetch(http.MethodPost, link, url.Values{"token": {string(token[1])}, "password": {password}, "again": {password}})
	return err
}

func (t *teacher) fetch(method, path string, form url.Values) ([]byte, error) {
	req, err := http.NewRequest(method, t.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := t.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", method, path, res.Status)
	}
	return page, err
}
