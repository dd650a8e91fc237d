package client

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/incident/fault"
)

var (
	clientForm   = regexp.MustCompile(`^[a-z0-9-]{1,24}$`)
	incidentForm = regexp.MustCompile(`^(inc-?)?[0-9-]*$`) // reads as an incident or a severity

	// reserved are words that a command could mean by themselves: its verbs,
	// severities, statuses, roles and kinds of incident, those of later parts too.
	reserved = strings.Fields(`
		all none sev sev1 sev2 sev3 sev4 inc incident new declare update still told works it due next cadence
		snooze check done skip add kind status eta fact known unknown doing commander comms tech account
		privacy handover note asked action resolve reopen close cancel postmortem list correct meeting
		client clients drill help whoami investigating identified mitigated monitoring resolved
		outage degraded security billing`)
)

// ClientIDProblem says in two sentences why something cannot be the id of a
// client, which is typed in commands; "" if it can.
func ClientIDProblem(id string) string {
	switch {
	case id == "":
		return "is missing. Write the word that you will type in commands, for example acme."
	case slices.Contains(reserved, id):
		return fmt.Sprintf("“%s” is a word of the commands. Choose another one, for example %s-shop.", id, id)
	case !clientForm.MatchString(id):
		return fmt.Sprintf("“%s” cannot be typed in a command. Write up to 24 of a-z, 0-9 and -, for example acme.", fault.Clipped(id))
	case incidentForm.MatchString(id):
		return fmt.Sprintf("“%s” reads like the number of an incident. Write a word, for example acme.", id)
	}
	return ""
}

// maxClientID is how long an id may be.
const maxClientID = 24

// NewClientID makes an id of a name that is not taken: Acme Shop → acme-shop.
func NewClientID(name string, taken func(string) bool) string {
	id := Slug(name)
	if len(id) > maxClientID {
		if at := strings.LastIndex(id[:maxClientID+1], "-"); at > 0 {
			id = id[:at]
		}
		id = strings.Trim(id[:min(len(id), maxClientID)], "-")
	}
	if ClientIDProblem(id) != "" { // a name in another script, a number, a word of the commands
		id = strings.Trim("client-"+id, "-")
		id = strings.Trim(id[:min(len(id), maxClientID)], "-")
	}
	if id != "client" && !taken(id) {
		return id
	}
	for n := 2; ; n++ {
		tail := fmt.Sprint("-", n)
		if next := strings.TrimRight(id[:min(len(id), maxClientID-len(tail))], "-") + tail; !taken(next) {
			return next
		}
	}
}
