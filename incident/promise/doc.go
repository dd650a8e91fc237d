// Package promise is the time by which a client expects to hear from us: the
// [Promise], what has happened since it was made ([Event]), and the ladder that
// brings it before people (ladder.go). When it is late stands there, in [Promise.At].
//
// One table says what is true of each kind: whether it may ring a phone, who is
// asked, which text keeps it, how it is scored, and what becomes of it when its
// incident is closed (kind.go). What is due in days has a calm ladder, which keeps
// to people's working hours (calm.go).
//
// It knows no incident and no client: times and zones are arguments.
package promise
