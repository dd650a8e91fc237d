// Package view is what is shown: snapshots of the record that messages are made
// of, and the [Ref] by which a button says what it is about. Nothing in it decides
// or changes anything.
package view
