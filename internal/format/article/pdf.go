package article

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"verbatim/internal/format/kit"
)

// PDFs are read by PDFium, which runs as WebAssembly: a hostile file cannot
// reach beyond the memory that it is given, and there are no files and no
// network in its world. It is interpreted, since compiling it would take more
// time and memory than a reading does.

// Bounds for one PDF.
const (
	maxPages    = 300
	maxPDFTime  = 60 * time.Second
	maxPDFSpace = 192 << 20 / 65536 // pages of WebAssembly
)

// onePDF lets one PDF be read at a time, however many are sent.
var onePDF = make(chan struct{}, 1)

// word is a stretch of text on a page; lengths are in points from the lower left.
type word struct {
	text                     string
	left, right, top, bottom float64
	size                     float64 // of its font; 0 where it is not known
}

func readPDF(ctx context.Context, in kit.Input) (a *Article, err error) {
	ctx, cancel := context.WithTimeout(ctx, maxPDFTime)
	defer cancel()
	select {
	case onePDF <- struct{}{}:
		defer func() { <-onePDF }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() {
		if r := recover(); r != nil { // what PDFium cannot cope with
			a, err = nil, errors.New("the PDF is broken")
		}
		if ctx.Err() != nil {
			a, err = nil, fmt.Errorf("the PDF takes too long to read: save the text as .docx, .odt or HTML: %w", ctx.Err())
		}
	}()
	pages, err := pdfPages(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	return layOut(in, pages)
}

// pdfPages gives the words of each page in the order in which they are drawn.
func pdfPages(ctx context.Context, data []byte) ([][]word, error) {
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfigInterpreter().WithMemoryLimitPages(maxPDFSpace).WithCloseOnContextDone(true).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	})
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	reader, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := reader.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword):
		return nil, errors.New("the PDF asks for a password: save it without one")
	case err != nil:
		return nil, errors.New("the PDF is broken")
	}
	count, err := reader.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, errors.New("the PDF is broken")
	}
	if count.PageCount > maxPages {
		return nil, fmt.Errorf("the PDF has %d pages, and no more than %d are read: divide it", count.PageCount, maxPages)
	}
	var pages [][]word
	for i := range count.PageCount {
		page, err := pageWords(reader, doc.Document, i)
		if err != nil {
			return nil, fmt.Errorf("page %d of the PDF is broken", i+1)
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func pageWords(reader pdfium.Pdfium, doc references.FPDF_DOCUMENT, n int) ([]word, error) {
	page, err := reader.GetPageTextStructured(&requests.GetPageTextStructured{
		Page:                   requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: n}},
		Mode:                   requests.GetPageTextStructuredModeRects,
		CollectFontInformation: true,
	})
	if err != nil {
		return nil, err
	}
	var words []word
	for _, r := range page.Rects {
		w := word{text: ligatures.Replace(r.Text), left: r.PointPosition.Left, right: r.PointPosition.Right, top: r.PointPosition.Top, bottom: r.PointPosition.Bottom}
		// The font of a stretch is that of its first letter, and of a space that
		// PDFium puts in it is the one before.
		if r.FontInformation != nil && !strings.HasPrefix(w.text, " ") {
			w.size = r.FontInformation.RenderedSize
		}
		if strings.TrimSpace(w.text) != "" {
			words = append(words, w)
		}
	}
	return words, nil
}

// ligatures are letters that some fonts join, and what nobody would search for;
// U+0002 is PDFium's sign for a hyphen that divides a word at the end of a line.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st",
	"\x02", "\u00ad", "\x00", "", "\ufffe", "\u00ad", "\r", " ", "\n", " ")
