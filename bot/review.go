package bot

import (
	"context"

	"candor/bot/learned"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/lessons"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/aside"
	"candor/messages/form"
	"candor/messages/kit"
)

// review opens the questions of the review.
func (b *Bot) review(ctx context.Context, r *request, _ string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return answer{}, b.openReview(ctx, r, inc, a, "")
}

func (b *Bot) openReview(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor, client string) error {
	if inc.State == incident.Open && inc.Review == nil {
		return fault.Errorf(fault.Conflict, "The review of %s is written once it works again. Nothing was opened. Until then write down what you see: note …", inc.Name())
	}
	if err := policy.May(a, policy.Change, inc, ""); err != nil {
		return err
	}
	return b.open(ctx, r, form.Review(inc, client))
}

// pressReview opens the questions, or what the client reads where they are answered.
func (b *Bot) pressReview(ctx context.Context, r *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	if inc.Review.Explains() && inc.State != incident.Open || policy.May(a, policy.Change, inc, "") != nil {
		return b.pressUpdate(ctx, r, ref, inc, a)
	}
	return answer{}, b.openReview(ctx, r, inc, a, ref.Client)
}

// submitReview saves the answers, and goes on with the client's text.
func (b *Bot) submitReview(ctx context.Context, r *request, v form.Values) (outcome, error) {
	ref, inc, a, err := b.about(ctx, r)
	if err != nil {
		return outcome{}, err
	}
	now, again, err := b.learns(ctx, r, inc, a).Answer(ctx, inc, ref, v)
	if err != nil || again != nil {
		return outcome{next: again}, err
	}
	inc = now
	aff := inc.Affected(ref.Client)
	if inc.State == incident.Open || ref.Client == "" || aff == nil || aff.Owed(promise.Review) == nil || policy.May(a, policy.Tend, inc, ref.Client) != nil {
		return outcome{post: aside.Learned(inc, kit.Pen{Now: b.Now()})}, nil
	}
	f, err := b.updateForm(ctx, r, inc, aff, a, b.drafts().Begin(inc, aff, a, update.PostmortemCover))
	return outcome{next: &f}, err
}

// action writes down what changes, or what became of it; alone it lists that.
func (b *Bot) action(ctx context.Context, r *request, text string) (answer, error) {
	inc, a, err := b.incident(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return posted(b.learns(ctx, r, inc, a).Act(ctx, inc, text))
}

// learns is where somebody says what changes.
func (b *Bot) learns(ctx context.Context, r *request, inc *incident.Incident, a incident.Actor) learned.Desk {
	return learned.Desk{Service: b.Service, Actor: a, Clock: b.clock(ctx, r, inc), Now: b.Now(), Mate: func(ctx context.Context, user string) error {
		_, err := b.who.Teammate(ctx, user, b.Home, b.Org)
		return err
	}}
}

// pressMade is “It is done” of a change.
func (b *Bot) pressMade(ctx context.Context, _ *request, ref view.Ref, inc *incident.Incident, a incident.Actor) (answer, error) {
	inc, c, err := b.Service.Conclude(ctx, a, inc.Number, lessons.Lesson{Done: ref.N})
	if err != nil {
		return answer{}, err
	}
	return answer{Post: aside.Changed(inc, c, kit.Pen{Now: b.Now()})}, nil
}
