package form

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/scene"
)

// momentFor is an incident and a time at which a person may send the kind.
func momentFor(kind string) (*incident.Incident, time.Time) {
	inc, now := scene.Told14(), scene.At("14:05")
	switch {
	case update.FirstNotice(kind):
		inc = scene.Fresh()
	case kind == update.ResolvedUpdate:
		inc = scene.Solved()
	case kind == update.MissedUpdate:
		now = scene.At("14:35")
	case kind == update.EtaChange:
		inc.Clients[0].SaidTimes = map[string]time.Time{"eta_from": scene.At("14:30"), "eta_to": scene.At("15:00")}
	case update.Aftercare(kind):
		inc, now = scene.Finished(), scene.At("16:00")
	}
	return inc, now
}

func updateForms(w *messages.Words) (list []formCase) {
	for _, kind := range w.Kinds() {
		if update.Automatic(kind) {
			continue
		}
		inc, now := momentFor(kind)
		aff := &inc.Clients[0]
		u := update.Update{Kind: kind, Sender: team.Person{Name: "Ana Ruiz", Email: "ana@studio-north.example"}}
		if update.PromisesNext(kind) {
			u.NextAt = now.Add(25 * time.Minute)
		}
		list = append(list, formCase{"update/" + kind, Update(w, inc, aff, w.Begin(inc, aff, u, now), scene.London, now), false})
	}
	return list
}

// Whoever opens the form for a kind that fits finds it chosen, and no other kind.
func TestTheChosenKindIsInTheMenu(t *testing.T) {
	w := mustLoad(t)
	for _, kind := range w.Kinds() {
		inc, now := momentFor(kind)
		offered := slices.Contains(KindsFor(inc, &inc.Clients[0], now), kind)
		if offered == update.Automatic(kind) {
			t.Errorf("%s is offered: %v", kind, offered)
		}
		if update.Automatic(kind) {
			continue
		}
		if kit.KindWord(kind) == kind || len(kit.KindWord(kind)) > kit.MaxOption {
			t.Errorf("%s has no words on the screen: %q", kind, kit.KindWord(kind))
		}
		if el := kindMenu(inc, &inc.Clients[0], kind, now); el.InitialOption == nil || el.InitialOption.Value != kind {
			t.Errorf("%s is not chosen in its own form", kind)
		}
	}
}
