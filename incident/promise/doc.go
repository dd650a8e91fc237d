// Package promise says what is true of each kind of promise, in one table: whether
// it may ring a phone, who is asked, which text keeps it, how it is scored, and
// what becomes of it when its incident is closed. It also has the calm ladder of
// what is due in days, which keeps to people's working hours.
//
// It knows no incident and no client: times and zones are arguments.
package promise
