//go:build race

package main

func init() { slow = "the race detector makes it slower than Slack waits; it is run without" }
