package view

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
)

// ClientResult is what became of one client's part of an act for several. A failure for
// one changes nothing for another.
type ClientResult struct {
	Client  client.Client
	Telling *Draft // nil if Err is set
	Err     error  // an [fault.Error]: why this client was not told
}

// HashAll identifies the texts that a person read for several clients.
func HashAll(list []ClientResult) string {
	h := sha256.New()
	for _, e := range list {
		if e.Telling != nil {
			h.Write([]byte(e.Client.ID + "\x00" + e.Telling.Update.Hash() + "\x00"))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// GroupHash identifies the drafts of a group of promises that are still open.
func GroupHash(inc *incident.Incident, group []outbox.Member) string {
	var list []ClientResult
	for _, m := range group {
		aff := inc.Affected(m.Client)
		if aff == nil {
			continue
		}
		if p := aff.PromiseN(m.Promise); Answerable(p, aff) == nil && p.Draft != nil {
			list = append(list, ClientResult{Client: aff.Client, Telling: &Draft{Update: *p.Draft}})
		}
	}
	return HashAll(list)
}

// AskedAgain lists the clients whose bad news waits for the second press, with those who
// get nothing, and why; nil if none waits.
func AskedAgain(list []ClientResult) []ClientResult {
	again := func(e ClientResult) bool {
		return e.Err == nil && e.Telling.Again && e.Telling.Incident.ConfirmTwice(&e.Telling.Update)
	}
	if !slices.ContainsFunc(list, again) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(list), func(e ClientResult) bool { return e.Err == nil && !again(e) })
}
