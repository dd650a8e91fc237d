package view

import (
	"candor/incident/client"
	"candor/incident/proof"
	"candor/incident/sheet"
)

// Sheet is the client sheet as it stands: what is known of a client for the night.
type Sheet struct {
	Client client.Client
	Text   sheet.Sheet // of the config, and over it what was written in Slack
	Kept   sheet.Kept
}

// Gap is something that a sheet does not say, about which one of the team is asked.
type Gap struct {
	Client client.Client
	Field  sheet.Field
}

// Trial is the task to put a copy of a client's data back, once.
type Trial struct {
	Client client.Client
	Record proof.Record
	Count  proof.Count
}
