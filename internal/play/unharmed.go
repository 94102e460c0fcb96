package play

import (
	"fmt"
	"runtime/debug"
)

// unharmed makes an error of a panic of f: where no request stands around it,
// it would end the process. failed says what could not be done.
func unharmed[T any](failed string, f func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %v\n%s", failed, p, debug.Stack())
		}
	}()
	return f()
}
