package web

// sheet is a response's body in the making.
type sheet struct {
	out []byte
}

func (s *sheet) text(t string) { s.out = append(s.out, t...) }

func (s *sheet) piece(p *piece) { s.out = append(s.out, p.plain...) }

// piece is a stretch of a page that does not change.
type piece struct {
	plain []byte
}

func newPiece(html []byte) piece { return piece{append([]byte(nil), html...)} }

func (p *piece) bytes() int { return 64 + len(p.plain) }
