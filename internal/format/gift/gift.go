// Package gift reads and writes GIFT, the plain-text format of Moodle. What a
// text means is what Moodle 4.5 makes of it, also where that is surprising.
package gift

import (
	"regexp"
	"strings"

	"verbatim/internal/format/kit"
)

// Format is GIFT.
var Format = kit.Format{
	Name:       "gift",
	Title:      "GIFT, Moodle's plain text",
	Extensions: []string{".gift", ".txt"},
	Carries: "Single choice, multiple response, true or false, short text, numbers, matching and ordering, with weights, feedback to each answer, an explanation and topics (as categories). " +
		"Names become ids. Tags have no place here; quotes, kinds of evidence and all-or-nothing credit have none there.",
	Detect: detect,
	Decode: decode,
	Encode: encode,
}

// MissingWord is Moodle's older format for a word left out of a sentence. What
// it has is a part of GIFT, and is read as such.
var MissingWord = kit.Format{
	Name:       "missingword",
	Title:      "Moodle's missing-word format, which is read as GIFT",
	Extensions: []string{".txt"},
	Carries:    "A sentence with one gap, which is filled by choice or by typing, and feedback.",
	Decode:     decode,
}

var (
	category = regexp.MustCompile(`(?m)^\s*\$CATEGORY:`)
	named    = regexp.MustCompile(`(?m)^\s*::[^:\n]+::`)
	key      = regexp.MustCompile(`(?s)[^\\]\{\s*(?:\}|[=~#>]|(?:T|TRUE|F|FALSE)\s*[#}]|(?:[^{}\n\\]|\\.)+\})`)
	marked   = regexp.MustCompile(`(?s)[^\\]\{\s*(?:\}|[=~#]|(?:T|TRUE|F|FALSE)\s*[#}])`)
)

// detect looks for what only GIFT has: names between double colons, categories,
// and answers in braces.
func detect(in kit.Input) int {
	body := kit.NewText(in).Body
	sure := 0
	switch {
	case in.Binary(), strings.HasPrefix(body, "<"), strings.HasPrefix(body, "{"):
		return 0
	case marked.MatchString(body) && (named.MatchString(body) || category.MatchString(body)):
		sure = 90
	case marked.MatchString(body):
		sure = 70
	case category.MatchString(body), named.MatchString(body):
		sure = 50
	case key.MatchString(body):
		sure = 10
	}
	if in.Ext() == ".gift" {
		sure = max(sure+9, 40)
	}
	return sure
}
