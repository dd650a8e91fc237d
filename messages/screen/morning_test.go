package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/morning"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/scene"
)

// owedInDays is what a person owes of each sort: late, on the day, and on the next.
func owedInDays(inc *incident.Incident) (list []view.Errand) {
	aff := &inc.Clients[0]
	inc.State = incident.Resolved
	late := update.Update{Kind: update.NewDate, Texts: map[string]outbox.Text{client.ViaSlack: {Body: "Dana, we told you that you would have our written review by 17:00 GMT yesterday. It is not ready."}}}
	for _, w := range []struct {
		when  morning.When
		due   string
		kinds []promise.Kind
	}{{morning.Overdue, "08:00", []promise.Kind{promise.Review, promise.Checkin24, promise.Written}}, {morning.Today, "17:00", []promise.Kind{promise.Checkin7, promise.Measure, promise.Answer}}, {morning.Ahead, "23:00", []promise.Kind{promise.Checkin30, promise.Review}}} {
		for _, k := range w.kinds {
			aff.Promises = append(aff.Promises, promise.Promise{N: len(aff.Promises) + 1, Kind: k, Said: k == promise.Review, MadeAt: scene.At("07:00"), DueAt: scene.At(w.due), Words: map[bool]string{true: "a test pays after each <change>"}[k == promise.Measure]})
			e := view.Errand{When: w.when, Incident: inc, Client: aff, Promise: &promise.Promise{}, Due: scene.At(w.due)}
			*e.Promise = aff.Promises[len(aff.Promises)-1]
			if e.Ready = &late; k == promise.Answer {
				e.Ready = nil
			}
			list = append(list, e)
		}
		list = append(list, view.Errand{When: w.when, Incident: inc, Change: &review.Change{N: 2, Text: "rotate the on-call phone", Owner: "U0ANA", DueAt: scene.At(w.due)}, Due: scene.At(w.due)})
	}
	for i := range 5 {
		list = append(list, view.Errand{When: morning.Ahead, Incident: inc, Step: &playbook.Item{ID: fmt.Sprint(i), Text: fmt.Sprintf("Step %d & more", i+1)}, Due: scene.At("17:00")})
	}
	return list
}

func morningView(inc *incident.Incident) view.View {
	return view.View{Now: scene.At("09:00"), Company: "Studio North", Command: "/incident", Morning: owedInDays(inc)}
}

// The message of a morning, as who owes it all reads it.
func TestTheMessageOfAMorning(t *testing.T) {
	private := scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true })
	stopgap := morningView(scene.Told14())
	stopgap.Morning = []view.Errand{{When: morning.Overdue, Incident: scene.Told14(), Change: &review.Change{N: 1, Text: "a second server", Owner: "U0CLEO", DueAt: scene.At("08:00"), Stopgap: true}}}
	down := morningView(scene.Told14())
	down.Morning[0].Incident.State = incident.Open
	down.Morning = slices.DeleteFunc(down.Morning, func(e view.Errand) bool {
		return e.Promise == nil || !slices.Contains([]promise.Kind{promise.Review, promise.Measure, promise.Answer}, e.Promise.Kind)
	})
	waits := morningView(scene.Told14())
	waits.Morning = []view.Errand{{When: morning.Today, Incident: scene.Told14(), Handover: &night.Handover{N: 3, From: "U0ANA", To: "U0BEN", At: scene.At("07:00")}, Due: scene.At("07:00")}}
	for _, c := range []internalCase{
		{"morning/down-again", down, outbox.Delivery{Kind: outbox.Morning, To: "U0ANA"}},
		{"morning/handover", waits, outbox.Delivery{Kind: outbox.Morning, To: "U0ANA"}},
		{"morning/all", morningView(scene.Told14()), outbox.Delivery{Kind: outbox.Morning, To: "U0ANA"}},
		{"morning/for-another", morningView(scene.Told14()), outbox.Delivery{Kind: outbox.Morning, To: "U0BEN", Data: outbox.Payload{User: "U0ANA"}}},
		{"morning/outside-private", morningView(private), outbox.Delivery{Kind: outbox.Morning, To: "U0CLEO"}},
		{"morning/stopgap", stopgap, outbox.Delivery{Kind: outbox.Morning, To: "U0CLEO"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Internal(c.v, c.d)
			if err != nil {
				t.Fatal(err)
			}
			fitsMorning(t, p)
			scene.Golden(t, "post/"+c.name, readable(t, p))
		})
	}
}

// Whatever people and the config have written, it fits; who may not see the incident
// learns no more than its name.
func TestAMorningFitsAndHides(t *testing.T) {
	v := morningView(scene.Worst())
	for range 5 {
		v.Morning = append(v.Morning, owedInDays(scene.Worst())...)
	}
	p, err := Internal(v, outbox.Delivery{Kind: outbox.Morning, To: "U0ANA"})
	if err != nil {
		t.Fatal(err)
	}
	fitsMorning(t, p)
	private := morningView(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }))
	if p, err = Internal(private, outbox.Delivery{Kind: outbox.Morning, To: "U0CLEO"}); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Acme", "acme-shop", "rotate", "Step", "change>"} {
		if text := p.Text + readable(t, kit.Post{Blocks: p.Blocks}); strings.Contains(text, secret) {
			t.Errorf("whoever is outside reads %q", secret)
		}
	}
}

// fitsMorning holds the message against Slack's limits. It may have more blocks than others:
// each stands for a reminder that is no message of its own.
func fitsMorning(t *testing.T, p kit.Post) {
	t.Helper()
	scene.FitPost(t, p.Text, p.Blocks[:min(8, len(p.Blocks))])
	scene.FitBlocks(t, p.Blocks, scene.Limits(t))
	if len(p.Blocks) > 1+3*10+1 {
		t.Errorf("%d blocks", len(p.Blocks))
	}
}
