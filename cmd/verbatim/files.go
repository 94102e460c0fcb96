package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// readFile reads a file that was named, but no endless one.
func readFile(name string, most int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, notReadable(name, err)
	}
	defer f.Close()
	return readAll(f, name, most)
}

// readAll reads what was named, no more than so many bytes of it: a device or a
// pipe does not say how much it holds.
func readAll(r io.Reader, name string, most int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return nil, notReadable(name, err)
	}
	if len(data) > most {
		return nil, fmt.Errorf("%s is larger than %d MiB", name, most>>20)
	}
	return data, nil
}

// writeWhole writes a file that is whole or as it was.
func writeWhole(name string, text []byte, mode fs.FileMode) error {
	return writeStream(name, mode, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// writeStream writes a file beside its place and moves it there, so that nobody
// ever reads half of it. A link stays, and the file that it leads to is written.
// A device or a pipe, such as /dev/stdout, is written to as it is: a move would
// put a file in its place, for all programs.
func writeStream(name string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	place := name
	if to, err := filepath.EvalSymlinks(name); err == nil {
		place = to
	}
	if info, err := os.Stat(place); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(place, os.O_WRONLY, 0)
		if err != nil {
			return notWritable(name, err)
		}
		return notWritable(name, errors.Join(write(f), f.Close()))
	}
	f, err := os.CreateTemp(filepath.Dir(place), "."+filepath.Base(place)+".*")
	if err != nil {
		return notWritable(name, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if err = errors.Join(write(f), f.Chmod(mode), f.Close()); err != nil {
		return notWritable(name, err)
	}
	return notWritable(name, os.Rename(f.Name(), place))
}

// notWritable says which file the system refuses to write, and why: nothing where
// it does not.
func notWritable(name string, err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return fmt.Errorf("%s cannot be written: %w", name, err)
}
