package service

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
)

// StartCall records that a person begins to call a client.
func (s *Service) StartCall(ctx context.Context, a incident.Actor, number int64, client string) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Send, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		if inc.Over() {
			return inc.OverError()
		}
		aff.Call = incident.Call{By: a.ID, At: now}
		return record(tx, inc, a.ID, "calling", "Is calling "+aff.Client.Name+".", now)
	})
}

// NobodyAnswered records a call that reached nobody. It tells the client
// nothing, so it settles nothing; that somebody tried stands on the card.
func (s *Service) NobodyAnswered(ctx context.Context, a incident.Actor, number int64, client string) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Send, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		if inc.Over() {
			return inc.OverError()
		}
		aff.Call = incident.Call{By: a.ID, At: now, Over: true}
		aff.Attempts++
		aff.AttemptAt = now
		return record(tx, inc, a.ID, "called", fmt.Sprintf("Called %s: nobody answered (try %d).", aff.Client.Name, aff.Attempts), now)
	})
}

// wrote settles that promise once a text with the facts has arrived.
func (s *Service) wrote(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, now time.Time) error {
	p := aff.Owed(incident.WrittenPromise)
	if p == nil || u.Kind == incident.ByHand || len(inc.News(aff)) > 0 {
		return nil
	}
	p.Settle(u.N, now)
	return s.collapse(tx, inc, aff, p, u.N, now)
}

// spoke settles it: somebody has spoken with them since.
func (s *Service) spoke(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, now time.Time) error {
	p := aff.Owed(incident.MeetingPromise)
	if p == nil {
		return nil
	}
	p.Settle(u.N, now)
	return s.collapse(tx, inc, aff, p, u.N, now)
}

// Asked records that a client asked. Before the first word it shows that they
// noticed before we told them; later it is a reason to tell them now.
func (s *Service) Asked(ctx context.Context, a incident.Actor, number int64, client, text string) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		aff, err := inc.Find(client)
		text := strings.TrimSpace(text)
		switch {
		case err != nil:
			return err
		case inc.Over():
			return inc.OverError()
		case text == "":
			return fault.Errorf(fault.Invalid, "Nothing was recorded. Write what they asked, for example: asked Dana asks when the shop is back.")
		case utf8.RuneCountInString(text) > facts.MaxFactWords:
			return fault.Errorf(fault.Invalid, "Keep it to %d characters; this has %d. Nothing was recorded.", facts.MaxFactWords, utf8.RuneCountInString(text))
		}
		ask := incident.Ask{Text: text, By: a.ID, At: now, First: aff.ToldAt.IsZero()}
		aff.Asks = append(aff.Asks, ask)
		if err := record(tx, inc, a.ID, "asked", fmt.Sprintf("%s asked: %s", aff.Client.Name, text), now); err != nil || ask.First {
			return err
		}
		return s.clientEvent(tx, inc, aff, incident.ClientEvent{What: incident.ClientAsked, Text: aff.Client.Name + " waits for an answer. Tell them now.", Note: text}, now)
	})
}
