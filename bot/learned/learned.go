// Package learned answers what is typed about what changes after an incident, and fills
// in the review that a client reads.
package learned

import (
	"context"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/typed"
	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/lessons"
	"candor/incident/records"
	"candor/incident/review"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/whose"
	"candor/messages"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	written "candor/messages/review"
)

// Desk is where one person asks, at an instant.
type Desk struct {
	Service *service.Service
	Actor   incident.Actor
	Clock   typed.Clock
	Now     time.Time
	Mate    func(ctx context.Context, user string) error // refuses who could not act
}

// Who finds a person by the name that was typed.
func Who(s *service.Service, inc *incident.Incident) func(string) string {
	return func(name string) string { return s.Who(inc, name) }
}

// Inside says whether a line names what a client may not read: people, machines, links
// of ours, other clients.
func (d Desk) Inside(ctx context.Context, inc *incident.Incident, text string) (bool, error) {
	if text == "" || len(inc.Clients) == 0 {
		return false, nil
	}
	for i := range inc.Clients {
		s, err := d.source(ctx, inc, &inc.Clients[i])
		if err != nil || written.Inside(s, text) {
			return true, err
		}
	}
	return false, nil
}

// source is what a text for a client is made of, but for what they were told.
func (d Desk) source(ctx context.Context, inc *incident.Incident, aff *incident.Affected) (written.Source, error) {
	book, err := d.Service.Clients().Recent(ctx)
	if err != nil {
		return written.Source{}, err
	}
	for i := range inc.Clients { // one may be in no list
		book = append(book, inc.Clients[i].Client)
	}
	s := written.Source{Incident: inc, Client: aff, Others: client.Others(book, &aff.Client), Now: d.Now}
	for _, p := range d.Service.Roster().People {
		s.Staff = append(s.Staff, p.Name)
	}
	return s, nil
}

// Fill puts what the record and the answers say into a client's review, and into the texts
// that say later what became of it. It returns what of that they leave out, as the client
// may not read it, in sentences for the writer.
func (d Desk) Fill(ctx context.Context, w *messages.Words, inc *incident.Incident, aff *incident.Affected, u *update.Update) (why string, err error) {
	if !written.Fills(u.Kind) || aff.Client.ID == incident.AllClients {
		return "", nil
	}
	texts, err := d.Service.Updates(ctx, d.Actor, inc.Number, aff.Client.ID)
	if err != nil {
		return "", err
	}
	s, err := d.source(ctx, inc, aff)
	if err != nil {
		return "", err
	}
	s.Texts = texts
	desk := d.Service.Desk()
	if err := desk.View(ctx, func(tx records.Tx) error {
		k, err := tx.Kept(aff.Client.ID)
		if err == nil {
			s.Proof = k.Proof
		}
		return err
	}); err != nil {
		return "", err
	}
	if err := whose.Says(inc, aff, u.Kind); err != nil { // before anybody types what would be refused
		why = err.Error() + " "
	}
	for _, f := range written.Warnings(w, u, written.Fill(u, s)) {
		why += f.Why + " "
	}
	return strings.TrimSpace(why), nil
}

// Filler does the same for whoever can do without: what it cannot read it leaves out.
func (d Desk) Filler(ctx context.Context, w *messages.Words, inc *incident.Incident) func(*incident.Affected, *update.Update) {
	return func(aff *incident.Affected, u *update.Update) {
		_, _ = d.Fill(ctx, w, inc, aff, u) // whoever reads the form again is told what is left out
	}
}

// Keep writes down what changes in the words of a message: it is of whoever keeps it, for
// the team alone, and due as one of which nobody said the day.
func (d Desk) Keep(ctx context.Context, inc *incident.Incident, text string) (kit.Post, error) {
	due, err := d.Clock.Day("")
	if err != nil {
		return kit.Post{}, err
	}
	l := lessons.Lesson{Changes: []review.Change{{Text: text, Owner: d.Actor.ID, DueAt: due}}}
	if inc, _, err = d.Service.Conclude(ctx, d.Actor, inc.Number, l); err != nil {
		return kit.Post{}, err
	}
	return aside.Changes(inc, kit.Pen{Now: d.Now}), nil
}

// Answer keeps what a form says of the review. Where somebody else has answered meanwhile nothing is kept, and
// again is the form with both.
func (d Desk) Answer(ctx context.Context, inc *incident.Incident, ref view.Ref, v form.Values) (now *incident.Incident, again *slack.ModalViewRequest, err error) {
	answers, lines := form.ReadReview(v)
	changes, err := d.Changes(ctx, inc, lines)
	if err != nil {
		return nil, nil, err
	}
	now, _, err = d.Service.Conclude(ctx, d.Actor, inc.Number, lessons.Lesson{Answers: &answers, Shown: ref.Key, Changes: changes})
	if fault.CodeOf(err) == fault.Clash {
		f := form.ReviewAnew(inc, ref.Client, v)
		return nil, &f, nil
	}
	return now, nil, err
}

// Changes reads what changes, a line each. It is of somebody who can see to it.
func (d Desk) Changes(ctx context.Context, inc *incident.Incident, lines []string) ([]review.Change, error) {
	list, err := d.Clock.Changes(lines, d.Actor.ID, Who(d.Service, inc))
	for i := 0; i < len(list) && err == nil; i++ {
		if owner := list[i].Owner; owner != d.Actor.ID {
			err = d.Mate(ctx, owner)
		}
	}
	return list, err
}

// Act writes down what changes, or what became of it; without a text it lists that.
func (d Desk) Act(ctx context.Context, inc *incident.Incident, text string) (kit.Post, error) {
	pen := kit.Pen{Now: d.Now}
	if text == "" {
		return aside.Changes(inc, pen), nil
	}
	l := lessons.Lesson{}
	act, ok, err := d.Clock.Act(typed.Readable(text))
	switch {
	case err != nil:
		return kit.Post{}, err
	case !ok:
		l.Changes, err = d.Changes(ctx, inc, []string{typed.Naming(text)})
	case act.Done:
		l.Done = act.N
	case act.Drop:
		l.Dropped, l.Why = act.N, act.Why
	default:
		l.Moved, l.Why = &review.Change{N: act.N, DueAt: act.DueAt}, act.Why
	}
	if err != nil {
		return kit.Post{}, err
	}
	inc, c, err := d.Service.Conclude(ctx, d.Actor, inc.Number, l)
	if err != nil {
		return kit.Post{}, err
	}
	if ok {
		return aside.Changed(inc, c, pen), nil
	}
	return aside.Changes(inc, pen), nil
}
