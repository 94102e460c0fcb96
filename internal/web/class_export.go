package web

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// exportFor is how long making a file may take, and downloadFor how long a
// client may take for each piece of it.
const (
	exportFor   = 5 * time.Minute
	downloadFor = 30 * time.Second
)

// exportClass answers with a table of a class.
func (s *Server) exportClass(c *fiber.Ctx, r *request) error {
	q := page.ClassQuery{Revision: r.Form.Get("revision")}
	at, _, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	if !results.Enough() {
		return goTo(c, onRevision(at.path, q.Revision)) // which says why
	}
	return s.exportFile(c, r, at, results, exportOrder{r.Form.Get("form"), r.Form.Get("options") == "yes", r.Form.Get("names") == "yes"})
}

// exportOrder says which file of a class is wanted.
type exportOrder struct {
	form    string // answers, learners, questions or workbook
	options bool   // a column for each option
	names   bool   // who it was, where that is known
}

// exportFile makes a file for a spreadsheet and sends it. errBadRequest, where
// there is no such file.
func (s *Server) exportFile(c *fiber.Ctx, r *request, at *class, results *play.Results, o exportOrder) (err error) {
	export := &page.Export{Ctx: r.Ctx, From: s.play, Scope: at.scope, Revision: at.rev, Options: o.options}
	if o.names {
		if export.People, err = s.peopleOf(r, at); err != nil {
			return err
		}
	}
	name, kind := at.rev.Set.ID, "text/csv; charset=utf-8"
	var write func(io.Writer) error
	switch o.form {
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
	c.Attachment(name)
	return s.sendExport(c, r, at, name, kind, write)
}

// sendExport makes a file of a class whole before its first byte is sent, so
// that what arrives is never half of one, and notes in the log who took it.
func (s *Server) sendExport(c *fiber.Ctx, r *request, at *class, name, kind string, write func(io.Writer) error) error {
	file, size, err := scratch(write)
	if err != nil {
		return err
	}
	if err := s.play.Staff().Record(r.Ctx, r.Staff, "exported", at.name(), name); err != nil {
		return errors.Join(err, (&download{File: file}).Close())
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, noStore)
	c.Response().SetBodyStream(&download{file, c.Context().Conn()}, size)
	return nil
}

// name is what the log calls the class.
func (at *class) name() string {
	if at.assignment != nil {
		return at.assignment.Title
	}
	return at.rev.Set.ID
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
