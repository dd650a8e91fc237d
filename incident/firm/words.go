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
	// RenderAll returns the exact text of an update for each way of some destinations. An
	// [fault.Error] names the fields that it still needs.
	RenderAll(*incident.Incident, *client.Client, update.Update, []client.Destination) (map[string]outbox.Text, error)
	// Tells returns, by way, the questions whose answer stands in the texts of an update.
	Tells(*incident.Incident, *client.Client, update.Update) map[string][]facts.Question
	// Check returns what is wrong with a rendered text, worst first.
	Check(*incident.Incident, view.CheckInput) []update.Finding
	// Begin fills the words and times that a kind of update needs and that can be
	// known: from the incident's facts and from what the client was told last.
	Begin(*incident.Incident, *incident.Affected, update.Update, time.Time) update.Update
}
