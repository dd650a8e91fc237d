// Package review is what is learned from an incident: the written [Review], the
// answers that only a person can give ([Answers]), and what changes afterwards, each
// with a person and a date ([Change]).
//
// One table says by when it is written and where it has to be (due.go). What happened
// stands in the record and is never asked for.
//
// It knows no incident: times are arguments, people are Slack user ids.
package review
