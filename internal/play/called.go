package play

import (
	"strings"
	"unicode"
)

// called gives what people write of who they are, a name or a number, in one
// line and without what nobody sees. Marks that turn the direction of writing
// would reach into what stands beside a name in the list of a class, and come
// along unseen with a number that is copied. It is empty where nothing can be seen.
func called(text string) string {
	text = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, text)), " ")
	if !strings.ContainsFunc(text, func(r rune) bool { return !unicode.In(r, unicode.Join_Control, unicode.M, unicode.Zs) }) {
		return ""
	}
	return text
}

// unseen says whether a character has no look of its own. Those that join
// letters or pictures, or keep them apart, change the look of others.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) && !unicode.Is(unicode.Join_Control, r)
}
