package update

import "candor/incident/client"

// NightChoice is what a client was told that happens outside its hours.
type NightChoice string

const (
	NightThrough     NightChoice = "through" // we write as by day
	NightTillOpening NightChoice = "opening" // we write when it works, and at the latest half an hour before they open
)

// AsksNight says whether the sender of a text chooses what happens at night.
func (u *Update) AsksNight(c *client.Client) bool { return u.Night != "" && c.Night == client.NightAsk }
