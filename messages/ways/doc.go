// Package ways is what the team reads of the ways on which a client is reached: what each is
// called, and what became of a text there.
package ways
