package screen

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// HowMany says how many of the clients a text is ready for: all 2, or 1 of 2.
func HowMany(ready, all int) string {
	switch {
	case all == 1:
		return "1 client"
	case ready == all:
		return fmt.Sprintf("all %d", all)
	}
	return fmt.Sprintf("%d of %d", ready, all)
}

// HowManyClients is [HowMany] where it does not stand on a button.
func HowManyClients(ready, all int) string {
	if all == 1 {
		return "1 client"
	}
	return HowMany(ready, all) + " clients"
}

// PeopleRead says whether a text goes to people, and not only to a system.
func PeopleRead(t *view.Draft) bool {
	return t != nil && slices.ContainsFunc(t.Update.To, func(to client.Destination) bool { return !client.WayOf(to.Via).Machine })
}

// ReadyFor parts the clients that have a text from the reasons why others have none.
func ReadyFor(list []view.ClientResult) (ids, failed []string) {
	for _, e := range list {
		if e.Err != nil {
			failed = append(failed, fmt.Sprintf("✕ *%s* gets nothing now: %s", messages.Escape(e.Client.Name), e.Why()))
			continue
		}
		ids = append(ids, e.Client.ID)
	}
	return ids, failed
}

// AllRef says which texts for which clients a button sends.
func AllRef(inc *incident.Incident, list []view.ClientResult, ids []string) view.Ref {
	return view.Ref{Number: inc.Number, Client: incident.AllClients, Key: view.HashAll(list) + " " + view.FormatClients(inc, ids)}
}

// Slip is the button for who declared it by mistake; none once that is over.
func Slip(inc *incident.Incident, now time.Time) []slack.BlockElement {
	if !inc.ByMistake(now) {
		return nil
	}
	return []slack.BlockElement{kit.Button(kit.ActMistake, view.Ref{Number: inc.Number}, "Pressed by mistake")}
}
