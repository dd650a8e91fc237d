// Package damage names what a store holds and cannot read. One damaged record
// never stops the others: lists come with the error that names it.
package damage
