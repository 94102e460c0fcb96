package diag

import (
	"slices"
	"strings"
)

// Nearest gives the word that a mistyped one was meant to be, at most two slips
// away, or "" where none is that near or no one is nearer than others.
func Nearest(word string, words []string) string {
	best, distance := "", 3
	for _, w := range words {
		switch d := editDistance(strings.ToLower(word), w); {
		case d < distance && d < len(w):
			best, distance = w, d
		case d == distance:
			best = ""
		}
	}
	return best
}

// editDistance is Levenshtein's distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next := slices.Min([]int{row[j+1] + 1, row[j] + 1, diagonal + cost})
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
