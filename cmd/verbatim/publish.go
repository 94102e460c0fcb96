package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/quiz"
)

type publishCmd struct {
	Path string `arg:"" help:"The folder of the set, or its set.yaml."`

	To        string `required:"" placeholder:"URL" env:"VERBATIM_SERVER" help:"The address of the server (${env})."`
	Token     string `placeholder:"TOKEN" env:"VERBATIM_TOKEN" help:"The token (${env}); on the command line, others on the machine can read it."`
	TokenFile string `placeholder:"FILE" help:"A file that holds the token instead."`
	Set       string `placeholder:"ID" help:"The id of the set on the server; the name of its folder where it is left out."`
	Note      string `placeholder:"TEXT" help:"What changed, for the history of the set."`
	Unlisted  bool   `help:"Learners find it through an assignment alone; otherwise that stays as it was."`
	DryRun    bool   `help:"Only say what would become of it."`
	Strict    bool   `help:"Send nothing where there are warnings."`
}

// Help is shown by verbatim publish --help.
func (publishCmd) Help() string {
	return `The set is checked here first, as verbatim check does, and once more by the server. Sessions that begin after it have the new revision; those under way stay on theirs. The same set again changes nothing.

A token is made on the server, on the page of your account or by verbatim token create, and must be one that may publish. It is sent over https alone, but for a server on this machine.

The exit code is 0 when the set is served, 1 when it has errors or the server refuses it, and 2 when nothing could be read or sent.

Examples:
  verbatim publish sets/tides --to https://quiz.example.org --note "two new questions"
  verbatim publish sets/tides --to https://quiz.example.org --dry-run
  VERBATIM_TOKEN="$TOKEN" verbatim publish sets/tides --to https://quiz.example.org`
}

// sendFor is how long sending a set and its answer may take.
const sendFor = 2 * time.Minute

// Run checks the set and sends it.
func (c *publishCmd) Run(e *env) error {
	server, err := c.server()
	if err != nil {
		return &exit{2, err}
	}
	token, err := c.token()
	if err != nil {
		return &exit{2, err}
	}
	set, err := c.sound(e)
	if err != nil {
		return err
	}
	body, err := packed(set.Files)
	if err != nil {
		return err
	}
	id := set.ID
	if c.Set != "" {
		id = c.Set
	}
	query := url.Values{}
	for name, value := range map[string]string{"note": c.Note, "unlisted": whether(c.Unlisted), "dry-run": whether(c.DryRun)} {
		if value != "" {
			query.Set(name, value)
		}
	}
	to := server.JoinPath("api", "v1", "sets", id, "publish")
	to.RawQuery = query.Encode()
	return c.send(e, to, token, body)
}

func whether(is bool) string {
	if is {
		return "true"
	}
	return ""
}

// server reads --to. A token is not sent where others could read it.
func (c *publishCmd) server() (*url.URL, error) {
	u, err := url.Parse(c.To)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("--to %s is no address of a server: write one such as https://quiz.example.org", c.To)
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("--to %s: everybody on the way could read the token, so nothing was sent: use https", c.To)
	}
	return u, nil
}

func (c *publishCmd) token() (string, error) {
	token := c.Token
	if c.TokenFile != "" {
		data, err := readFile(c.TokenFile, format.MaxFile)
		if err != nil {
			return "", err
		}
		token = string(data)
	}
	if token = strings.TrimSpace(token); token == "" {
		return "", errors.New("there is no token: put one in VERBATIM_TOKEN, or name its file with --token-file; it is made on the server, on the page of your account")
	}
	return token, nil
}

// sound checks the set and prints what is found.
func (c *publishCmd) sound(e *env) (*quiz.Set, error) {
	out := (&checker{stdin: e.stdin, keep: true}).check([]string{c.Path})
	if n := out.sets(); len(out.errs) == 0 && n != 1 {
		return nil, &exit{2, fmt.Errorf("%s holds %s, and one is published at a time: name its folder", c.Path, count(n, "set"))}
	}
	if err := (&checkCmd{Format: "text", Strict: c.Strict}).tell(e, out); err != nil {
		return nil, err
	}
	for _, f := range out.folders {
		if f.set != nil && len(f.set.Questions) > 0 {
			return f.set, nil
		}
	}
	return nil, &exit{1, fmt.Errorf("%s has no question to publish", c.Path)}
}

// packed makes a zip file of a set's files.
func packed(files []quiz.File) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(path.Clean(f.Name))
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// send sends the set and says what became of it.
func (c *publishCmd) send(e *env, to *url.URL, token string, body []byte) error {
	ctx, cancel := context.WithTimeout(e.ctx, sendFor)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(body))
	if err != nil {
		return &exit{2, err}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/zip")
	req.Header.Set("User-Agent", "verbatim/"+version())
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		if cause, ok := errors.AsType[*url.Error](err); ok {
			err = cause.Err
		}
		return &exit{2, fmt.Errorf("%s cannot be reached: %w", c.To, err)}
	}
	defer res.Body.Close()
	const most = 8 << 20 // of findings
	data, err := io.ReadAll(io.LimitReader(res.Body, most))
	if err != nil {
		return &exit{2, fmt.Errorf("the answer of %s cannot be read: %w; whether the set was published is not known, so try again", c.To, err)}
	}
	if res.StatusCode >= 300 {
		return c.refused(e, res, data)
	}
	var done struct {
		Set, Revision, Address string
		Changed                bool
	}
	if err := json.Unmarshal(data, &done); err != nil || done.Revision == "" {
		return &exit{2, fmt.Errorf("%s answers as no server of Verbatim does: see whether the address is right", c.To)}
	}
	short := done.Revision[:min(12, len(done.Revision))]
	switch {
	case !done.Changed:
		fmt.Fprintf(e.stdout, "%s is served already, as revision %s: nothing changed.\n", done.Set, short)
	case c.DryRun:
		fmt.Fprintf(e.stdout, "%s would be served as revision %s. Nothing was published.\n", done.Set, short)
	default:
		fmt.Fprintf(e.stdout, "%s is served as revision %s: %s\n", done.Set, short, done.Address)
	}
	return nil
}

// refused tells why the server does not take the set.
func (c *publishCmd) refused(e *env, res *http.Response, data []byte) error {
	var p struct {
		Title, Detail string
		Findings      diag.List
	}
	if err := json.Unmarshal(data, &p); err != nil || p.Title == "" {
		hint := "see whether the address is right"
		if at := res.Header.Get("Location"); at != "" {
			hint = "it leads on to " + at + ", where nothing is sent by itself"
		} else if res.StatusCode == http.StatusRequestEntityTooLarge {
			hint = "a proxy in front of it may take less than the set has; in nginx, client_max_body_size says how much"
		}
		return &exit{2, fmt.Errorf("%s answers %s, and not as a server of Verbatim does: %s", c.To, res.Status, hint)}
	}
	tell(e, p.Findings)
	return &exit{1, fmt.Errorf("%s refuses the set: %s. %s", c.To, p.Title, p.Detail)}
}
