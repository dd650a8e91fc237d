package bot

import (
	"cmp"
	"context"
	"time"

	"candor/bot/declaring"
	"candor/bot/drafting"
	"candor/bot/fell"
	"candor/bot/refusal"
	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/round"
)

func (b *Bot) submitDeclare(ctx context.Context, r *request, v form.Values) (outcome, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return outcome{}, err
	}
	if err := policy.May(a, policy.Declare, nil, ""); err != nil {
		return outcome{}, err
	}
	d, err := declaring.Form{Words: b.Words, Clock: b.clock(ctx, r, nil)}.Read(v)
	if err != nil {
		return outcome{}, err
	}
	if ref, err := view.ParseRef(r.view.PrivateMetadata); err == nil {
		d.NoticedAt, d.Hints = form.Message(ref)
	}
	if d.Commander != "" {
		if d.Named, err = b.who.Teammate(ctx, d.Commander, b.Home, b.Org); err != nil {
			return outcome{}, err
		}
	}
	made, err := b.Service.DeclareAndWrite(ctx, a, d)
	if err != nil {
		return outcome{}, refusal.OnDeclareForm(err)
	}
	a.Envelope = "" // spent on the declaration
	out, err := b.firstWord(ctx, made, a)
	return b.alsoOpen(ctx, r, a, made.Incident, out, err)
}

// firstWord shows the first message to the client after a declaration.
func (b *Bot) firstWord(ctx context.Context, made service.Declared, a incident.Actor) (outcome, error) {
	if target.Several(made.Incident, "") {
		return b.firstWords(ctx, made.Incident, a)
	}
	if made.Unwritten != nil { // it is declared, whatever the text says: never show that as a failure
		view := form.Declared(made.Incident, b.noFirstWord(made.Unwritten))
		return outcome{next: &view}, nil
	}
	view := form.Offering(b.Words, made.First, b.Now())
	return outcome{next: &view}, nil
}

// clock is by what times are read that a person types: their own zone, and those
// of the clients whose times stand on the screen; inc may be nil.
func (b *Bot) clock(ctx context.Context, r *request, inc *incident.Incident) typed.Clock {
	c := typed.Clock{Now: b.Now(), Zone: b.who.Zone(ctx, r.user), Off: b.Service.Roster().Holidays}
	if inc == nil {
		return c
	}
	for i := range inc.Clients {
		c.Others = append(c.Others, inc.Clients[i].Client.Zone())
	}
	return c
}

func (b *Bot) submitUpdate(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	next, err := drafting.NextTime(b.clock(ctx, r, inc), v)
	if err != nil {
		return outcome{}, err
	}
	client := cmp.Or(v.Get(form.FieldWho), ref.Client)
	if client == incident.AllClients {
		return b.submitAll(ctx, r, inc, a, v, next)
	}
	t, err := b.write(ctx, r, inc, a, client, v.Get(form.FieldKind), v, next)
	if err != nil {
		return outcome{}, err
	}
	view := form.Offering(b.Words, t, b.Now())
	return outcome{next: &view, post: aside.MayBe(fell.Opened(inc, t.Incident), t.Incident, b.Words.Playbooks(), t.Update.Words["what_changed"]+"\n"+t.Update.Words["impact_now"])}, nil
}

// write makes a draft of a form's words; errors stand on the form's fields.
func (b *Bot) write(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client, kind string, v form.Values, next time.Time) (*view.Draft, error) {
	p, err := b.drafts().Proposal(b.clock(ctx, r, inc), client, kind, v, next)
	if err != nil {
		return nil, err
	}
	fell.Says(inc, &p)
	p.Begun = form.KnowsOf(inc, r.view)
	t, err := b.Service.Write(ctx, a, inc.Number, p)
	return t, b.onFields(kind, err)
}

// onFields names the fields of an error as the form does.
func (b *Bot) onFields(kind string, err error) error {
	return refusal.Renamed(err, func(fields map[string]string) map[string]string { return form.FieldErrors(b.Words, kind, fields) })
}

// submitPreview sends the text that the person has read.
func (b *Bot) submitPreview(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	if ref.Client == incident.AllClients {
		return b.completeAll(ctx, r, inc, a, ref.Key)
	}
	if form.Asked(r.view) != "" {
		if out, err := b.complete(ctx, r, ref, inc, a); out.next != nil || err != nil {
			return out, err
		}
	}
	read := work.Consent{Hash: ref.Key, Sure: ref.N == kit.Sure, Reason: v.Get(form.FieldOverride)}
	read.Claims, read.Instants = form.ReadClaims(v)
	t, err := b.Service.Send(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client}, read)
	if err != nil {
		return outcome{}, err
	}
	if t.Again {
		view := form.Offering(b.Words, t, b.Now())
		return outcome{next: &view}, nil
	}
	out := outcome{post: aside.SentAway(t, b.Now())}
	if aff := t.Incident.Affected(ref.Client); aff != nil && aff.OnCall() { // what was said there is not recorded yet
		view := b.toldForm(t.Incident, aff, byhand.ByCall)
		out.next = &view
	}
	if t.Update.Kind == update.Overnight {
		out.next = b.shift(a).Next(ctx)
	}
	return out, nil
}

func (b *Bot) submitTold(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	next, err := drafting.NextTime(b.clock(ctx, r, inc), v)
	if err != nil {
		return outcome{}, err
	}
	report := form.ReadTold(ref, v, next)
	form.ReadAsked(b.Words, inc, &report, v)
	report.Asks.Sure = b.clock(ctx, r, inc).NamesDay(v.Get(form.FieldNextAt))
	if text := v.Get(form.FieldAt); text != "" {
		if report.At, err = declaring.At(b.clock(ctx, r, inc), text, form.FieldAt, true); err != nil {
			return outcome{}, err
		}
	}
	inc, err = b.Service.Told(ctx, a, inc.Number, report)
	if err != nil {
		return outcome{}, err
	}
	aff := inc.Affected(ref.Client)
	out := outcome{post: round.Beside(aside.Told(b.Words, inc, &report, r.user, false, b.Now()), inc, r.user, b.Now())}
	if aff.Owed(promise.Written) != nil && policy.May(a, policy.Send, inc, aff.Client.ID) == nil { // now the same in writing
		a.Envelope = ""
		if view, err := b.inWriting(ctx, r, inc, aff, a); err == nil { // recorded it is, whatever becomes of the text
			out.next = &view
		}
	}
	return out, nil
}

func (b *Bot) submitChecklist(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	next, err := b.ticks(a).Submit(ctx, inc, v)
	return outcome{next: next}, err
}

// submitFound keeps the lines about what was ticked.
func (b *Bot) submitFound(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	return outcome{}, b.ticks(a).Found(ctx, inc, v)
}

func (b *Bot) submitClose(ctx context.Context, r *request, v form.Values) (outcome, error) {
	_, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	_, err = b.Service.Close(ctx, a, inc.Number, service.Closing{Done: form.Ticked(v), Reason: v.Get(form.FieldReason)})
	return outcome{}, err
}

func (b *Bot) submitDetails(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	d := form.ReadDetails(ref, v)
	d.Names = map[string]string{}
	for _, user := range d.Roles {
		if user != "" {
			if d.Names[user], err = b.who.Teammate(ctx, user, b.Home, b.Org); err != nil {
				return outcome{}, err
			}
		}
	}
	_, err = b.Service.Edit(ctx, a, inc.Number, d)
	return outcome{}, err
}
