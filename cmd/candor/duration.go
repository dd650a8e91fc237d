package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	shortest = time.Second // so that the whole can be tried quickly
	longest  = 366 * 24 * time.Hour
)

var durationForm = regexp.MustCompile(`^(?:(\d{1,5})d)?((?:\d+(?:\.\d+)?(?:h|m|s|ms))*)$`)

// parseDuration reads a duration as Go writes it, with days in front: 90s, 30m,
// 1h30m, 1d, 1d12h. A day is 24 hours. It returns what is wrong in two sentences
// for the operator, empty if nothing is.
func parseDuration(s string) (d time.Duration, wrong string) {
	form := durationForm.FindStringSubmatch(s)
	if s == "" || form == nil {
		return 0, fmt.Sprintf("%q is no duration. %s", s, durationHint(s))
	}
	if form[2] != "" {
		var err error
		if d, err = time.ParseDuration(form[2]); err != nil { // the form is right, so it is too much for it
			return 0, tooLong(s)
		}
	}
	if form[1] != "" {
		days, _ := strconv.Atoi(form[1]) // at most five digits
		d += time.Duration(days) * 24 * time.Hour
	}
	switch {
	case d < shortest:
		return 0, fmt.Sprintf("%s is too short. Write 1s or more.", s)
	case d > longest:
		return 0, tooLong(s)
	}
	return d, ""
}

func tooLong(s string) string { return s + " is too long. Write 366d or less." }

// durationHint guesses what was meant: a number without a unit is the usual slip.
func durationHint(s string) string {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n > 0 {
		return fmt.Sprintf("Write the unit too: %ds, %dm, %dh or %dd.", n, n, n, n)
	}
	return "Write one like 30m, 24h or 1d."
}
