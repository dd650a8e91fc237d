// Package audit checks the invariants that package incident states, in a whole
// store. Tests ask it after every history and every story; it changes nothing.
package audit
