// Package figures says in eight figures how clients were told: from the record alone,
// for one incident, one client, one month, or all of them together.
//
// A [Case] is one incident with one of its clients. [Count] makes a [Sample] of each,
// samples are added up, and [Table] makes the figures of their sum. What the record
// cannot say is counted as unknown, never as good. What Candor sent by itself kept
// nothing and broke no silence: no person told the client anything.
//
// No figure is of a person, and none ranks anybody.
package figures
