package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"sync"

	"github.com/gofiber/fiber/v2/utils"
	"github.com/klauspost/compress/flate"
)

// sheet is a response's body in the making, plain or as gzip. What changes from
// one response to the next, secrets too, stands in gzip as it is and nothing
// refers to it, so that the length of a response tells nothing about it.
type sheet struct {
	out    []byte
	packed bool
	crc    uint32
	size   uint32
}

// piece is a stretch of a page that does not change.
type piece struct {
	plain  []byte
	packed []byte // whole blocks of deflate, none of them the last; nil where that saves nothing
	crc    uint32
	shift  uint32 // the CRC of what comes before, times shift, is its part in the CRC after
}

// leastPacked is the length below which packing saves nothing, in bytes.
const leastPacked = 100

func newPiece(html []byte) piece {
	p := piece{plain: bytes.Clone(html), crc: crc32.ChecksumIEEE(html), shift: crcShift(len(html))}
	if len(html) >= leastPacked {
		if packed := deflate(html); len(packed) < len(html) {
			p.packed = packed
		}
	}
	return p
}

// bytes is about what a piece takes in memory.
func (p *piece) bytes() int { return 64 + len(p.plain) + len(p.packed) }

func (s *sheet) piece(p *piece) {
	if !s.packed {
		s.out = append(s.out, p.plain...)
		return
	}
	if p.packed == nil {
		s.stored(p.plain)
		return
	}
	s.out = append(s.out, p.packed...)
	s.size += uint32(len(p.plain))
	s.crc = crcTimes(p.shift, s.crc) ^ p.crc
}

func (s *sheet) text(t string) {
	if !s.packed {
		s.out = append(s.out, t...)
		return
	}
	s.stored(utils.UnsafeBytes(t)) // which only reads it
}

// stored writes blocks of deflate that hold bytes as they are.
func (s *sheet) stored(b []byte) {
	s.size += uint32(len(b))
	s.crc = crc32.Update(s.crc, crc32.IEEETable, b)
	const most = 1<<16 - 1
	for len(b) > 0 {
		n := min(len(b), most)
		s.out = append(s.out, 0)
		s.out = binary.LittleEndian.AppendUint16(s.out, uint16(n))
		s.out = binary.LittleEndian.AppendUint16(s.out, ^uint16(n))
		s.out = append(s.out, b[:n]...)
		b = b[n:]
	}
}

// begin and end write what gzip has around the blocks (RFC 1952).
func (s *sheet) begin() {
	if s.packed {
		const unknownSystem = 255
		s.out = append(s.out, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, unknownSystem)
	}
}

func (s *sheet) end() {
	if s.packed {
		s.out = append(s.out, 1, 0, 0, 0xff, 0xff) // the last block, empty
		s.out = binary.LittleEndian.AppendUint32(s.out, s.crc)
		s.out = binary.LittleEndian.AppendUint32(s.out, s.size)
	}
}

// deflaters are kept because each holds some hundred kilobytes. Above level 5
// a page becomes 2 % smaller, in several times the time.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, 5) // fails for an unknown level alone
	return w
}}

// deflate packs a text into whole blocks that refer to nothing before it.
func deflate(text []byte) []byte {
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	var b bytes.Buffer
	w.Reset(&b)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Flush()
	return bytes.Clone(b.Bytes())
}

// A CRC-32 is a polynomial over GF(2) modulo that of IEEE 802.3, its highest
// power in the lowest bit. Bytes that follow a text multiply the text's by x^8 each.

// crcTimes multiplies two polynomials.
func crcTimes(a, b uint32) uint32 {
	var product uint32
	for ; a != 0; a <<= 1 {
		product ^= b & -(a >> 31) // no branch: which way it goes could not be foreseen
		b = b>>1 ^ crc32.IEEE&-(b&1)
	}
	return product
}

// crcShift is x^8n.
func crcShift(n int) uint32 {
	const one, x8 = 1 << 31, 1 << 23
	shift, power := uint32(one), uint32(x8)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			shift = crcTimes(shift, power)
		}
		power = crcTimes(power, power)
	}
	return shift
}
