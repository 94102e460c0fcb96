//go:build linux

package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// learner is one browser with one session of a set.
type learner struct {
	cookie, token string
	session       string   // its address
	forms         []string // how each question is answered, but for the token
}

var (
	setLink     = regexp.MustCompile(`href="(/sets/[^"/]+)"`)
	tokenIn     = regexp.MustCompile(`name="token" value="([^"]+)"`)
	cookieIn    = regexp.MustCompile(`Set-Cookie: sid=([^;]+)`)
	sessionIn   = regexp.MustCompile(`Location: (/sessions/[0-9a-f-]{36})`)
	questionsOf = regexp.MustCompile(`Question \d+ of (\d+)`)
	topic       = regexp.MustCompile(`name="topic" value="([^"]+)"`)
	control     = regexp.MustCompile(`<(?:input|select|textarea|button)[^>]* name="([^"]+)"`)
	radio       = regexp.MustCompile(`type="radio" name="answer" value="([^"]+)"`)
)

// enrol begins a session for each of n learners who have no cookie yet, reads
// its first question and, where all is asked for, every other one as well.
func enrol(addr string, n int, all bool) ([]learner, error) {
	var set string
	learners := make([]learner, n)
	missing := false
	find := func(re *regexp.Regexp, page []byte) string {
		m := re.FindSubmatch(page)
		if m == nil {
			missing = true
			return ""
		}
		return string(m[1])
	}
	// each sends one request a learner, or so many as there are.
	each := func(count, status int, request func(i int) []byte, look func(i int, page []byte)) error {
		_, err := load{addr: addr, status: status, each: look, length: time.Minute, next: func(i int) []byte {
			if i >= count {
				return nil
			}
			return request(i)
		}}.run()
		if err == nil && missing {
			err = errors.New("a page lacks what the learners need from it: has its HTML changed?")
		}
		return err
	}
	if err := each(1, 200, func(int) []byte { return get("/", "") }, func(_ int, page []byte) { set = find(setLink, page) }); err != nil {
		return nil, err
	}
	begin := make([]string, n) // the start form as it comes: all topics
	err := each(n, 200, func(int) []byte { return get(set, "") }, func(i int, page []byte) {
		begin[i] = "token=" + find(tokenIn, page)
		for _, m := range topic.FindAllSubmatch(page, -1) {
			begin[i] += "&topic=" + string(m[1])
		}
	})
	if err != nil {
		return nil, err
	}
	err = each(n, 303, func(i int) []byte { return post(set, "", begin[i]) }, func(i int, page []byte) {
		learners[i].cookie, learners[i].session = find(cookieIn, page), find(sessionIn, page)
	})
	if err != nil {
		return nil, err
	}
	questions := make([]int, n)
	err = each(n, 200, func(i int) []byte { return get(learners[i].question(1), learners[i].cookie) }, func(i int, page []byte) {
		learners[i].token = find(tokenIn, page)
		questions[i], _ = strconv.Atoi(find(questionsOf, page))
		learners[i].forms = make([]string, questions[i])
	})
	if err != nil {
		return nil, err
	}
	if !all {
		return learners, nil
	}
	m := questions[0]
	return learners, each(n*m, 200, func(i int) []byte { return get(learners[i%n].question(i/n+1), learners[i%n].cookie) }, func(i int, page []byte) {
		learners[i%n].forms[i/n] = fill(page)
	})
}

// fewAnswers is how many answers a session of common length has.
const fewAnswers = 15

// answerFirst answers the first n questions of each learner.
func answerFirst(addr string, learners []learner, n int) error {
	_, err := load{addr: addr, status: 303, length: time.Minute, next: slots{learners: learners}.requests(0, n*len(learners), true, answer)}.run()
	return err
}

// fill answers a question: the first option, or "I don't know" where an answer
// is more than one pick.
func fill(page []byte) string {
	for _, c := range control.FindAllSubmatch(page, -1) {
		if name := string(c[1]); name != "token" && name != "answer" {
			return "dont-know=1"
		}
	}
	if pick := radio.FindSubmatch(page); pick != nil {
		return "answer=" + string(pick[1])
	}
	return "dont-know=1"
}

func (l *learner) question(n int) string { return fmt.Sprintf("%s/questions/%d", l.session, n) }

// step is one request of one learner.
type step func(l *learner, n int) []byte

func ask(l *learner, n int) []byte   { return getPacked(l.question(n), l.cookie) }
func plain(l *learner, n int) []byte { return get(l.question(n), l.cookie) }
func answer(l *learner, n int) []byte {
	return post(l.question(n), l.cookie, l.forms[n-1]+"&token="+l.token)
}
func feedback(l *learner, n int) []byte { return getPacked(l.question(n)+"/feedback", l.cookie) }
func results(l *learner, _ int) []byte  { return getPacked(l.session+"/results", l.cookie) }
func marked(l *learner, _ int) []byte   { return getPacked(l.session+"/reading", l.cookie) }
func library(l *learner, _ int) []byte  { return getPacked("/", l.cookie) }

// slots cuts the questions of every session into equal parts, so that each run
// of answers has questions that nobody has answered yet.
type slots struct {
	learners []learner
	size     int
}

// all is the number of questions in a slot.
func (s slots) all() int { return s.size * len(s.learners) }

// requests gives the steps of the first count questions of one slot, question
// by question over all learners; again and again, or once.
func (s slots) requests(slot, count int, once bool, do step) func(i int) []byte {
	return func(i int) []byte {
		if once && i >= count {
			return nil
		}
		i %= count
		return do(&s.learners[i%len(s.learners)], slot*s.size+i/len(s.learners)+1)
	}
}
