// Package fell notices that somebody writes that it is down again, where a client has read that
// it works: said by the way, it would stand in no final message.
package fell

import (
	"slices"
	"strings"
	"time"

	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/form"
	"candor/messages/grammar"
	"candor/messages/kit"
	"candor/messages/screen"
)

// asked are the commands whose words are kept, or told, as they stand.
var asked = []string{"note", "known", "told", "impact", "still", "update"}

// asIs stands behind words that were asked back, and are meant as they are.
const asIs = " (as it is)"

// reads is the first client of those meant who has read that it works; nil if none has.
func reads(inc *incident.Incident, client string) *incident.Affected {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		works := inc.StatusOf(aff) == update.Monitoring || inc.State == incident.Resolved
		if works && !aff.ToldAt.IsZero() && fault.OneOf(client, "", incident.AllClients, aff.Client.ID) {
			return aff
		}
	}
	return nil
}

// Typed asks whether it is down again where what was typed behind a command says so by the
// way; it returns the words that are meant. about finds the incident.
func Typed(verb, text string, about func() (*incident.Incident, error)) (string, error) {
	if !slices.Contains(asked, verb) || !grammar.DownAgain(text) {
		return text, nil
	}
	words, sure := strings.CutSuffix(text, asIs)
	inc, err := about()
	if sure || err != nil || inc.Over() { // the command says what is wrong
		return words, nil
	}
	aff := reads(inc, "")
	if aff == nil {
		return words, nil
	}
	line, sees := inc.Name()+" ", words
	if before, rest, how := strings.Cut(words, ": "); how && verb == "told" && inc.Affected(strings.ToLower(before)) == nil { // by which way is no part of it
		sees = rest
	}
	return "", fault.Errorf(fault.NeedsYes, "Is it down again? %s has read that it works. If it is, press it: they hear of it, and the final message tells of both times. Nothing was kept or sent yet.", aff.Client.Name).
		Offering(fault.Ready{Line: line + "reopen " + sees, Label: "It is down again"}, fault.Ready{Line: line + verb + " " + words + asIs, Label: "No, take my words as they are"})
}

// Seen is what somebody sees, by what they typed behind the command.
func Seen(c typed.Clock, about, reason string) (service.Seen, error) {
	notice, since, err := c.Fallen(about, reason)
	return service.Seen{Reason: reason, Impact: messages.LowerFirst(notice), Since: since}, err
}

// Kind is the kind of update that says that it is down again; "" where none does.
func Kind(inc *incident.Incident, now time.Time) string {
	if slices.Contains(form.KindsFor(inc, inc.Affected(""), now), update.Progress) {
		return update.Progress
	}
	return ""
}

// Says marks a text to a client who has read that it works and that says that it is down again:
// the incident is opened again with it. It takes out of the text what was so while it worked:
// that we watch, and when they hear next.
func Says(inc *incident.Incident, p *incident.Proposal) {
	aff := reads(inc, p.Client)
	if p.Kind != update.Progress || aff == nil || inc.Over() || !grammar.DownAgain(p.Words["what_changed"]+"\n"+p.Words["impact_now"]) {
		return
	}
	if p.Fell, p.NextAt = p.Words["what_changed"], (time.Time{}); p.Words["action_now"] == aff.Said["action_now"] {
		delete(p.Words, "action_now")
	}
}

// OpenedForAll is [Opened] of a text for each client.
func OpenedForAll(before *incident.Incident, list []view.ClientResult) kit.Post {
	for _, e := range list {
		if e.Telling != nil {
			return Opened(before, e.Telling.Incident)
		}
	}
	return kit.Post{}
}

// Opened says that a text has opened the incident again, with the way back; nothing where none has.
func Opened(before, now *incident.Incident) kit.Post {
	if now.Reopening == nil || before.Reopening != nil && before.Reopening.At.Equal(now.Reopening.At) {
		return kit.Post{}
	}
	return screen.DownAgain(now, now.Name()+" is open again, because you wrote that it is down again. No client was told yet: read the text and send it.")
}
