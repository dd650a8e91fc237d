package screen

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/view"
	"candor/messages/kit"
	daily "candor/messages/morning"
)

// morningPost is all that a person owes in days.
func morningPost(v view.View, d outbox.Delivery) kit.Post {
	return daily.Words{Promise: owedToday, Buttons: owedButtons, Text: wording, Asks: Asks, Approval: approvalToday}.Post(v, d)
}

// askHow is what a check-in asks for, with the client's name as %s.
var askHow = map[promise.Kind]string{
	promise.Checkin24: "Ask %s how it goes, after a day",
	promise.Checkin7:  "Ask %s how it goes, after a week",
	promise.Checkin30: "Ask %s how it goes, after a month",
}

func owedToday(e view.Errand, w kit.Pen) string {
	name := w.Strong(e.Client.Client.Name)
	switch ask := askHow[e.Promise.Kind]; {
	case e.Promise.Rings(): // nobody has answered while it rang
		return expects(view.View{Now: w.Now, Incident: e.Incident, Client: e.Client, Promise: e.Promise}, outbox.Delivery{Rung: outbox.TooLate}, w)
	case ask == "" || e.When == morning.Overdue:
		return calmText(e.Incident, e.Promise, name, w)
	case e.When == morning.Today:
		return fmt.Sprintf(ask, name) + "."
	default:
		return fmt.Sprintf(ask, name) + ": " + w.At(e.Due) + "."
	}
}

// owedButtons leave out the offer of a call: it stands on the card.
func owedButtons(v view.View, e view.Errand) (list []slack.BlockElement) {
	ref := view.Ref{Number: e.Incident.Number, Client: e.Client.Client.ID, N: e.Promise.N}
	if kit.TakesNone(e.Client) {
		return kit.Vouching(e.Client.Restored, ref, kit.Button(kit.ActTold, ref, "I told them myself"))
	}
	if e.Promise.Rings() {
		v.Incident, v.Client, v.Promise = e.Incident, e.Client, e.Promise
		return plainly(reminderButtons(v))
	}
	for _, el := range plainly(calmButtons(e.Incident, e.Client, e.Promise, v.Now)) {
		if b, ok := el.(*slack.ButtonBlockElement); !ok || b.ActionID != kit.ActOffer {
			list = append(list, el)
		}
	}
	return list
}
