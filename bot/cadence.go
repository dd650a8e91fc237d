package bot

import (
	"context"
	"regexp"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/messages/form"
	"candor/messages/kit"
	"candor/messages/screen"
)

// cadence changes how often a client hears: cadence 2h acme asked by Dana.
func (b *Bot) cadence(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	c, client, asker, err := readCadence(text, inc)
	if err != nil {
		return answer{}, err
	}
	if inc, err = b.Service.SetCadence(ctx, a, inc.Number, client, c, asker); err != nil {
		return answer{}, err
	}
	return answer{Post: screen.CadenceSaved(inc, client, c, b.Now())}, nil
}

var askedBy = regexp.MustCompile(`(?i)^(.*?) +asked by +(.+)$`)

// readCadence reads what is typed after cadence: how often, then perhaps the
// client, which is every one where there are several, and who asked for it.
func readCadence(text string, inc *incident.Incident) (c schedule.Cadence, client, asker string, err error) {
	text = strings.Join(strings.Fields(text), " ")
	if m := askedBy.FindStringSubmatch(text); m != nil {
		text, asker = m[1], clip(m[2])
	}
	client = incident.AllClients
	if len(inc.Clients) == 1 {
		client = inc.Clients[0].Client.ID
	}
	if i := strings.LastIndexByte(text, ' '); i > 0 && inc.Affected(strings.ToLower(text[i+1:])) != nil {
		text, client = text[:i], strings.ToLower(text[i+1:])
	}
	if strings.EqualFold(text, "usual") {
		return c, client, asker, nil
	}
	if len(text) > 6 && strings.EqualFold(text[:6], "every ") {
		text = text[6:]
	}
	if c, err = schedule.ParseCadence(text); err != nil {
		return c, client, asker, fault.Errorf(fault.Invalid, "Nothing was changed. %s", err)
	}
	return c, client, asker, nil
}

// pressSlower opens the form with the offer of a reminder taken up.
func (b *Bot) pressSlower(ctx context.Context, r *request, ref kit.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	aff, err := toTell(inc, a, ref.Client)
	if err != nil {
		return answer{}, err
	}
	step := inc.Slower(aff, b.Now())
	if step == 0 {
		return answer{}, fault.Errorf(fault.Conflict, "Something has happened since, so %s hears as often as before. Nothing was changed. Press Client update.", aff.Client.Name)
	}
	u := b.begin(inc, aff, a, incident.Holding)
	u.Rhythm, u.NextAt = schedule.Every(step), inc.ProposeSlower(aff, incident.Holding, step, b.Now())
	return answer{}, b.open(ctx, r, form.Update(b.Words, inc, aff, u, b.who.zone(ctx, r.user), b.Now()))
}
