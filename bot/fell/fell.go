// Package fell notices that somebody writes that it is down again, where a client has read that
// it works: said by the way, it would stand in no final message.
package fell

import (
	"context"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/grammar"
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

// Open opens the incident again where a text to a client who has read that it works says that
// it is down again. It takes out of the text what was so while it worked: that we watch, and
// when they hear next.
func Open(ctx context.Context, s *service.Service, a incident.Actor, inc *incident.Incident, p *incident.Proposal) error {
	aff := reads(inc, p.Client)
	if p.Kind != update.Progress || aff == nil || inc.Over() || !grammar.DownAgain(p.Words["what_changed"]+"\n"+p.Words["impact_now"]) {
		return nil
	}
	if p.NextAt = (time.Time{}); p.Words["action_now"] == aff.Said["action_now"] {
		delete(p.Words, "action_now")
	}
	a.Envelope = "" // that of the text
	_, err := s.Reopen(ctx, a, view.Ref{Number: inc.Number, Client: p.Client}, service.Seen{Reason: p.Words["what_changed"]})
	return err
}
