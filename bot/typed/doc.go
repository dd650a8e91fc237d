// Package typed reads what people type into Slack: times and durations as people
// write them, the two ends of an estimate, how often a client hears, and a text
// as its writer saw it.
//
// It asks nobody and changes nothing; what time it is, it is told. What it cannot
// read comes back as a sentence that says what to write instead.
package typed
