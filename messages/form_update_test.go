package messages

import (
	"slices"
	"testing"
	"time"

	"candor"
)

// momentFor is an incident and a time at which a person may send the kind.
func momentFor(kind string) (*candor.Incident, time.Time) {
	inc, now := told14(), at("14:05")
	switch {
	case candor.FirstNotice(kind):
		inc = fresh()
	case kind == candor.ResolvedUpdate:
		inc = solved()
	case kind == candor.MissedUpdate:
		now = at("14:35")
	case kind == candor.EtaChange:
		inc.Clients[0].SaidTimes = map[string]time.Time{"eta_from": at("14:30"), "eta_to": at("15:00")}
	case candor.Aftercare(kind):
		inc, now = finished(), at("16:00")
	}
	return inc, now
}

func updateForms(w *Words) (list []formCase) {
	for _, kind := range w.Kinds() {
		if candor.Automatic(kind) {
			continue
		}
		inc, now := momentFor(kind)
		aff := &inc.Clients[0]
		u := candor.Update{Kind: kind, Sender: candor.Person{Name: "Ana Ruiz", Email: "ana@studio-north.example"}}
		if candor.PromisesNext(kind) {
			u.NextAt = now.Add(25 * time.Minute)
		}
		list = append(list, formCase{"update/" + kind, w.UpdateForm(inc, aff, w.Begin(inc, aff, u, now), london, now), false})
	}
	return list
}

// Whoever opens the form for a kind that fits finds it chosen, and no other kind.
func TestTheChosenKindIsInTheMenu(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range w.Kinds() {
		inc, now := momentFor(kind)
		offered := slices.Contains(KindsFor(inc, &inc.Clients[0], now), kind)
		if offered == candor.Automatic(kind) {
			t.Errorf("%s is offered: %v", kind, offered)
		}
		if candor.Automatic(kind) {
			continue
		}
		if KindWord(kind) == kind || len(KindWord(kind)) > maxOption {
			t.Errorf("%s has no words on the screen: %q", kind, KindWord(kind))
		}
		if el := kindMenu(inc, &inc.Clients[0], kind, now); el.InitialOption == nil || el.InitialOption.Value != kind {
			t.Errorf("%s is not chosen in its own form", kind)
		}
	}
}
