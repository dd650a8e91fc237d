package main

import (
	"fmt"
	"time"

	"candor/incident/client"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/messages"
)

// words renders every text for every client, with the words of the samples.
func (d *doctor) words() {
	w, err := messages.Load(d.c.wordsDir())
	if err != nil {
		d.say(trouble, "texts", err.Error(), "Correct that file, or remove it: then the built-in text is used.")
		return
	}
	broken := 0
	for _, c := range d.c.Clients {
		for _, err := range w.Try(&c) {
			broken++
			d.say(trouble, "texts for "+c.ID, err.Error(), "Correct that text, or what the config says of the client.")
		}
	}
	if broken == 0 {
		d.ok("texts", "every kind renders for every client.")
	}
}

// clients looks at how the clients of the config are reached and how often. Of
// those that were made in Slack a running Candor shows in its Home what they lack.
func (d *doctor) clients() {
	for _, c := range d.c.Clients {
		d.reached(&c)
		d.cadence(&c)
	}
	if there := client.Tagged(d.c.Clients, d.c.RunsOn); len(there) > 0 && d.c.Heartbeat.Reveal() == "" {
		d.say(warning, "machine", fmt.Sprintf("Candor runs on %s, and so does what clients use (%d of them): when it falls, nobody is reminded of what is due.", d.c.RunsOn, len(there)),
			"Move Candor to another machine, or write an address into heartbeat whose service rings when the calls stop.")
	}
	d.ok("time zones", "those of all clients are known.") // or the config was refused
	d.ok("clients", "%d of the config were looked at. Those made in Slack stand with what they lack in Candor's Home.", len(d.c.Clients))
}

// outsiders says whom the company would have to look for in the night of a loss.
func (d *doctor) outsiders() {
	if d.c.Contacts == (team.Contacts{}) {
		d.ok("our contacts", "no insurer, lawyer or host of yours is set. After a loss or a break-in somebody has to look for their numbers: candor init asks for them.")
		return
	}
	d.ok("our contacts", "those of yours are shown after a loss, a break-in or a leak. Call each number once, by day.")
}

// reached looks whether anything that is sent has to arrive.
func (d *doctor) reached(c *client.Client) {
	switch none := len(c.Destinations()) == 0; {
	case none && c.First().Phone != "":
		d.ok("client "+c.ID, "they are told by phone: somebody calls, and records it with told.")
	case none: // that all are optional the config does not allow
		d.say(warning, "client "+c.ID, "Candor knows no way to write to them: somebody has to call, and record it with told.", "Add a channel, or an address, if they have one.")
	}
}

// shortCadence is what nobody keeps up with; it is for trying the whole quickly.
const shortCadence = time.Minute

func (d *doctor) cadence(c *client.Client) {
	for sev := client.BusinessStopped; sev <= client.Small; sev++ {
		r := c.RhythmOf(sev)
		least := min(r.First, r.Final)
		for _, c := range []schedule.Cadence{r.Every, r.Mitigated, r.Monitoring} {
			if c.Step > 0 { // a cron expression is never that often
				least = min(least, c.Step)
			}
		}
		if least < shortCadence {
			d.say(warning, "client "+c.ID, fmt.Sprintf("at severity %d they are promised word every %s, which nobody keeps up with.", sev, least), "Write a minute or more, unless you are trying Candor.")
		}
	}
}
