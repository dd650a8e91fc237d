package bot

import (
	"context"

	"candor/bot/declaring"
	"candor/bot/target"
	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
)

// openToo says which other incident of the same client is open, "" if none is
// that the person may know of. Nobody is refused: it may be another matter.
func (b *Bot) openToo(ctx context.Context, r *request, a incident.Actor, inc *incident.Incident) string {
	other, c, err := declaring.OpenToo(ctx, b.Service.Clients(), inc, a, func(other *incident.Incident) bool { return b.sees(ctx, r, a, other) })
	if err != nil { // it is declared, whatever else is open
		b.Log.Error("what else is open could not be read", "err", err)
	}
	if other != nil {
		return aside.OpenToo(other, c)
	}
	return ""
}

// alsoOpen puts that above the next screen of the form to declare.
func (b *Bot) alsoOpen(ctx context.Context, r *request, a incident.Actor, inc *incident.Incident, out outcome, err error) (outcome, error) {
	if too := b.openToo(ctx, r, a, inc); err == nil && too != "" && out.next != nil {
		if view := form.Because(*out.next, too); form.FitsAck(view) {
			out.next = &view
		}
	}
	return out, err
}

// firstPost answers the declare command: the first message, ready to send.
func (b *Bot) firstPost(ctx context.Context, made service.Declared, a incident.Actor) kit.Post {
	switch inc := made.Incident; {
	case target.Several(inc, ""):
		return b.declaredSeveral(ctx, inc, a)
	case made.Unwritten != nil:
		return aside.Declared(inc, nil, b.Command, b.noFirstWord(made.Unwritten), b.Now())
	default:
		return aside.Declared(inc, made.First, b.Command, "", b.Now())
	}
}

// noFirstWord says why a declared incident has no first message ready. That it
// is declared stands, whatever went wrong after it.
func (b *Bot) noFirstWord(err error) string {
	if fault.CodeOf(err) == fault.Internal {
		b.Log.Error("a first message could not be made", "err", err)
		return "Its first message to the client could not be made: press Client update in its channel, or call them."
	}
	return b.apologise(err)
}

// toDeclareFor lists the clients that the form to declare offers, to somebody who may
// declare.
func (b *Bot) toDeclareFor(ctx context.Context, r *request) ([]client.Client, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return nil, err
	}
	if err := policy.May(a, policy.Declare, nil, ""); err != nil {
		return nil, err
	}
	return b.Service.Clients().Recent(ctx)
}

func (b *Bot) newIncident(ctx context.Context, r *request, text string) (answer, error) {
	clients, err := b.toDeclareFor(ctx, r)
	if err != nil {
		return answer{}, err
	}
	begun := form.Begun{Text: text}
	if r.view != nil && r.view.CallbackID == kit.FormDeclare {
		begun = form.BegunIn(r.view)
	}
	f := form.Declare(clients, b.Words.Choices(), begun)
	if len(clients) > 0 && (r.view == nil || r.view.CallbackID != kit.FormDeclare) { // who is in no list is asked for at once
		f = form.Short(f)
	}
	return answer{}, b.open(ctx, r, f)
}

// redeclare draws the form to declare anew for what was chosen in it.
func (b *Bot) redeclare(ctx context.Context, r *request) error {
	clients, err := b.toDeclareFor(ctx, r)
	if err != nil {
		return err
	}
	f := form.Declare(clients, b.Words.Choices(), form.BegunIn(r.view))
	if form.IsShort(r.view) {
		f = form.Short(f)
	}
	return b.open(ctx, r, f)
}

// pressWhole brings the questions that a form has left out. What was filled in stays.
func (b *Bot) pressWhole(ctx context.Context, r *request, _ string) (answer, error) {
	if r.view == nil || r.view.CallbackID == kit.FormDeclare {
		return b.newIncident(ctx, r, form.Typed(r.view, form.FieldImpact))
	}
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if r.view.CallbackID == kit.FormResolve {
		return answer{}, b.openResolve(ctx, r, inc, a)
	}
	aff, err := target.ToTell(inc, a, ref.Client)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, b.wholeToldForm(inc, aff, byhand.How(ref.Key)))
}
