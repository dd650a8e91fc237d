// Package schedule reckons with time: what a [Cadence] is and when its next point
// comes, opening [Hours], spans of time as people type them, the hour that the
// clocks change. Instants are arguments; nothing here reads a clock.
//
// cron's parser is imported here only, behind a guard: some of what it takes
// panics, never comes or means something else.
package schedule
