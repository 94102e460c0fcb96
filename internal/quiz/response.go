package quiz

import (
	"fmt"
	"strconv"
	"strings"
)

// PlacesResponse writes places in the file, counted from 0, as "0,2".
func PlacesResponse(places []int) Response {
	text := make([]string, len(places))
	for i, p := range places {
		text[i] = strconv.Itoa(p)
	}
	return Response(strings.Join(text, ","))
}

// Places reads what PlacesResponse wrote: places below limit, at least one. The
// error wraps ErrResponse.
func (r Response) Places(limit int) ([]int, error) {
	if r == "" {
		return nil, fmt.Errorf("%w: it is empty", ErrResponse)
	}
	var places []int
	for text := range strings.SplitSeq(string(r), ",") {
		p, err := strconv.Atoi(text)
		if err != nil || p < 0 || p >= limit || strconv.Itoa(p) != text {
			return nil, fmt.Errorf("%w: there is no place %q", ErrResponse, text)
		}
		places = append(places, p)
	}
	return places, nil
}

// Picks reads places as a set: each once, in ascending order, so that one set
// of picks has one response. The error wraps ErrResponse.
func (r Response) Picks(limit int) ([]int, error) {
	places, err := r.Places(limit)
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(places); i++ {
		if places[i] <= places[i-1] {
			return nil, fmt.Errorf("%w: the picks %q are out of order", ErrResponse, r)
		}
	}
	return places, nil
}

// IsLine says whether a response is one that Line could have given.
func (r Response) IsLine() bool {
	line, err := Form{"": {string(r)}}.Line("")
	return err == nil && line == string(r)
}
