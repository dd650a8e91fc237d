package screen

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/scene"
	"candor/messages/waking"
)

func sleeper(id, name, wake string) view.Sleeper {
	return view.Sleeper{Person: team.Person{Slack: id, Name: name, Wake: client.Secret(wake)}, Reach: team.Reach{User: id}}
}

func asleepFrom(s view.Sleeper, from, until string) view.Sleeper {
	s.Reach.Quiet = team.DoNotDisturb{From: scene.At(from), Until: scene.At(until)}
	return s
}

func failing(s view.Sleeper, why string) view.Sleeper {
	s.Reach.FailedAt, s.Reach.Why = scene.At("14:36"), why
	return s
}

const ringsAt = "https://wake.example/secret-topic"

func ringCases() []internalCase {
	ring := outbox.Delivery{Kind: outbox.WakeCall, Rung: outbox.TooLate, Promise: 2}
	asleep := func(list ...view.Sleeper) view.View {
		v := viewAt(scene.Told14(), "14:05", 0)
		v.Sleepers = list
		return v
	}
	card := outbox.Delivery{Kind: outbox.Card}
	notice := func(reader string) (view.View, outbox.Delivery) {
		v := viewAt(scene.Told14(), "14:36", 0)
		v.Target = &outbox.Delivery{Kind: outbox.WakeCall, To: "U0BEN", Reason: "the wake address did not answer in time"}
		v.People = []team.Person{{Slack: "U0BEN", Name: "Ben Okafor", Phone: "+44 20 7946 0003"}}
		return v, outbox.Delivery{Kind: outbox.Notice, To: reader}
	}
	toAna, about := notice("U0ANA")
	toBen, self := notice("U0BEN")
	unknown := toAna
	unknown.People = nil
	both := func() *incident.Incident {
		return scene.With(scene.Told14(), func(inc *incident.Incident) {
			inc.Clients = append(inc.Clients, inc.Clients[0], scene.Fresh().Clients[0])
			inc.Clients[2].Promises[0].DueAt = scene.At("15:30")
		})
	}
	two := both()
	down := scene.With(scene.Told14(), func(inc *incident.Incident) {
		inc.Clients[0].Promises[1].Event = &promise.Event{Kinds: []promise.EventKind{promise.DownAgain}, At: scene.At("14:05"), DueAt: scene.At("14:15")}
	})
	loss := scene.With(scene.Told14(), func(inc *incident.Incident) {
		p := &inc.Clients[0].Promises[1]
		p.SaidDue, p.DueAt = scene.At("17:00"), scene.At("14:20")
	})
	call := scene.With(scene.Told14(), func(inc *incident.Incident) {
		inc.Clients[0].Promises[1].Kind = promise.Meeting
	})
	return []internalCase{
		{"ring/down-again", viewAt(down, "14:21", 2), ring},
		{"ring/own-hour", viewAt(loss, "14:35", 2), ring},
		{"ring/call", viewAt(call, "14:35", 2), ring},
		{"ring/news", viewAt(scene.Told14(), "14:35", 2), ring},
		{"ring/first-word", viewAt(scene.Fresh(), "14:08", 1), ring},
		{"ring/last-word", viewAt(scene.Solved(), "15:45", 4), ring},
		{"ring/several-clients", viewAt(two, "14:35", 2), ring},
		{"ring/others", viewAt(scene.Told14(), "14:35", 2), data(ring, outbox.Payload{Also: "INC-8"})},
		{"ring/many-others", viewAt(two, "14:35", 2), data(ring, outbox.Payload{Also: "INC-8 INC-9 INC-10 INC-11 INC-12 INC-13 INC-14"})},
		{"ring/private-and-others", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }), "14:35", 2), data(ring, outbox.Payload{Also: "INC-8 INC-9"})},
		{"ring/put-back", viewAt(scene.With(scene.Told14(), copied), "14:35", 2), ring},
		{"ring/put-back-and-others", viewAt(scene.With(both(), copied), "14:35", 2), data(ring, outbox.Payload{Also: "INC-8 INC-9 INC-10 INC-11 INC-12 INC-13 INC-14"})},
		{"ring/private", viewAt(scene.With(scene.Told14(), func(inc *incident.Incident) { inc.Private = true }), "14:35", 2), ring},
		{"card/all-can-be-woken", asleep(sleeper("U0ANA", "Ana Ruiz", ringsAt), asleepFrom(sleeper("U0BEN", "Ben Okafor", ringsAt), "22:00", "23:00")), card},
		{"card/not-woken", asleep(sleeper("U0BEN", "Ben Okafor", ""), failing(sleeper("U0ANA", "Ana Ruiz", ringsAt), "x"),
			asleepFrom(sleeper("U0CLEO", "Cleo Lindqvist", ringsAt), "12:00", "18:30"), asleepFrom(sleeper("U0OTHER", "", ""), "12:00", "18:30")), card},
		{"notice/not-woken", toAna, about},
		{"notice/not-woken-no-phone", unknown, about},
		{"notice/not-woken-yourself", toBen, self},
	}
}

func whoamiCases() []answer {
	now := scene.At("14:29")
	one := func(change func(*waking.Whoami)) kit.Post {
		w := waking.Whoami{QuietKnown: true}
		w.Sleeper = sleeper("U0BEN", "Ben Okafor", ringsAt)
		w.Person.Role, w.Named, w.Place = "Developer", true, 2
		w.Duties = []view.Duty{{Incident: 7, Roles: []playbook.Role{playbook.Comms}}, {Incident: 9, Roles: []playbook.Role{playbook.Commander, playbook.Tech}}}
		change(&w)
		return waking.Post(w, now)
	}
	return []answer{
		{"whoami/reachable", one(func(w *waking.Whoami) { w.Reach.RangAt = scene.At("09:00"); w.Admin = true })},
		{"whoami/never-tried", one(func(w *waking.Whoami) { w.Quiet = team.DoNotDisturb{From: scene.At("22:00"), Until: scene.At("23:30")} })},
		{"whoami/failed", one(func(w *waking.Whoami) {
			w.Sleeper = failing(w.Sleeper, "there is nothing at the wake address (404)")
			w.Quiet = team.DoNotDisturb{Until: scene.At("18:00")}
		})},
		{"whoami/no-address", one(func(w *waking.Whoami) { w.Person.Wake, w.QuietKnown, w.Duties, w.Place = "", false, nil, 0 })},
		{"whoami/unknown-person", one(func(w *waking.Whoami) { w.Person, w.Named, w.Duties = team.Person{Slack: "U0NEW"}, false, nil })},
		{"whoami/other", one(func(w *waking.Whoami) { w.Other = true })},
		{"rang/you", waking.Rang(team.Person{Slack: "U0BEN", Name: "Ben Okafor"}, false, outbox.DeliveryOutcome{Verdict: outbox.Sent})},
		{"rang/other", waking.Rang(team.Person{Slack: "U0BEN", Name: "Ben Okafor"}, true, outbox.DeliveryOutcome{Verdict: outbox.Sent})},
		{"rang/failed", waking.Rang(team.Person{Slack: "U0BEN"}, true, outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "the wake address did not answer in time"})},
	}
}

func TestWhoami(t *testing.T) {
	for _, c := range whoamiCases() {
		t.Run(c.name, func(t *testing.T) {
			mustFit(t, c.post)
			scene.Golden(t, "answer/"+c.name, readable(t, c.post))
		})
	}
}

func TestWhoamiFitsAndHidesTheAddress(t *testing.T) {
	typed := strings.Repeat("漢😀&<`* ", 500)
	w := waking.Whoami{QuietKnown: true, Other: true}
	w.Sleeper = failing(sleeper("U0BEN", strings.Fields(typed)[0]+typed, ringsAt), typed)
	w.Named, w.Person.Role = true, typed
	for range 300 {
		w.Duties = append(w.Duties, view.Duty{Incident: 1 << 40, Roles: playbook.Roles})
	}
	p := waking.Post(w, scene.At("14:29"))
	mustFit(t, p)
	if strings.Contains(readable(t, p), "wake.example") {
		t.Error("the wake address is shown")
	}
}

// What a phone shows is read by others: of a private incident it says its name,
// and never who has to be told what.
func TestAPhoneShowsNoSecret(t *testing.T) {
	for _, c := range ringCases() {
		if c.d.Kind != outbox.WakeCall {
			continue
		}
		p, err := Internal(c.v, c.d)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"heckout", "Dana", "<", "logs", "U0"} {
			if strings.Contains(p.Text, secret) {
				t.Errorf("%s shows %q: %s", c.name, secret, p.Text)
			}
		}
		if c.v.Incident.Private && p.Text != "INC-7 needs you" && p.Text != "INC-7 needs you. INC-8 and INC-9 need you too" {
			t.Errorf("a private incident's call says %q", p.Text)
		}
		if len(p.Text) > 200 || len(p.Blocks) > 0 {
			t.Errorf("%s does not fit on a phone: %d bytes", c.name, len(p.Text))
		}
	}
}

// Nothing is owed: nobody has to be woken, and the card says nothing of it.
func TestSleepLineIsEmptyWhereAllIsWell(t *testing.T) {
	w := kit.Pen{Now: scene.At("14:05")}
	well := sleeper("U0ANA", "Ana Ruiz", ringsAt)
	well.Reach.RangAt = scene.At("13:00")
	over := asleepFrom(well, "10:00", "14:05") // ends this minute
	if got := sleepLine([]view.Sleeper{well, over}, w); got != "" {
		t.Errorf("the card says %q", got)
	}
	if got, want := sleepLine([]view.Sleeper{asleepFrom(well, "14:05", "14:06")}, w), "Do Not Disturb: Ana until "+w.At(scene.At("14:05").Add(time.Minute)); got != want {
		t.Errorf("the card says %q, want %q", got, want)
	}
}
