package work

import (
	"candor/incident"
	"candor/incident/beside"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/update"
	"candor/incident/view"
)

// mostEarlier is how many earlier texts the draft check compares a new one with.
const mostEarlier = 4

// checked collects what the draft check has to know about an update.
func (w *Unit) checked(aff *incident.Affected, u *update.Update) (view.CheckInput, error) {
	c := view.CheckInput{Client: &aff.Client, Update: *u, Now: w.Now, Others: w.others(&aff.Client)}
	if update.KindOf(u.Kind).Asks {
		open, err := beside.Open(w.Tx, w.Inc, aff)
		if err != nil {
			return c, err
		}
		c.Open = open
	}
	for _, p := range w.Roster().People {
		c.Staff = append(c.Staff, p.Name)
		c.Known = append(c.Known, p.Email)
	}
	for _, contact := range aff.Client.Contacts {
		c.Known = append(c.Known, contact.Email)
	}
	for n := max(1, aff.Heard-mostEarlier+1); n <= aff.Heard; n++ {
		earlier, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
		if damage.IsLost(err) {
			continue // what is not there cannot be compared, and keeps nothing from leaving
		}
		if err != nil {
			return c, err
		}
		for _, way := range client.ReadWays() { // they say the same
			if text, ok := earlier.Texts[way.Via]; ok {
				c.Earlier = append(c.Earlier, text.Body)
				break
			}
		}
	}
	return c, nil
}

// others are the words by which all clients but one are known, former ones too.
func (w *Unit) others(own *client.Client) []string {
	var book []client.Client
	for _, l := range w.Listings(w.Tx) {
		book = append(book, l.Client)
	}
	for _, aff := range w.Inc.Everybody() { // one may be in no list
		book = append(book, aff.Client)
	}
	return client.Others(book, own)
}
