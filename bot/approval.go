package bot

import (
	"context"
	"maps"

	"candor/bot/target"
	"candor/incident"
	"candor/incident/policy"
	"candor/incident/view"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/screen"
)

// pressApprove gives the person's word to the text that the message shows.
func (b *Bot) pressApprove(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	t, err := b.Service.Approve(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N}, ref.Key)
	switch {
	case err != nil:
		return answer{}, err
	case len(t.Asks) > 0:
		return answer{Post: screen.ApprovedBut(t)}, nil
	}
	return answer{Post: aside.Approved(t, b.Now())}, nil
}

func (b *Bot) pressReject(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	aff, err := target.Request(inc, a, policy.Approve, ref)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, form.Reject(inc, aff))
}

func (b *Bot) submitReject(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	_, err = b.Service.Reject(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N}, v.Get(form.FieldReason))
	return outcome{}, err
}

// pressEditRequest opens the words of a request in the form of whoever reads it.
// What they send is their own text; until then the request stands.
func (b *Bot) pressEditRequest(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	aff, err := target.Request(inc, a, policy.Tend, ref)
	if err != nil {
		return answer{}, err
	}
	u := aff.Request.Update
	u.Words, u.Times = maps.Clone(u.Words), maps.Clone(u.Times)
	form, err := b.updateForm(ctx, r, inc, aff, a, u)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.open(ctx, r, form)
}

func (b *Bot) pressWithdraw(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, err := b.Service.Withdraw(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N})
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.TakenBack(inc, inc.Affected(ref.Client), b.Now())}, nil
}

// pressAlone sends what nobody has answered.
func (b *Bot) pressAlone(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	t, err := b.Service.SendAlone(ctx, a, view.Ref{Number: inc.Number, Client: ref.Client, N: ref.N}, ref.Key)
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.SentAway(t, b.Now())}, nil
}
