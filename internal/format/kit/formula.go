package kit

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"verbatim/internal/reading"
)

// formulaSign stands on both sides of a formula's number while HTML becomes Markdown.
const formulaSign = "\uE001"

var signs = regexp.MustCompile(formulaSign + `(\d+)` + formulaSign)

// formula keeps maths whose TeX stands beside it, as most programs write it. Of
// other maths the words are kept, or TeX that cannot be read here as it is.
func (c *cleaner) formula(n *html.Node) {
	var tex string
	for d := range n.Descendants() {
		if d.Data == "annotation" && attr(d, "encoding") == "application/x-tex" {
			tex = oneLine(words(d))
			break
		}
	}
	md := "$" + tex + "$"
	if attr(n, "display") == "block" {
		md = "$" + md + "$"
	}
	sign, ok := c.keep(md)
	if !ok {
		c.lost = append(c.lost, "a formula's layout")
		sign = cmp.Or(tex, oneLine(words(n)))
	}
	replace(n, sign)
}

// typedTeX is how TeX stands in HTML that a script of its page sets, as Moodle's
// and Canvas's pages do.
var typedTeX = regexp.MustCompile(`(?s)\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.*?[\\^_=].*?)\$\$`)

// typed keeps the maths that is written so, where it can be read. Where it cannot,
// its TeX stays as words, which the script of its page would have set.
func (c *cleaner) typed(text string) string {
	return typedTeX.ReplaceAllStringFunc(text, func(whole string) string {
		md := "$" + oneLine(whole[2:len(whole)-2]) + "$"
		if !strings.HasPrefix(whole, `\(`) {
			md = "$" + md + "$"
		}
		sign, ok := c.keep(md)
		if !ok {
			c.lost = append(c.lost, "the layout of the formula "+shorten(oneLine(whole)))
			return whole
		}
		return sign
	})
}

// keep gives the sign of a formula, if it is one that can be read.
func (c *cleaner) keep(md string) (sign string, ok bool) {
	f := reading.Formulas(md)
	if len(f) != 1 || f[0].TeX != strings.Trim(md, "$") || f[0].Err != nil {
		return "", false
	}
	c.formulas = append(c.formulas, md)
	return fmt.Sprint(formulaSign, len(c.formulas)-1, formulaSign), true
}

// withFormulas puts formulas in their places. Other dollars, which are money in
// HTML, are escaped where they would be read as maths.
func (c *cleaner) withFormulas(md string) string {
	var b strings.Builder
	var ours []int // where formulas begin
	from := 0
	for _, sign := range signs.FindAllStringSubmatchIndex(md, -1) {
		b.WriteString(md[from:sign[0]])
		from = sign[1]
		if i, err := strconv.Atoi(md[sign[2]:sign[3]]); err == nil && i < len(c.formulas) {
			ours = append(ours, b.Len())
			b.WriteString(c.formulas[i])
		}
	}
	b.WriteString(md[from:])
	for md = b.String(); ; {
		var money []int
		for _, f := range reading.Formulas(md) {
			if _, is := slices.BinarySearch(ours, f.Start); !is {
				money = append(money, f.Start)
			}
		}
		if len(money) == 0 {
			return md
		}
		slices.Sort(money)
		b.Reset()
		from = 0
		for _, at := range money {
			b.WriteString(md[from:at] + `\`)
			from = at
		}
		b.WriteString(md[from:])
		md = b.String()
		for i, at := range ours {
			before, _ := slices.BinarySearch(money, at)
			ours[i] += before
		}
	}
}
