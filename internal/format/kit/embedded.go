package kit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

// Moodle writes the blanks of a cloze into its text: {2:MULTICHOICE:=right#why~wrong}.

// embeddedStart is how a blank begins: its weight and its type.
var embeddedStart = regexp.MustCompile(`\{\s*([0-9]*)\s*:\s*([A-Z_]+)\s*:`)

// ErrNoBlanks says that a text has no blank in it.
var ErrNoBlanks = errors.New("the text has no embedded answer such as {1:SHORTANSWER:=Paris}")

// UnsupportedBlank says that a blank is sound and of a type that cannot be asked here.
type UnsupportedBlank struct{ Type string }

func (e *UnsupportedBlank) Error() string {
	return fmt.Sprintf("a blank of the type %s has several boxes to tick, which no blank here has", e.Type)
}

// Embedded reads a text with Moodle's embedded answers. Each is replaced by
// what mark gives for the name of its blank. The error is ErrNoBlanks, an
// *UnsupportedBlank, or says which blank is broken and how.
func Embedded(text string, mark func(name string) string) (string, []cloze.Blank, error) {
	var out strings.Builder
	var blanks []cloze.Blank
	for {
		m := embeddedStart.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		body, length := embeddedBody(text[m[1]:])
		if length < 0 {
			return "", nil, fmt.Errorf("the embedded answer %q has no closing }", shorten(text[m[0]:]))
		}
		b := cloze.Blank{Name: fmt.Sprintf("blank-%d", len(blanks)+1)}
		if weight := text[m[2]:m[3]]; weight != "" && weight != "1" {
			b.Weight, _ = strconv.ParseFloat(weight, 64)
		}
		if err := fillBlank(&b, text[m[4]:m[5]], body); err != nil {
			return "", nil, fmt.Errorf("the embedded answer %q: %w", shorten(text[m[0]:m[1]+length]), err)
		}
		blanks = append(blanks, b)
		out.WriteString(text[:m[0]] + mark(b.Name))
		text = text[m[1]+length:]
	}
	out.WriteString(text)
	if len(blanks) == 0 {
		return "", nil, ErrNoBlanks
	}
	return out.String(), blanks, nil
}

// alternative is one answer of a blank, still escaped.
type alternative struct{ text, feedback string }

// embeddedBody cuts what stands before the closing brace into its alternatives.
// length is that of all read, or -1 where there is no closing brace.
func embeddedBody(text string) (all []alternative, length int) {
	var answer, feedback []byte
	part := &answer
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			if !strings.ContainsRune(`}~#"/{=%:`, rune(text[i])) {
				*part = append(*part, '\\')
			}
			*part = append(*part, text[i])
		case c == '}' || c == '~':
			all = append(all, alternative{string(answer), string(feedback)})
			if c == '}' {
				return all, i + 1
			}
			answer, feedback = answer[:0], feedback[:0]
			part = &answer
		case c == '#' && part == &answer && !bytes.HasSuffix(answer, []byte("&")):
			part = &feedback
		default:
			*part = append(*part, c)
		}
	}
	return nil, -1
}

// share is how an alternative begins: = for all, %50% for a part.
var share = regexp.MustCompile(`^\s*(?:=|%\s*(-?[0-9]+(?:[.,][0-9]*)?)\s*%)`)

// fraction gives what an alternative earns, and its text without that.
func (a alternative) fraction() (float64, string, error) {
	m := share.FindStringSubmatch(a.text)
	switch {
	case m == nil:
		return 0, a.text, nil
	case m[1] == "":
		return 1, a.text[len(m[0]):], nil
	}
	percent, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	if err != nil || percent > 100 || percent < -100 {
		return 0, "", fmt.Errorf("there is no share of %s %%", m[1])
	}
	return percent / 100, a.text[len(m[0]):], nil
}

func fillBlank(b *cloze.Blank, kind string, all []alternative) error {
	switch kind {
	case "SHORTANSWER", "SA", "MW":
		b.Text = &cloze.Text{}
		return fillText(&b.Text.Rules, all)
	case "SHORTANSWER_C", "SAC", "MWC":
		b.Text = &cloze.Text{Rules: shorttext.Rules{Case: true}}
		return fillText(&b.Text.Rules, all)
	case "NUMERICAL", "NM":
		b.Number = &cloze.Number{}
		return fillNumber(&b.Number.Rules, all)
	case "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH",
		"MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS":
		b.Select = &cloze.Select{}
		return fillSelect(&b.Select.Single, all)
	case "MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS", "MULTIRESPONSE_HS", "MRHS":
		return &UnsupportedBlank{kind}
	}
	return fmt.Errorf("there is no type %s", kind)
}

// plainBlank is a text of a blank without markup and entities.
func plainBlank(src string) string {
	return oneLine(html.UnescapeString(tags.ReplaceAllString(src, "")))
}

var tags = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

func feedbackOf(a alternative) string {
	md, _ := HTML(a.feedback, nil)
	return md
}

func fillText(r *shorttext.Rules, all []alternative) error {
	full := false
	for _, a := range all {
		f, text, err := a.fraction()
		if err != nil {
			return err
		}
		if text = plainBlank(text); text == "" {
			return errors.New("an answer is empty")
		}
		r.Answers = append(r.Answers, shorttext.Answer{Text: text, Fraction: part(f), Because: feedbackOf(a)})
		full = full || f == 1
	}
	return needsFull(full)
}

func fillNumber(r *numeric.Rules, all []alternative) error {
	full := false
	for _, a := range all {
		f, text, err := a.fraction()
		if err != nil {
			return err
		}
		n := numeric.Answer{Fraction: part(f), Because: feedbackOf(a)}
		if text = plainBlank(text); text == "*" {
			n.Any = true
		} else if n.Value, n.Tolerance, err = numberOf(text); err != nil {
			return err
		}
		r.Answers = append(r.Answers, n)
		full = full || f == 1
	}
	return needsFull(full)
}

// numberOf reads 3.14:0.01, a number and how far off it may be.
func numberOf(text string) (*float64, float64, error) {
	value, tolerance, _ := strings.Cut(text, ":")
	v, ok := Number(value)
	t, tok := Number(cmp.Or(strings.TrimSpace(tolerance), "0"))
	if !ok || !tok {
		return nil, 0, fmt.Errorf("%q is no number", text)
	}
	return &v, t, nil
}

func fillSelect(s *choice.Single, all []alternative) error {
	if len(all) < 2 {
		return errors.New("there is nothing to choose between")
	}
	full := false
	for _, a := range all {
		f, text, err := a.fraction()
		if err != nil {
			return err
		}
		if text = plainBlank(text); text == "" {
			return errors.New("an answer is empty")
		}
		o := choice.Option{Text: text, Correct: f == 1, Because: feedbackOf(a)}
		if f != 0 && f != 1 {
			o.Fraction = &f
		}
		s.Options = append(s.Options, o)
		full = full || f == 1
	}
	return needsFull(full)
}

func needsFull(full bool) error {
	if !full {
		return errors.New("no answer earns full credit")
	}
	return nil
}

// part is a fraction as answers hold it: nil for all of it, never below 0.
func part(f float64) *float64 {
	if f == 1 {
		return nil
	}
	f = max(f, 0)
	return &f
}

// Number reads a finite decimal number, with a comma or a point.
func Number(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.ContainsAny(text, "xXpP_nN") { // no hexadecimals, Inf or NaN
		return 0, false
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}

// Blanks of a cloze are marked while their text is HTML by characters that no
// conversion touches.
const (
	markStart = '\ue0f0'
	markEnd   = '\ue0f1'
)

// Mark stands in a text of HTML for the blank of that name.
func Mark(name string) string { return string(markStart) + name + string(markEnd) }

// Unmark writes the blanks of a text as a cloze has them.
func Unmark(md string) string {
	return strings.NewReplacer(string(markStart), "[[", string(markEnd), "]]").Replace(md)
}

// FillIn is the stem of a question that has nothing but a text with blanks.
const FillIn = "Fill in the blanks."

// StemOf cuts the text of a cloze from what asks for it: a first paragraph
// without blanks.
func StemOf(md string) (stem, text string) {
	first, rest, ok := strings.Cut(md, "\n\n")
	if !ok || strings.Contains(first, "[[") || strings.TrimSpace(rest) == "" {
		return FillIn, md
	}
	return strings.TrimSpace(first), strings.TrimSpace(rest)
}

// Piece is a stretch of text, or the name of the blank that stands there.
type Piece struct{ Text, Name string }

// Marks cuts a text at what Mark put into it.
func Marks(text string) []Piece {
	var all []Piece
	for {
		before, rest, ok := strings.Cut(text, string(markStart))
		all = append(all, Piece{Text: before})
		if !ok {
			return all
		}
		name, after, _ := strings.Cut(rest, string(markEnd))
		all = append(all, Piece{Name: name})
		text = after
	}
}
