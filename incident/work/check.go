package work

import (
	"slices"
	"strings"

	"candor/incident"
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

// others are the names of all clients but one, of former ones too: those that are
// no part of that one's names.
func (w *Unit) others(own *client.Client) (names []string) {
	ours := strings.ToLower(strings.Join(append([]string{own.Name, own.Service}, own.Aliases...), "\n"))
	add := func(c *client.Client) {
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			if name != "" && !strings.Contains(ours, strings.ToLower(name)) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, l := range w.Listings(w.Tx) {
		add(&l.Client)
	}
	for i := range w.Inc.Clients { // one may be in no list
		add(&w.Inc.Clients[i].Client)
	}
	return names
}
