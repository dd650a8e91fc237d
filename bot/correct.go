package bot

import (
	"context"
	"strconv"

	"github.com/slack-go/slack"

	"candor/bot/drafting"
	"candor/bot/learned"
	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/update"
	"candor/messages/form"
)

// updateForm is the form for an update; a correction also asks which text was
// wrong, and takes its time from there.
func (b *Bot) updateForm(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, a incident.Actor, u update.Update) (slack.ModalViewRequest, error) {
	left, err := learned.Desk{Service: b.Service, Actor: a, Now: b.Now()}.Fill(ctx, b.Words, inc, aff, &u)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	if u.Kind == update.ProcessorNotice && aff.Client.ID != incident.AllClients {
		b.counsel(ctx, r, inc, a).Fill(inc, aff, &u)
	}
	f := form.Update(b.Words, inc, aff, u, b.who.Zone(ctx, r.user), b.Now())
	f = form.StillKnows(inc, form.KeepTyped(b.Words, f, u.Kind, b.drafts().Filling(learned.Desk{Service: b.Service, Actor: a, Now: b.Now()}.Filler(ctx, b.Words, inc)).Other(inc, aff, a, u)), r.view)
	f = form.Because(f, left)
	if u.Kind != update.Correction || aff.Client.ID == incident.AllClients {
		return f, nil
	}
	list, err := b.Service.Updates(ctx, a, inc.Number, aff.Client.ID)
	if err != nil {
		return f, err
	}
	return form.AskWhich(f, list, u.Corrects, &aff.Client, b.Now()), nil
}

// correct opens the form for a correction: correct, correct 3, or correct and
// what is right; with the client in front where there are several.
func (b *Bot) correct(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, client, text, err := b.line(ctx, r, "correct", text)
	if err != nil {
		return answer{}, err
	}
	return b.openCorrection(ctx, r, inc, a, client, text)
}

func (b *Bot) openCorrection(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client, text string) (answer, error) {
	aff, err := target.ToTell(inc, a, client)
	if err != nil {
		return answer{}, err
	}
	if err := inc.Eligible(aff, update.Correction, b.Now()); err != nil {
		return answer{}, err
	}
	u := b.drafts().Begin(inc, aff, a, update.Correction)
	word, rest := typed.FirstWord(text)
	if n, err := strconv.Atoi(word); err == nil && !typed.Counts(rest) {
		list, err := b.Service.Updates(ctx, a, inc.Number, aff.Client.ID)
		if err == nil {
			err = drafting.HasLeft(list, aff, n)
		}
		if err != nil {
			return answer{}, err
		}
		u.Corrects, text = n, rest
	}
	b.drafts().Right(b.clock(ctx, r, inc), aff, &u, text)
	f, err := b.updateForm(ctx, r, inc, aff, a, u)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, form.CutOff(b.Words, f, u.Kind, "right", text))
}
