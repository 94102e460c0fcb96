package anki

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// head is what the lines at the top of the file say.
type head struct {
	separator rune
	html      bool
	columns   []string
	tags      int // columns, from 1; 0 where there is none
	deck      int
	skip      []int // columns that name things inside Anki
	body      int   // the line on which the notes begin
}

// separators by their names in the head.
var separators = map[string]rune{"tab": '\t', "comma": ',', "semicolon": ';', "space": ' ', "pipe": '|', "colon": ':'}

func readHead(text *kit.Text) head {
	h := head{body: 1, separator: guess(text)}
	for n := 1; n <= text.Lines(); n++ {
		line, _ := text.Line(n)
		name, value, isSetting := strings.Cut(strings.TrimPrefix(line, "#"), ":")
		if !strings.HasPrefix(line, "#") {
			break
		}
		h.body = n + 1
		if isSetting {
			h.set(strings.ToLower(strings.TrimSpace(name)), value)
		}
	}
	return h
}

func (h *head) set(name, value string) {
	value = strings.TrimRight(value, "\r\n")
	column, _ := strconv.Atoi(strings.TrimSpace(value))
	switch name {
	case "separator":
		if sep, ok := separators[strings.ToLower(strings.TrimSpace(value))]; ok {
			h.separator = sep
		} else if r := []rune(value); len(r) == 1 && r[0] != '"' && r[0] != '\n' {
			h.separator = r[0]
		}
	case "html":
		h.html = strings.TrimSpace(value) == "true"
	case "columns":
		h.columns = strings.Split(value, string(h.separator))
	case "tags column":
		h.tags = column
	case "deck column":
		h.deck = column
	case "notetype column", "guid column":
		h.skip = append(h.skip, column)
	}
}

// guess takes the separator from the first note.
func guess(text *kit.Text) rune {
	for n := 1; n <= text.Lines(); n++ {
		line, _ := text.Line(n)
		if line == "" || line[0] == '#' {
			continue
		}
		for _, sep := range "\t|;,:" {
			if strings.ContainsRune(line, sep) {
				return sep
			}
		}
	}
	return '\t'
}

// note is one note, with where it stands.
type note struct {
	fields []string
	at     diag.Pos
}

// notes reads the notes; the error says where they break off.
func notes(text *kit.Text, h head) ([]note, error) {
	if h.body > text.Lines() {
		return nil, nil
	}
	_, start := text.Line(h.body)
	r := csv.NewReader(strings.NewReader(text.Body[start:]))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.Comment = h.separator, true, -1, '#'
	if h.separator == '#' {
		r.Comment = 0
	}
	var all []note
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		line, _ := r.FieldPos(0)
		_, at := text.Line(min(h.body+line-1, text.Lines()))
		all = append(all, note{fields, text.Pos(at)})
	}
}
