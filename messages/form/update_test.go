package form

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/promise"
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
	case kind == update.NotYours:
		inc.Clients = append(inc.Clients, incident.Affected{Client: client.Client{ID: "globex", Name: "Globex Travel"}})
	case update.Aftercare(kind):
		inc, now = scene.Finished(), scene.At("16:00")
	}
	if kind == update.OpenAnswer {
		inc.Promise(&inc.Clients[0], promise.Afterword, scene.At("17:00"), now)
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

// A line that answers a question of bad news is no input: it is read in the form,
// and changed by its answer.
func TestAnAnswerIsNoInput(t *testing.T) {
	w := mustLoad(t)
	inc := scene.Disaster()
	aff, now := &inc.Clients[0], scene.At("14:05")
	u := w.Begin(inc, aff, update.Update{Kind: update.DataLoss}, now)
	inputs, lines, change := map[string]bool{}, map[string]string{}, false
	for _, b := range Update(w, inc, aff, u, scene.London, now).Blocks.BlockSet {
		switch b := b.(type) {
		case *slack.InputBlock:
			inputs[b.BlockID] = true
		case *slack.SectionBlock:
			lines[b.BlockID] = b.Text.Text
		case *slack.ActionBlock:
			change = change || b.BlockID == "change"
		}
	}
	for _, name := range []string{"data_what", "window_from", "window_to", "backup_line"} {
		if inputs["data-loss:"+name] || lines["fixed:data-loss:"+name] == "" {
			t.Errorf("%s can be edited away; shown is %q", name, lines["fixed:data-loss:"+name])
		}
	}
	if !inputs["data-loss:recoverable"] || !strings.Contains(lines["fixed:data-loss:recoverable"], "do not know yet how much") || !change {
		t.Errorf("nothing can be added behind an answer, or no button changes it: %v", inputs)
	}
}
