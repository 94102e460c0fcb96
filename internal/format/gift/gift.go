// Package gift reads and writes GIFT, the plain-text format of Moodle. What a
// text means is what Moodle 4.5 makes of it, also where that is surprising.
package gift

import (
	"regexp"

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
	case len(body) > 0 && (body[0] == '<' || body[0] == '{'):
		return 0
	case marked.MatchString(body) && (named.MatchString(body) || category.MatchString(body)):
		sure = 90
	case marked.MatchString(body):
		sure = 70
	case category.MatchString(body), named.MatchString(body):
		sure = 50
	case key.MatchString(body):
		sure = 20
	}
	if in.Ext() == ".gift" {
		sure = max(sure+9, 40)
	}
	return sure
}
