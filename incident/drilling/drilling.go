// Package drilling is what happens in a drill beside what happens in every incident: the
// client who is played writes, people join, and at its end it is said how it went.
package drilling

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/drill"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/replies"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// Act is what somebody does about a drill itself.
type Act string

const (
	Join Act = "in"  // take part: their phone may ring
	End  Act = "end" // end it, and see how it went
)

// Do does it.
func Do(w *work.Unit, a incident.Actor, act Act) error {
	d := w.Inc.Drill
	switch {
	case d == nil:
		return fault.Errorf(fault.Conflict, "%s is no drill. Nothing was changed.", w.Inc.Name())
	case !d.On():
		return fault.Errorf(fault.Conflict, "The drill %s has ended. Nothing was changed. How it went stands in its channel.", w.Inc.Name())
	case act == End:
		return finish(w, a.ID)
	case !d.Join(a.ID):
		return fault.Errorf(fault.Conflict, "You are in already. Nothing was changed.")
	}
	if err := w.Invite(a.ID); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.DrillJoined, By: a.ID})
}

// retry is after how long it is looked again whether the channel is there.
const retry = 5 * time.Second

// Play goes on with a drill as far as it is due; anything else is left alone.
func Play(w *work.Unit) error {
	d := w.Inc.Drill
	if wake := d.Wake(); wake.IsZero() || wake.After(w.Now) {
		return nil
	}
	switch {
	case w.Inc.Ended():
		d.NextAt, d.EndAt = time.Time{}, schedule.Sooner(d.EndAt, w.Now)
		return nil
	case !d.On():
		return away(w)
	case over(w):
		if err := finish(w, ""); err != nil {
			return err
		}
		return w.Put()
	case !w.Inc.TakesPosts():
		d.NextAt = w.Now.Add(retry)
		return nil
	}
	return speak(w)
}

// over says whether a drill ends by itself: its client has had the last word, or nobody
// has ended it for long.
func over(w *work.Unit) bool {
	aff := &w.Inc.Clients[0]
	return !w.Now.Before(w.Inc.Drill.At.Add(drill.Longest)) || w.Inc.State == incident.Resolved && aff.Owed(promise.Final) == nil && aff.Out == 0
}

// speak says in its channel what it is, once, and what the person who is played says now.
func speak(w *work.Unit) error {
	d, aff, first := w.Inc.Drill, &w.Inc.Clients[0], !w.Inc.Drill.Opened
	if d.Opened = true; first {
		if err := work.Enqueue(w.Tx, w.Inc.NewDelivery(outbox.DrillBegun, "drill/begun", w.Now)); err != nil {
			return err
		}
	}
	said := d.Play(Heard(w.Tx, w.Inc, aff), w.Now, aff.Client.Zone())
	d.NextAt = schedule.Sooner(d.NextAt, d.At.Add(drill.Longest))
	for i, s := range said {
		n := len(d.Said) - len(said) + i + 1
		r := outbox.Reply{TS: fmt.Sprintf("drill/%d", n), User: drill.ClientID, Name: d.Script.Person + " (played by Candor)", Text: s.Text, At: w.Now}
		if err := (replies.From{Unit: w, Client: aff}).Take(r); err != nil {
			return err
		}
	}
	if !first && len(said) == 0 {
		return nil
	}
	return w.Put()
}

// finish ends a drill and says how it went. What was promised in it ends with it.
func finish(w *work.Unit, by string) error {
	d, aff := w.Inc.Drill, &w.Inc.Clients[0]
	d.Scored, d.EndAt, d.NextAt = d.Score(Heard(w.Tx, w.Inc, aff), w.Now), w.Now, w.Now.Add(drill.Keeps)
	w.Agreed = w.Inc.Burden().Untold() // nobody is left in the dark about what did not happen
	if err := settle(w); err != nil {
		return err
	}
	if w.Inc.State == incident.Open {
		w.Inc.State, w.Inc.ResolvedAt, w.Inc.Reopening = incident.Resolved, w.Now, nil
		w.Inc.OpenReview(w.Now)
	}
	if err := work.Enqueue(w.Tx, w.Inc.NewDelivery(outbox.DrillScore, "drill/score", w.Now)); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.DrillEnded, By: by})
}

// settle ends what is owed, asked or stuck.
func settle(w *work.Unit) error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		pending := aff.Pending()
		w.Inc.DropPromises("the drill is over", w.Now)
		for _, p := range pending {
			if err := w.Collapse(aff, p, 0); err != nil {
				return err
			}
		}
		if err := w.AbandonStuck(aff); err != nil {
			return err
		}
	}
	return w.EndRequests("the drill is over")
}

// away closes a drill whose day for its review is over.
func away(w *work.Unit) error {
	w.Agreed = w.Inc.Burden().Untold()
	if err := settle(w); err != nil {
		return err
	}
	w.Inc.Drill.NextAt, w.Inc.State, w.Inc.ClosedAt = time.Time{}, incident.Closed, w.Now
	if err := w.Record(timeline.Entry{Kind: timeline.ClosedItself}); err != nil {
		return err
	}
	return w.Put()
}

// Heard lists what has reached a client in an incident, the earliest first. What cannot be
// read is left out.
func Heard(tx records.Histories, inc *incident.Incident, aff *incident.Affected) (list []drill.Text) {
	for n := 1; n <= aff.Updates; n++ {
		u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
		if err != nil || u.State != update.Sent {
			continue
		}
		words := strings.Join(slices.Sorted(maps.Values(u.Words)), "\n") + "\n" + strings.Join(slices.Sorted(maps.Values(u.Fixed)), "\n")
		list = append(list, drill.Text{At: u.SentAt, Next: u.NextAt, Words: words, Last: u.Kind == update.ResolvedUpdate,
			Spoke: u.Kind == update.ByHand && byhand.How(u.Words["how"]).Spoke()})
	}
	drill.InOrder(list)
	return list
}
