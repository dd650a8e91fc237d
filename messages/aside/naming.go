package aside

import (
	"fmt"
	"slices"

	"candor/incident"
	"candor/incident/client"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/lint"
)

// Naming says below the answer about what clients notice, in words of a person, where one of them would read
// the name of another. whose is the client who notices it, or all.
func Naming(p kit.Post, inc *incident.Incident, whose, words string) kit.Post {
	var book []client.Client
	for i := range inc.Clients {
		book = append(book, inc.Clients[i].Client)
	}
	for i := range book {
		c := &book[i]
		if len(book) == 1 || !slices.Contains([]string{"", incident.AllClients, c.ID}, whose) {
			continue
		}
		for _, f := range lint.Check(words, lint.Context{OtherClients: client.Others(book, c)}) {
			if f.Rule == "leak-other-client" {
				return beneath(p, "naming", fmt.Sprintf("▲ %s would read “%s”, the name of another client: the draft check stops each text that has it. Type impact %s: and what they notice, without it.", messages.Escape(c.Name), messages.Escape(f.Words), c.ID), nil)
			}
		}
	}
	return p
}
