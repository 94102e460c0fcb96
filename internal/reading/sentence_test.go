package reading

import (
	"slices"
	"strings"
	"testing"
)

// A bar in want stands where one sentence ends and the next begins.
var sentenceTests = []struct{ name, want string }{
	{"plain", "One thing. | Another thing."},
	{"no stop at the end", "One thing. | Another thing"},
	{"question and exclamation", "Really? | Yes! | What?! | No."},
	{"for example", "Some herbs, e.g. turmeric, act. | Others, i.e. Kratom, too."},
	{"titles", "Dr. Smith and Prof. Jones met. | Mrs. Lee did not."},
	{"latin", "Shown by Smith et al. (2019) before. | Shown by Smith et al. | Later work agrees."},
	{"etc ends", "Teas, powders, etc. | Kratom is one."},
	{"etc goes on", "Teas, powders, etc. are sold."},
	{"numbered thing", "See No. 5 and Fig. 2 on p. 12. | Then stop."},
	{"no is also an answer", "Is it safe? | No. | The reading says so."},
	{"decimals", "It is 0.5 mg. | Then 1.25 mg."},
	{"versions and addresses", "See example.com for v1.2. | Next."},
	{"country", "In the U.S. Government it is so. | It is legal in the U.S. | The rest differs."},
	{"time of day", "At 5 p.m. they left. | At 6 a.m. | The sun rose."},
	{"initials", "J. R. Smith wrote it. | This is by A. Lee."},
	{"a letter that is no initial", "It has vitamin C. | Kratom has none. | Hepatitis B. | It is bad."},
	{"a letter that names a kind", "It is in Schedule I. | Kratom is not. | Group B. | Then Plan C. | Kratom won."},
	{"a species", "The tree M. speciosa grows there. | Mitragyna sp. | It grows."},
	{"quotation marks after the stop", `He said "it works." | She did not.`},
	{"curly quotation marks", "“It works.” | “It does not.” | End."},
	{"a question quoted within", `"Why?" she asked. | Nobody knew.`},
	{"brackets after the stop", "It works. | (Or so they say.) | Perhaps."},
	{"a bracket within", "It works (see vol. 3). | Good."},
	{"reference after the stop", "It works.[1][2] | Others differ.[3]"},
	{"superscript reference", "It works.¹² | Others differ."},
	{"three stops", "It works... | Perhaps. | It works … or not."},
	{"a list number at the start", "1. First point. | A. Second point."},
	{"lower case goes on", "The firm approx. ten years old. pH matters."},
	{"digit begins", "It was 2019. | 5 people came."},
	{"a name with a mark", "Yahoo! is a firm. | Good."},
	{"Chinese", "它有效。|它无效。"},
	{"Hindi", "यह काम करता है। | यह नहीं।"},
	{"Arabic question", "هل يعمل؟ | نعم."},
	{"spaces at both ends", "One. | Two."},
	{"months", "On Jan. 5 it began. | By Dec. 1 it was over."},
	{"company", "Acme Inc. Research is large. | It is Acme Inc. | The firm grew."},
	{"degree", "She has a Ph.D. in botany. | He has none."},
	{"one word", "Yes"},
	{"nothing", ""},
}

func TestSentences(t *testing.T) {
	for _, tt := range sentenceTests {
		t.Run(tt.name, func(t *testing.T) {
			var want []string
			if tt.want != "" {
				for part := range strings.SplitSeq(tt.want, "|") {
					want = append(want, strings.TrimSpace(part))
				}
			}
			text := strings.ReplaceAll(strings.ReplaceAll(tt.want, " | ", " "), "|", "")
			var got []string
			for _, r := range sentences(text, nil) {
				got = append(got, text[r[0]:r[1]])
			}
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}
