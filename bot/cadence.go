package bot

import (
	"context"

	"candor/bot/target"
	"candor/bot/typed"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/screen"
)

// cadence changes how often a client hears: cadence 2h acme asked by Dana.
func (b *Bot) cadence(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	wish, client, err := typed.Cadence(text, inc)
	if err != nil {
		return answer{}, err
	}
	name := inc.Name()
	if inc, err = b.Service.SetCadence(ctx, a, view.Ref{Number: inc.Number, Client: client}, wish); err != nil {
		return answer{}, typed.Sure(err, name, "cadence", text)
	}
	return answer{Post: screen.CadenceSaved(inc, client, wish.Cadence, b.Now())}, nil
}

// pressSlower opens the form with the offer of a reminder taken up.
func (b *Bot) pressSlower(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	aff, err := target.ToTell(inc, a, ref.Client)
	if err != nil {
		return answer{}, err
	}
	step := inc.Slower(aff, b.Now())
	if step == 0 {
		return answer{}, fault.Errorf(fault.Conflict, "Something has happened since, so %s hears as often as before. Nothing was changed. Press Client update.", aff.Client.Name)
	}
	u := b.drafts().Begin(inc, aff, a, update.Holding)
	u.Rhythm, u.NextAt = schedule.Every(step), inc.ProposeSlower(aff, update.Holding, step, b.Now())
	return answer{}, b.open(ctx, r, form.Update(b.Words, inc, aff, u, b.who.Zone(ctx, r.user), b.Now()))
}
