package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// costs looks what a person had to do since the last look, or since the story
// began: effort @ana taps<=16 lines<=2 questions<=5. With ! it must have been more.
// Without limits it only counts anew.
func costs(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	ts.Check(s.open(ts))
	if len(args) == 0 {
		ts.Fatalf("effort takes a person, and limits such as taps<=16")
	}
	e, err := s.p.slack.TakeEffort(args[0])
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "taps %d, lines %d, questions %d\n", e.Taps, e.Lines, e.Questions)
	counted, more := map[string]int{"taps": e.Taps, "lines": e.Lines, "questions": e.Questions}, []string{}
	for _, limit := range args[1:] {
		name, most, _ := strings.Cut(limit, "<=")
		got, known := counted[name]
		n, err := strconv.Atoi(most)
		if !known || err != nil {
			ts.Fatalf("effort knows taps<=16, lines<=2 and questions<=5, not %q", limit)
		}
		if got > n {
			more = append(more, fmt.Sprintf("%s: %d, at most %d", name, got, n))
		}
	}
	if (len(more) > 0) != neg {
		ts.Fatalf("effort of %s is %+v: %s", args[0], e, strings.Join(more, "; "))
	}
}
