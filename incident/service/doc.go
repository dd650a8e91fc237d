// Package service is the use cases: what somebody can ask for, one method of
// [Service] each. A use case asks whether the person may, works on one incident in
// one transaction (incident/work), and finishes the envelope in which it came.
// Receive, Tick, Claim and Settle are the program's own and take no actor.
//
// [Audit] checks the invariants of package incident.
package service
