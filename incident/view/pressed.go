package view

import (
	"slices"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/update"
)

// Texts are what clients were told.
type Texts interface {
	ClientUpdate(incident int64, client string, n int) (*update.Update, error)
}

// WithoutTold leaves out of those who get no text now whoever got theirs by the press before: of texts
// like this one some leave at once, and others are read once more.
func WithoutTold(tx Texts, inc *incident.Incident, list []ClientResult, like *update.Update) ([]ClientResult, error) {
	var failed error
	return slices.DeleteFunc(list, func(e ClientResult) bool {
		aff := inc.Affected(e.Client.ID)
		if e.Err == nil || aff == nil || aff.Updates == 0 {
			return false
		}
		u, err := tx.ClientUpdate(inc.Number, e.Client.ID, aff.Updates)
		if err != nil && !damage.IsLost(err) {
			failed = err
		}
		return err == nil && u.Kind == like.Kind && u.By == like.By && !u.At.Before(like.At)
	}), failed
}
