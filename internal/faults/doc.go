// Package faults breaks the real program in every way that the README numbers,
// and holds what it kept to what it had acknowledged.
//
// An experiment is a test TestFaultNN…, NN its number, here or in the package
// of what it breaks. It starts the program (Start), lets learners answer
// (NewCrowd), does its damage tally.Rounds times, and has the ledger compared
// with the database (Ledger.Settle), whose line it prints (tally.Tally.Report):
// acknowledged, lost, doubled.
//
// go test runs a few rounds of each; `make faults`, which sets
// VERBATIM_FAULTS=full, all of them, and shows the lines. A store other than the
// embedded one joins by a House of its own: the flags that lead the program to
// it, and a way to read what it holds.
package faults
