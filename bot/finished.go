package bot

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/slack-go/slack"

	"candor/bot/refusal"
	"candor/bot/target"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/screen"
)

// oneInWriting is the text for one client as it stands, or where that asks too much
// the whole form.
func (b *Bot) oneInWriting(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor) (slack.ModalViewRequest, error) {
	if f, _ := b.finish(ctx, r, inc, aff, a, b.drafts().Begin(inc, aff, a, b.drafts().NewsKind(inc, aff, a))); f != nil {
		return *f, nil
	}
	return b.wholeForm(ctx, r, inc, aff, a)
}

// allInWriting is the text for the first of several clients as it stands, with the
// questions that all of them wait for; where none is open, the texts for all of them; or
// the whole form.
func (b *Bot) allInWriting(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor) (slack.ModalViewRequest, error) {
	u := b.begin(inc, aff, a, b.drafts().NewsKind(inc, aff, a))
	if f, _ := b.finish(ctx, r, inc, aff, a, u); f != nil {
		return *f, nil
	}
	return b.wholeForm(ctx, r, inc, aff, a)
}

// begin is the text that is shown of a draft: of one for all clients the first to read,
// whose words, times and zone are its own.
func (b *Bot) begin(inc *incident.Incident, aff *incident.Affected, a incident.Actor, kind string) update.Update {
	if one := target.Shown(inc, a, aff); one != nil {
		aff = one
	}
	return b.drafts().Begin(inc, aff, a, kind)
}

// wholeForm asks for every word of what bad news needs now.
func (b *Bot) wholeForm(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor) (slack.ModalViewRequest, error) {
	return b.updateForm(ctx, r, inc, aff, a, b.drafts().Begin(inc, aff, a, b.drafts().NewsKind(inc, aff, a)))
}

// finish writes an update as far as its words go, and shows it: with an error if it
// still needs answers. It is nil where the whole form is the better place.
func (b *Bot) finish(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor, u update.Update) (*slack.ModalViewRequest, error) {
	one := target.Shown(inc, a, aff)
	if one == nil {
		return nil, nil
	}
	p := incident.Proposal{Client: one.Client.ID, Kind: u.Kind, Words: u.Words, Times: u.Times, Corrects: u.Corrects, Opened: form.Asked(r.view) != u.Kind}
	if d := one.Drafts[a.ID]; d.Kind == u.Kind { // they chose it, or have read it
		if p.Answers, p.Replies = d.Answers, d.Replies; d.NextAt.After(b.Now()) {
			p.NextAt = d.NextAt
		}
	}
	t, err := b.Service.Write(ctx, a, inc.Number, p)
	if t == nil || err != nil && !update.BadNews(u.Kind) {
		return nil, err
	}
	ask := map[string]string{}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		maps.Copy(ask, e.Fields)
	}
	if form.Asked(r.view) == u.Kind { // what was asked stays, to be changed
		maps.Copy(ask, form.ReadFinished(b.Words, u.Kind, r.view))
	}
	f, fits := form.Finished(b.Words, t, slices.Sorted(maps.Keys(ask)), b.Now())
	if !fits && err != nil {
		return nil, err
	}
	if !fits {
		f = form.Offering(b.Words, t, b.Now())
	}
	if aff.Client.ID == incident.AllClients {
		f = form.FinishedForAll(f, t)
	}
	return &f, err
}

// completeAll writes for each client the text with what was written and chosen for all
// of them, to be read.
func (b *Bot) completeAll(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, kind string) (outcome, error) {
	p := incident.Proposal{Client: incident.AllClients, Kind: kind, Words: map[string]string{}}
	if d := target.ForAll(inc, incident.AllClients).Drafts[a.ID]; d.Kind == kind && !inc.Facts.ChangedAt().After(d.At) {
		if maps.Copy(p.Words, d.Words); d.NextAt.After(b.Now()) {
			p.NextAt = d.NextAt
		}
		p.Times = d.Times
	}
	maps.Copy(p.Words, form.ReadFinished(b.Words, kind, r.view))
	list, err := b.Service.WriteAll(ctx, a, inc.Number, p)
	if err != nil {
		return outcome{}, refusal.Renamed(err, func(fields map[string]string) map[string]string { return form.GapErrors(kind, fields) })
	}
	return b.readAll(inc, list), nil
}

// answered is the update whose missing answers a form asks, with what was answered
// in it so far.
func (b *Bot) answered(r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor) update.Update {
	kind := form.Asked(r.view)
	u := b.begin(inc, aff, a, cmp.Or(kind, aff.Drafts[a.ID].Kind))
	if kind != "" {
		form.Answer(b.Words, kind, r.view, u.Words)
	}
	return u
}

// chooseAnswer redraws the text with the answer that was chosen. Whoever taps faster
// than Slack redraws gets the last.
func (b *Bot) chooseAnswer(ctx context.Context, r *request) error {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return err
	}
	aff, err := target.ToTellAll(inc, a, ref.Client)
	if err != nil {
		return err
	}
	f, err := b.finish(ctx, r, inc, aff, a, b.answered(r, inc, aff, a))
	if f == nil {
		return err
	}
	return b.open(ctx, r, *f)
}

// complete looks whether a person who presses Send has read the text with the answers
// that they chose. It is the text to read, where they have not; else it is empty.
func (b *Bot) complete(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (outcome, error) {
	aff, err := target.ToTell(inc, a, ref.Client)
	if err != nil {
		return outcome{}, err
	}
	kind, read := form.Asked(r.view), true
	d := aff.Drafts[a.ID]
	for name, text := range form.ReadFinished(b.Words, kind, r.view) {
		read = read && d.Own(name) == text
	}
	var out outcome
	if !read || d.Kind != kind || d.Hash() != ref.Key {
		if out.next, err = b.finish(ctx, r, inc, aff, a, b.answered(r, inc, aff, a)); err != nil {
			return outcome{}, refusal.Renamed(err, func(fields map[string]string) map[string]string { return form.GapErrors(kind, fields) })
		}
	}
	if screen.ByPhone(&aff.Client) { // nothing is sent: they have said it
		told := b.toldForm(inc, aff, byhand.ByCall)
		out.next = &told
	}
	return out, nil
}

// pressEdit opens the person's draft in the form again, with what they have chosen.
func (b *Bot) pressEdit(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	aff, err := target.ToTellAll(inc, a, ref.Client)
	if err != nil || !inc.Writes(aff) || !update.BadNews(cmp.Or(form.Asked(r.view), aff.Drafts[a.ID].Kind)) {
		return b.openUpdate(ctx, r, inc, a, ref.Client, "", "")
	}
	f, err := b.updateForm(ctx, r, inc, aff, a, b.answered(r, inc, aff, a))
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, f)
}
