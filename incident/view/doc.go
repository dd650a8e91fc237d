// Package view is what is shown: snapshots of the record that messages are made
// of. Nothing in it decides or changes anything.
package view
