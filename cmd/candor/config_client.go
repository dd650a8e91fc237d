package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident/client"
)

// availability checks when a client works and is written to.
func (k checker) availability(at string, cl clientConfig) {
	if _, err := cl.Hours.hours(); err != nil {
		k.bad(at+".hours", "%s", err)
	}
	for i, day := range cl.Holidays {
		if _, err := time.Parse(time.DateOnly, day); err != nil && !k.unread(fmt.Sprintf("%s.holidays[%d]", at, i)) {
			k.bad(fmt.Sprintf("%s.holidays[%d]", at, i), "%q is no day. Write it like 2026-12-25.", day)
		}
	}
	if cl.CallFrom != "" && cl.callFrom() == 0 {
		k.bad(at+".call_from", "%q is no time of a day. Write it as 08:15, by their clock.", cl.CallFrom)
	}
	if cl.Night != "" && !slices.Contains(client.NightPolicies, cl.night()) {
		k.bad(at+".night", "%q is no rule for nights. Write ask, always, sev1 or summary.", cl.Night)
	}
}

// approval checks who has to approve what a client reads.
func (k checker) approval(path string, a approvalConfig) {
	rules := []string{"", noApproval, string(client.ApprovalOther), string(client.ApprovalCommander)}
	switch {
	case k.unread(path):
	case a.people == nil && !slices.Contains(rules, a.rule):
		k.bad(path, "%q is no rule for approval. Write none, other, commander, or a list of people: [U0BEN].", a.rule)
	case a.people != nil && len(a.people) == 0:
		k.bad(path, "names nobody. Write who approves, like [U0BEN], or none.")
	}
	for i, id := range a.people {
		at := fmt.Sprintf("%s[%d]", path, i)
		if k.person(at, id) && slices.Index(a.people, id) < i {
			k.bad(at, "%s stands in the list already. Keep one of them.", id)
		}
	}
}

// clientLists checks what is a word each.
func (k checker) clientLists(at string, cl clientConfig) {
	for i, alias := range cl.Aliases {
		k.required(fmt.Sprintf("%s.aliases[%d]", at, i), alias, "Write another name of theirs, or remove the entry.")
	}
	for i, s := range cl.Domains {
		domain, ok := client.CleanDomain(s)
		if path := fmt.Sprintf("%s.domains[%d]", at, i); (!ok || domain != s) && !k.unread(path) {
			k.bad(path, "%q is no domain. Write it like acme.example: small letters, without https:// and without a path.", s)
		}
	}
	for i, s := range cl.Tags {
		tag, ok := client.CleanTag(s)
		if path := fmt.Sprintf("%s.tags[%d]", at, i); (!ok || tag != s) && !k.unread(path) {
			k.bad(path, "%q is no tag. Write up to 40 of a-z, 0-9, dots, - and _, for example %s.", s, exampleTag(tag, ok))
		}
	}
}

// exampleTag is the tag that was probably meant.
func exampleTag(tag string, ok bool) string {
	if tag = strings.Join(strings.Fields(tag), "-"); ok {
		return tag
	}
	if tag, ok = client.CleanTag(tag); ok {
		return tag
	}
	return "web-3"
}
