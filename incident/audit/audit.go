package audit

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Check returns every breach of the invariants (see the package comment) that
// can be seen in the stored state of the incidents, one per line, the newest
// incident first; nil if there is none. What the outside saw it cannot know:
// scripts check that.
//
// That a slot or a text is queued at most once needs no check, since it is one
// key; that it is queued at all does.
func Check(tx records.Tx) error { return CheckEach(tx, func(*incident.Incident) {}) }

// CheckEach is Check that shows each incident to a function on the way. They are
// read one after another: a store may be larger than memory.
func CheckEach(tx records.Tx, see func(*incident.Incident)) error {
	newest, err := tx.LatestIncidents(1)
	au := audit{tx: tx}
	failed := []error{err}
	for n := numberOf(newest); n > 0; n-- {
		inc, err := tx.Incident(n)
		switch {
		case fault.CodeOf(err) == fault.NotFound: // numbers may be left out
		case err != nil:
			failed = append(failed, err)
		default:
			au.incident(inc)
			see(inc)
		}
	}
	if err := errors.Join(failed...); err != nil {
		return err
	}
	return errors.Join(au.breaches...)
}

func numberOf(newest []*incident.Incident) int64 {
	if len(newest) == 0 {
		return 0
	}
	return newest[0].Number
}

type audit struct {
	tx       records.Tx
	breaches []error
}

func (au *audit) breach(inc *incident.Incident, format string, args ...any) {
	au.breaches = append(au.breaches, fmt.Errorf("%s: %w", inc.Name(), fmt.Errorf(format, args...)))
}

func (au *audit) incident(inc *incident.Incident) {
	if inc.State == incident.Open && inc.Roles[playbook.Commander] == "" {
		au.breach(inc, "nobody is in charge")
	}
	if inc.CardKey != "" {
		au.delivery(inc, inc.CardKey)
	}
	au.timeline(inc)
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		au.owed(inc, aff)
		for j := range aff.Promises {
			au.reminders(inc, aff, &aff.Promises[j])
			au.pace(inc, aff, &aff.Promises[j])
		}
		for n := 1; n <= aff.Updates; n++ {
			au.update(inc, aff, n)
		}
	}
	for i := range inc.Spared {
		au.spared(inc, &inc.Spared[i])
	}
}

// spared checks that nothing is owed to a client who was taken out, and nothing on its way.
func (au *audit) spared(inc *incident.Incident, aff *incident.Affected) {
	switch {
	case len(aff.Pending()) > 0 || aff.Request != nil || aff.Out > 0 || aff.Leaving == nil:
		au.breach(inc, "%s was taken out, and is still owed something", called(aff))
	case inc.HasClient(aff.Client.ID):
		au.breach(inc, "%s is in it, and was taken out", called(aff))
	}
	for n := 1; n <= aff.Updates; n++ {
		au.update(inc, aff, n)
	}
}

// timeline checks the fifth invariant: of each line a sentence can be made.
func (au *audit) timeline(inc *incident.Incident) {
	lines, err := au.tx.Timeline(inc.Number)
	if err != nil {
		au.breach(inc, "its timeline: %w", err)
	}
	for _, e := range lines {
		missing, known := e.Missing()
		switch {
		case e.Kind == "" && e.Text == "":
			au.breach(inc, "line %d says nothing", e.N)
		case e.Kind != "" && !known:
			au.breach(inc, "line %d is of a kind %q that has no row", e.N, e.Kind)
		case len(missing) > 0:
			au.breach(inc, "line %d (%s) does not say %s", e.N, e.Kind, fault.Join(missing))
		}
	}
}

// owed checks the first and the second invariant: what a client expects.
func (au *audit) owed(inc *incident.Incident, aff *incident.Affected) {
	switch p := countPromises(aff.Promises, inc.ClosedAt); {
	case inc.Ended():
		au.owedAfterEnd(inc, aff, p)
	case inc.State == incident.Resolved:
		au.owedOnceResolved(inc, aff, p)
	case inc.State == incident.Open:
		au.owedWhileOpen(inc, aff, p)
	}
	if aff.Next() != nil && inc.NextReminder(aff).IsZero() {
		au.breach(inc, "nothing reminds of what %s is owed", called(aff))
	}
}

// promises are how many a client was given.
type promises struct {
	pending int // of all kinds
	stops   int // pending ones, made before the close, that do not outlive it
	updates int // pending ones of the next update
	finals  int // of a last word, kept ones too
}

func countPromises(list []promise.Promise, closed time.Time) (n promises) {
	for _, p := range list {
		if p.Outcome == promise.Pending {
			n.pending++
		}
		if p.Outcome == promise.Pending && promise.Of(p.Kind).Close == promise.Stops && p.MadeAt.Before(closed) { // a text after the close may name a time of its own
			n.stops++
		}
		if p.Outcome == promise.Pending && p.Kind == promise.Update {
			n.updates++
		}
		if p.Kind == promise.Final {
			n.finals++
		}
	}
	return n
}

func (au *audit) owedAfterEnd(inc *incident.Incident, aff *incident.Affected, p promises) {
	switch {
	case p.stops > 0 || p.pending > 0 && inc.State == incident.Cancelled:
		au.breach(inc, "it is %s and still owes %s something", inc.State, called(aff))
	case aff.Request != nil && inc.Over(): // what a closed incident still promises may need another's word
		au.breach(inc, "it is %s and a text to %s still waits for approval", inc.State, called(aff))
	}
}

func (au *audit) owedOnceResolved(inc *incident.Incident, aff *incident.Affected, p promises) {
	switch {
	case p.updates > 0:
		au.breach(inc, "it is resolved and owes %s an update", called(aff))
	case p.finals == 0 && aff.NoPromise == "":
		au.breach(inc, "it is resolved and owed %s neither a last word nor has a reason why not", called(aff))
	case p.finals == 0 && inc.Drill == nil && aff.Leaving == nil && aff.MayKnow() && au.knewBefore(inc, aff):
		au.breach(inc, "%s knows of it and was never owed a last word", called(aff))
	}
}

func (au *audit) owedWhileOpen(inc *incident.Incident, aff *incident.Affected, p promises) {
	switch {
	case p.updates > 1:
		au.breach(inc, "it owes %s %d updates at once", called(aff), p.updates)
	case p.updates == 0 && aff.NoPromise == "":
		au.breach(inc, "it owes %s no update and gives no reason", called(aff))
	}
}

// knewBefore says whether a client may have known of the incident before it was
// resolved. To one that hears first that it works again nothing more is owed. Where it
// was resolved by a clock that was ahead, the order of the timeline counts.
func (au *audit) knewBefore(inc *incident.Incident, aff *incident.Affected) bool {
	at, shows := aff.FirstAt, arrived
	if aff.ToldAt.IsZero() {
		u, err := au.tx.ClientUpdate(inc.Number, aff.Client.ID, max(aff.Out, aff.Unsure))
		if err != nil {
			return false
		}
		at, shows = u.At, left
	}
	return at.Before(inc.ResolvedAt) && au.stoodBefore(inc, aff, shows)
}

// Lines of the timeline that say that a client has heard something, or that something is
// on its way to them.
var (
	arrived = []timeline.Kind{timeline.Told, timeline.ToldByHand, timeline.ToldLate, timeline.ToldItself}
	left    = []timeline.Kind{timeline.Approved, timeline.ApprovedAlone, timeline.RequestApproved, timeline.RequestAlone, timeline.Automatic}
)

// stoodBefore says whether a line about the client, of these kinds, stands before the one
// that it was resolved.
func (au *audit) stoodBefore(inc *incident.Incident, aff *incident.Affected, kinds []timeline.Kind) bool {
	lines, err := au.tx.Timeline(inc.Number)
	stands, resolved := false, false
	for _, e := range lines {
		if resolved = resolved || e.Kind == timeline.Resolved; e.Kind == timeline.Resolved && stands {
			return true
		}
		stands = stands || e.Client == aff.Client.ID && slices.Contains(kinds, e.Kind)
	}
	return err != nil || !resolved // what cannot be read excuses nothing
}

// reminders checks the third invariant: a promise that has nagged has queued
// what it nagged with.
func (au *audit) reminders(inc *incident.Incident, aff *incident.Affected, p *promise.Promise) {
	keys := slices.Clone(p.Direct)
	if p.Showing != "" {
		keys = append(keys, p.Showing)
	}
	if p.Nags > 0 && !(p.Kind == promise.Review && p.Zone == "") && len(keys) == 0 {
		au.breach(inc, "promise %d to %s has nagged and nothing was queued", p.N, called(aff))
	}
	for _, key := range keys {
		d := au.delivery(inc, key)
		if d != nil && !d.About(aff.Client.ID, p.N) {
			au.breach(inc, "%s is not about promise %d to %s", key, p.N, called(aff))
		}
	}
}

// pace checks the third invariant from its other side: nobody is reminded of a
// promise again and again within seconds. What was kept before that was a rule
// is left alone.
func (au *audit) pace(inc *incident.Incident, aff *incident.Affected, p *promise.Promise) {
	if p.Outcome != promise.Pending || p.Usual <= 0 {
		return
	}
	step, due := p.Clock()
	if !p.Hurried() && step < p.Floor() {
		au.breach(inc, "the ladder of promise %d to %s is laid over %s", p.N, called(aff), step)
	}
	least := promise.Again(step) - time.Minute // one that shares a message comes with it, up to a minute before its own time
	if p.Repeat > 0 && p.LastAt.Sub(due) < time.Duration(p.Repeat)*least {
		au.breach(inc, "promise %d to %s was repeated %d times in the %s after its time", p.N, called(aff), p.Repeat, p.LastAt.Sub(due))
	}
}

// update checks the fourth invariant: each text of an update has its delivery.
func (au *audit) update(inc *incident.Incident, aff *incident.Affected, n int) {
	u, err := au.tx.ClientUpdate(inc.Number, aff.Client.ID, n)
	if err != nil {
		au.breach(inc, "update %d to %s: %w", n, called(aff), err)
		return
	}
	var copies []*outbox.Delivery
	for _, to := range u.To {
		d := au.delivery(inc, inc.UpdateKey(u, to))
		if d == nil {
			continue
		}
		copies = append(copies, d)
		if inc.Drill != nil && (to.Via != client.ViaSlack || !slices.Contains(inc.Places(), to.To)) {
			au.breach(inc, "it is a drill, and %s is for elsewhere", d.Key)
		}
		if inc.Over() && !d.Ended() {
			au.breach(inc, "it is %s and %s is still on its way", inc.State, d.Key)
		}
		au.text(inc, u, to.Via, d)
		au.debt(inc, aff, u, d)
	}
	au.movement(inc, aff, u, copies)
}

// movement checks that an update which is on its way, or which asks, is noted as
// that, and no other.
func (au *audit) movement(inc *incident.Incident, aff *incident.Affected, u *update.Update, copies []*outbox.Delivery) {
	moving := slices.ContainsFunc(copies, func(d *outbox.Delivery) bool { return !d.Ended() })
	asking := slices.ContainsFunc(copies, func(d *outbox.Delivery) bool { return d.State == outbox.NeedsDecision })
	noted, underWay := aff.Out == u.N, u.State == update.Held || u.State == update.Sending
	switch {
	case moving && !noted && u.State != update.Sent && !update.Automatic(u.Kind):
		au.breach(inc, "update %d to %s is on its way and %d is noted", u.N, called(aff), aff.Out)
	case !moving && noted:
		au.breach(inc, "update %d to %s is noted as on its way and nothing moves", u.N, called(aff))
	case !moving && !asking && underWay:
		au.breach(inc, "update %d to %s is %s and was forgotten", u.N, called(aff), u.State)
	}
}

// text checks one text of an update against the delivery that carries it.
func (au *audit) text(inc *incident.Incident, u *update.Update, via string, d *outbox.Delivery) {
	switch {
	case d.Text == nil || *d.Text != u.Texts[via]:
		au.breach(inc, "%s does not carry the text that was approved", d.Key)
	case d.State == outbox.Delivered && !d.Optional && u.State != update.Sent:
		au.breach(inc, "%s arrived and its update is %s", d.Key, u.State)
	case d.State == outbox.Recalled && u.State != update.Withdrawn && !d.GivenUp:
		au.breach(inc, "%s was taken back and its update is %s", d.Key, u.State)
	case d.State == outbox.Dead || d.State == outbox.NeedsDecision: // the problem that stands before a person
		if d.Target == "" {
			au.breach(inc, "%s is %s and nobody was told", d.Key, d.State)
			return
		}
		au.delivery(inc, d.Target)
	}
}

// debt checks that what a client has had on one way and not on another stands
// before a person until it has arrived or was given up.
func (au *audit) debt(inc *incident.Incident, aff *incident.Affected, u *update.Update, d *outbox.Delivery) {
	owed := aff.MissingCopy(d.Key) != nil
	missing := u.State == update.Sent && !d.Optional && (d.State == outbox.NeedsDecision || d.State == outbox.Dead && !d.GivenUp)
	switch {
	case missing && !owed && !inc.Over():
		au.breach(inc, "%s is missing at %s and nobody is reminded of it", d.Key, called(aff))
	case owed && !missing && d.Ended():
		au.breach(inc, "%s is reminded of and is %s", d.Key, d.State)
	}
}

// delivery loads a delivery that must be there and have an end or a time.
func (au *audit) delivery(inc *incident.Incident, key string) *outbox.Delivery {
	d, err := au.tx.Delivery(key)
	if err != nil {
		au.breach(inc, "delivery %s: %w", key, err)
		return nil
	}
	if !d.Ended() && d.Wake().IsZero() {
		au.breach(inc, "%s waits for nothing", key)
	}
	return d
}

// called is the client as people call it.
func called(aff *incident.Affected) string { return cmp.Or(aff.Client.Name, aff.Client.ID) }
