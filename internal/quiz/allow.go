package quiz

import "encoding/json"

// Allow says that what a warning points at is meant.
type Allow struct {
	Where
	Code   string // of the warning
	Reason string // why it is meant; it should not be empty
}

// Set fills in the code and the reason; the decoder calls it.
func (a *Allow) Set(code, reason string) { a.Code, a.Reason = code, reason }

// MarshalJSON writes it as in the native format: {"code": "reason"}, or the
// code alone.
func (a Allow) MarshalJSON() ([]byte, error) {
	if a.Reason == "" {
		return json.Marshal(a.Code)
	}
	return json.Marshal(map[string]string{a.Code: a.Reason})
}
