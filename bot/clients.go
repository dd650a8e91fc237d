package bot

import (
	"context"

	"github.com/slack-go/slack"

	"candor/bot/book"
	"candor/bot/target"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/screen"
)

// clients lists the clients, or opens the one that was typed.
func (b *Bot) clients(ctx context.Context, r *request, wanted string) (answer, error) {
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	list, err := b.Service.Clients().Book(ctx, a)
	if err != nil {
		return answer{}, err
	}
	found := target.Matching(list, wanted)
	if wanted != "" && len(found) == 1 && !found[0].Archived {
		return answer{}, b.open(ctx, r, form.ClientOf(found[0]))
	}
	return answer{Post: screen.ClientList(b.clientLines(ctx, found), b.Command, wanted, b.Now())}, nil
}

// clientLines adds what Slack knows of the clients' channels. Where it does not
// answer, nothing is said about them.
func (b *Bot) clientLines(ctx context.Context, list []view.Listing) []screen.ClientLine {
	ours, err := b.who.Ours(ctx, b.Self)
	if err != nil {
		b.Log.Warn("Slack does not tell in which channels Candor is; the list of clients is shown without", "err", err)
	}
	lines := make([]screen.ClientLine, len(list))
	for i, l := range list {
		lines[i] = screen.ClientLine{Listing: l, Outside: err == nil && l.Client.Slack != "" && ours[l.Client.Slack] == ""}
	}
	return lines
}

// pressDesk finds out who pressed, and runs the button.
func (b *Bot) pressDesk(ctx context.Context, r *request, act aboutClient, value string) (answer, error) {
	ref, err := view.ParseRef(value)
	if err != nil {
		return answer{}, err
	}
	a, err := b.actor(ctx, r, nil)
	if err != nil {
		return answer{}, err
	}
	return act(b, ctx, r, a, ref)
}

// ofListed opens a form about a client of the list.
func ofListed(show func(view.Listing) slack.ModalViewRequest) aboutClient {
	return func(b *Bot, ctx context.Context, r *request, a incident.Actor, ref view.Ref) (answer, error) {
		l, err := b.Service.Clients().Listed(ctx, a, ref.Client)
		if err == nil {
			err = b.open(ctx, r, show(l))
		}
		return answer{}, err
	}
}

func (b *Bot) pressSheet(ctx context.Context, r *request, a incident.Actor, ref view.Ref) (answer, error) {
	f, post, err := b.book(a).PressSheet(ctx, r.action.ActionID, ref)
	if err == nil && f != nil {
		err = b.open(ctx, r, *f)
	}
	return answer{Post: post}, err
}

func (b *Bot) pressNewClient(ctx context.Context, r *request, a incident.Actor, _ view.Ref) (answer, error) {
	if err := policy.May(a, policy.Clients, nil, ""); err != nil {
		return answer{}, err
	}
	if r.action.ActionID == kit.ActClientPaste {
		return answer{}, b.open(ctx, r, form.PasteClients())
	}
	return answer{}, b.open(ctx, r, form.Client(form.ClientView{Zone: b.who.Zone(ctx, r.user).String()}))
}

// submitPasteClients saves a list of clients, and says what became of it.
func (b *Bot) submitPasteClients(ctx context.Context, r *request, v form.Values) (outcome, error) {
	d, _, err := b.desk(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	b.who.Forget("") // somebody has invited Candor just before
	if d.Channels, err = b.who.Ours(ctx, b.Self); err != nil {
		b.Log.Warn("Slack does not tell in which channels Candor is; a list of clients was refused", "err", err)
		return outcome{}, fault.FieldError(form.FieldList, "Slack does not say in which channels Candor is. Nothing was saved. Try again in a minute.")
	}
	done, err := d.Take(ctx, v)
	if err != nil {
		return outcome{}, err
	}
	return outcome{next: new(form.ClientsPasted(done, b.Command))}, nil
}

// pressRemoveClient is pressed in the form, which then says what became of it.
func (b *Bot) pressRemoveClient(ctx context.Context, r *request, a incident.Actor, ref view.Ref) (answer, error) {
	l, err := b.Service.Clients().Listed(ctx, a, ref.Client)
	if err != nil {
		return answer{}, err
	}
	archived, err := b.Service.Clients().Remove(ctx, a, ref.Client)
	if err != nil {
		return answer{}, err
	}
	if r.view == nil {
		return answer{}, nil
	}
	return answer{}, b.open(ctx, r, form.ClientGone(l.Client.Name, archived))
}

func (b *Bot) pressRestoreClient(ctx context.Context, _ *request, a incident.Actor, ref view.Ref) (answer, error) {
	c, err := b.Service.Clients().Restore(ctx, a, ref.Client)
	if err != nil {
		return answer{}, err
	}
	return say("*" + messages.Escape(c.Name) + "* is offered again. Type `" + b.Command + " clients " + c.ID + "` to change them."), nil
}

// pressKeep makes a client of one that was typed, and opens its profile.
func (b *Bot) pressKeep(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	saved, err := b.Service.Clients().Keep(ctx, a, inc.Number, ref.Client)
	if err != nil {
		return answer{}, err
	}
	l, err := b.Service.Clients().Listed(ctx, a, saved.Client.ID)
	if err == nil {
		err = b.open(ctx, r, form.ClientOf(l))
	}
	if err != nil { // it is kept, whatever became of the form
		b.Log.Warn("a client was kept and its form did not open", "client", saved.Client.ID, "err", err)
		return say("*" + messages.Escape(saved.Client.Name) + "* is among your clients. Type `" + b.Command + " clients " + saved.Client.ID + "` to complete their profile."), nil
	}
	return answer{}, nil
}

// atDesk submits a form about a client.
func atDesk(do func(book.Desk, context.Context, view.Ref, form.Values) (*slack.ModalViewRequest, error)) submit {
	return func(b *Bot, ctx context.Context, r *request, v form.Values) (outcome, error) {
		d, ref, err := b.desk(ctx, r)
		if err != nil {
			return outcome{}, err
		}
		next, err := do(d, ctx, ref, v)
		return outcome{next: next}, err
	}
}

// desk is where a form about a client is submitted, and which client.
func (b *Bot) desk(ctx context.Context, r *request) (book.Desk, view.Ref, error) {
	ref, err := view.ParseRef(r.view.PrivateMetadata)
	if err != nil {
		return book.Desk{}, ref, err
	}
	a, err := b.actor(ctx, r, nil)
	return b.book(a), ref, err
}

func (b *Bot) book(a incident.Actor) book.Desk {
	return book.Desk{Clients: b.Service.Clients(), Actor: a, Command: b.Command}
}

// ofClients answers what was typed about a client.
func ofClients(do func(book.Desk, context.Context, string) (kit.Post, error)) func(*Bot, context.Context, *request, string) (answer, error) {
	return func(b *Bot, ctx context.Context, r *request, text string) (answer, error) {
		a, err := b.actor(ctx, r, nil)
		if err != nil {
			return answer{}, err
		}
		post, err := do(b.book(a), ctx, text)
		return answer{Post: post}, err
	}
}
