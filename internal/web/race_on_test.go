//go:build race

package web

// raced says that pools forget at random, as they do under the race detector.
const raced = true
