package firm

import (
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
)

// Words makes texts from facts and checks them. All methods are pure.
type Words interface {
	// Render returns the exact text of an update for one destination. An [fault.Error]
	// names the fields that it still needs.
	Render(*incident.Incident, *client.Client, update.Update, client.Destination) (outbox.Text, error)
	// Tells returns the questions whose answer stands in the text of an update on a way.
	Tells(inc *incident.Incident, c *client.Client, u update.Update, via string) []facts.Question
	// Check returns what is wrong with a rendered text, worst first.
	Check(*incident.Incident, view.CheckInput) []update.Finding
	// Begin fills the words and times that a kind of update needs and that can be
	// known: from the incident's facts and from what the client was told last.
	Begin(*incident.Incident, *incident.Affected, update.Update, time.Time) update.Update
}
