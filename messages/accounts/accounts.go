// Package accounts says what becomes of people whose account in Slack is another one: a guest who
// came into a channel, somebody whose account was deactivated.
package accounts

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// AskGuest asks who is in charge about a guest in the incident's channel. It
// says what is safe: until it is answered, nothing internal is posted there.
func AskGuest(v view.View, d outbox.Delivery) kit.Post {
	ref := view.Ref{Number: v.Incident.Number, Key: d.Data.User}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := fmt.Sprintf("%s%s: %s (guest) is in the channel: client or colleague? Until you say, nothing internal is posted there; what is urgent comes by direct message.",
			w.Strong(v.Incident.Name()), w.In(v.Incident.Channel.ID), guestName(d.Data))
		if d.Data.Had {
			text += " Guests can read, not act, so what they had to do is with you now."
		}
		return text + passedChanges(v, d.Data.Passed, w)
	}, slack.NewActionBlock("do", kit.Button(kit.ActColleague, ref, "Colleague"), kit.Button(kit.ActTakeOut, ref, "Client: take them out"), kit.Button(kit.ActStopHere, ref, "Stop posting here")))
}

// Passed tells a person that they have what another had, whose account is no more.
func Passed(v view.View, d outbox.Delivery) kit.Post {
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s%s: the account of %s in Slack was deactivated. What they had to do is with you now.", w.Strong(v.Incident.Name()), w.In(v.Incident.Channel.ID), guestName(d.Data)) + passedChanges(v, d.Data.Passed, w) + passedWords(v.Incident, d.Data) + passedNight(v.Incident, d.Data)
	})
}

// Muted tells a person that the config names no wake address of theirs any more.
func Muted(v view.View, _ outbox.Delivery) kit.Post {
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s%s: your phone cannot ring any more. Whoever runs Candor has taken your wake address out of the config. What is due reaches you by Slack alone, and others are rung. To give away what you do, type `%s %s handover @name`.",
			w.Strong(v.Incident.Name()), w.In(v.Incident.Channel.ID), v.Command, v.Incident.Name())
	})
}

// passedChanges are the changes that came with that, each with its day.
func passedChanges(v view.View, passed string, w kit.Pen) (text string) {
	for _, n := range strings.Fields(passed) {
		for _, c := range v.Incident.Changes {
			if strconv.Itoa(c.N) == n {
				text += fmt.Sprintf("\n• “%s”, to be done by %s", messages.Escape(c.Text), w.At(c.DueAt))
			}
		}
	}
	return text
}

// passedWords says for whom they had written words that did not leave.
func passedWords(inc *incident.Incident, data outbox.Payload) string {
	names := namesOf(inc, data.Begun)
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("\n• Their words to %s have not left, and are yours: press Client update.", messages.Escape(fault.And(names)))
}

// namesOf are the names of clients by their ids.
func namesOf(inc *incident.Incident, ids string) (names []string) {
	for _, id := range strings.Fields(ids) {
		if aff := inc.Affected(id); aff != nil {
			names = append(names, aff.Client.Name)
		}
	}
	return names
}

// passedNight says who still reads that they can call them.
func passedNight(inc *incident.Incident, data outbox.Payload) string {
	names := namesOf(inc, data.Reads)
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("\n▲ %s read that they can call %s during the night, who answers no more. Press Client update and tell them whom to call now.", messages.Escape(fault.And(names)), guestName(data))
}

// GuestSaid is what became of that question.
func GuestSaid(v view.View, d outbox.Delivery) kit.Post {
	said := map[outbox.GuestAnswer]string{
		outbox.Trusted:   "is a colleague. It goes on in the channel.",
		outbox.TakeOut:   "is the client's and is taken out of the channel.",
		outbox.StopHere:  "stays. Nothing internal is posted in the channel until they leave it.",
		outbox.GuestGone: "is no longer there. Nothing has to be answered.",
	}[d.Data.Answer]
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s%s: %s %s", w.Strong(v.Incident.Name()), w.In(v.Incident.Channel.ID), guestName(d.Data), said)
	})
}

func guestName(data outbox.Payload) string {
	return cmp.Or(kit.Quiet(messages.Cut(messages.Clean(data.Name, false), 60)), kit.Mention(data.User))
}

// Answered confirms to a person what they said about a guest.
func Answered(inc *incident.Incident, user string, said outbox.GuestAnswer) kit.Post {
	who := kit.Mention(user)
	switch said {
	case outbox.Trusted:
		return kit.Plain(fmt.Sprintf("%s may read what is posted in the channel of %s. To let them act, too, add them to trusted_guests in the config.", who, inc.Name()))
	case outbox.TakeOut:
		return kit.Plain(fmt.Sprintf("%s is being taken out of the channel of %s. Then it goes on there.", who, inc.Name()))
	}
	return kit.Plain(fmt.Sprintf("Nothing internal is posted in the channel of %s while %s is there. Reminders come by direct message.", inc.Name(), who))
}
