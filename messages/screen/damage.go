package screen

import (
	"fmt"
	"slices"
	"strings"

	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// mostDamages is how many records one message names; nobody reads more at night.
const (
	mostDamages     = 8
	maxDamagedNames = 120 // of clients, in one line: the last sentence has to fit too
)

// damagePost brings before one person what cannot be read: what hangs on it,
// worst first, and the next step.
func damagePost(v view.View, d outbox.Delivery) kit.Post {
	list := slices.Clone(v.Damaged)
	slices.SortStableFunc(list, func(a, b damage.Unreadable) int { return damageRank(a) - damageRank(b) })
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		var lines []string
		for i, u := range list {
			if i == mostDamages {
				lines = append(lines, fmt.Sprintf("Records that cannot be read beside these: %d.", len(list)-mostDamages))
				break
			}
			lines = append(lines, damageLine(u, d.To, w))
		}
		next := "Run candor verify."
		if slices.ContainsFunc(list, func(u damage.Unreadable) bool { return u.Kind == damage.IncidentRecord && waitsFor(u) }) {
			next = "Tell the client by hand, then run candor verify."
		}
		return strings.Join(append(lines, next+" Everything else goes on. You hear of this every hour until it is repaired."), "\n")
	})
}

// Unreadable says to whoever asked for something that a record which it needs
// cannot be read, and no more of it than its incident's name.
func Unreadable(d damage.Record) string {
	what, n := "a record that it needs", d.Incident()
	switch {
	case d.Kind == damage.IncidentRecord:
		what = fmt.Sprintf("INC-%d", n)
	case n > 0:
		what = fmt.Sprintf("a record of INC-%d", n)
	}
	return what + " cannot be read. Everything else goes on. Tell the client by hand if they wait for news, and whoever runs Candor to run candor verify."
}

// damageRank puts first what a client waits for.
func damageRank(u damage.Unreadable) int {
	_, n := u.Carries()
	switch {
	case u.Kind == damage.IncidentRecord && waitsFor(u):
		return 0
	case n > 0:
		return 1
	case u.Kind == damage.EnvelopeRecord:
		return 2
	}
	return 3
}

// waitsFor says whether a client may be waiting for news of a damaged incident.
func waitsFor(u damage.Unreadable) bool {
	return u.Outline == nil || !u.Outline.Over || !u.Outline.Due.IsZero()
}

// damageLine says what one record that cannot be read means.
func damageLine(u damage.Unreadable, reader string, w kit.Pen) string {
	name := damagedIncident(u, reader, w)
	_, n := u.Carries()
	switch {
	case u.Kind == damage.IncidentRecord:
		return name + " cannot be read. " + dueOfDamaged(u, w)
	case n > 0:
		return fmt.Sprintf("Update %d of %s cannot be read. It may not have reached the client. Look whether they have it; if not, send a new one.", n, name)
	case u.Kind == damage.DeliveryRecord && u.Incident() > 0:
		return fmt.Sprintf("A message to the team about %s cannot be read. It is not sent or edited any more; reminders go on.", name)
	case u.Kind == damage.TimelineRecord:
		return fmt.Sprintf("A line in the timeline of %s cannot be read.", name)
	case u.Kind == damage.EnvelopeRecord:
		return "Something that a person asked for cannot be read, and was not done. Whoever misses an answer asks again."
	case u.Kind == damage.ClientRecord:
		return fmt.Sprintf("The client %s cannot be read and is missing from the list. Incidents go on with what they know.", w.Strong(u.Key))
	case u.Kind == damage.KeptRecord:
		return fmt.Sprintf("What was written in Slack for the night about the client %s cannot be read. What is in the config counts. Write the sheet anew.", w.Strong(u.Key))
	case u.Kind == damage.ReachRecord:
		return fmt.Sprintf("When <@%s> was last woken cannot be read. Calls go on.", u.Key)
	}
	return fmt.Sprintf("A record cannot be read: %s.", messages.Escape(u.Key))
}

// damagedIncident names an incident; what it is about only to those who may know.
func damagedIncident(u damage.Unreadable, reader string, w kit.Pen) string {
	name := w.Strong(fmt.Sprintf("INC-%d", u.Incident()))
	o := u.Outline
	if o == nil || len(o.Clients) == 0 || o.Private && !slices.Contains(o.People, reader) {
		return name
	}
	return name + " (" + messages.Escape(messages.Clip(strings.Join(o.Clients, ", "), maxDamagedNames)) + ")"
}

// dueOfDamaged says when news was due, as far as that is known.
func dueOfDamaged(u damage.Unreadable, w kit.Pen) string {
	o := u.Outline
	switch {
	case o == nil:
		return "Nobody knows whether news is due. Nothing is sent for it by itself."
	case !o.Due.IsZero() && o.Due.After(w.Now):
		return "News is due at " + w.At(o.Due) + ". Nothing is sent for it by itself."
	case !o.Due.IsZero():
		return "News was due at " + w.At(o.Due) + ". Nothing is sent for it by itself."
	case o.Over:
		return "It is over, and no update is due."
	}
	return "No update is due. Nothing is sent for it by itself."
}
