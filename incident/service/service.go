package service

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/incident/view"
)

// Store keeps what the domain decides. It holds no rules. Its methods run fn
// in a transaction; an error from fn undoes the whole and comes back as it is.
// fn may run twice, so it does nothing that cannot be undone, and leaves what it
// was given as it is: the second run begins where the first began. View never
// changes anything; writing in it is an error.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is one transaction. Each method is named for the question that it
// answers. What it returns belongs to the caller.
//
// A record that is there and cannot be read is a [incident.DamagedError]. What returns
// several returns what can be read also with an error, which joins one for each
// record that cannot: one damaged record never stops the others.
type Tx interface {
	// Incident returns a record; an [fault.Error] with code NotFound if there is none.
	Incident(number int64) (*incident.Incident, error)
	// IncidentIn returns the newest incident that has the place (see
	// [incident.Incident.Places]), nil if there is none.
	IncidentIn(place string) (*incident.Incident, error)
	// LiveIncidents returns those that are neither closed nor cancelled, oldest first.
	LiveIncidents() ([]*incident.Incident, error)
	// DueIncidents returns those whose Wake is not after now, earliest first.
	DueIncidents(now time.Time) ([]*incident.Incident, error)
	// LatestIncidents returns the n newest that can be read, whatever became of them,
	// newest first.
	LatestIncidents(n int) ([]*incident.Incident, error)
	// NewNumber returns the next unused incident number, from 1.
	NewNumber() (int64, error)
	PutIncident(*incident.Incident) error

	// ClientUpdate returns update n of a client; an [fault.Error] with code NotFound if there is none.
	ClientUpdate(incident int64, client string, n int) (*incident.Update, error)
	PutClientUpdate(*incident.Update) error

	// Profile returns a client that was made in Slack or imported; nil if there is none.
	Profile(client string) (*client.Profile, error)
	// Profiles returns them all by their ids, also those that are archived.
	Profiles() ([]*client.Profile, error)
	PutProfile(*client.Profile) error
	// RemoveProfile forgets a client; an unknown one changes nothing.
	RemoveProfile(client string) error

	// Append adds a line to the timeline; its number must be new.
	Append(incident.Entry) error
	// Timeline returns an incident's entries in order.
	Timeline(incident int64) ([]incident.Entry, error)

	// Enqueue queues a delivery, gives it its Seq and says whether its key is new;
	// a known key changes nothing.
	Enqueue(*outbox.Delivery) (bool, error)
	// Delivery returns a record; an [fault.Error] with code NotFound if there is none.
	Delivery(key string) (*outbox.Delivery, error)
	// PutDelivery stores a queued delivery; its Seq and its place in the lane stay.
	PutDelivery(*outbox.Delivery) error
	// ReadyDelivery returns the delivery with the earliest Wake not after now that
	// is the first of its lane; nil if there is none.
	ReadyDelivery(now time.Time) (*outbox.Delivery, error)
	// PendingDeliveries returns all that have not ended, lane by lane, each in its
	// order.
	PendingDeliveries() ([]*outbox.Delivery, error)
	// NewLease returns the next unused lease number, from 1.
	NewLease() (uint64, error)

	// Receive keeps what came in and says whether its id is new.
	Receive(Envelope) (bool, error)
	// Inbox returns what was received and not finished, oldest first.
	Inbox() ([]Envelope, error)
	// Finish removes an envelope from the inbox; its id stays known for a day.
	// An empty or unknown id changes nothing.
	Finish(id string, now time.Time) error

	// NextWake returns the earliest Wake of all incidents, and of the deliveries
	// that are the first of their lane; zero if there is none.
	NextWake() (time.Time, error)
	// Reach returns what is known of how a person can be woken; one with only the
	// User if nothing is.
	Reach(user string) (team.Reach, error)
	PutReach(team.Reach) error

	// LastSeen returns when the program last said that it is alive; zero if never.
	LastSeen() (time.Time, error)
	SetLastSeen(time.Time) error

	// Outline returns what is known of an incident even if its record cannot be
	// read; nil if nothing is.
	Outline(number int64) (*incident.Outline, error)
	// SetAside writes down that a record cannot be read, or what is known of that
	// now, and takes it out of what is due and ready. An index entry is made anew.
	SetAside(incident.Damage) error
	// Damages returns what was set aside and still cannot be read, by Ref.
	Damages() ([]incident.Damage, error)
}

// Words makes texts from facts and checks them. All methods are pure.
type Words interface {
	// Render returns the exact text of an update for one destination. An [fault.Error]
	// names the fields that it still needs.
	Render(*incident.Incident, *client.Client, incident.Update, client.Destination) (outbox.Text, error)
	// Tells returns the questions whose answer stands in the text of an update on a way.
	Tells(inc *incident.Incident, c *client.Client, u incident.Update, via string) []facts.Question
	// Check returns what is wrong with a rendered text, worst first.
	Check(*incident.Incident, view.Checked) []incident.Finding
	// Begin fills the words and times that a kind of update needs and that can be
	// known: from the incident's facts and from what the client was told last.
	Begin(*incident.Incident, *incident.Affected, incident.Update, time.Time) incident.Update
}

// Envelope is something that came in from Slack: committed before it is acknowledged.
type Envelope struct {
	ID      string    `json:"id"`
	Type    string    `json:"type"`    // slash_commands, interactive, events_api
	Payload []byte    `json:"payload"` // as Slack sent it
	At      time.Time `json:"at"`
}

// Service is the use cases. Each is one transaction; all but Receive, Finish,
// Tick, Claim and Settle take an [incident.Actor]. It is safe for concurrent use once its
// fields are set.
type Service struct {
	Store     Store
	Words     Words
	Now       func() time.Time
	Log       *slog.Logger
	Company   string
	Command   string // the slash command
	Pattern   string // of channel names
	Playbooks map[string]*playbook.Playbook

	// Queued is called after a commit that may have queued a delivery; nil is
	// allowed. It must not block.
	Queued func()

	roster   atomic.Pointer[team.Roster] // what the config says about clients and people; see Provision
	findings findings
}

// change loads an incident, asks whether the actor may, applies fn and puts the
// incident back with its card, all in one commit that also finishes the
// envelope that asked for it.
func (s *Service) change(ctx context.Context, a incident.Actor, act incident.Action, number int64, fn func(w *Unit) error) (*incident.Incident, error) {
	var changed *incident.Incident
	err := s.commit(ctx, func(tx Tx, now time.Time) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		if err := incident.May(a, act, inc); err != nil {
			return err
		}
		w := s.unit(tx, inc, now)
		w.refresh()
		introduce(inc, a.ID, a.Name)
		if err := fn(w); err != nil {
			return err
		}
		if err := w.put(); err != nil {
			return err
		}
		changed = inc
		return tx.Finish(a.Envelope, now)
	})
	if err != nil {
		return nil, err
	}
	return changed, nil
}

// changeFor is change for one client of the incident.
func (s *Service) changeFor(ctx context.Context, a incident.Actor, act incident.Action, number int64, client string, fn func(w *Unit, aff *incident.Affected) error) (*incident.Incident, error) {
	return s.change(ctx, a, act, number, func(w *Unit) error {
		aff, err := w.inc.Find(client)
		if err != nil {
			return err
		}
		return fn(w, aff)
	})
}

// commit runs fn in a transaction and wakes the worker after it.
func (s *Service) commit(ctx context.Context, fn func(tx Tx, now time.Time) error) error {
	now := s.Now()
	if err := s.save(ctx, func(tx Tx) error { return fn(tx, now) }); err != nil {
		return err
	}
	if s.Queued != nil {
		s.Queued()
	}
	return nil
}

// read and save run fn on the store. What is damaged in it is noted and keeps
// nothing else from being seen.
func (s *Service) read(ctx context.Context, fn func(Tx) error) error {
	return s.Store.View(ctx, func(tx Tx) error { return fn(sound{tx, s}) })
}

func (s *Service) save(ctx context.Context, fn func(Tx) error) error {
	return s.Store.Update(ctx, func(tx Tx) error { return fn(sound{tx, s}) })
}

// put stores a changed incident and queues its card.
func (w *Unit) put() error {
	w.inc.Rev++
	if err := w.tryChannelAgain(); err != nil {
		return err
	}
	if err := w.queueCard(); err != nil {
		return err
	}
	if err := w.askQuiet(); err != nil {
		return err
	}
	return w.tx.PutIncident(w.inc)
}

// tryChannelAgain makes the channel ready to be opened once more after that was
// refused: the cause may have been mended, and whoever acts needs the channel.
func (w *Unit) tryChannelAgain() error {
	if (w.inc.Channel.ID != "" || w.inc.Over()) && !w.inc.Moving {
		return nil
	}
	d, err := w.tx.Delivery(w.inc.OpenKey())
	if incident.IsLost(err) {
		return nil
	}
	if err != nil || d.State != outbox.Dead {
		return err
	}
	d.State, d.NotTill, d.Expires, d.EndedAt = outbox.Waiting, w.now, w.now.Add(outbox.InternalTTL), time.Time{}
	return w.tx.PutDelivery(d)
}

// queueCard queues an edit of the card unless one is waiting already: a card is
// rendered when it is claimed, so the waiting one will show this change too.
func (w *Unit) queueCard() error {
	if !w.inc.TakesPosts() {
		return nil
	}
	if w.inc.CardKey != "" {
		d, err := w.tx.Delivery(w.inc.CardKey)
		if err != nil && !incident.IsLost(err) {
			return err
		}
		if err == nil && d.State == outbox.Waiting {
			return nil
		}
	}
	d := w.inc.NewDelivery(outbox.Card, "card/"+fault.Itoa(int(w.inc.Rev)), w.now)
	if !w.inc.CardAt.IsZero() {
		d.NotTill = schedule.Later(w.now, w.inc.CardAt.Add(outbox.CardPause))
	}
	w.inc.CardKey = d.Key
	return enqueue(w.tx, d)
}

func enqueue(tx Tx, d outbox.Delivery) error {
	d.ID = rand.Text()
	_, err := tx.Enqueue(&d)
	return err
}

// Receive keeps what came in, in one commit, and says of each whether it is new.
// It is called before the acknowledgement. done are the ids of envelopes that
// were worked off meanwhile; they leave the inbox in the same commit.
func (s *Service) Receive(ctx context.Context, done []string, list ...Envelope) (fresh []bool, err error) {
	now := s.Now()
	fresh = make([]bool, len(list))
	err = s.save(ctx, func(tx Tx) error {
		for i, e := range list {
			if fresh[i], err = tx.Receive(e); err != nil {
				return err
			}
		}
		return finishAll(tx, done, now)
	})
	return fresh, err
}

// Inbox returns what was received and not finished: the work of a process that died.
func (s *Service) Inbox(ctx context.Context) (list []Envelope, err error) {
	err = s.read(ctx, func(tx Tx) error {
		list, err = tx.Inbox()
		return err
	})
	return list, err
}

// Finish takes envelopes off the inbox. Those that a use case has finished cost
// no commit.
func (s *Service) Finish(ctx context.Context, ids ...string) error {
	now := s.Now()
	return s.save(ctx, func(tx Tx) error { return finishAll(tx, ids, now) })
}

func finishAll(tx Tx, ids []string, now time.Time) error {
	for _, id := range ids {
		if err := tx.Finish(id, now); err != nil {
			return err
		}
	}
	return nil
}

// In returns the incident whose channel it is, nil if there is none.
func (s *Service) In(ctx context.Context, channel string) (inc *incident.Incident, err error) {
	err = s.read(ctx, func(tx Tx) error {
		inc, err = tx.IncidentIn(channel)
		return err
	})
	return inc, err
}

// Get returns an incident that the actor may see.
func (s *Service) Get(ctx context.Context, a incident.Actor, number int64) (inc *incident.Incident, err error) {
	err = s.read(ctx, func(tx Tx) error {
		if inc, err = tx.Incident(number); err != nil {
			return err
		}
		s.unit(tx, inc, s.Now()).refresh()
		return incident.May(a, incident.See, inc)
	})
	if err != nil {
		return nil, err
	}
	return inc, nil
}

// Live returns the incidents that are not over, oldest first. The caller shows
// of a private one no more than [incident.May] lets its reader see.
func (s *Service) Live(ctx context.Context, a incident.Actor) (list []*incident.Incident, err error) {
	if err := incident.May(a, incident.Declare, nil); err != nil && !a.Guest {
		return nil, err
	}
	err = s.read(ctx, func(tx Tx) error {
		list, err = tx.LiveIncidents()
		return err
	})
	return list, err
}

// Ended returns those of the newest incidents that are over, newest first. The
// caller shows of a private one no more than [incident.May] lets its reader see.
func (s *Service) Ended(ctx context.Context) (list []*incident.Incident, err error) {
	err = s.read(ctx, func(tx Tx) error {
		newest, err := tx.LatestIncidents(latest)
		list = slices.DeleteFunc(newest, func(inc *incident.Incident) bool { return !inc.Over() })
		return err
	})
	return list, err
}

// Timeline returns an incident's entries to somebody who may see it.
func (s *Service) Timeline(ctx context.Context, a incident.Actor, number int64) (list []incident.Entry, err error) {
	err = s.read(ctx, func(tx Tx) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		if err := incident.May(a, incident.See, inc); err != nil {
			return err
		}
		list, err = tx.Timeline(number)
		return err
	})
	return list, err
}

// NextDeadline returns the earliest promise that is still to come, zero if there is none.
func (s *Service) NextDeadline(ctx context.Context) (next time.Time, err error) {
	now := s.Now()
	err = s.read(ctx, func(tx Tx) error {
		next = time.Time{}
		live, err := tx.LiveIncidents()
		for _, inc := range live {
			for i := range inc.Clients {
				for _, p := range inc.Clients[i].Promises {
					if p.Outcome == incident.Pending && p.Urgent().After(now) && (next.IsZero() || p.Urgent().Before(next)) {
						next = p.Urgent()
					}
				}
			}
		}
		return err
	})
	return next, err
}

// NextWake returns when the program next has something to do by itself; zero if never.
func (s *Service) NextWake(ctx context.Context) (next time.Time, err error) {
	err = s.read(ctx, func(tx Tx) error {
		if next, err = tx.NextWake(); err != nil {
			return err
		}
		list, err := tx.Damages()
		next = schedule.Sooner(next, damageDue(list))
		return err
	})
	return next, err
}

// Playbook returns the playbook of a kind, nil if there is none.
func (s *Service) Playbook(kind string) *playbook.Playbook { return s.Playbooks[kind] }

// UsualKind is the kind that a command means which names none.
func (s *Service) UsualKind() string {
	for _, id := range s.Kinds() {
		if s.Playbooks[id].Usual {
			return id
		}
	}
	return ""
}

// Kinds lists the ids of the playbooks, sorted.
func (s *Service) Kinds() []string {
	var ids []string
	for id := range s.Playbooks {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Peek returns an incident without asking who looks: only to find out whether
// the person who asks may see it. Nothing of it may be shown.
func (s *Service) Peek(ctx context.Context, number int64) (inc *incident.Incident, err error) {
	err = s.read(ctx, func(tx Tx) error {
		inc, err = tx.Incident(number)
		return err
	})
	return inc, err
}

// Unit is a unit of work: one incident in one transaction at one instant. Its
// methods are the steps that use cases are made of; what they change becomes
// durable with the transaction, or not at all. It belongs to one goroutine and
// ends with its transaction.
type Unit struct {
	*Service
	tx  Tx
	inc *incident.Incident
	now time.Time
}

func (s *Service) unit(tx Tx, inc *incident.Incident, now time.Time) *Unit {
	return &Unit{s, tx, inc, now}
}
