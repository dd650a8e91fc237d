package work

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/approval"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// requiredApprovals are those that an update still needs when its writer wants to send it.
func (w *Unit) requiredApprovals(aff *incident.Affected, u *update.Update, writer string) []approval.Need {
	who, _ := rota.Of(w.Firm, w.Tx, w.Inc, w.Now) // of whom nobody knows whether they sleep is up
	return who.Approvals(aff, u, writer, w.Team(w.Inc))
}

// release sends the update of t if it may leave, or asks for what it needs. Bad
// news, and a text that somebody else should have approved where there is
// nobody else, is confirmed by its writer a second time; sure says that it was.
func (w *Unit) release(aff *incident.Affected, t *view.Draft, a incident.Actor, sure bool) error {
	u := &t.Update
	if len(u.To) == 0 {
		return aff.ByHandOnly()
	}
	if err := w.saidAlready(aff, u); err != nil {
		return err
	}
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if err != nil {
		return err
	}
	if t.Asks = who.Approvals(aff, u, a.ID, w.Team(w.Inc)); len(t.Asks) > 0 {
		return w.ask(aff, t, a, t.Asks)
	}
	alone := who.AnyonesWord(aff.Client.Approving()) // and nobody else is there
	if (w.Inc.ConfirmTwice(u) || alone) && (u.Again != u.Hash() || !sure) {
		u.Again, t.Again = u.Hash(), true
		aff.KeepDraft(*u)
		return nil
	}
	u.Alone = alone || w.Inc.TellsBad(u)
	return w.approve(aff, t, a.ID)
}

// ask keeps the update as a request and brings it before those who can approve it.
func (w *Unit) ask(aff *incident.Affected, t *view.Draft, a incident.Actor, needs []approval.Need) error {
	if aff.Out > 0 {
		return incident.OnItsWay(aff)
	}
	if err := w.replaceRequest(aff, a.ID); err != nil {
		return err
	}
	u := t.Update
	u.By, u.At, u.Knew = a.ID, w.Now, u.KnowsTill()
	aff.SaysItWorks(&u)
	aff.Requests++
	aff.Request = &approval.Request{N: aff.Requests, Update: u, Severity: w.Inc.Severity, Needs: needs, Findings: t.Findings, AskedAt: w.Now}
	delete(aff.Drafts, a.ID)
	if err := w.askNext(aff); err != nil {
		return err
	}
	if w.Inc.TakesPosts() {
		if err := w.askIn(aff, ""); err != nil {
			return err
		}
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Request, By: a.ID, UpdateKind: u.Kind})
}

// askNext asks, for each need that nobody has met, the next of its people who
// was not asked yet.
func (w *Unit) askNext(aff *incident.Affected) error {
	r := aff.Request
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.By != "" {
			continue
		}
		who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
		if err != nil {
			return err
		}
		n.People = who.AwakeFirst(n.People)
		rest := slices.DeleteFunc(slices.Clone(n.People), func(p string) bool { return fault.OneOf(p, r.Asked...) })
		if len(rest) == 0 {
			continue
		}
		r.Asked = append(r.Asked, rest[0])
		if err := w.askIn(aff, rest[0]); err != nil {
			return err
		}
	}
	r.NextAt = w.Now.Add(approval.Longest)
	if p := aff.Next(); p != nil {
		r.NextAt = w.Now.Add(approval.Wait(p.DueAt.Sub(w.Now)))
	}
	return nil
}

// askIn queues the message that asks: to a person, or with "" to the channel.
func (w *Unit) askIn(aff *incident.Affected, user string) error {
	d := w.Inc.NewDelivery(outbox.ApprovalAsk, fmt.Sprintf("%s/request/%d/%s", aff.Client.ID, aff.Request.N, aff.Request.Place(user)), w.Now)
	d.Client, d.To, d.Data = aff.Client.ID, user, outbox.Payload{Request: fault.Itoa(aff.Request.N)}
	if user != "" {
		d.Lane = "direct/" + user
	}
	if user != "" && !w.Inc.Roles.Has(user) {
		d.Data.Outside = true
	}
	aff.Request.Posts = append(aff.Request.Posts, d.Key)
	return Enqueue(w.Tx, d)
}

// RemindOfRequest asks the next approver when the time of the one before is up;
// when everybody was asked, the writer learns that they may decide alone.
func (w *Unit) RemindOfRequest(aff *incident.Affected) error {
	r := aff.Request
	if r == nil || r.NextAt.IsZero() || w.Now.Before(r.NextAt) {
		return nil
	}
	before := len(r.Asked)
	if err := w.askNext(aff); err != nil || len(r.Asked) > before {
		return err
	}
	r.NextAt = time.Time{}
	if err := w.OfferAlone(aff); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.RequestUnanswered})
}

// OfferAlone brings the text to its writer, who may decide alone; once they have left, to whoever
// answers for them. Nobody gets it twice.
func (w *Unit) OfferAlone(aff *incident.Affected) error {
	r := aff.Request
	to, suffix := w.heir(r.Update.By), ""
	if to != r.Update.By {
		suffix = "/" + to
	}
	d := w.Inc.NewDelivery(outbox.ApprovalAlone, fmt.Sprintf("%s/request/%d/alone%s", aff.Client.ID, r.N, suffix), w.Now)
	d.Client, d.To, d.Lane, d.Data = aff.Client.ID, to, "direct/"+to, outbox.Payload{Request: fault.Itoa(r.N)}
	r.Posts = fault.AppendNew(r.Posts, d.Key)
	return Enqueue(w.Tx, d)
}

// holdersChanged brings open requests before those who hold the roles now. Where
// that is the writer, nobody else's word is needed, so they send it again.
func (w *Unit) holdersChanged() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if r := aff.Request; r != nil && r.NextAt.IsZero() && w.Gone(w.Tx, r.Update.By) {
			if err := w.OfferAlone(aff); err != nil {
				return err
			}
		}
		changed, freed := aff.Request.Redirect(func(role string) string { return w.Inc.Holder(playbook.Role(role)) })
		if !changed {
			continue
		}
		err := w.Free(aff, freed)
		if slices.ContainsFunc(aff.Request.Open(), func(n approval.Need) bool { return slices.Contains(n.People, aff.Request.Update.By) && !n.Anyone }) {
			err = cmp.Or(err, w.VoidRequest(aff, "you hold the role whose word it needed; send it again"))
		} else {
			err = cmp.Or(err, w.askNext(aff))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// StillTrue refuses a request whose words, recipients or weight are no longer
// those that were asked about.
func (w *Unit) StillTrue(aff *incident.Affected, r *approval.Request) error {
	if err := w.stale(aff, r.Update); err != nil {
		return err
	}
	u := r.Update
	newer, err := alike.Told(w.Tx, aff, &u)
	if err != nil {
		return err
	}
	switch changed, err := w.renew(aff, &u); {
	case err != nil:
		return err
	case newer != nil:
		return fault.Errorf(fault.Conflict, "It was *not* sent: %s has told %s something newer since it was written.", fault.Mention(newer.By), aff.Client.Name)
	case !slices.Equal(u.To, r.Update.To):
		return fault.Errorf(fault.Conflict, "It was *not* sent: %s is reached in another place now than when it was written.", aff.Client.Name)
	case changed:
		return fault.Errorf(fault.Conflict, "It was *not* sent: something has happened since it was written, such as a call, and its words are no longer right.")
	}
	return nil
}

// SendRequested queues a request that has all it needs.
func (w *Unit) SendRequested(aff *incident.Affected, t *view.Draft, how string) error {
	r := aff.Request
	for _, n := range r.Needs {
		if n.By != "" {
			t.Update.Approved = append(t.Update.Approved, update.Given{For: n.For, By: n.By, At: n.At})
		}
	}
	t.Update.Request = r.N
	if err := w.closeRequest(aff, how); err != nil {
		return err
	}
	return w.approve(aff, t, r.Update.By)
}
