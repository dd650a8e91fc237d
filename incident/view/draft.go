package view

import (
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/update"
)

// Draft is the result of writing or sending an update.
type Draft struct {
	Incident *incident.Incident
	Client   client.Client
	Company  string        // ours, as clients know us
	Update   update.Update // with the exact texts
	Findings []update.Finding
	Held     time.Time       // until when it can be taken back; zero if it was not sent
	Say      bool            // nothing of ours reaches the client: somebody says it
	Again    bool            // bad news, or a text that nobody has seen: it waits for one more confirmation
	Asks     []approval.Need // approvals that it needs, or waits for; nothing was sent yet
	All      []ClientResult  // the same for each client, where it was written for all
	AsPDF    bool            // it goes once more as a PDF
	Newer    *update.Update  // what somebody else has told them since it was begun; nil if nothing
	Turned   string          // why it is not right any more; empty: it is
	Blocked  bool            // the draft check keeps it from leaving until the writer gives a reason
}
