package view

import (
	"candor/incident/client"
	"candor/incident/proof"
)

// Listing is a client as the team sees it in the list.
type Listing struct {
	Client   client.Client
	Archived bool
	Twice    bool           // stands in the config and in the store: the config's counts
	Tried    proof.Record   // how their backups were tried, if these are ours
	Stands   proof.Standing // and how it is with that
	History  []client.Edit  // of the one in the store; nil if there is none
}

// Imported is what an import changes: ids of clients.
type Imported struct {
	By                   string // whose list it is; empty: it comes from the command line
	Added, Changed, Same []string
	Secrets              []string // those whose webhook has got a new secret
}
