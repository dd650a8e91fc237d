package messages_test

import (
	"fmt"

	"candor/incident/client"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/invented"
)

func ExampleWords_Render() {
	words, err := messages.Load("") // no folder of one's own
	if err != nil {
		fmt.Println(err)
		return
	}
	c := invented.Sample()
	u := update.Update{Kind: update.FirstNoticeUnknown, NextAt: c.Next, At: c.Now}
	u = words.Begin(&c.Incident, &c.Incident.Clients[0], u, c.Now)
	text, err := words.Render(&c.Incident, &c.Client, u, client.Destination{Via: client.ViaSlack})
	fmt.Println(text.Body, err)
	// Output:
	// *Webshop: we are looking into a problem* [INC-41]
	// Dana, this began at 09:12 CET: visitors see an error page and cannot order. We do not know the cause yet. We are checking the server and last night's changes. You do not need to do anything right now. Next update by 13:00 CET, sooner if something changes. <nil>
}
