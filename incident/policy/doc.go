// Package policy says who may do what, in one table. Each use case asks [May]
// before it changes anything, and the sentence that refuses says what was not done
// and who can do it.
package policy
