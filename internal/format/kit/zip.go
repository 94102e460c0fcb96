package kit

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Bounds of an archive. What an entry's header says of its size is not believed.
const (
	maxEntries  = 10_000
	maxEntry    = 64 << 20
	maxUnpacked = 256 << 20
)

// Archive is a zip file whose entries are read on demand and within bounds.
type Archive struct {
	entries map[string]*zip.File
	names   []string
	left    int64 // bytes that may still be unpacked
}

// OpenZip opens a zip file. It refuses archives with too many entries and those
// with names that point outside the archive. What file managers add to
// archives, such as __MACOSX, is passed over.
func OpenZip(data []byte) (*Archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("the file is no zip archive: %w", err)
	}
	if len(r.File) > maxEntries {
		return nil, fmt.Errorf("the archive has %d entries, and no more than %d are read", len(r.File), maxEntries)
	}
	a := &Archive{entries: map[string]*zip.File{}, left: maxUnpacked}
	for _, f := range r.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		if strings.HasSuffix(name, "/") || f.FileInfo().IsDir() {
			continue
		}
		if !fs.ValidPath(name) || strings.Contains(name, ":") {
			return nil, fmt.Errorf("the archive has an entry %q, which points outside it", f.Name)
		}
		if !f.Mode().IsRegular() {
			return nil, fmt.Errorf("the archive's entry %q is no plain file", f.Name)
		}
		if litter(name) || a.entries[name] != nil {
			continue
		}
		a.entries[name] = f
		a.names = append(a.names, name)
	}
	slices.Sort(a.names)
	return a, nil
}

func litter(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || path.Base(name) == ".DS_Store" || strings.HasPrefix(path.Base(name), "._")
}

// Names lists the entries, sorted.
func (a *Archive) Names() []string { return a.names }

// Has says whether there is an entry of that name.
func (a *Archive) Has(name string) bool { return a.entries[name] != nil }

// Read unpacks an entry. The error says that there is none, that it is broken,
// or that it or the archive unpacks to more than is read.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.entries[name]
	if f == nil {
		return nil, fmt.Errorf("the archive has no entry %q", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the archive's entry %q cannot be unpacked: %w", name, err)
	}
	defer r.Close()
	bound := min(maxEntry, a.left)
	data, err := io.ReadAll(io.LimitReader(r, bound+1))
	if err != nil {
		return nil, fmt.Errorf("the archive's entry %q cannot be unpacked: %w", name, err)
	}
	if int64(len(data)) > bound {
		return nil, fmt.Errorf("the archive's entry %q unpacks to more than %d MiB", name, bound>>20)
	}
	a.left -= int64(len(data))
	return data, nil
}
