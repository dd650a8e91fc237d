package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/bot/declaring"
	"candor/bot/refusal"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/review"
	"candor/incident/service"
	"candor/messages"
	"candor/messages/form"
)

// shortcuts are what people can do with any message, by the ids of the manifest.
func shortcuts() map[string]func(*Bot, context.Context, *request) (answer, error) {
	return map[string]func(*Bot, context.Context, *request) (answer, error){
		"timeline": (*Bot).putIntoTimeline,
		"action":   (*Bot).keepAsAction,
		"open":     (*Bot).openFrom,
	}
}

// shortcut does what a person wants done with a message, and answers it.
func (b *Bot) shortcut(ctx context.Context, r *request) {
	a, err := b.useShortcut(ctx, r)
	b.answer(ctx, r, a, err)
}

func (b *Bot) useShortcut(ctx context.Context, r *request) (answer, error) {
	if err := b.outsider(ctx, r); err != nil {
		return answer{}, err
	}
	run, ok := shortcuts()[r.used.ID]
	if !ok {
		return answer{}, fault.Errorf(fault.NotFound, "This shortcut is from another version. Nothing was done. Type %s for what works now.", b.Command)
	}
	return run(b, ctx, r)
}

// putIntoTimeline writes a message down as of when it was posted.
func (b *Bot) putIntoTimeline(ctx context.Context, r *request) (answer, error) {
	text := strings.TrimSpace(typed.Readable(r.used.Text))
	if text == "" {
		return answer{}, fault.Errorf(fault.Invalid, "There is no text in that message. Nothing was written. Note what it shows: %s note …", b.Command)
	}
	if err := refusal.NoSecret(text); err != nil {
		return answer{}, err
	}
	n := service.Note{Text: messages.Clip(r.used.Who()+" wrote: "+text, 3000), Happened: typed.Posted(r.used.TS)}
	inc, a, err := b.whereItStands(ctx, r)
	if err == nil && inc == nil {
		zone := b.who.Zone(ctx, r.user)
		err = b.whichIncident(ctx, r, "note "+form.FieldTime(n.Happened.In(zone))+" "+form.PlainWords(n.Text, zone, b.named))
	}
	if err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.Note(ctx, a, inc.Number, n); err != nil {
		return answer{}, err
	}
	return say(fmt.Sprintf("Noted in the timeline of %s, as of when it was posted.", inc.Name())), nil
}

// keepAsAction writes a message down as something that changes.
func (b *Bot) keepAsAction(ctx context.Context, r *request) (answer, error) {
	text := strings.Join(strings.Fields(form.PlainWords(typed.Readable(r.used.Text), b.who.Zone(ctx, r.user), b.named)), " ")
	if text == "" {
		return answer{}, fault.Errorf(fault.Invalid, "There is no text in that message. Nothing was written down. Say what changes: %s action …", b.Command)
	}
	if err := refusal.NoSecret(text); err != nil {
		return answer{}, err
	}
	text = messages.Cut(text, review.MaxChange)
	inc, a, err := b.whereItStands(ctx, r)
	if err == nil && inc == nil {
		err = b.whichIncident(ctx, r, "action internal: "+text)
	}
	if err != nil {
		return answer{}, err
	}
	return posted(b.learns(ctx, r, inc, a).Keep(ctx, inc, text))
}

// whereItStands is the incident in whose channel, or whose client's channel, a message
// stands, nil if there is none or several: they have to say which.
func (b *Bot) whereItStands(ctx context.Context, r *request) (*incident.Incident, incident.Actor, error) {
	inc, a, err := b.implied(ctx, r)
	if err != nil || inc != nil {
		return inc, a, err
	}
	if a, err = b.actor(ctx, r, nil); err != nil {
		return nil, a, err
	}
	live, err := b.Service.Live(ctx, a)
	if err != nil {
		return nil, a, err
	}
	here := slices.DeleteFunc(live, func(inc *incident.Incident) bool {
		at := slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return aff.Client.Slack == r.channel })
		return !at || !b.sees(ctx, r, a, inc)
	})
	if len(here) != 1 {
		return nil, a, nil
	}
	a.InChannel, err = b.inside(ctx, here[0], r.user)
	return here[0], a, err
}

// openFrom opens the form to declare, with what a message says: of whom it is, since
// when, and who noticed. Its words are not the client's to read, so they stay out.
func (b *Bot) openFrom(ctx context.Context, r *request) (answer, error) {
	clients, err := b.toDeclareFor(ctx, r)
	if err != nil {
		return answer{}, err
	}
	begun := declaring.From(r.used, r.channel, clients, b.who.Zone(ctx, r.user), b.Words)
	if begun.NoticedBy == incident.NoticedByThem && (r.used.Team == b.Home || r.used.Author == r.user) {
		begun.NoticedBy = incident.NoticedByUs
	}
	return answer{}, b.open(ctx, r, form.Declare(clients, b.Words.Choices(), begun))
}
