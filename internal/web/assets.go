package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// assets are the files that pages load. Their addresses hold a hash of their
// content, so that browsers may keep them for good.
type assets struct {
	address map[string]string // by the file's name
	byName  map[string]*asset // by the name in the address
}

type asset struct {
	mediaType string
	plain     []byte
	brotli    []byte // nil where it would not be smaller
	gzip      []byte
}

// mediaTypes is our own table: that of the system differs between machines.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// loadAssets reads and compresses the files of a folder.
func loadAssets(fsys fs.FS) (*assets, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	a := &assets{address: map[string]string{}, byName: map[string]*asset{}}
	for _, entry := range entries {
		data, err := fs.ReadFile(fsys, entry.Name())
		if err != nil {
			return nil, err
		}
		ext := path.Ext(entry.Name())
		mediaType, ok := mediaTypes[ext]
		if !ok {
			return nil, fmt.Errorf("%s: no media type is known for %q", entry.Name(), ext)
		}
		// Level 9 of both: above it brotli gains 1 % and keeps goroutines waiting.
		const level = 9
		const hashLength = 6 // bytes: enough to tell versions apart
		hash := sha256.Sum256(data)
		name := strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(hash[:hashLength]) + ext
		a.address[entry.Name()] = "/assets/" + name
		a.byName[name] = &asset{
			mediaType: mediaType,
			plain:     data,
			brotli:    ifSmaller(fasthttp.AppendBrotliBytesLevel(nil, data, level), data),
			gzip:      ifSmaller(fasthttp.AppendGzipBytesLevel(nil, data, level), data),
		}
	}
	return a, nil
}

func ifSmaller(packed, data []byte) []byte {
	if len(packed) >= len(data) {
		return nil
	}
	return bytes.Clone(packed)
}

// asset gives the address of a file. It panics for one that there is not: the
// pages name their files in the program.
func (s *Server) asset(name string) string {
	address, ok := s.assets.address[name]
	if !ok {
		panic("web: there is no asset " + name)
	}
	return address
}

// showAsset answers with a file, in the smallest form that the client takes.
func (s *Server) showAsset(c *fiber.Ctx, _ *request) error {
	a, ok := s.assets.byName[c.Params("name")]
	if !ok {
		return errNotFound
	}
	c.Set(fiber.HeaderCacheControl, keepForGood)
	c.Set(fiber.HeaderContentType, a.mediaType)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	accepted := c.Get(fiber.HeaderAcceptEncoding)
	body := a.plain
	switch {
	case a.brotli != nil && accepts(accepted, "br"):
		c.Set(fiber.HeaderContentEncoding, "br")
		body = a.brotli
	case a.gzip != nil && accepts(accepted, "gzip"):
		c.Set(fiber.HeaderContentEncoding, "gzip")
		body = a.gzip
	}
	c.Response().SetBodyRaw(body)
	return nil
}

// accepts says whether an Accept-Encoding header names a coding and does not
// give it the quality 0.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, weighed := strings.CutPrefix(strings.TrimSpace(strings.ToLower(params)), "q=")
		if !weighed {
			return true
		}
		weight, err := strconv.ParseFloat(q, 64)
		return err == nil && weight > 0
	}
	return false
}
