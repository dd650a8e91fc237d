package bot

import (
	"context"

	"candor/bot/people"
	"candor/bot/refusal"
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
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
		return a, refusal.Unreachable(err)
	}
	if !people.IsOurs(u, r.team, b.Home, b.Org) {
		a.Team = u.TeamID + "?" // somebody else's person, whatever the payload says
		return a, nil
	}
	a.Team = a.Home
	a.Name, a.Zone = people.Name(u), u.TZ
	a.Guest = people.IsGuest(u)
	a.Trusted = a.Guest && fault.OneOf(r.user, b.Service.Roster().TrustedGuests...)
	a.Admin, a.SendsAll = u.IsAdmin || u.IsOwner, b.Service.Roster().AccountSendsAll
	return a, nil
}

// stranger says whether what came in says already that it is from another company.
// A payload may lack the person's workspace, or name an organisation instead; where
// there is one, only Slack can say who is of it.
func (b *Bot) stranger(r *request) bool {
	return r.user == "" || r.team != "" && r.team != b.Home && b.Org == ""
}

// inside says whether a person is in the incident's channel, where that decides
// something: who has a role needs not be.
func (b *Bot) inside(ctx context.Context, inc *incident.Incident, user string) (bool, error) {
	if inc.Channel.ID == "" || inc.Moving || inc.Roles.Has(user) {
		return false, nil // while it moves, who is in the channel that it leaves proves nothing
	}
	in, err := b.who.Inside(ctx, inc.Channel.ID, user)
	if err != nil {
		return false, refusal.Unreachable(err)
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
