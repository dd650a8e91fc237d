// Package candor is the domain of an incident commander for teams that run
// software for clients. It decides; stores keep, adapters translate and cmd
// wires. Start here.
//
// # Vocabulary
//
// An [Incident] is something that went wrong for a client. It has three axes
// that are never mixed: its [State] (open, resolved, closed, cancelled), its
// [Status], which is what the client was told (investigating to resolved), and
// the phases of its checklist, which are lanes of work.
//
// A [Client] is who is told; a [Person] is who tells. Those of the config are the
// [Roster]; a client that was made in Slack is a [Profile]. A [Promise] is the time by
// which a client was told to expect news. When it nears, the ladder brings it
// to a person; when an [Update] arrives, the promise is settled as kept or late
// and the next one begins. A [Playbook] is one kind of incident
// with its checklist; an [Item] is one of its steps in one incident, and a gate is the
// set of items that must be answered before resolving or closing.
//
// From the rung [TooLate] on the ladder also rings the phones of those whom it
// asks. [Reach] is what was last known of how a person can be woken, and a
// [Sleeper] is one whom an incident may have to wake.
//
// A [Delivery] is something that leaves the process: a client's text, a card, a
// reminder, "open the channel". A [Receipt] is the proof that it arrived. An
// [Entry] is one line of the timeline. An [Actor] is the person who asks for
// something, and [May] says whether that person may.
//
// # Invariants
//
// These hold in every committed state; package storetest checks them after
// every test that opens a store (see [Audit]).
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
//
// # Rules of the house
//
// Everything that leaves is a Delivery first, committed with its cause. What
// comes in is committed before it is acknowledged. Time is an argument: nothing
// here reads a clock. This package imports the standard library only, with one
// exception: cron's parser, in schedule.go, which reads cadences.
package candor
