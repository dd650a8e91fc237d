package bot

import (
	"context"
	"time"

	"candor/bot/drafting"
	"candor/bot/target"
	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/service"
	"candor/incident/update"
	"candor/messages/form"
	"candor/messages/kit"
)

// openResolve asks what only a person knows; with More questions, all that the final
// message says.
func (b *Bot) openResolve(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) error {
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	aff := inc.Affected("")
	switch {
	case inc.Over():
		return fault.Errorf(fault.Conflict, "%s is over already. Nothing was changed.", inc.Name())
	case inc.State != incident.Open && !inc.OwesLastWord():
		return fault.Errorf(fault.Conflict, "Nothing was changed: %s is resolved and %s has been told. What is left: the checklist, then close.", inc.Name(), aff.Client.Name)
	}
	if inc.State == incident.Open {
		if err := inc.MayResolve(); err != nil {
			return err
		}
	}
	var u *update.Update
	if err := aff.Restored.Refuse(aff.Client.Name); err != nil {
		return err
	}
	if target.WritesLastWord(inc, aff, a) {
		begun := b.drafts().Begin(inc, aff, a, update.ResolvedUpdate)
		u = &begun
	}
	f := form.Resolve(b.Words, inc, aff, u, b.who.Zone(ctx, r.user), b.Now())
	if r.view != nil && r.view.CallbackID == kit.FormResolve { // what is answered there already is of then
		f.PrivateMetadata = r.view.PrivateMetadata
	} else if inc.State == incident.Open {
		f = form.Short(f)
	}
	return b.open(ctx, r, f)
}

// submitResolve resolves and goes on to the last word; a mistake in its words
// resolves nothing.
func (b *Bot) submitResolve(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	aff := inc.Affected(ref.Client)
	if aff == nil {
		return outcome{}, target.NotAffected(inc)
	}
	says := service.Solved{Answers: form.ReadSolved(v)}
	says.Of = ref.N
	if says.Data == facts.Yes && target.Several(inc, "") {
		f := form.EachQuestions(inc)
		return outcome{next: &f}, nil
	}
	if says.Data == facts.Yes && !inc.Facts.Is(facts.DataLost, facts.Yes) {
		return b.lostAfterAll(ctx, inc, aff, a)
	}
	if target.WritesLastWord(inc, aff, a) {
		last, err := b.lastWord(ctx, r, inc, aff, v)
		if err != nil {
			return outcome{}, err
		}
		says.Last = &last
	}
	t, err := drafting.ResolveOrWrite(ctx, b.Service, a, inc, says)
	if err != nil {
		return outcome{}, b.onFields(update.ResolvedUpdate, err)
	}
	if says.Last == nil {
		return outcome{}, nil
	}
	if t.All != nil {
		return b.readAll(inc, t.All), nil
	}
	view := form.Preview(t, b.Now())
	return outcome{next: &view}, nil
}

// lostAfterAll keeps that data is lost, and asks how far it goes: the client hears that
// before anything else.
func (b *Bot) lostAfterAll(ctx context.Context, inc *incident.Incident, aff *incident.Affected, a incident.Actor) (outcome, error) {
	inc, err := b.Service.SetFacts(ctx, a, inc.Number, facts.FactAnswer{Question: facts.DataLost, Answer: facts.Yes})
	if err != nil {
		return outcome{}, err
	}
	f := form.Because(form.Questions(inc, inc.Affected(aff.Client.ID)), form.LossFirst(inc))
	return outcome{next: &f}, nil
}

// lastWord are the words of the form. What it left out is what is known now.
func (b *Bot) lastWord(ctx context.Context, r *request, inc *incident.Incident, aff *incident.Affected, v form.Values) (incident.Proposal, error) {
	client := aff.Client.ID
	if target.Several(inc, "") {
		client = incident.AllClients
	}
	return b.drafts().Proposal(b.clock(ctx, r, inc), client, update.ResolvedUpdate, v, time.Time{})
}
