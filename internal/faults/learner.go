package faults

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Learner is a browser without script that answers question after question and
// enters in the ledger what was acknowledged. What was sent and not acknowledged
// it sends again, after a look at what has become of it.
type Learner struct {
	URL     func() string // where the program is now
	Ledger  *Ledger
	http    *http.Client
	set     string
	session uuid.UUID
	asked   int // questions in the session
	next    int // the question to answer
	unsaid  *sent
}

// sent is a form that is on its way.
type sent struct {
	token string
	form  quiz.Form
}

// NewLearner makes a learner of the shipped set who has not begun.
func NewLearner(url func() string, l *Ledger) *Learner {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // only options can be wrong
	}
	return &Learner{URL: url, Ledger: l, set: "kratom", http: &http.Client{
		Jar:           jar,
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 1},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

var (
	tokenIn   = regexp.MustCompile(`name="token" value="([^"]+)"`)
	controls  = regexp.MustCompile(`<(?:input|select|button)[^>]* name="([^"]+)"`)
	radios    = regexp.MustCompile(`<input type="radio" name="answer" value="([^"]+)"`)
	ticked    = regexp.MustCompile(`<input type="checkbox" name="(topic)" value="([^"]+)"[^>]* checked`)
	sessionIn = regexp.MustCompile(`/sessions/([0-9a-f-]{36})`)
	placeIn   = regexp.MustCompile(`Question (\d+) of (\d+)`)
)

// Unexpected says that the program answered as it must not.
type Unexpected struct {
	What   string
	Status int
	Body   string
}

func (u *Unexpected) Error() string {
	return fmt.Sprintf("%s: %d %.200s", u.What, u.Status, strings.Join(strings.Fields(u.Body), " "))
}

// Step answers one question; where there is none left it begins another
// session. The error is an *Unexpected for a response that is neither the
// question nor an acknowledgement, else that of the connection.
func (l *Learner) Step(ctx context.Context) error {
	if l.next > l.asked || l.asked == 0 {
		return l.begin(ctx)
	}
	address := l.address()
	status, header, body, err := l.do(ctx, http.MethodGet, address, nil)
	switch {
	case err != nil:
		return err
	case status == http.StatusSeeOther && header.Get("Location") == address+"/feedback":
		if l.unsaid == nil {
			return &Unexpected{"GET " + address + " says that it is answered, which nobody did", status, ""}
		}
		l.Ledger.Cut() // it was kept, and the response did not arrive
	case status != http.StatusOK:
		return &Unexpected{"GET " + address, status, body}
	case l.unsaid == nil:
		if l.unsaid, err = fill(body); err != nil {
			return err
		}
	}
	l.Ledger.Sent(l.session, l.next, l.unsaid.form)
	if err := l.post(ctx, address, l.unsaid); err != nil {
		return err
	}
	l.Ledger.Kept(l.session, l.next)
	l.unsaid = nil
	l.next++
	return nil
}

// address is that of the question to answer.
func (l *Learner) address() string {
	return fmt.Sprintf("/sessions/%s/questions/%d", l.session, l.next)
}

// post sends an answer; it is acknowledged where there is no error.
func (l *Learner) post(ctx context.Context, address string, s *sent) error {
	status, header, body, err := l.do(ctx, http.MethodPost, address, s)
	if err != nil {
		return err
	}
	if status != http.StatusSeeOther || header.Get("Location") != address+"/feedback" {
		return &Unexpected{"POST " + address, status, body}
	}
	return nil
}

// begin starts a session.
func (l *Learner) begin(ctx context.Context) error {
	status, _, body, err := l.do(ctx, http.MethodGet, "/sets/"+l.set, nil)
	if err != nil {
		return err
	}
	token := tokenIn.FindStringSubmatch(body)
	if status != http.StatusOK || token == nil {
		return &Unexpected{"GET /sets/" + l.set, status, body}
	}
	start := &sent{token[1], quiz.Form{}}
	for _, box := range ticked.FindAllStringSubmatch(body, -1) {
		start.form[box[1]] = append(start.form[box[1]], box[2])
	}
	status, header, body, err := l.do(ctx, http.MethodPost, "/sets/"+l.set, start)
	if err != nil {
		return err
	}
	id := sessionIn.FindStringSubmatch(header.Get("Location"))
	if status != http.StatusSeeOther || id == nil {
		return &Unexpected{"POST /sets/" + l.set, status, body}
	}
	first := header.Get("Location")
	if status, _, body, err = l.do(ctx, http.MethodGet, first, nil); err != nil {
		return err
	}
	place := placeIn.FindStringSubmatch(body)
	if status != http.StatusOK || place == nil {
		return &Unexpected{"GET " + first, status, body}
	}
	l.session = uuid.MustParse(id[1])
	l.next, _ = strconv.Atoi(place[1])
	l.asked, _ = strconv.Atoi(place[2])
	return nil
}

// fill answers a question by chance: one of its options, or "I don't know"
// where an answer is more than one pick.
func fill(page string) (*sent, error) {
	token := tokenIn.FindStringSubmatch(page)
	if token == nil {
		return nil, errors.New("the question's page has no form")
	}
	f := quiz.Form{"dont-know": {"1"}}
	single := true
	for _, c := range controls.FindAllStringSubmatch(page, -1) {
		single = single && (c[1] == "token" || c[1] == "answer")
	}
	if options := radios.FindAllStringSubmatch(page, -1); single && options != nil {
		f = quiz.Form{"answer": {html.UnescapeString(options[rand.IntN(len(options))][1])}}
	}
	return &sent{token[1], f}, nil
}

// do sends one request to wherever the program is now.
func (l *Learner) do(ctx context.Context, method, path string, s *sent) (int, http.Header, string, error) {
	var body io.Reader
	if s != nil {
		values := url.Values{"token": {s.token}}
		maps.Copy(values, s.form)
		body = strings.NewReader(values.Encode())
	}
	base := l.URL()
	req, err := http.NewRequestWithContext(ctx, method, base+path, body)
	if err != nil {
		return 0, nil, "", err
	}
	if s != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", base)
	}
	res, err := l.http.Do(req)
	if err != nil {
		return 0, nil, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(text), err
}
