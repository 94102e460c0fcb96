package storetest

import (
	"bytes"
	"testing"
	"time"

	"verbatim/internal/store"
)

var secretTests = map[string]func(*testing.T, *fixture){
	"are made once and stay": func(t *testing.T, f *fixture) {
		got := make([][]byte, 16)
		together(len(got), func(i int) {
			secret, err := f.Secret(ctx, "form")
			if err != nil {
				t.Error(err)
			}
			got[i] = secret
		})
		f.reopen()
		again, err := f.Secret(ctx, "form")
		must(t, err)
		if len(again) != 32 {
			t.Fatalf("the secret has %d bytes, want 32", len(again))
		}
		for i, secret := range got {
			if !bytes.Equal(secret, again) {
				t.Errorf("call %d got another secret", i)
			}
		}
	},
	"differ by name": func(t *testing.T, f *fixture) {
		a, err := f.Secret(ctx, "a")
		must(t, err)
		b, err := f.Secret(ctx, "b")
		must(t, err)
		if bytes.Equal(a, b) {
			t.Error("two names have one secret")
		}
	},
}

var loginTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		l := newLogin()
		must(t, f.CreateLogin(ctx, l))
		f.reopen()
		got, err := f.Login(ctx, l.ID)
		must(t, err)
		equal(t, "the login", got, l)
	},
	"of one learner are several": func(t *testing.T, f *fixture) {
		a, b := newLogin(), newLogin()
		b.Learner = a.Learner
		must(t, f.CreateLogin(ctx, a))
		must(t, f.CreateLogin(ctx, b))
		must(t, f.EndLogin(ctx, a.ID))
		got, err := f.Login(ctx, b.ID)
		must(t, err)
		equal(t, "the other login", got, b)
	},
	"are seen": func(t *testing.T, f *fixture) {
		l := newLogin()
		must(t, f.CreateLogin(ctx, l))
		l.Seen = day.Add(30 * time.Hour)
		must(t, f.TouchLogin(ctx, l.ID, l.Seen))
		must(t, f.TouchLogin(ctx, newID(), l.Seen))
		got, err := f.Login(ctx, l.ID)
		must(t, err)
		equal(t, "the login", got, l)
	},
	"end": func(t *testing.T, f *fixture) {
		l := newLogin()
		must(t, f.CreateLogin(ctx, l))
		must(t, f.EndLogin(ctx, l.ID))
		must(t, f.EndLogin(ctx, l.ID))
		_, err := f.Login(ctx, l.ID)
		wants(t, "an ended login", err, store.ErrNotFound)
		must(t, f.TouchLogin(ctx, l.ID, day))
		_, err = f.Login(ctx, l.ID)
		wants(t, "an ended login that was touched", err, store.ErrNotFound)
	},
	"that never were": func(t *testing.T, f *fixture) {
		_, err := f.Login(ctx, newID())
		wants(t, "an unknown login", err, store.ErrNotFound)
	},
}

var revisionTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		r := store.Revision{Hash: hashOf("r"), Set: "kratom", Published: day, Files: []store.File{
			{Name: "empty.txt", Data: []byte{}},
			{Name: "img/ü.png", Data: []byte("\x00\xff\x00")},
			{Name: "set.yaml", Data: bytes.Repeat([]byte("a line\n"), 200_000)},
		}}
		must(t, f.PutRevision(ctx, r))
		f.reopen()
		got, err := f.Revision(ctx, r.Hash)
		must(t, err)
		equal(t, "the revision", got, r)
	},
	"are never changed": func(t *testing.T, f *fixture) {
		r := store.Revision{Hash: hashOf("r"), Set: "kratom", Published: day, Files: []store.File{{Name: "a", Data: []byte("1")}}}
		must(t, f.PutRevision(ctx, r))
		again := r
		again.Published, again.Files = day.Add(time.Hour), nil
		together(8, func(int) {
			if err := f.PutRevision(ctx, again); err != nil {
				t.Error(err)
			}
		})
		got, err := f.Revision(ctx, r.Hash)
		must(t, err)
		equal(t, "the revision", got, r)
	},
	"that never were": func(t *testing.T, f *fixture) {
		for _, hash := range []string{hashOf("none"), "", "no hash", "abc"} {
			_, err := f.Revision(ctx, hash)
			wants(t, "revision "+hash, err, store.ErrNotFound)
		}
	},
}
