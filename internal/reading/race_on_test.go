//go:build race

package reading

// slower says how much less a test of time can ask for.
const slower = 8
