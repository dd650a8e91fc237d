// Package faults is what goes wrong on purpose: what the calls of an app run into.
package faults
