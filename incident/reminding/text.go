package reminding

import (
	"slices"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/work"
)

// seekText looks whether the update that is noted as on its way to a client still
// is: its record may have been moved out while the program was stopped.
func seekText(w *work.Unit, aff *incident.Affected) error {
	if aff.Out == 0 {
		return nil
	}
	list, err := w.Copies(aff, aff.Out)
	if err != nil || slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return !d.Ended() }) {
		return err
	}
	return w.LostText(aff.Client.ID, aff.Out)
}
