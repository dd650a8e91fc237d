package outbox

import (
	"net/url"
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/team"
)

// DeliveryState is where a delivery is in its life:
//
//	pending ──claim──▶ sending ──ok──▶ sent
//	   ▲                  │
//	   │                  ├──definite, try again──▶ pending, later
//	   │                  ├──definite, pointless──▶ dead: a person is told
//	   │                  └──cannot know──▶ unknown ──looked, found──▶ sent
//	   ├──────────────absent for sure──────────┤
//	   │                                       └──cannot be looked up──▶ asks a person:
//	   │                                          it arrived (sent), send again (pending), give up (dead)
//	   └── undo before the first claim: withdrawn
//
// What "cannot know" means depends on the way: Slack's history is looked up, a
// webhook is repeated, since its id makes that harmless, until its time is over
// and it asks a person, and mail asks at once. Everything internal is repeated
// and never asks.
type DeliveryState string

const (
	Waiting       DeliveryState = "pending"
	InFlight      DeliveryState = "sending"
	InDoubt       DeliveryState = "unknown"
	Delivered     DeliveryState = "sent"
	Dead          DeliveryState = "dead"
	NeedsDecision DeliveryState = "asks"
	Recalled      DeliveryState = "withdrawn"
)

// Delivery is something that leaves the process, committed with its cause. Its
// key is for ever: queueing a key twice queues it once.
type Delivery struct {
	Key      string   `json:"key"` // INC-7/acme/update/3/slack, INC-7/acme/update/3/email/dana@acme.example
	ID       string   `json:"id"`  // opaque; travels with the message and proves that it arrived
	Kind     string   `json:"kind"`
	Lane     string   `json:"lane"` // deliveries of one lane leave in order, one at a time
	Incident int64    `json:"incident"`
	Client   string   `json:"client,omitempty"`
	Update   int      `json:"update,omitempty"`    // number of the update that it carries
	Promise  int      `json:"promise,omitempty"`   // number of the promise that it is about
	Rung     Rung     `json:"rung,omitempty"`      // of a reminder
	Group    []Member `json:"group,omitempty"`     // the promises that a reminder is about, if there are several
	Batch    string   `json:"batch,omitempty"`     // of a line: the act for several clients that it is about
	Redraw   string   `json:"redraw,omitempty"`    // key of the newest edit of its message
	Redraws  int      `json:"redraws,omitempty"`   // edits of its message so far
	Via      string   `json:"via,omitempty"`       // of a client's text: the way that it goes
	To       string   `json:"to,omitempty"`        // channel, person, mail address or URL; empty: the incident's channel
	ToName   string   `json:"to_name,omitempty"`   // of the recipient of a mail
	Optional bool     `json:"optional,omitempty"`  // the promise is kept without it
	GivenUp  bool     `json:"given_up,omitempty"`  // it ended without being sent: a person decided so, or a newer one has arrived
	Seen     bool     `json:"seen,omitempty"`      // a person looked and says that it arrived
	Doubted  bool     `json:"doubted,omitempty"`   // nobody knows whether it arrived: it is a webhook's and is repeated, or it is dead
	Perhaps  bool     `json:"perhaps,omitempty"`   // of [OpenChannel]: nobody knows whether the last try made it
	Users    []string `json:"users,omitempty"`     // whom it mentions or invites
	Target   string   `json:"target,omitempty"`    // key of the delivery whose message it edits, deletes or is about
	Data     Payload  `json:"data,omitzero"`       // what else its words need
	Replies  []Reply  `json:"replies,omitempty"`   // what a copy copies
	Text     *Text    `json:"text,omitempty"`      // frozen; nil: rendered when claimed
	ThreadTS string   `json:"thread_ts,omitempty"` // the message whose thread it goes into; set when it is claimed
	Rev      int64    `json:"rev,omitempty"`       // revision of the incident that it was rendered from
	Announce bool     `json:"announce,omitempty"`  // and to the channel as well

	State    DeliveryState `json:"state"`
	Seq      uint64        `json:"seq"` // order of queueing, given by the store
	QueuedAt time.Time     `json:"queued_at"`
	NotTill  time.Time     `json:"not_till"`          // not before
	Expires  time.Time     `json:"expires,omitzero"`  // after this it would say something that is no longer true
	Attempt  int           `json:"attempt,omitempty"` // tries that ended
	Lease    uint64        `json:"lease,omitempty"`   // number of the newest claim
	Until    time.Time     `json:"until,omitzero"`    // end of that claim
	TriedAt  time.Time     `json:"tried_at,omitzero"` // when it was last sent, or may have been
	Reason   string        `json:"reason,omitempty"`  // of the last failure
	DoubtAt  time.Time     `json:"doubt_at,omitzero"` // since when nobody knows whether it arrived
	Looks    int           `json:"looks,omitempty"`   // times that somebody looked since and it was not there
	Looking  bool          `json:"looking,omitempty"` // the newest claim is to look it up, not to send it
	Receipt  Receipt       `json:"receipt,omitzero"`
	EndedAt  time.Time     `json:"ended_at,omitzero"`

	Bounced time.Time `json:"bounced,omitzero"` // when a mail server sent back what had been sent; zero: none did
}

// Receipt is the proof that something arrived. For a channel only Channel and
// Name are set.
type Receipt struct {
	Channel string    `json:"channel,omitempty"`
	TS      string    `json:"ts,omitempty"` // the message's id in Slack
	Name    string    `json:"name,omitempty"`
	Thread  string    `json:"thread,omitempty"`
	At      time.Time `json:"at,omitzero"` // since when it stands there; of a sender's answer: zero if since now
}

// Posted is a line of ours that stands somewhere and is edited in place.
type Posted struct {
	Key  string  `json:"key,omitempty"`  // of the delivery that posted it
	At   Receipt `json:"at,omitzero"`    // where it stands
	Said string  `json:"said,omitempty"` // what it was last made of
}

// Times of the queue. The lease is longer than the longest call that a sender makes.
const (
	LeaseTime   = 30 * time.Second
	firstWait   = time.Second
	LongestWait = time.Minute
	InternalTTL = time.Hour       // an internal message is worth trying for this long
	FinalTTL    = 2 * time.Hour   // so is a client text that promises no next time
	CardPause   = 3 * time.Second // between two edits of a card

	// A request whose answer was lost may still take effect. In a simulation of
	// 20,000 faulted posts, taking "not there" for an answer after 10 s doubled
	// 546 of them, after 60 s none.
	firstLook   = 5 * time.Second
	absentAfter = time.Minute
	lastLook    = 90 * time.Second // nobody could be asked until then: a person is
)

// NobodyReads is why a text is not posted in a client's channel that none of
// theirs reads.
const NobodyReads = "they can no longer read it: nobody of theirs is in that channel. Share it with them again, then press Retry, or call them"

// AlsoTheirs is why a text is not sent to a place that two clients have.
func AlsoTheirs(other, noun string) string {
	return other + " has the same " + noun + ", and would read it. Give each client one of its own: type clients. Then press Retry, or call them"
}

// Apart says whether the delivery belongs to no incident.
func (d *Delivery) Apart() bool {
	return slices.Contains([]string{Damaged, Morning, Relisted, Trial, TrialSaid, AskClient, SheetAnswer}, d.Kind)
}

// Ended says whether nothing more happens to the delivery by itself.
func (d *Delivery) Ended() bool {
	return d.State != Waiting && d.State != InFlight && d.State != InDoubt
}

// GiveUp ends what is stuck. Of a text in doubt nobody knows any more than before
// whether it is there.
func (d *Delivery) GiveUp(now time.Time) {
	d.Doubted = d.Doubted || d.State == NeedsDecision
	d.State, d.EndedAt, d.GivenUp = Dead, now, true
}

// fail ends what will not be sent by itself any more. Of a text that may be there
// a person has to find out.
func (d *Delivery) fail(now time.Time) {
	if d.State, d.EndedAt = Dead, now; d.Doubted {
		d.State, d.EndedAt = NeedsDecision, time.Time{}
	}
}

// TooLate says whether what it carries would say something that is no longer true, now or at
// the next try.
func (d *Delivery) TooLate(now time.Time) bool {
	return !d.Expires.IsZero() && (!now.Before(d.Expires) || d.State == Dead && d.NotTill.After(d.Expires))
}

// AtHome says whether the delivery can still be kept from leaving: it waits, and
// has surely not arrived.
func (d *Delivery) AtHome() bool { return d.State == Waiting && !d.Doubted }

// MayBeThere says whether somebody can have received it, or may still.
func (d *Delivery) MayBeThere() bool {
	return d.State == Delivered || d.State == InFlight || d.State == InDoubt || d.State == NeedsDecision || d.Doubted
}

// Wake returns when the queue has to look at the delivery; zero if it has ended.
func (d *Delivery) Wake() time.Time {
	switch d.State {
	case Waiting, InDoubt:
		return d.NotTill
	case InFlight:
		return d.Until
	}
	return time.Time{}
}

// Internal says whether the delivery is for the team, never for a client.
func (d *Delivery) Internal() bool { return d.Traits().Where != ToClient }

// Traits is the row of its kind.
func (d *Delivery) Traits() Kind { return KindOf(d.Kind) }

// The next hops of what takes no way to a client and none into Slack: calls that wake a
// person, and what a browser prints first.
const (
	HopRing  = "ring"
	HopPrint = "print"
)

// NextHop is where the delivery goes from here: its way, and after a space the host at
// which it waits, where there are several. What goes to one hop shares its hands, so that
// one that does not answer keeps only its own waiting. All that is for the team goes to
// Slack, but for the calls that wake a person.
func (d *Delivery) NextHop() string {
	hop := d.Via
	switch {
	case d.Kind == WakeCall:
		hop = HopRing
	case d.Kind == Paper:
		hop = HopPrint
	case d.Kind != ClientText && d.Kind != AskClient || d.Via == "" || d.Via == client.ViaSlack:
		return client.ViaSlack
	}
	if u, err := url.Parse(d.To); err == nil && u.Host != "" {
		hop += " " + u.Host
	}
	return hop
}

// Room says to which next hops deliveries can be carried now. It is for one claim, and
// belongs to one goroutine.
type Room interface {
	Free(hop string) bool // a hand is free
	Take(hop string)      // one less is
}

// Destination is where a client's text goes.
func (d *Delivery) Destination() client.Destination {
	return client.Destination{Via: d.Via, To: d.To, Name: d.ToName, Optional: d.Optional}
}

// Verdict is what a sender knows about an attempt, or about a look at what
// became of one.
type Verdict string

const (
	Sent    Verdict = "sent"    // the receiver has it; Receipt is set
	Retry   Verdict = "retry"   // surely not done; try again
	Refused Verdict = "refused" // surely not done; trying again is pointless
	Unknown Verdict = "unknown" // may or may not have happened; of a look: it could not be looked up now
	Absent  Verdict = "absent"  // of a look: it is not there
	Blind   Verdict = "blind"   // of a look: it can never be looked up
)

// DeliveryOutcome is the end of one attempt or look.
type DeliveryOutcome struct {
	Verdict Verdict
	Reason  string        // for people; empty if sent
	After   time.Duration // the receiver asked to wait this long; 0: back off
	Receipt Receipt
	Guests  []Guest                      // in the channel, whom nobody has named: it was not posted there
	Quiet   map[string]team.DoNotDisturb // of [AskQuiet]: by person, as far as Slack said
}

// Claim marks the intent to send, or to look up what became of it.
func (d *Delivery) Claim(lease uint64, now time.Time) {
	if d.Looking = d.State == InDoubt; !d.Looking {
		d.TriedAt = now
	}
	d.State, d.Lease, d.Until, d.Bounced = InFlight, lease, now.Add(LeaseTime), time.Time{}
}

// Settle applies the end of an attempt.
func (d *Delivery) Settle(o DeliveryOutcome, now time.Time) {
	d.Until = time.Time{}
	if d.Kind == OpenChannel {
		d.Perhaps = o.Verdict == Unknown
	}
	switch {
	case o.Verdict == Sent:
		d.State, d.Receipt, d.EndedAt, d.Reason, d.Doubted = Delivered, o.Receipt, now, "", false
		d.Receipt.At = d.stoodSince(o.Receipt.At, now)
	case d.Looking:
		d.looked(o, now)
	case o.Verdict == Unknown && !d.Internal():
		d.Reason = o.Reason
		d.doubt(o, now)
	case o.Verdict == Refused:
		d.Attempt, d.Reason = d.Attempt+1, o.Reason
		d.fail(now)
	default:
		d.Reason = o.Reason
		d.again(o, now)
	}
}

// Found ends a delivery of which somebody knows that it is there: since it was sent, as
// far as that is known.
func (d *Delivery) Found(now time.Time) {
	d.State, d.EndedAt, d.Receipt.At, d.Seen, d.Doubted = Delivered, now, d.stoodSince(d.TriedAt, now), true, false
}

// stoodSince is since when a client can read it: what was found later counts from when
// it stood there. Whose clock said so may be wrong.
func (d *Delivery) stoodSince(at, now time.Time) time.Time {
	switch {
	case at.IsZero() || at.After(now):
		return now
	case at.Before(d.QueuedAt):
		return d.QueuedAt
	}
	return at
}

// doubt begins when nobody knows whether a client's text arrived.
func (d *Delivery) doubt(o DeliveryOutcome, now time.Time) {
	switch client.WayOf(d.Via).Doubt {
	case client.DoubtLooks:
		d.Attempt++
		d.State, d.DoubtAt, d.Looks, d.NotTill = InDoubt, now, 0, now.Add(firstLook)
	case client.DoubtRepeats:
		d.Doubted = true
		d.again(o, now)
	default:
		d.State, d.Attempt = NeedsDecision, d.Attempt+1
	}
}

// looked applies what a look has found. A text that is found at any time is
// there; one is absent only when the second look, or a later one, does not find
// it and a request that was still under way has had its minute.
func (d *Delivery) looked(o DeliveryOutcome, now time.Time) {
	age := now.Sub(d.DoubtAt)
	switch {
	case o.Verdict == Blind || o.Verdict != Absent && age >= lastLook:
		d.State = NeedsDecision
		return
	case o.Verdict == Absent:
		d.Looks++
	}
	if o.Verdict == Absent && d.Looks >= 2 && age >= absentAfter {
		d.DoubtAt, d.Looking = time.Time{}, false
		d.again(DeliveryOutcome{Reason: d.Reason, After: time.Millisecond}, now)
		return
	}
	d.State, d.NotTill = InDoubt, d.nextLook(o, now)
}

// nextLook is when to look again: half-way, at the minute, and soon after a
// look that failed.
func (d *Delivery) nextLook(o DeliveryOutcome, now time.Time) time.Time {
	next := d.DoubtAt.Add(absentAfter)
	if o.Verdict != Absent {
		next = now.Add(max(o.After, firstLook))
	}
	if next.After(now) {
		return next
	}
	return now.Add(firstWait)
}

func (d *Delivery) again(o DeliveryOutcome, now time.Time) {
	d.State = Waiting
	if o.After > 0 {
		d.NotTill = now.Add(o.After)
	} else {
		d.Attempt++
		d.NotTill = now.Add(backoff(d.Attempt))
	}
	if !d.Expires.IsZero() && d.NotTill.After(d.Expires) {
		d.fail(now)
		if !d.Internal() && d.Kind != Paper { // of that a person reads what was tried
			d.Reason = "it was not possible in time (" + o.Reason + ")"
		}
	}
}

// Tardy is the attempt after which nobody counts on a delivery any more: by then it was
// tried for ten minutes.
const Tardy = 15

// backoff doubles from one second to one minute.
func backoff(attempt int) time.Duration {
	wait := firstWait
	for range attempt - 1 {
		if wait *= 2; wait >= LongestWait {
			return LongestWait
		}
	}
	return wait
}

// Member is one client's promise among those that share a message.
type Member struct {
	Client  string `json:"client"`
	Promise int    `json:"promise"`
}

// About says whether the delivery is about a client's promise.
func (d *Delivery) About(client string, promise int) bool {
	return d.Client == client && d.Promise == promise || slices.Contains(d.Group, Member{Client: client, Promise: promise})
}

// RedrawPause gathers the changes of one moment: several clients are told
// within a few seconds.
const RedrawPause = 2 * time.Second

// MakesPrivate says whether a delivery that opens a channel makes a private one; private is
// what its incident is now.
func (d *Delivery) MakesPrivate(private bool) bool {
	if d.Data.Opens != "" {
		return d.Data.Opens == OpensPrivate
	}
	return private
}
