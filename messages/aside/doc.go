// Package aside is what only the person sees who typed a command or pressed a
// button: lists, what became of what they did, and what to do next.
package aside
