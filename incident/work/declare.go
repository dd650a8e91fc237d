package work

import (
	"slices"

	"candor/incident"
	"candor/incident/client"
)

// AffectAlso adds the further clients of a declaration.
func (w *Unit) AffectAlso(a incident.Actor, names []string) error {
	list, err := w.Named(w.Tx, names)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c client.Client) bool { return c.ID == w.Inc.Clients[0].Client.ID })
	if len(list) == 0 {
		return nil
	}
	return w.Affect(a, list, "")
}
