package view

import (
	"time"

	"candor/incident/client"
	"candor/incident/update"
)

// CheckInput is a text as the draft check sees it, with what has to be known around it.
type CheckInput struct {
	Client  *client.Client
	Update  update.Update
	Now     time.Time
	Others  []string // names and aliases of other clients: none of them may read of another
	Known   []string // addresses of our people and of the client's, which may stand in a text
	Staff   []string // names of our people
	Open    []string // what the client has read of other incidents that is not over, where the text asks how it goes
	Earlier []string // what the client has read of this incident, oldest first
}
