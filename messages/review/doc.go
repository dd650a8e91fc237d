// Package review finds in the record of an incident what a client's written review
// says: what they were told and when, why it happened and how sure that is, what
// changes by when. A person reads it and may change every word before it leaves.
//
// What is of the team stays out: names of people, machines, links of ours, other
// clients. A sentence that has such a thing is left out whole, and the person is asked.
package review
