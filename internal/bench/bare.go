//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// serveBare is the least that a web server can do: a constant page of 8 KB, and
// a form that leads on to another page. It ends when its standard input does.
func serveBare() error {
	page := []byte("<!doctype html><title>bare</title>" + strings.Repeat("<p>a page of eight kilobytes\n", 300))[:8<<10]
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.Send(page)
	})
	app.Post("/", func(c *fiber.Ctx) error {
		if c.FormValue("answer") == "" {
			return c.SendStatus(fiber.StatusUnprocessableEntity)
		}
		return c.Redirect("/", fiber.StatusSeeOther)
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + ln.Addr().String())
	signal.Ignore(syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = app.Shutdown()
	}()
	return app.Listener(ln)
}

// insertBare commits rows for a time, durably, batches of them by so many
// callers or one at a time by one, and prints how many and their CPU time.
func insertBare(dir string, callers int, length time.Duration) error {
	db, err := sqlite.OpenConn(filepath.Join(dir, "bare.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	for _, statement := range []string{
		"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
		"CREATE TABLE answer (id INTEGER PRIMARY KEY, n INTEGER, response TEXT, at INTEGER)",
	} {
		if err := sqlitex.ExecuteTransient(db, statement, nil); err != nil {
			return err
		}
	}
	insert, err := db.Prepare("INSERT INTO answer (n, response, at) VALUES (?, 'b', ?)")
	if err != nil {
		return err
	}
	// commit writes so many rows in one transaction.
	commit := func(rows int) (err error) {
		defer sqlitex.Transaction(db)(&err)
		for i := range rows {
			insert.BindInt64(1, int64(i))
			insert.BindInt64(2, time.Now().UnixMicro())
			if _, err := insert.Step(); err != nil {
				return err
			}
			if err := insert.Reset(); err != nil {
				return err
			}
		}
		return nil
	}
	// Callers leave a channel that is closed once their row is on the disk.
	waiting := make(chan chan struct{}, callers)
	end := time.Now().Add(length)
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for time.Now().Before(end) {
				done := make(chan struct{})
				waiting <- done
				<-done
			}
		})
	}
	go func() { all.Wait(); close(waiting) }()
	rows, before := 0, ownCPU()
	for first := range waiting {
		runtime.Gosched() // those that are ready join
		batch := []chan struct{}{first}
		for range len(waiting) {
			batch = append(batch, <-waiting)
		}
		if err := commit(len(batch)); err != nil {
			return err
		}
		rows += len(batch)
		for _, done := range batch {
			close(done)
		}
	}
	fmt.Println(rows, (ownCPU() - before).Seconds())
	return nil
}
