package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/cmd/candor/candour"
	"candor/incident"
	"candor/incident/audit"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
)

// outside is what the receivers of deliveries have seen.
type outside struct {
	arrivals  map[string]int         // of clients' texts, by key, as their receivers count
	hooks     map[string]bool        // ids that a webhook has taken; it knows a repeat by them
	settled   map[string]bool        // keys of which we were told that they arrived
	takenBack map[string]bool        // beginnings of the keys of updates that were taken back
	over      map[int64]time.Time    // incidents that were closed or cancelled
	alarms    map[string][]time.Time // when somebody was reminded or rung about a promise
	got       []candour.Got          // clients' texts, as they read them
	pressed   map[string]time.Time   // by text: when somebody let it leave last
	truth     []candour.Known        // what people said that they know
	moments   int                    // how many things have happened
}

func newOutside() outside {
	return outside{map[string]int{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[int64]time.Time{}, map[string][]time.Time{}, nil, map[string]time.Time{}, nil, 0}
}

func updatePrefix(inc *incident.Incident, client string, n int) string {
	return fmt.Sprintf("%s/%s/update/%d/", inc.Name(), client, n)
}

func updateKey(inc *incident.Incident, client string, n int, to client.Destination) string {
	return updatePrefix(inc, client, n) + to.Key()
}

// delivery returns a record, nil if there is none.
func (w *world) delivery(key string) (d *outbox.Delivery) {
	_ = w.view(func(tx records.Tx) (err error) {
		d, err = tx.Delivery(key)
		return err
	})
	return d
}

// work ticks and carries out what is ready, as the worker does, until nothing is.
func (w *world) work() {
	w.tick()
	w.wakeLateWorkers()
	for range 3000 {
		if len(w.claimed) == 0 {
			list, err := w.Claim(context.Background(), w.room())
			if err != nil {
				w.breach("claim: %v", err)
				return
			}
			if w.claimed = list; len(list) == 0 {
				return
			}
		}
		l := w.claimed[0]
		w.claimed = w.claimed[1:]
		if w.settled[l.Delivery.Key] {
			w.breach("%s is handed out again, and we know that it arrived", l.Delivery.Key)
			return
		}
		w.carryOut(l)
	}
	w.breach("the queue never comes to an end")
}

// some is room for so many deliveries.
type some int

func (s *some) Free(string) bool { return *s > 0 }
func (s *some) Take(string)      { *s-- }

// room is what one commit may claim: one, or a few.
func (w *world) room() func() outbox.Room {
	n := some(1 + w.r.IntN(4))
	return func() outbox.Room { s := n; return &s }
}

// tick does what is due. What is still due after that would be tried, and written
// down, at each tick.
func (w *world) tick() {
	if err := w.Tick(context.Background()); err != nil && !w.damaged {
		w.breach("tick: %v", err)
	}
	for _, inc := range w.live() {
		if wake := inc.Wake(); !wake.IsZero() && !wake.After(w.now) {
			w.breach("%s still wakes at %s after a tick", inc.Name(), wake.UTC().Format("01-02 15:04:05"))
		}
	}
}

// carryOut does what a lease is for, unless the worker dies or hangs meanwhile,
// before or after the receiver has it.
func (w *world) carryOut(l *view.Lease) {
	fate := w.r.IntN(200)
	var o outbox.DeliveryOutcome
	if fate > 1 || w.r.IntN(2) == 0 {
		o = w.receive(l)
	}
	switch fate {
	case 0:
		w.claimed = nil
		w.crash("with " + l.Delivery.Key)
		w.tick()
	case 1:
		w.logf("a worker hangs with %s", l.Delivery.Key)
		w.late = append(w.late, l)
	default:
		w.settle(l, o)
	}
}

func (w *world) settle(l *view.Lease, o outbox.DeliveryOutcome) {
	next, err := w.Settle(context.Background(), l, o, w.room())
	if err != nil {
		w.breach("settle %s: %v", l.Delivery.Key, err)
	}
	w.claimed = append(w.claimed, next...)
	w.settled[l.Delivery.Key] = o.Verdict == outbox.Sent
}

// wakeLateWorkers lets those that hang come back. Once the lease has lapsed
// somebody else decides: what they say then must change nothing.
func (w *world) wakeLateWorkers() {
	late := w.late
	w.late = nil
	for _, l := range late {
		d := w.delivery(l.Delivery.Key)
		if d == nil { // it is damaged
			continue
		}
		if d.State == outbox.InFlight && d.Lease == l.Number { // nobody has noticed yet
			w.late = append(w.late, l)
			continue
		}
		_, err := w.Settle(context.Background(), l, outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: receipt(l.Delivery)}, w.room())
		if fault.CodeOf(err) != fault.Conflict {
			w.breach("a late worker was heard about %s, which is %s by now: %v", d.Key, d.State, err)
		}
	}
}

func receipt(d outbox.Delivery) outbox.Receipt { return outbox.Receipt{Channel: d.To, TS: "ts" + d.ID} }

// receive is the outside at the moment of an attempt or a look.
func (w *world) receive(l *view.Lease) outbox.DeliveryOutcome {
	switch {
	case l.Delivery.Internal():
		return w.receiveInternal(&l.Delivery)
	case l.Delivery.Looking:
		return w.look(l.Delivery)
	}
	w.checkText(l)
	return w.attempt(l.Delivery)
}

// receiveInternal is the team's Slack, and the phones that ring.
func (w *world) receiveInternal(d *outbox.Delivery) outbox.DeliveryOutcome {
	if d.Kind == outbox.Reminder || d.Kind == outbox.WakeCall {
		w.checkAlarm(d)
	}
	switch {
	case w.r.IntN(40) == 0:
		return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "no"}
	case w.r.IntN(30) == 0:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "slow"}
	}
	r := outbox.Receipt{Channel: d.To, TS: d.ID}
	if d.Kind == outbox.OpenChannel {
		r.Channel, r.Name = fmt.Sprintf("C0INC%d", d.Incident), "inc"
		if strings.HasSuffix(d.Key, "/private") {
			r.Channel += "P"
		}
	}
	ours := strings.HasPrefix(r.Channel, "C0INC") || strings.HasPrefix(r.Channel, "U0")
	if edits := d.Target != "" && d.To == ""; !ours && !edits && slices.Contains(posts, d.Kind) {
		w.breach("%s (%s) is for the team and goes to %q", d.Key, d.Kind, r.Channel)
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: r}
}

// posts are the kinds that tell the team something new.
var posts = []string{outbox.Card, outbox.Reminder, outbox.Direct, outbox.Line, outbox.Copy, outbox.Problem, outbox.Notice, outbox.ApprovalAsk, outbox.EstimateAsk, outbox.Second}

// look finds a client's text whose answer was lost, if it is there.
func (w *world) look(d outbox.Delivery) outbox.DeliveryOutcome {
	switch {
	case w.r.IntN(6) == 0:
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "nobody answers"}
	case w.r.IntN(20) == 0:
		return outbox.DeliveryOutcome{Verdict: outbox.Blind, Reason: "the channel is gone"}
	case w.arrivals[d.Key] > 0:
		return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: receipt(d)}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Absent}
}

// attempt is what becomes of a client's text, and what we are told of that.
func (w *world) attempt(d outbox.Delivery) outbox.DeliveryOutcome {
	t := w.trouble
	if w.r.IntN(4) == 0 {
		t = allWell
	}
	switch t {
	case lostAnswers:
		w.arrive(d)
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	case nothing:
		return outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "no answer"}
	case busy:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "busy"}
	case askedToWait:
		return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "asked to wait", After: 40 * time.Second}
	case refusing:
		return outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "not in the channel"}
	}
	w.arrive(d)
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: receipt(d)}
}

// moment is a time that only the order of things has: the clock of a history jumps.
func (w *world) moment() time.Time {
	w.moments++
	return beginnings[0].Add(time.Duration(w.moments) * time.Minute)
}

// arrive counts a text as its receiver does.
func (w *world) arrive(d outbox.Delivery) {
	if d.Via == client.ViaWebhook {
		if w.hooks[d.ID] {
			return
		}
		w.hooks[d.ID] = true
	}
	w.arrivals[d.Key]++
	left, ok := w.pressed[d.Text.Body]
	if !ok { // Candor's own
		left = w.moment()
	}
	w.got = append(w.got, candour.Got{At: left.Add(candour.Hold), Incident: fmt.Sprintf("INC-%d", d.Incident), Client: d.Client, Reader: d.To, Text: d.Text.Body})
	if n := w.arrivals[d.Key]; n > 1 {
		w.breach("%s arrived %d times", d.Key, n)
	}
	for prefix := range w.takenBack {
		if strings.HasPrefix(d.Key, prefix) {
			w.breach("%s arrived although it was taken back", d.Key)
		}
	}
	if at, ok := w.over[d.Incident]; ok {
		w.breach("%s arrived, and its incident was over at %s", d.Key, at.UTC().Format("01-02 15:04:05"))
	}
}

// tookBack notes that somebody was told that an update was taken back before it left.
func (w *world) tookBack(inc *incident.Incident, client string, n int) {
	prefix := updatePrefix(inc, client, n)
	w.takenBack[prefix] = true
	for key := range w.arrivals {
		if strings.HasPrefix(key, prefix) {
			w.breach("%s was taken back “before it left”, and it had arrived", key)
		}
	}
}

// checkText looks at a client's text as it leaves: it is what was approved, by
// those who have to, and goes to that client.
func (w *world) checkText(l *view.Lease) {
	d, u := l.Delivery, l.View.Update
	c := l.View.Client.Client
	automatic := update.Automatic(u.Kind)
	anothers := slices.ContainsFunc(u.Approved, func(g update.Given) bool { return g.By != u.By })
	switch {
	case d.Text == nil || d.Text.Body == "":
		w.breach("%s has no text", d.Key)
	case *d.Text != u.Texts[d.Via]:
		w.breach("%s reads %q, and %q was approved", d.Key, d.Text.Body, u.Texts[d.Via].Body)
	case !automatic && !w.seen[u.Hash()]:
		w.breach("%s carries a text that nobody has seen", d.Key)
	case c.Approval.Rule == client.ApprovalOther && !automatic && !u.Alone && !anothers:
		w.breach("%s leaves with the word of %s alone; approved: %v", d.Key, u.By, u.Approved)
	}
	if !slices.ContainsFunc(clientOf(d.Client).Destinations(), func(to client.Destination) bool { return to.Via == d.Via && to.To == d.To }) {
		w.breach("%s goes to %s, where %s is not reached", d.Key, d.To, d.Client)
	}
}

func clientOf(id string) *client.Client {
	i := slices.IndexFunc(roster.Clients, func(c client.Client) bool { return c.ID == id })
	return &roster.Clients[i]
}

// checkAlarm holds how often people are reminded of one promise, or one person is
// rung about it, against what a person can bear.
func (w *world) checkAlarm(d *outbox.Delivery) {
	about := fmt.Sprintf("%s about promise %d to %s in INC-%d, to %s", d.Kind, d.Promise, d.Client, d.Incident, d.To)
	w.alarms[about] = append(w.alarms[about], w.now)
	const most = 8
	n := len(w.alarms[about])
	if n > most && w.now.Sub(w.alarms[about][n-most]) < 3*time.Minute {
		w.breach("a storm: %d times within %s: %s", most, w.now.Sub(w.alarms[about][n-most]), about)
	}
}

// check holds the stored state against what must be true after each step.
func (w *world) check() {
	err := w.view(func(tx records.Tx) error { return audit.CheckEach(tx, w.checkSteps) })
	if err != nil && !w.damaged {
		w.breach("audit: %v", err)
	}
}

// checkSteps looks at what is pending: a ladder of no height would never stop ringing.
func (w *world) checkSteps(inc *incident.Incident) {
	if inc.Over() {
		return
	}
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			if p.Outcome == promise.Pending && p.Step() <= 0 {
				w.breach("%s: promise %d to %s has a step of %s", inc.Name(), p.N, inc.Clients[i].Client.ID, p.Step())
			}
		}
	}
}

// checkTheEnd holds what has arrived against what the records say of it, and, as its
// reader, against what was known.
func (w *world) checkTheEnd() {
	for _, b := range candour.Breaches(w.truth, w.got) {
		w.breach("candour: %s", b)
	}
	if err := w.store.Check(); err != nil {
		w.breach("the store: %v", err)
	}
	err := w.view(func(tx records.Tx) error {
		for number := int64(1); ; number++ {
			inc, err := tx.Incident(number)
			if fault.CodeOf(err) == fault.NotFound {
				return nil
			}
			if err != nil {
				return err
			}
			for _, aff := range slices.Concat(inc.Clients, inc.Spared) {
				err = errors.Join(err, w.checkUpdates(tx, inc, &aff))
			}
			if err != nil {
				return err
			}
		}
	})
	if err != nil {
		w.breach("at the end: %v", err)
	}
}

func (w *world) checkUpdates(tx records.Tx, inc *incident.Incident, aff *incident.Affected) error {
	for n := 1; n <= aff.Updates; n++ {
		u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
		if err != nil {
			return err
		}
		for _, to := range u.To {
			d, err := tx.Delivery(updateKey(inc, aff.Client.ID, n, to))
			if err != nil {
				return err
			}
			w.checkOutcome(d)
		}
	}
	return nil
}

// checkOutcome: a text that arrived counts as sent or stands before a person, and
// the other way round.
func (w *world) checkOutcome(d *outbox.Delivery) {
	switch arrived := w.arrivals[d.Key] > 0; {
	case !d.Ended():
		w.breach("%s is still %s after two quiet hours", d.Key, d.State)
	case d.State == outbox.Delivered && !arrived:
		w.breach("%s counts as sent and never arrived", d.Key)
	case arrived && !d.MayBeThere():
		w.breach("%s arrived, and is %s (given up: %t): %s", d.Key, d.State, d.GivenUp, d.Reason)
	}
}
