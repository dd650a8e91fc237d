// Package scene is what the tests of messages and of its rooms share: one
// incident at the times that matter, with the worst that people may type, and
// the golden files and Slack's limits that its words are held against.
package scene
