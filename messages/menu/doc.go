// Package menu reads what can be declared: the files of the kinds of incident, and
// the answers to “What do they notice?” that lead to them.
package menu
