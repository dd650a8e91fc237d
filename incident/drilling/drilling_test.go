package drilling_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/drilling"
	"candor/incident/fault"
	"candor/incident/lessons"
	"candor/incident/lookup"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/review"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

var ana = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0HOME", Home: "T0HOME", InChannel: true}

// room is where a drill runs: what left is kept.
type room struct {
	*servicetest.Bench
	t    *testing.T
	left []outbox.Delivery
}

func script() drill.Script {
	return drill.Script{ID: "test", Person: "Dana", Client: "Acme Shop", Service: "Acme online shop", Kind: "outage", Impact: "it is down", Lines: []drill.Line{
		{ID: "down", When: drill.Start, Says: "Is it down??", Asks: "what is going on"},
		{When: drill.Told, After: 5, Says: "At last."},
		{When: drill.Badly, Says: "Tomorrow."},
		{When: drill.Well, Says: "Thank you."},
	}}
}

// everyWay is a client who is reached in every way.
func everyWay(id string) client.Client {
	return client.Client{ID: id, Name: "Acme Shop", Slack: "C0ACME", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}},
		Webhook: &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_c2FuZGJveCBzZWNyZXQgb2YgR2xvYmV4"}}
}

func newRoom(t *testing.T, clients ...client.Client) *room {
	t.Helper()
	r := &room{t: t}
	r.Bench = servicetest.New(t, servicetest.Setup{Clients: clients, EscalateTo: []string{"U0BEN", "U0CLEO"},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz", Wake: "https://ana"}, {Slack: "U0BEN", Name: "Ben", Wake: "https://ben"}, {Slack: "U0CLEO", Name: "Cleo", Wake: "https://cleo"}},
		Does: func(l *view.Lease) outbox.DeliveryOutcome {
			r.left = append(r.left, l.Delivery)
			o := servicetest.Arrives(l)
			if !l.Delivery.Internal() {
				o.Receipt.Channel = l.Delivery.To
			}
			return o
		}})
	r.Announce = "C0TEAM"
	inc, err := r.Declare(t.Context(), ana, service.Declaration{Drill: drill.New(script()), Kind: "outage", Title: drill.Mark, Impact: "it is down", Doing: "looking", Severity: 1, Typed: "drill"})
	r.Must(err)
	if inc.Number != 1 || inc.Drill == nil || inc.ChannelName("inc-{number}-{client}") != "drill-1" {
		t.Fatalf("declared %s, %v, in %s", inc.Name(), inc.Drill, inc.ChannelName("inc-{number}-{client}"))
	}
	return r
}

func (r *room) get() *incident.Incident {
	r.t.Helper()
	inc, err := r.Peek(r.t.Context(), 1)
	r.Must(err)
	return inc
}

// tell writes to the client of the drill.
func (r *room) tell(kind string) {
	r.t.Helper()
	tell, err := r.Write(r.t.Context(), ana, 1, incident.Proposal{Kind: kind})
	r.Must(err)
	_, err = r.Send(r.t.Context(), ana, view.Ref{Number: 1, Client: drill.ClientID}, work.Consent{Hash: tell.Update.Hash()})
	r.Must(err)
}

// texts are where the texts for the client went.
func (r *room) texts() (to []string) {
	for _, d := range r.left {
		if !d.Internal() {
			to = append(to, d.Via+" "+d.To)
		}
	}
	return to
}

// However the client of a drill is configured, and whatever the record says of them, a
// text goes to the drill's own channel and nowhere else.
func TestNoTextOfADrillReachesAClient(t *testing.T) {
	tests := []struct {
		name    string
		clients []client.Client
		tamper  func(tx records.Tx, inc *incident.Incident) error
	}{
		{"nobody is configured", nil, nil},
		{"a client of that name is reached in every way", []client.Client{everyWay("acme")}, nil},
		{"a client of that id is reached in every way", []client.Client{everyWay(drill.ClientID)}, nil},
		{"and the record takes them for one of the list", []client.Client{everyWay(drill.ClientID)}, func(_ records.Tx, inc *incident.Incident) error {
			inc.Clients[0].OneOff, inc.Clients[0].Client = false, everyWay(drill.ClientID)
			return nil
		}},
		{"the record has an address for lawyers", nil, func(_ records.Tx, inc *incident.Incident) error {
			c := &inc.Clients[0].Client
			c.Manner, c.Letters, c.Contacts = client.Lawyer, "law@acme.example", []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}
			return nil
		}},
		{"a text for elsewhere is queued already", nil, func(tx records.Tx, inc *incident.Incident) error {
			for _, to := range []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}, {Via: client.ViaEmail, To: "dana@acme.example"}, {Via: client.ViaWebhook, To: "https://acme.example/hook"}} {
				u := &update.Update{Incident: 1, Client: drill.ClientID, N: 9, Texts: map[string]outbox.Text{to.Via: {Body: "we look"}}}
				if err := work.Enqueue(tx, inc.ClientDelivery(u, to, inc.DeclaredAt)); err != nil {
					return err
				}
			}
			return nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t, tt.clients...)
			r.Work()
			if tt.tamper != nil {
				r.Must(r.Store.Update(t.Context(), func(tx records.Tx) error {
					inc, err := tx.Incident(1)
					r.Must(err)
					r.Must(tt.tamper(tx, inc))
					return tx.PutIncident(inc)
				}))
			}
			r.tell(update.FirstNoticeUnknown)
			r.Steps(time.Second, 30*time.Second)
			r.tell(update.Holding)
			r.Steps(time.Second, 30*time.Second)
			if got := strings.Join(r.texts(), ", "); got != "slack C0INC, slack C0INC" {
				t.Errorf("texts went to %s, want the drill's own channel, twice", got)
			}
			for _, d := range r.left {
				if d.Text != nil && !strings.Contains(d.Text.Body, drill.Mark) {
					t.Errorf("%s is not marked: %q", d.Key, d.Text.Body)
				}
			}
		})
	}
}

// A drill that everybody has left ends by itself, is closed a day later, and nothing comes
// of it any more. Nobody who has not joined has heard of it.
func TestADrillEndsByItself(t *testing.T) {
	r := newRoom(t)
	r.Work()
	r.tell(update.FirstNoticeUnknown)
	r.Until(r.Now().Add(drill.Longest))
	inc := r.get()
	if inc.Drill.On() || inc.State != incident.Resolved || inc.Drill.Scored == nil || len(inc.Drill.Scored.Promises) != 1 || inc.Owes() {
		t.Errorf("after %s it is %s, runs %t, owes %t: %+v", drill.Longest, inc.State, inc.Drill.On(), inc.Owes(), inc.Drill.Scored)
	}
	if inc.Digest.Said != "" || len(inc.InDays()) > 0 {
		t.Errorf("its line for all is %q, and it owes %v in days", inc.Digest.Said, inc.InDays())
	}
	r.Until(r.Now().Add(drill.Keeps + time.Second))
	if inc = r.get(); inc.State != incident.Closed || !inc.Wake().IsZero() {
		t.Errorf("a day later it is %s, and wakes at %s", inc.State, inc.Wake())
	}
	n := len(r.left)
	r.Until(r.Now().AddDate(0, 2, 0))
	if len(r.left) > n {
		t.Errorf("in the weeks after left %v", r.left[n:])
	}
	for _, d := range r.left {
		switch {
		case d.Kind == outbox.WakeCall || d.Kind == outbox.Digest || d.Kind == outbox.Morning || d.Kind == outbox.GoodNight || d.Kind == outbox.StepDue:
			t.Errorf("%s left", d.Key)
		case d.Traits().Where == outbox.ToPerson && d.To != "U0ANA":
			t.Errorf("%s was written to %s", d.Key, d.To)
		}
	}
}

// Who joined is rung, once; a real call at the same time is not spared for it.
func TestWhoseThePhonesAreInADrill(t *testing.T) {
	r := newRoom(t, everyWay("acme"))
	r.Work()
	ben := incident.Actor{ID: "U0BEN", Team: "T0HOME", Home: "T0HOME"}
	_, err := service.Drills{Service: r.Service}.Do(t.Context(), ben, 1, drilling.Join)
	r.Must(err)
	if _, err := (service.Drills{Service: r.Service}).Do(t.Context(), ben, 1, drilling.Join); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("joining twice: %v", err)
	}
	r.Until(r.Now().Add(15 * time.Minute))
	r.Must(r.Store.View(t.Context(), func(tx records.Tx) error {
		for _, user := range []string{"U0ANA", "U0BEN", "U0CLEO"} {
			if reach, err := tx.Reach(user); err != nil || reach.Newest != "" || !reach.AskedAt.IsZero() {
				t.Errorf("the drill keeps the phone of %s from ringing, or from being asked about: %+v, %v", user, reach, err)
			}
		}
		return nil
	}))
	for _, p := range r.get().Clients[0].Promises {
		if slices.Contains(p.Asked, "U0CLEO") {
			t.Errorf("Cleo, who takes no part, was asked about promise %d", p.N)
		}
	}
	for _, d := range r.left {
		if d.Kind == outbox.WakeCall && d.To != "U0BEN" {
			t.Errorf("%s rang %s, who has not joined", d.Key, d.To)
		}
	}
	for _, user := range []string{"U0CLEO", "U0ANA"} {
		_, err = service.Drills{Service: r.Service}.Do(t.Context(), incident.Actor{ID: user, Team: "T0HOME", Home: "T0HOME"}, 1, drilling.Join)
		r.Must(err)
	}
	_, err = r.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "it is down", Severity: 1})
	r.Must(err)
	r.Until(r.Now().Add(drill.Longest))
	rung := map[string]int{}
	for _, d := range r.left {
		if d.Kind == outbox.WakeCall {
			rung[d.To+" of "+(&incident.Incident{Number: d.Incident}).Name()]++
			if d.Incident == 2 && strings.Contains(d.Data.Also, "INC-1") {
				t.Errorf("%s names the drill", d.Key)
			}
		}
	}
	if rung["U0BEN of INC-1"] != 1 || rung["U0CLEO of INC-1"] != 1 || rung["U0ANA of INC-1"] != 1 || rung["U0BEN of INC-2"] == 0 {
		t.Errorf("phones rang %v", rung)
	}
}

// What would reach further than the room is refused.
func TestWhatADrillRefuses(t *testing.T) {
	r := newRoom(t, everyWay("acme"))
	r.Work()
	r.tell(update.FirstNoticeUnknown)
	r.Steps(time.Second, 20*time.Second)
	refusals := map[string]func() error{
		"another client": func() error {
			_, err := r.AddClients(t.Context(), ana, 1, service.MoreClients{Names: []string{"acme"}})
			return err
		},
		"keeping them": func() error { _, err := r.Clients().Keep(t.Context(), ana, 1, drill.ClientID); return err },
		"good night": func() error {
			_, err := r.Watch(t.Context(), ana, 1, night.Request{Act: night.GoodNight, Until: r.Now().Add(time.Hour)})
			return err
		},
	}
	for what, try := range refusals {
		if err := try(); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, _, err := r.Conclude(t.Context(), ana, 1, lessons.Lesson{Changes: []review.Change{{Text: "watch the disk", Owner: "U0ANA", DueAt: r.Now().AddDate(0, 0, 9)}}})
	r.Must(err)
	_, err = service.Drills{Service: r.Service}.Do(t.Context(), ana, 1, drilling.End)
	r.Must(err)
	if list := r.get().InDays(); len(list) > 0 {
		t.Errorf("in days is owed %v", list)
	}
	r.Work()
	if _, err := r.Reopen(t.Context(), ana, view.Ref{Number: 1}, service.Seen{Reason: "it is down again"}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("to reopen it: %v", err)
	}
	for _, list := range [][]*incident.Incident{must(r.Live(t.Context(), ana)), must(r.Search(t.Context(), ana, service.Search{Keys: []lookup.Key{lookup.Past, lookup.Ongoing}, Most: 99})), must(r.Ended(t.Context()))} {
		if slices.ContainsFunc(list, func(inc *incident.Incident) bool { return inc.Drill != nil }) {
			t.Errorf("it is listed after it ended")
		}
	}
	if _, err := (service.Drills{Service: r.Service}).Do(t.Context(), ana, 1, drilling.End); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("to end it twice: %v", err)
	}
}

// It works again, and they were told: that is the end of it. No weeks come after.
func TestADrillEndsWithTheLastWord(t *testing.T) {
	r := newRoom(t)
	r.Work()
	r.tell(update.FirstNoticeUnknown)
	r.Steps(time.Second, 20*time.Second)
	_, err := r.Resolve(t.Context(), ana, 1, service.Solved{Answers: servicetest.Solved})
	r.Must(err)
	r.Work()
	if !r.get().Drill.On() {
		t.Error("it ended before the last word")
	}
	_, err = r.Told(t.Context(), ana, 1, byhand.Report{How: byhand.ByCall, Text: "it works again"})
	r.Must(err)
	r.Work()
	if inc := r.get(); inc.Drill.On() || inc.Owes() || inc.Drill.Scored == nil {
		t.Errorf("it runs %t, owes %t, and went %+v", inc.Drill.On(), inc.Owes(), inc.Drill.Scored)
	}
	_, err = r.Edit(t.Context(), ana, 1, incident.Details{Aftercare: incident.Full})
	if r.Must(err); r.get().Owes() {
		t.Error("weeks come after it")
	}
}

func must(list []*incident.Incident, err error) []*incident.Incident {
	if err != nil {
		panic(err)
	}
	return list
}

// Whoever may change nothing ends nothing.
func TestWhoEndsADrill(t *testing.T) {
	r := newRoom(t)
	r.Work()
	for _, act := range []drilling.Act{drilling.Join, drilling.End} {
		if _, err := (service.Drills{Service: r.Service}).Do(t.Context(), incident.Actor{ID: "U0DANA", Team: "T0ACME", Home: "T0HOME"}, 1, act); fault.CodeOf(err) != fault.Denied {
			t.Errorf("a stranger may %s: %v", act, err)
		}
	}
}
