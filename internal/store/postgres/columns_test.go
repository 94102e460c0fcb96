package postgres

import (
	"encoding/json"
	"slices"
	"testing"
)

// TestItems compares with encoding/json, which has written what is read.
func TestItems(t *testing.T) {
	for _, text := range []string{"[]", "[0]", "[3,1,2]", "[10, 200 ,3]", "null", "", "{}", "[", "]", "[1", "1]", "[1,]", "[,1]", `["a"]`, "[1.5]", "[[1]]"} {
		var want []int
		failed := json.Unmarshal([]byte(text), &want) != nil
		got, err := items([]byte(text))
		if (err != nil) != failed || !failed && !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
}
