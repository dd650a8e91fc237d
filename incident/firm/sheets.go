package firm

import (
	"slices"

	"cmp"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/forget"
	"candor/incident/outbox"
	"candor/incident/proof"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/sheet"
	"candor/incident/view"
)

// SheetOf is what is known of a client for the night, and what is kept of them. What was
// written in Slack stands over the config.
func (f *Firm) SheetOf(tx records.Tx, c *client.Client) (view.Sheet, error) {
	kept, err := tx.Kept(c.ID)
	if err != nil {
		return view.Sheet{}, err
	}
	return view.Sheet{Client: *c, Text: kept.Said.Over(c.Sheet), Kept: *kept}, nil
}

// OfConfig is the sheet of a client as the config alone knows it.
func OfConfig(c client.Client) view.Sheet {
	return view.Sheet{Client: c, Text: c.Sheet.Over(nil), Kept: sheet.Kept{Client: c.ID}}
}

// KeepNames keeps by which words clients of a config are known, and what finds their people:
// a copy of the store is read without it, and names none of them to whoever reads about another.
func KeepNames(tx records.Tx, list []client.Client) error {
	for i := range list {
		k, err := tx.Kept(list[i].ID)
		if damage.IsLost(err) {
			continue
		}
		if err != nil {
			return err
		}
		words, people := list[i].Traces(), list[i].Persons()
		if !slices.Equal(k.Known, words) || k.People == nil || !k.People.Holds(people...) {
			k.Known, k.People = words, forget.Of(people...)
			if err := tx.PutKept(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// Sheets are those of all clients for whom an incident can be declared.
func (f *Firm) Sheets(tx records.Tx) (list []view.Sheet, err error) {
	all, err := tx.AllKept()
	by := map[string]*sheet.Kept{}
	for _, k := range all {
		by[k.Client] = k
	}
	for _, c := range f.CurrentClients(tx) {
		s := view.Sheet{Client: c, Kept: sheet.Kept{Client: c.ID}}
		if k := by[c.ID]; k != nil {
			s.Kept = *k
		}
		s.Text = s.Kept.Said.Over(c.Sheet)
		list = append(list, s)
	}
	return list, err
}

// Tried are the clients of some sheets whose backups are ours, with how these were tried.
func Tried(list []view.Sheet) (tried []proof.Client) {
	for _, s := range list {
		if s.Client.Backups.Who() == client.BackupsOurs {
			tried = append(tried, proof.Client{ID: s.Client.ID, Name: s.Client.Name, Record: s.Kept.Proof})
		}
	}
	return tried
}

// Tries adds to a list of clients how their backups were tried.
func (f *Firm) Tries(tx records.Tx, list []view.Listing, now time.Time) error {
	all, err := tx.AllKept()
	for _, k := range all {
		for i := range list {
			if list[i].Client.ID == k.Client {
				list[i].Tried = k.Proof
			}
		}
	}
	for i := range list {
		list[i].Stands = list[i].Tried.Stands(now)
	}
	return err
}

// SheetsOf are the sheets of an incident's clients that say anything. One that was typed as
// the incident was declared has none.
func (f *Firm) SheetsOf(tx records.Tx, inc *incident.Incident) (list []view.Sheet, err error) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if aff.OneOff {
			continue
		}
		s, err := f.SheetOf(tx, &aff.Client)
		if err != nil {
			return list, err
		}
		if !s.Text.Empty() {
			list = append(list, s)
		}
	}
	return list, nil
}

// SheetPosts is the message with the sheets, for a channel that has just been opened; none
// if they say nothing.
func (f *Firm) SheetPosts(tx records.Tx, inc *incident.Incident, now time.Time) ([]outbox.Delivery, error) {
	list, err := f.SheetsOf(tx, inc)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return []outbox.Delivery{inc.NewDelivery(outbox.Sheet, inc.Again("sheet"), now)}, nil
}

// SheetPin pins the message with the sheets.
func SheetPin(inc *incident.Incident, posted *outbox.Delivery, now time.Time) outbox.Delivery {
	d := inc.NewDelivery(outbox.PinSheet, inc.Again("sheet-pin"), now)
	d.Target = posted.Key
	return d
}

// Zone is by whose clock something is asked of a person that belongs to no incident: their
// own, as the newest incident knows it, else the one that most clients have.
func (f *Firm) Zone(tx records.Tx, user string) *time.Location {
	newest, _ := tx.LatestIncidents(1) // one that cannot be read is told of elsewhere
	for _, inc := range newest {
		if zone := inc.Zones[user]; zone != "" {
			return schedule.Zone(zone)
		}
	}
	most, zones := "", map[string]int{}
	for _, c := range f.CurrentClients(tx) {
		if zones[c.TimeZone]++; cmp.Compare(zones[c.TimeZone], zones[most]) > 0 && c.TimeZone != "" {
			most = c.TimeZone
		}
	}
	return schedule.Zone(most)
}
