package bolt_test

import (
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/store/bolt"
)

// oldNow is when the program that wrote the store of schema 3 died: in the middle
// of sending, with texts held, in doubt and waiting for approval.
var oldNow = time.Date(2026, 3, 10, 10, 41, 16, 0, time.UTC)

// old is a program that goes on with an old store. Whatever leaves arrives.
type old struct {
	*servicetest.Bench
	t    *testing.T
	now  time.Time
	sent map[string]int // client texts, by key
	told map[string]int // the rest, by kind
}

func newOld(t *testing.T) *old {
	t.Helper()
	o := &old{t: t, now: oldNow, sent: map[string]int{}, told: map[string]int{}}
	o.Bench = servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}}},
		People:  []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz"}, {Slack: "U0BEN", Name: "Ben Okafor", Wake: "https://wake.example/U0BEN"}}, EscalateTo: []string{"U0BEN"},
		Path: bolt.UnpackOld(t), Clock: &o.now, Does: o.outcome,
	})
	o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	return o
}

func (o *old) outcome(l *view.Lease) outbox.DeliveryOutcome {
	d := &l.Delivery
	if d.Kind == outbox.ClientText {
		o.sent[d.Key]++
	} else {
		o.told[d.Kind]++
	}
	n := len(o.sent) + len(o.told)
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: fmt.Sprintf("C1INC%d", d.Incident), Name: "inc", TS: fmt.Sprintf("%d.%06d", o.now.Unix(), n)}}
}

func (o *old) incident(n int64) *incident.Incident {
	o.t.Helper()
	inc, err := o.Peek(o.t.Context(), n)
	if err != nil {
		o.t.Fatal(err)
	}
	return inc
}

// What a program of schema 3 has left is what this one finds, and it goes on
// from there: every promise, text and question ends as if nothing had happened.
func TestAnOldStoreGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	o := newOld(t)
	o.Sound()
	o.wantFacts()
	o.wantInbox("E2", "E3")

	if _, err := o.Receive(t.Context(), []string{"E2"}, records.Envelope{ID: "E1", At: o.now}, records.Envelope{ID: "E4", At: o.now}); err != nil {
		t.Fatal(err)
	}
	o.wantInbox("E3", "E4") // E1 was finished by the old program

	o.Until(oldNow.Add(time.Hour))
	o.Sound()
	o.wantQuiet()
	if p := o.incident(3).Affected("acme").Owed(promise.Afterword); p == nil || p.Rung < outbox.Due {
		t.Errorf("the word about the index was promised for 11:30, and the promise is %+v", p)
	}
	if r := o.incident(8).Affected("globex").Request; r == nil || !r.NextAt.IsZero() || len(r.Asked) < 2 {
		t.Errorf("the request that nobody answers is %+v, want that everybody was asked", r)
	}
	if _, err := o.Cancel(t.Context(), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}, 11, "the copy was there"); err != nil {
		t.Errorf("the team goes on: %v", err)
	}
	if n, err := o.number(); n != 12 || err != nil {
		t.Errorf("the next incident would be %d, %v, want 12", n, err)
	}
}

// wantFacts compares what the old program knew, one thing of each kind.
func (o *old) wantFacts() {
	o.t.Helper()
	var states []string
	for n := range int64(11) {
		inc := o.incident(n + 1)
		states = append(states, fmt.Sprintf("%s/%s", inc.State, inc.Kind))
	}
	acme5, hotels, later := o.incident(5).Affected("acme"), o.incident(6), o.incident(7).Affected("depot").Embargo
	data := o.incident(4)
	o.want("states", strings.Join(states, " "), "closed/outage cancelled/outage resolved/outage open/data_loss open/outage open/outage open/outage open/outage open/outage open/outage open/backup_failure")
	final := o.incident(3).Affected("store").Owed(promise.Final)
	o.want("a rung beyond everybody", final.Rung, outbox.Everybody)
	o.want("the repetitions that it stood for", final.Repeat, 3)
	o.want("a written review", o.incident(3).Affected("acme").Owed(promise.Review) != nil, true)
	o.want("answers", fmt.Sprint([]facts.Answer{data.Facts.Answer(facts.DataLost), data.Facts.Answer(facts.Recoverable), data.Affected("globex").Wrote[facts.Recoverable]}), "[yes part no]")
	o.want("a meeting", data.Affected("globex").Owed(promise.Meeting).Words, "15:00 or 17:00")
	o.want("a promise to write", data.Affected("cargo").Owed(promise.Written) != nil, true)
	o.want("a debt", len(acme5.Missing), 1)
	o.want("an automatic text", acme5.Promises[1].Auto, 2)
	o.want("a client in no list", hotels.Clients[0].OneOff && hotels.Clients[0].Client.Slack == "C0HOTELS", true)
	o.want("a guest", hotels.Channel.Guests[0].User, "U0OTHER")
	o.want("a colleague", fmt.Sprint(hotels.Colleagues), "[U0GUEST]")
	o.want("a channel that was left", hotels.Old[0].ID, "C0INC6")
	o.want("a reply", hotels.Clients[0].Asked[0].Text, "Since when is it empty?")
	o.want("an event", fmt.Sprint(o.incident(7).Affected("acme").Owed(promise.Update).Event.Kinds), "[worse]")
	o.want("an estimate", o.incident(7).Estimate.To.Format("15:04"), "10:46")
	o.want("a pace that was asked for", o.incident(7).Affected("acme").Pace.AskedBy, "Dana")
	o.want("two people decided", later.Agreed() && later.Second == "U0ANA", true)
	o.want("one more has not answered", o.incident(7).Affected("globex").Embargo.Open(), true)
	o.want("a draft with a reason", o.incident(7).Affected("acme").Drafts["U0BEN"].Overrides != nil, true)
	o.want("a request", o.incident(8).Affected("globex").Request.Needs[0].For, approval.Other)
	o.want("a text in doubt", o.delivery("INC-9/acme/update/1/slack").State, outbox.InDoubt)
	o.want("a text that was given up in doubt", o.delivery("INC-9/acme/update/1/email/dana@acme.example").Doubted, true)
	o.want("a text that is held", o.delivery("INC-9/cargo/update/1/webhook").State, outbox.Waiting)
	o.want("a text under way", o.delivery("INC-6/globex-hotels/update/2/slack").State, outbox.InFlight)
	o.want("a text of which nobody knows", o.incident(10).Clients[0].Unsure, 1)
	o.want("a correction", o.update(4, "globex", 3).Corrects, 2)
	o.want("a reading", o.update(1, "acme", 1).Readings[0].Name, "Dana Fox")
	o.inTx(func(tx records.Tx) error {
		p, err := tx.Profile("depot")
		o.want("an archived client", p != nil && p.Archived && len(p.History) == 2, true)
		r, reachErr := tx.Reach("U0BEN")
		o.want("how Ben is woken", r.Why, "nobody took the call")
		q, quietErr := tx.Reach("U0CLEO")
		o.want("who sleeps", q.Quiet.On(oldNow), true)
		at, seenErr := tx.LastSeen()
		o.want("when it was alive", at.IsZero(), false)
		lines, lineErr := tx.Timeline(4)
		o.want("the timeline", len(lines), 50)
		o.want("a line from before there were kinds", lines[0].Kind == "" && lines[0].Text != "", true)
		return errors.Join(err, reachErr, quietErr, seenErr, lineErr)
	})
}

func (o *old) want(what string, got, want any) {
	o.t.Helper()
	if !reflect.DeepEqual(got, want) {
		o.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// inTx reads.
func (o *old) inTx(fn func(records.Tx) error) {
	o.t.Helper()
	if err := o.File.View(o.t.Context(), fn); err != nil {
		o.t.Fatal(err)
	}
}

func (o *old) delivery(key string) (d *outbox.Delivery) {
	o.t.Helper()
	o.inTx(func(tx records.Tx) (err error) { d, err = tx.Delivery(key); return err })
	return d
}

func (o *old) update(n int64, client string, update int) (u *update.Update) {
	o.t.Helper()
	o.inTx(func(tx records.Tx) (err error) { u, err = tx.ClientUpdate(n, client, update); return err })
	return u
}

func (o *old) wantInbox(want ...string) {
	o.t.Helper()
	list, err := o.Inbox(o.t.Context())
	var ids []string
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	if err != nil || !reflect.DeepEqual(ids, want) {
		o.t.Errorf("the inbox holds %v, %v, want %v", ids, err, want)
	}
}

// wantQuiet checks that what was under way has ended, once, and that nothing is
// ready that does not wait for its time.
func (o *old) wantQuiet() {
	o.t.Helper()
	for _, key := range []string{"INC-9/acme/update/1/slack", "INC-9/cargo/update/1/webhook", "INC-9/cargo/update/1/email/dana@cargo.example",
		"INC-5/acme/update/3/slack", "INC-6/globex-hotels/update/2/slack", "INC-11/channel", "INC-7/channel/private"} {
		if d := o.delivery(key); d.State != outbox.Delivered {
			o.t.Errorf("%s is %s (%s), want that it was sent", key, d.State, d.Reason)
		}
	}
	for key, n := range o.sent {
		if n > 1 {
			o.t.Errorf("%s left %d times", key, n)
		}
	}
	if o.told[outbox.Reminder] == 0 || o.told[outbox.Direct] == 0 || o.told[outbox.WakeCall] == 0 {
		o.t.Errorf("nobody was reminded: %v", o.told)
	}
	o.inTx(func(tx records.Tx) error {
		list, err := tx.PendingDeliveries()
		for _, d := range list {
			if !d.Wake().After(o.now) {
				o.t.Errorf("%s is %s since %s", d.Key, d.State, d.Wake().Format("15:04:05"))
			}
		}
		return err
	})
}

func (o *old) number() (n int64, err error) {
	err = o.File.Update(o.t.Context(), func(tx records.Tx) error { n, err = tx.NewNumber(); return err })
	return n, err
}
