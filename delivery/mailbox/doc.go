// Package mailbox reads the mailbox in which clients' answers arrive, and what their
// mail servers send back. It only reads: nothing is marked, moved or deleted, so people
// who look into the same mailbox find it as it came. How far it was read is kept with
// what was read, by whoever takes it.
//
// A mail is somebody else's, and may be anything: too large, nested without end, in a
// character set that nobody knows, or not a mail at all. No more than its first part is
// read, and whatever is wrong with one keeps none of the others from being read.
package mailbox
