// Package incident is the record of an incident and its rules: what a client was
// promised, what it knows, what may be written. The use cases are in incident/service;
// nothing here knows a store or a transaction. Start here.
//
// # Vocabulary
//
// An [Incident] is something that went wrong for a client. It has three axes
// that are never mixed: its [State] (open, resolved, closed, cancelled), its
// status, which is what the client was told (investigating to resolved), and the
// phases of its checklist, which are lanes of work.
//
// A client is who is told (incident/client); a person is who tells
// (incident/team). A promise (incident/promise) is the time by which a client was told to expect
// news. When it nears, the ladder brings it to a person; when an update
// (incident/update) arrives, the promise is settled as kept or late and the next
// one begins. A playbook (incident/playbook) is one kind of incident with its
// checklist and its traits.
//
// From the rung "too late" on the ladder also rings the phones of those whom it
// asks.
//
// A delivery (incident/outbox) is something that leaves the process: a client's
// text, a card, a reminder, "open the channel". What happened is kept line by line
// (incident/timeline). An [Actor] is the person who asks for something;
// incident/policy says whether that person may.
//
// # Invariants
//
// These hold in every committed state; package storetest checks them after
// every test that opens a store (incident/audit).
//
//  1. An open incident has a commander and, for each affected client, exactly
//     one open update promise or a written reason why there is none.
//  2. A resolved incident owes no cadence update: each promise became a final
//     notice, then aftercare.
//  3. A reminder slot is queued at most once, and an overdue promise is queued
//     at least once after a restart. Nobody is reminded of a promise more often
//     than its step allows, which has a floor.
//  4. Each pair of update and destination has one delivery, and none is
//     forgotten: it is final, or due, or stands before a person.
//  5. Each line of the timeline is of a known kind and has what that needs, or
//     has its own sentence, from before there were kinds.
//  6. A text of a drill (incident/drill) is for the drill's own channel, on no
//     other way.
//
// # Rules of the house
//
// Everything that leaves is a delivery first, committed with its cause. What
// comes in is committed before it is acknowledged. Time is an argument: nothing
// in these rooms reads a clock. They import the standard library only, with one
// exception: cron's parser, in incident/schedule, which reads cadences.
package incident
