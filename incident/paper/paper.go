// Package paper knows when a client is owed their review once more as a PDF, when it
// must not leave any more, and who hears that it did not. The review itself waits for
// nothing of it.
package paper

import (
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/update"
)

// Patience is how long a PDF is tried to be made and sent: by then a person sends it.
const Patience = 30 * time.Minute

// Cover words the mail that brings a client's review as a PDF; nil: none are made.
type Cover func(*update.Update, client.Client, time.Time) outbox.Text

// Follows says whether a text goes once more as a PDF to those to whom files can go.
func (c Cover) Follows(u *update.Update) bool {
	return c != nil && u.Kind == update.PostmortemCover && slices.ContainsFunc(u.To, func(to client.Destination) bool { return to.Way().Files })
}

// Owed are the deliveries of a review as a PDF that follow when its words have arrived
// at one place: none where no PDFs are made, or where nothing can be attached.
func (c Cover) Owed(inc *incident.Incident, u *update.Update, d *outbox.Delivery, now time.Time) []outbox.Delivery {
	if !c.Follows(u) || !client.WayOf(d.Via).Files {
		return nil
	}
	to, text := d.Destination(), c(u, inc.Affected(u.Client).Client, now)
	p := inc.NewDelivery(outbox.Paper, fmt.Sprintf("%s/update/%d/paper/%s", u.Client, u.N, to.Key()), now)
	p.Lane, p.Expires = p.Key, now.Add(Patience) // nothing waits behind it
	p.Via, p.To, p.ToName, p.Optional = to.Via, to.To, to.Name, true
	p.Client, p.Update, p.Text = u.Client, u.N, &text
	return []outbox.Delivery{p}
}

// Late is why a PDF that has not left may not leave any more; "" if it may, and of all else.
func Late(inc *incident.Incident, d *outbox.Delivery) string {
	switch aff := inc.Affected(d.Client); {
	case d.Kind != outbox.Paper:
		return ""
	case aff.Heard > d.Update:
		return "they have had a newer text since, which may have put the review right"
	case !aff.Client.Has(d.Via, d.To):
		return "they are reached in another place now"
	}
	return ""
}

// Missed tells who is in charge that a review did not leave as a PDF, or may not have:
// once for each reason, however many people were to get it.
func Missed(inc *incident.Incident, d *outbox.Delivery, now time.Time) outbox.Delivery {
	n := inc.NewDelivery(outbox.Notice, fmt.Sprintf("notice/paper/%s/%d/%s", d.Client, d.Update, outbox.Fingerprint(d.Reason)), now)
	n.To, n.Client, n.Update, n.Target = inc.Roles[playbook.Commander], d.Client, d.Update, d.Key
	return n
}
