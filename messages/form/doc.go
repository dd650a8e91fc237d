// Package form is what the team fills in: each form with the names of its
// fields, and the reading of what was submitted.
//
// What Slack sends back is never trusted: a form says what was typed, and whether
// it may be done is decided where the act is.
package form
