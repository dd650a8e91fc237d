package messages

import (
	"testing"
	"time"

	"candor"
)

func TestAnEstimateIsEchoedInBothZones(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	kolkata := time.FixedZone("", 0)
	if loc, err := time.LoadLocation("Asia/Kolkata"); err == nil {
		kolkata = loc
	}
	inc := &candor.Incident{State: candor.Open, Estimate: &candor.Estimate{N: 1, From: now.Add(2 * time.Hour), To: now.Add(4 * time.Hour)},
		Clients: []candor.Affected{{Client: candor.Client{Name: "Acme Shop", TimeZone: "Europe/London"}}, {Client: candor.Client{Name: "Globex Travel", TimeZone: "Asia/Kolkata"}}}}
	got := EstimateSaved(inc, kolkata, now).Text
	want := "Noted: you expect that it works between 21:30 IST and 23:30 IST; for Acme Shop 16:00 GMT to 18:00 GMT. The next update says it, as something that may change."
	if got != want {
		t.Errorf("EstimateSaved says\n%s\nwant\n%s", got, want)
	}
	inc.Estimate = &candor.Estimate{N: 2}
	if got := EstimateSaved(inc, kolkata, now).Text; got != "Noted: nobody can say when it works." {
		t.Errorf("without one it says %q", got)
	}
}

// estimating is an incident with an estimate that the client read.
func estimating(inc *candor.Incident) {
	inc.Estimate = &candor.Estimate{N: 2, From: at("14:20"), To: at("15:00"), By: "U0ANA", At: at("14:00")}
	inc.Clients[0].SaidTimes = map[string]time.Time{"eta_from": at("14:20"), "eta_to": at("15:00")}
}

// worse is an incident that became worse while they asked.
func worse(inc *candor.Incident) {
	inc.Clients[0].Promises[1].Event = &candor.Event{Kinds: []candor.EventKind{candor.ClientAsked, candor.Worse}, Notes: []string{"Is it <our> data?"}, At: at("14:05"), DueAt: at("14:15")}
}

// nightly is a first notice at night that asks its sender.
func nightly(v candor.View, choice candor.NightChoice) candor.View {
	v = drafted(v, candor.FirstNoticeUnknown, holdingText)
	v.Promise.Draft.Night = choice
	return v
}

// calm is an incident in which nothing happens for long.
func calm(inc *candor.Incident) {
	aff := &inc.Clients[0]
	aff.FirstAt, aff.Calm = at("12:00"), 2
	inc.DeclaredAt = at("11:48")
}

// cadenceCases are what reminders and cards say of estimates, events and nights.
func cadenceCases() []internalCase {
	ask := candor.Delivery{Kind: candor.EstimateAsk, Users: []string{"U0ANA"}, Data: map[string]string{"n": "2"}}
	asked := func(change func(*candor.Incident)) candor.View {
		v := view(with(with(told14(), estimating), change), "14:51", 0)
		v.Client, v.Target = nil, &ask
		return v
	}
	same := func(*candor.Incident) {}
	answered := candor.Delivery{Kind: candor.Answered}
	return []internalCase{
		{"estimate/asked", asked(same), ask},
		{"estimate/holds", asked(func(inc *candor.Incident) { inc.Estimate.Holds = "U0BEN" }), answered},
		{"estimate/new", asked(func(inc *candor.Incident) { inc.Estimate.N, inc.Estimate.To = 3, at("16:00") }), answered},
		{"estimate/none", asked(func(inc *candor.Incident) { inc.Estimate = &candor.Estimate{N: 3, By: "U0BEN"} }), answered},
		{"estimate/resolved", asked(func(inc *candor.Incident) { inc.State = candor.Resolved }), answered},
		{"estimate/card", view(with(told14(), estimating), "14:10", 0), candor.Delivery{Kind: candor.Card}},
		{"event/now", view(with(told14(), worse), "14:05", 2), rung(candor.Reminder, candor.Half, "U0BEN")},
		{"event/due", view(with(told14(), worse), "14:15", 2), rung(candor.Direct, candor.Due)},
		{"event/everybody", view(with(told14(), worse), "14:25", 2), rung(candor.Reminder, candor.Everybody, "U0ANA", "U0BEN")},
		{"event/and-late", view(with(told14(), worse), "14:40", 2), rung(candor.Reminder, candor.Everybody, "U0ANA", "U0BEN")},
		{"event/promise-first", view(with(told14(), func(inc *candor.Incident) {
			inc.Clients[0].Promises[1].Event = &candor.Event{Kinds: []candor.EventKind{candor.DataHit}, At: at("14:26"), DueAt: at("14:36")}
		}), "14:26", 2), rung(candor.Reminder, candor.Soon, "U0BEN")},
		{"event/card", view(with(told14(), worse), "14:06", 0), candor.Delivery{Kind: candor.Card}},
		{"automatic/line", updated(view(told14(), "14:40", 2), candor.Update{N: 3, Kind: candor.AutoLate, SentAt: at("14:40"), Texts: sentUpdate.Texts}), candor.Delivery{Kind: candor.Line}},
		{"slower/offered", drafted(view(with(told14(), calm), "14:25", 2), candor.Holding, holdingText), rung(candor.Reminder, candor.Soon, "U0BEN")},
		{"slower/card", view(with(told14(), func(inc *candor.Incident) {
			inc.Clients[0].Pace = candor.Pace{Cadence: candor.Every(2 * time.Hour), AskedBy: "Dana Fox"}
		}), "14:25", 0), candor.Delivery{Kind: candor.Card}},
		{"night/through", nightly(view(fresh(), "13:55", 1), candor.NightThrough), rung(candor.Reminder, candor.Half, "U0BEN")},
		{"night/opening", nightly(view(fresh(), "13:55", 1), candor.NightTillOpening), rung(candor.Reminder, candor.Half, "U0BEN")},
	}
}
