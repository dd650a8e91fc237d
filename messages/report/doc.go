// Package report writes figures down: for the team as lines, and for a client, on
// request, how they were told in a month. What a client can read names nobody of ours
// and no other client, and tells of no incident that the client has not heard of.
package report
