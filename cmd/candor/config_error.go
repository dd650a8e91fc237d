package main

import (
	"strings"

	"candor/messages/strictyaml"
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

type problem = strictyaml.Problem
