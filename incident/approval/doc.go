// Package approval is what is asked before a text may leave: whose word it needs,
// who gave it, and how the asking ended.
package approval
