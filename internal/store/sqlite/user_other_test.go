//go:build !linux

package sqlite

import "testing"

// unprivileged runs f; elsewhere tests are not run by an administrator.
func unprivileged(_ *testing.T, f func()) { f() }
