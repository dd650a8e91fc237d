package bot

import (
	"cmp"
	"context"
	"errors"

	"github.com/slack-go/slack"

	"candor/bot/people"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/messages/aside"
)

// actor finds out who asks. inc is the incident that it is about, nil if none.
// When Slack cannot be asked, the request is refused: nobody acts unknown.
func (b *Bot) actor(ctx context.Context, r *request, inc *incident.Incident) (incident.Actor, error) {
	a, err := b.asker(ctx, r)
	if err != nil || a.Team != a.Home || inc == nil {
		return a, err
	}
	a.InChannel, err = b.inside(ctx, inc, r.user)
	return a, err
}

// asker is who asks, whatever it is about. Somebody of another workspace of our
// organisation is one of us.
func (b *Bot) asker(ctx context.Context, r *request) (incident.Actor, error) {
	a := incident.Actor{ID: r.user, Team: r.team, Home: b.Home, Envelope: r.env.ID}
	if b.stranger(r) {
		return a, nil // refused by the domain; no need to ask more
	}
	u, err := b.who.Person(ctx, r.user)
	if err != nil {
		return a, aside.Unreachable(err)
	}
	if !b.ours(u, r.team) {
		a.Team = u.TeamID + "?" // somebody else's person, whatever the payload says
		return a, nil
	}
	a.Team = a.Home
	a.Name, a.Zone = people.Name(u), u.TZ
	a.Guest = people.IsGuest(u)
	a.Trusted = a.Guest && fault.OneOf(r.user, b.Service.Roster().TrustedGuests...)
	a.Admin = u.IsAdmin || u.IsOwner
	return a, nil
}

// stranger says whether what came in says already that it is from another company.
// A payload may lack the person's workspace, or name an organisation instead; where
// there is one, only Slack can say who is of it.
func (b *Bot) stranger(r *request) bool {
	return r.user == "" || r.team != "" && r.team != b.Home && b.Org == ""
}

// ours says whether a person is of our workspace, or of our organisation. claimed is
// their workspace by what came in, for those of whom Slack does not say it.
func (b *Bot) ours(u *slack.User, claimed string) bool {
	if u.IsBot || u.Deleted {
		return false
	}
	if b.Org != "" && (u.Enterprise.EnterpriseID == b.Org || u.TeamID == b.Org) {
		return true
	}
	return !u.IsStranger && cmp.Or(u.TeamID, claimed) == b.Home
}

// inside says whether a person is in the incident's channel, where that decides
// something: who has a role needs not be.
func (b *Bot) inside(ctx context.Context, inc *incident.Incident, user string) (bool, error) {
	if inc.Channel.ID == "" || inc.Moving || inc.HasRole(user) {
		return false, nil // while it moves, who is in the channel that it leaves proves nothing
	}
	in, err := b.who.In(ctx, inc.Channel.ID, user)
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && fault.OneOf(e.Err, "channel_not_found", "not_in_channel", "is_archived") {
		return false, nil // the channel is gone or closed to us: nobody is known to be in it
	}
	if err != nil {
		return false, aside.Unreachable(err)
	}
	return in, nil
}

// outsider refuses people of another company before anything else is looked at:
// what they see of us, they see in the shared channel. Whoever may be of us is
// looked up by what they ask for.
func (b *Bot) outsider(ctx context.Context, r *request) error {
	if r.team == b.Home {
		return nil
	}
	a, err := b.asker(ctx, r)
	if err != nil || a.Team == a.Home {
		return err
	}
	return policy.May(a, policy.See, nil, "")
}
