package web

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/web/page"
)

// exportFor is how long making a file may take, and downloadFor how long a
// client may take for each piece of it.
const (
	exportFor   = 5 * time.Minute
	downloadFor = 30 * time.Second
)

// exportClass answers with a table of a class, and notes in the log who took
// it. The file is made whole before its first byte is sent, so that what
// arrives is never half of one.
func (s *Server) exportClass(c *fiber.Ctx, r *request) error {
	q := page.ClassQuery{Revision: r.Form.Get("revision")}
	at, _, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	if !results.Enough() {
		return goTo(c, onRevision(at.path, q.Revision)) // which says why
	}
	rev := at.rev
	export := &page.Export{Ctx: r.Ctx, From: s.play, Scope: at.scope, Revision: rev, Options: r.Form.Get("options") == "yes"}
	if r.Form.Get("names") == "yes" {
		if export.People, err = s.peopleOf(r, at); err != nil {
			return err
		}
	}
	name, kind := rev.Set.ID, "text/csv; charset=utf-8"
	var write func(io.Writer) error
	switch form := r.Form.Get("form"); form {
	case "answers":
		name, write = name+"-answers.csv", func(w io.Writer) error { return page.WriteCSV(w, export.Answers()) }
	case "learners":
		name, write = name+"-learners.csv", func(w io.Writer) error { return page.WriteCSV(w, export.Learners()) }
	case "questions":
		name, write = name+"-questions.csv", func(w io.Writer) error { return page.WriteCSV(w, page.Questions(results)) }
	case "workbook":
		name, kind = name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		write = func(w io.Writer) error {
			return page.WriteXLSX(w, page.Questions(results), export.Learners(), export.Answers())
		}
	default:
		return errBadRequest
	}
	file, size, err := scratch(write)
	if err != nil {
		return err
	}
	object := rev.Set.ID
	if at.assignment != nil {
		object = at.assignment.Title
	}
	if err := s.play.Staff().Record(r.Ctx, r.Staff, "exported", object, name); err != nil {
		return errors.Join(err, (&download{File: file}).Close())
	}
	c.Attachment(name)
	c.Set(fiber.HeaderContentType, kind)
	c.Response().SetBodyStream(&download{file, c.Context().Conn()}, size)
	return nil
}

// scratch writes a file of which nothing stays behind.
func scratch(write func(io.Writer) error) (file *os.File, size int, err error) {
	if file, err = os.CreateTemp("", "verbatim-export-*"); err != nil {
		return nil, 0, err
	}
	defer func() {
		if err != nil {
			(&download{File: file}).Close()
		}
	}()
	_ = os.Remove(file.Name()) // most systems let go of the name of an open file; on others Close does it
	to := bufio.NewWriterSize(file, 64<<10)
	if err = errors.Join(write(to), to.Flush()); err != nil {
		return nil, 0, err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	return file, int(end), err
}

// download is a file on its way to a client. Each piece has a deadline of its
// own, because that of a page is too short for a large file on a slow line.
type download struct {
	*os.File
	conn net.Conn
}

func (d *download) Read(p []byte) (int, error) {
	_ = d.conn.SetWriteDeadline(time.Now().Add(downloadFor)) // a connection that is gone fails in the write
	return d.File.Read(p)
}

// Close ends the download; the file is gone then.
func (d *download) Close() error {
	err := d.File.Close()
	_ = os.Remove(d.Name()) // in most cases it is gone already
	return err
}
