package service_test

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/view"
)

// The first text is there with the incident, in one commit: nothing that happens between the
// two leaves a person without it.
func TestTheFirstTextIsInTheCommitOfTheDeclaration(t *testing.T) {
	now := new(time.Time)
	s := servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{
			{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Dana Fox"}}},
			{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", TimeZone: "Europe/London", Contacts: []client.Contact{{Name: "Eve Reed"}}},
		},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor"}},
		Clock:  now, Once: true,
	})
	for _, tt := range []struct {
		name   string
		by     incident.Actor
		d      service.Declaration
		drafts int
	}{
		{"one client", people["ana"], service.Declaration{Client: "acme", Impact: "the checkout shows an error"}, 1},
		{"several clients are written to together", people["ana"], service.Declaration{Client: "acme", Also: []string{"globex"}, Impact: "nothing opens"}, 0},
		{"a text of several clients is none of the first", people["ben"], service.Declaration{Client: "globex", Impact: "no trip can be booked"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.Kind, tt.d.Severity, tt.d.Doing = s.UsualKind(), 1, "checking what happened"
			before := s.File.Commits()
			made, err := s.DeclareAndWrite(t.Context(), tt.by, tt.d)
			if err != nil {
				t.Fatal(err)
			}
			if n := s.File.Commits() - before; n != 1 {
				t.Errorf("%d commits, want 1", n)
			}
			var inc *incident.Incident
			s.Must(s.File.View(t.Context(), func(tx records.Tx) (err error) {
				inc, err = tx.Incident(made.Incident.Number)
				return err
			}))
			if got := len(inc.Clients[0].Drafts); got != tt.drafts || (made.First != nil) != (tt.drafts > 0) || made.Unwritten != nil {
				t.Errorf("%d drafts are kept, want %d; shown %v, why not: %v", got, tt.drafts, made.First != nil, made.Unwritten)
			}
			if kept := inc.Clients[0].Drafts[tt.by.ID]; tt.drafts > 0 && made.First.Update.Hash() != kept.Hash() {
				t.Error("what is shown is not what is kept")
			}
		})
	}
}

// hand is a worker that takes what a declaration claims, and does nothing with it.
type hand struct {
	free  int
	begun []*view.Lease
	ends  int
}

func (h *hand) begin() (func() outbox.Room, func([]*view.Lease)) {
	return func() outbox.Room { return &room{free: h.free} }, func(list []*view.Lease) {
		h.ends++
		h.begun = append(h.begun, list...)
	}
}

type room struct{ free int }

func (r *room) Free(string) bool { return r.free > 0 }
func (r *room) Take(string)      { r.free-- }

// The channel is claimed in the commit of the declaration, so that it is opened without
// another one. A program that dies then opens it once its lease has lapsed, and only then.
func TestADeclarationClaimsItsChannel(t *testing.T) {
	now := new(time.Time)
	s := servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}},
		People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}},
		Clock:   now, Once: true,
	})
	d := service.Declaration{Client: "acme", Kind: s.UsualKind(), Impact: "the checkout shows an error", Severity: 1}
	h := &hand{free: 1}
	s.Begin = h.begin
	before := s.File.Commits()
	if _, err := s.DeclareAndWrite(t.Context(), people["ana"], d); err != nil {
		t.Fatal(err)
	}
	if n := s.File.Commits() - before; n != 1 || h.ends != 1 || len(h.begun) != 1 || h.begun[0].Delivery.Kind != outbox.OpenChannel {
		t.Fatalf("%d commits, %d ends, claimed %v; want the channel in one", n, h.ends, h.begun)
	}
	d.Client = "initech"
	if _, err := s.DeclareAndWrite(t.Context(), people["ana"], d); err == nil {
		t.Fatal("declared for a client that does not exist")
	} else if h.ends != 2 || len(h.begun) != 1 {
		t.Errorf("what was refused claimed %v", h.begun[1:])
	}
	claim := func() (kinds []string) {
		list, err := s.Service.Claim(t.Context(), func() outbox.Room { return &room{free: 9} })
		s.Must(err)
		for _, l := range list {
			kinds = append(kinds, l.Delivery.Kind)
		}
		return kinds
	}
	if got := claim(); slices.Contains(got, outbox.OpenChannel) {
		t.Errorf("it was claimed again at once: %v", got)
	}
	var later []string
	for range 60 {
		*now = now.Add(time.Second)
		later = append(later, claim()...)
	}
	if !slices.Contains(later, outbox.OpenChannel) {
		t.Errorf("in the next minute %v was claimed, want the channel", later)
	}
}

// What cannot be claimed takes no declaration back.
func TestADamagedQueueTakesNoDeclarationBack(t *testing.T) {
	for _, tt := range []struct {
		bucket string
		key    []byte
	}{{"incidents", one}, {"updates", []byte("acme")}, {"deliveries", []byte("INC-1/acme/update/1/slack")}} {
		t.Run(tt.bucket, func(t *testing.T) {
			w := newWard(t, true)
			w.damage(tt.bucket, tt.key) // texts that need it wait in the queue
			h := &hand{free: 9}
			w.Begin = h.begin
			w.now = w.now.Add(2 * time.Minute)
			made, err := w.DeclareAndWrite(t.Context(), people["ben"], service.Declaration{Client: "globex", Kind: w.UsualKind(), Impact: "no trip can be booked", Severity: 2})
			if err != nil || made.Incident.Number != 3 || h.ends != 1 {
				t.Fatalf("declared %v, %v; ended %d times", made.Incident, err, h.ends)
			}
			w.pass(time.Minute)
			opened := w.count(outbox.OpenChannel)
			for _, l := range h.begun {
				if l.Delivery.Kind == outbox.OpenChannel && l.Delivery.Incident == 3 {
					opened++
				}
			}
			if opened == 0 {
				t.Error("its channel was not opened")
			}
		})
	}
}
