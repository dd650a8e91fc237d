package work

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
)

// requiredApprovals returns the approvals that an update still needs when its writer wants
// to send it. The writer's own press is the word of every role that they hold.
func (w *Unit) requiredApprovals(aff *incident.Affected, u *update.Update, writer string) []approval.Need {
	var list []approval.Need
	add := func(n approval.Need) {
		if !slices.Contains(n.People, writer) && (len(n.People) > 0 || n.Anyone) {
			list = append(list, n)
		}
	}
	switch rule := aff.Client.Approving(); rule.Rule {
	case client.ApprovalOther:
		others := slices.DeleteFunc(w.Team(w.Inc), func(p string) bool { return p == writer })
		if who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now); err == nil { // as they are asked
			others = who.AwakeFirst(others)
		}
		if len(others) > 0 {
			add(approval.Need{For: approval.Other, People: others, Anyone: true})
		}
	case client.ApprovalCommander:
		add(approval.Need{For: string(playbook.Commander), People: []string{w.Inc.Roles[playbook.Commander]}})
	case client.ApprovalNamed:
		add(approval.Need{For: approval.Named, People: rule.People})
	}
	seen := map[string]bool{}
	for _, r := range update.RolesFor(u) {
		holder := w.Inc.Holder(r)
		if !seen[holder] {
			add(approval.Need{For: string(r), People: []string{holder}})
		}
		seen[holder] = true
	}
	return list
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
	if t.Asks = w.requiredApprovals(aff, u, a.ID); len(t.Asks) > 0 {
		return w.ask(aff, t, a, t.Asks)
	}
	alone := aff.Client.Approving().Rule == client.ApprovalOther // and nobody else is there
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
	if err := w.offerAlone(aff); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.RequestUnanswered})
}

// offerAlone brings the text to its writer, who may decide alone.
func (w *Unit) offerAlone(aff *incident.Affected) error {
	r := aff.Request
	d := w.Inc.NewDelivery(outbox.ApprovalAlone, fmt.Sprintf("%s/request/%d/alone", aff.Client.ID, r.N), w.Now)
	d.Client, d.To, d.Lane, d.Data = aff.Client.ID, r.Update.By, "direct/"+r.Update.By, outbox.Payload{Request: fault.Itoa(r.N)}
	r.Posts = fault.AppendNew(r.Posts, d.Key)
	return Enqueue(w.Tx, d)
}

// holdersChanged brings open requests before those who hold the roles now. Where
// that is the writer, nobody else's word is needed, so they send it again.
func (w *Unit) holdersChanged() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
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
