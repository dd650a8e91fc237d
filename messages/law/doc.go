// Package law is what the team reads and hands on about evidence and the law: the legal
// clocks, the notice for the insurer, the copy for the lawyer. It reminds; it gives no
// advice, and calls nothing compliant.
package law
