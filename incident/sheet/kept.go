package sheet

import (
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/proof"
)

// Kept is what the program keeps of a client beside their profile, also of one that stands
// in the config: what of the sheet was written in Slack, what was asked, and how their
// backups were tried. Of a client of whom nothing is kept it has only the Client.
type Kept struct {
	Client  string   `json:"client"`            // their id
	Said    Sheet    `json:"said,omitempty"`    // what was written in Slack; an empty text takes out what stands in the config
	Skipped []string `json:"skipped,omitempty"` // ids of fields about which nobody is asked again

	By string    `json:"by,omitempty"` // who wrote last, a Slack user id
	At time.Time `json:"at,omitzero"`  // and when

	AskedAt time.Time `json:"asked_at,omitzero"` // when one of the team was last asked about a gap
	Asked   string    `json:"asked,omitempty"`   // about which, the id of a field
	AskedOf string    `json:"asked_of,omitempty"`

	Proof proof.Record `json:"proof,omitzero"`
}

// Skip lets nobody be asked about a field again.
func (k *Kept) Skip(id string) error {
	if FieldOf(id).ID == "" {
		return fault.Errorf(fault.NotFound, "The sheet does not ask that any more. Nothing was changed.")
	}
	k.Skipped = fault.AppendNew(k.Skipped, id)
	return nil
}

// NextGap is the first field of a sheet about which somebody may be asked; one without an
// id if there is none.
func (k *Kept) NextGap(whole Sheet) Field {
	for _, f := range whole.Gaps() {
		if !slices.Contains(k.Skipped, f.ID) {
			return f
		}
	}
	return Field{}
}
