package main

import (
	"fmt"
	"math"
	"strings"
)

// configError is everything that is wrong with a config.
type configError struct {
	Problems []problem // in the order of the file; the environment comes last
}

func (e *configError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// problem is one mistake: what is wrong, and what to write.
type problem struct {
	File string // as it was named by the operator; "environment" for a variable
	Line int    // from 1; 0 if the mistake has no line
	Path string // clients[0].time_zone; empty if it is about the file as a whole
	Text string // two sentences; never holds a token
}

func (p problem) String() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Path != "" {
		at += ": " + p.Path
	}
	return at + ": " + p.Text
}

func (p problem) order() int {
	if p.Line == 0 {
		return math.MaxInt
	}
	return p.Line
}
