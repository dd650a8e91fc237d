package view

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/update"
)

// ClientResult is what became of one client's part of an act for several. A failure for
// one changes nothing for another.
type ClientResult struct {
	Client  client.Client
	Telling *Draft // nil if Err is set
	Err     error  // an [fault.Error]: why this client was not told
}

// Why says why the client was not told, after words that say that they were not; and of a text
// that the draft check keeps back, what to do.
func (e ClientResult) Why() string {
	why := e.Err.Error()
	for _, said := range []string{"Nothing was sent. ", "Nothing was sent: ", "The update was *not* sent. "} {
		why = strings.TrimPrefix(why, said)
	}
	if fault.CodeOf(e.Err) == fault.Blocked {
		why += fmt.Sprintf(" Press Client update, choose %s and change the words.", e.Client.Name)
	}
	return why
}

// Kept is the list with the reason in place of each text that the draft check keeps back.
func Kept(list []ClientResult) []ClientResult {
	list = slices.Clone(list)
	for i, e := range list {
		if e.Telling != nil && e.Telling.Blocked {
			list[i] = ClientResult{Client: e.Client, Err: update.Blocked(e.Telling.Findings)}
		}
	}
	return list
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

// AskedAgain lists the clients whose text waits for the second press, with those who
// get nothing, and why; nil if none waits.
func AskedAgain(list []ClientResult) []ClientResult {
	again := func(e ClientResult) bool {
		return e.Err == nil && e.Telling.Again && (e.Telling.Newer != nil || e.Telling.Turned != "" || e.Telling.Incident.ConfirmTwice(&e.Telling.Update))
	}
	if !slices.ContainsFunc(list, again) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(list), func(e ClientResult) bool { return e.Err == nil && !again(e) })
}

// LeftOut adds to what became of texts for all clients, like one of them, those who had none among
// them, and why: whoever sent them was told before.
func LeftOut(inc *incident.Incident, list []ClientResult, like update.Update, now time.Time) []ClientResult {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if slices.ContainsFunc(list, func(e ClientResult) bool { return e.Client.ID == aff.Client.ID }) {
			continue
		}
		err := inc.Eligible(aff, like.Kind, now)
		name := aff.Client.Name
		switch {
		case len(aff.Client.Destinations()) == 0:
			err = aff.ByHandOnly()
		case aff.Out > 0:
			err = fault.Errorf(fault.Conflict, "update %d is on its way to %s. Press Client update once it has arrived.", aff.Out, name)
		case aff.Request != nil:
			err = fault.Errorf(fault.Conflict, "a text to %s waits for approval.", name)
		case err == nil && aff.Drafts[like.By].Kind == like.Kind:
			err = fault.Errorf(fault.Conflict, "the draft check keeps their text back. Press Client update, choose %s and change the words.", name)
		case err == nil:
			err = fault.Errorf(fault.Conflict, "no text for %s was ready. Press Client update and choose %s to write it.", name, name)
		}
		list = append(list, ClientResult{Client: aff.Client, Err: err})
	}
	return list
}
