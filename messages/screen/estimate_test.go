package screen

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/eta"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/scene"
)

func TestAnEstimateIsEchoedInBothZones(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	kolkata := time.FixedZone("", 0)
	if loc, err := time.LoadLocation("Asia/Kolkata"); err == nil {
		kolkata = loc
	}
	inc := &incident.Incident{State: incident.Open, Estimate: &eta.Estimate{N: 1, From: now.Add(2 * time.Hour), To: now.Add(4 * time.Hour)},
		Clients: []incident.Affected{{Client: client.Client{Name: "Acme Shop", TimeZone: "Europe/London"}}, {Client: client.Client{Name: "Globex Travel", TimeZone: "Asia/Kolkata"}}}}
	got := EstimateSaved(inc, kolkata, now).Text
	want := "Noted: you expect that it works between 21:30 IST and 23:30 IST; for Acme Shop 16:00 GMT to 18:00 GMT. The next update says it, as something that may change."
	if got != want {
		t.Errorf("EstimateSaved says\n%s\nwant\n%s", got, want)
	}
	inc.Estimate = &eta.Estimate{N: 2}
	if got := EstimateSaved(inc, kolkata, now).Text; got != "Noted: nobody can say when it works." {
		t.Errorf("without one it says %q", got)
	}
}

// estimating is an incident with an estimate that the client read.
func estimating(inc *incident.Incident) {
	inc.Estimate = &eta.Estimate{N: 2, From: scene.At("14:20"), To: scene.At("15:00"), By: "U0ANA", At: scene.At("14:00")}
	inc.Clients[0].SaidTimes = map[string]time.Time{"eta_from": scene.At("14:20"), "eta_to": scene.At("15:00")}
}

// worse is an incident that became worse while they asked.
func worse(inc *incident.Incident) {
	inc.Clients[0].Promises[1].Event = &promise.Event{Kinds: []promise.EventKind{promise.ClientAsked, promise.Worse}, Notes: []string{"Is it <our> data?"}, At: scene.At("14:05"), DueAt: scene.At("14:15")}
}

// nightly is a first notice at night that asks its sender.
func nightly(v view.View, choice update.NightChoice) view.View {
	v = drafted(v, update.FirstNoticeUnknown, scene.HoldingText)
	v.Promise.Draft.Night = choice
	return v
}

// calm is an incident in which nothing happens for long.
func calm(inc *incident.Incident) {
	aff := &inc.Clients[0]
	aff.FirstAt, aff.QuietUpdates = scene.At("12:00"), 2
	inc.DeclaredAt = scene.At("11:48")
}

// cadenceCases are what reminders and cards say of estimates, events and nights.
func cadenceCases() []internalCase {
	ask := outbox.Delivery{Kind: outbox.EstimateAsk, Users: []string{"U0ANA"}, Data: outbox.Payload{Estimate: "2"}}
	asked := func(change func(*incident.Incident)) view.View {
		v := viewAt(scene.With(scene.With(scene.Told14(), estimating), change), "14:51", 0)
		v.Client, v.Target = nil, &ask
		return v
	}
	same := func(*incident.Incident) {}
	answered := outbox.Delivery{Kind: outbox.Answered}
	return []internalCase{
		{"estimate/asked", asked(same), ask},
		{"estimate/holds", asked(func(inc *incident.Incident) { inc.Estimate.Holds = "U0BEN" }), answered},
		{"estimate/new", asked(func(inc *incident.Incident) { inc.Estimate.N, inc.Estimate.To = 3, scene.At("16:00") }), answered},
		{"estimate/none", asked(func(inc *incident.Incident) { inc.Estimate = &eta.Estimate{N: 3, By: "U0BEN"} }), answered},
		{"estimate/resolved", asked(func(inc *incident.Incident) { inc.State = incident.Resolved }), answered},
		{"estimate/card", viewAt(scene.With(scene.Told14(), estimating), "14:10", 0), outbox.Delivery{Kind: outbox.Card}},
		{"event/now", viewAt(scene.With(scene.Told14(), worse), "14:05", 2), rung(outbox.Reminder, outbox.Half, "U0BEN")},
		{"event/due", viewAt(scene.With(scene.Told14(), worse), "14:15", 2), rung(outbox.Direct, outbox.Due)},
		{"event/everybody", viewAt(scene.With(scene.Told14(), worse), "14:25", 2), rung(outbox.Reminder, outbox.Everybody, "U0ANA", "U0BEN")},
		{"event/and-late", viewAt(scene.With(scene.Told14(), worse), "14:40", 2), rung(outbox.Reminder, outbox.Everybody, "U0ANA", "U0BEN")},
		{"event/promise-first", viewAt(scene.With(scene.Told14(), theirData), "14:26", 2), rung(outbox.Reminder, outbox.Soon, "U0BEN")},
		{"event/promise-now", viewAt(scene.With(scene.Told14(), theirData), "14:30", 2), rung(outbox.Reminder, outbox.Due, "U0BEN")},
		{"event/promise-late", viewAt(scene.With(scene.Told14(), theirData), "14:34", 2), rung(outbox.Reminder, outbox.Everybody, "U0ANA", "U0BEN")},
		{"event/card", viewAt(scene.With(scene.Told14(), worse), "14:06", 0), outbox.Delivery{Kind: outbox.Card}},
		{"automatic/line", updated(viewAt(scene.Told14(), "14:40", 2), update.Update{N: 3, Kind: update.AutoLate, SentAt: scene.At("14:40"), Texts: sentUpdate.Texts}), outbox.Delivery{Kind: outbox.Line}},
		{"slower/offered", drafted(viewAt(scene.With(scene.Told14(), calm), "14:25", 2), update.Holding, scene.HoldingText), rung(outbox.Reminder, outbox.Soon, "U0BEN")},
		{"slower/card", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Clients[0].Pace = incident.CadenceOverride{Cadence: schedule.Every(2 * time.Hour), AskedBy: "Dana Fox"}
		}), "14:25", 0), outbox.Delivery{Kind: outbox.Card}},
		{"night/through", nightly(viewAt(scene.Fresh(), "13:55", 1), update.NightThrough), rung(outbox.Reminder, outbox.Half, "U0BEN")},
		{"night/opening", nightly(viewAt(scene.Fresh(), "13:55", 1), update.NightTillOpening), rung(outbox.Reminder, outbox.Half, "U0BEN")},
	}
}

// theirData is what concerns their data, four minutes before news is due anyway.
func theirData(inc *incident.Incident) {
	inc.Clients[0].Promises[1].Event = &promise.Event{Kinds: []promise.EventKind{promise.DataHit}, At: scene.At("14:26"), DueAt: scene.At("14:36")}
}

// A reminder names one time to act by: the first of what happened and of what was promised.
func TestAReminderOfWhatHappenedNamesOneTimeToActBy(t *testing.T) {
	by := regexp.MustCompile(`\bby (\d\d:\d\d)`)
	for happened := range 60 {
		for now := happened; now < 60; now++ {
			v := viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) {
				inc.Clients[0].Promises[1].Event = &promise.Event{Kinds: []promise.EventKind{promise.DataHit}, At: scene.At("14:00").Add(time.Duration(happened) * time.Minute), DueAt: scene.At("14:10").Add(time.Duration(happened) * time.Minute)}
			}), fmt.Sprintf("14:%02d", now), 2)
			text := eventText(v, rung(outbox.Reminder, outbox.Soon, "U0BEN"), "Acme Shop", kit.Pen{Now: v.Now, Plain: true})
			first := min(happened+10, 30)
			for i, m := range by.FindAllStringSubmatch(text, -1) {
				if i > 0 || m[1] != fmt.Sprintf("14:%02d", first) || first <= now {
					t.Fatalf("it happened at 14:%02d, news is due 14:30, at 14:%02d: %s", happened, now, text)
				}
			}
			if strings.Count(text, "14:30") > 1 || !strings.Contains(text, "it concerns their data") {
				t.Fatalf("it happened at 14:%02d, at 14:%02d: %s", happened, now, text)
			}
		}
	}
}
