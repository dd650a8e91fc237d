package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/team"
)

// known is how long what Slack says about people and channels is believed.
const known = 60 * time.Second

// directory remembers for a minute who people are and who is in a channel.
type directory struct {
	api *slack.Client
	now func() time.Time

	mu      *sync.Mutex
	people  map[string]entry[*slack.User]
	quiet   map[string]entry[team.DoNotDisturb]
	members map[string]entry[map[string]bool]
	joined  map[string]entry[map[string]bool] // Candor's own channels, under its id
}

type entry[T any] struct {
	value T
	at    time.Time
}

func newDirectory(api *slack.Client, now func() time.Time) directory {
	return directory{api: api, now: now, mu: new(sync.Mutex),
		people: map[string]entry[*slack.User]{}, quiet: map[string]entry[team.DoNotDisturb]{},
		members: map[string]entry[map[string]bool]{}, joined: map[string]entry[map[string]bool]{}}
}

// recall returns what is remembered under a key or asks for it, without holding
// the lock meanwhile.
func recall[T any](d *directory, memory map[string]entry[T], key string, ask func() (T, error)) (T, error) {
	d.mu.Lock()
	e, ok := memory[key]
	d.mu.Unlock()
	if age := d.now().Sub(e.at); ok && age >= 0 && age < known {
		return e.value, nil
	}
	v, err := ask()
	if err != nil {
		return v, err
	}
	d.mu.Lock()
	memory[key] = entry[T]{v, d.now()}
	d.mu.Unlock()
	return v, nil
}

func (d *directory) person(ctx context.Context, user string) (*slack.User, error) {
	return recall(d, d.people, user, func() (*slack.User, error) { return d.api.GetUserInfoContext(ctx, user) })
}

// known is the name of somebody whom Slack was asked about before; "" if it was not.
func (d *directory) known(user string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if u := d.people[user].value; u != nil {
		return nameOf(u)
	}
	return ""
}

func (d *directory) in(ctx context.Context, channel, user string) (bool, error) {
	members, err := recall(d, d.members, channel, func() (map[string]bool, error) {
		all, cursor := map[string]bool{}, ""
		for {
			ids, next, err := d.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: 200})
			if err != nil {
				return nil, err
			}
			for _, id := range ids {
				all[id] = true
			}
			if cursor = next; cursor == "" {
				return all, nil
			}
		}
	})
	return members[user], err
}

// ours is the channels that Candor is in.
func (d *directory) ours(ctx context.Context, self string) (map[string]bool, error) {
	return recall(d, d.joined, self, func() (map[string]bool, error) {
		all := map[string]bool{}
		ask := &slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}, Limit: 200, ExcludeArchived: true}
		for {
			list, next, err := d.api.GetConversationsForUserContext(ctx, ask)
			if err != nil {
				return nil, err
			}
			for i := range list {
				all[list[i].ID] = true
			}
			if ask.Cursor = next; next == "" {
				return all, nil
			}
		}
	})
}

func (d *directory) forget(channel string) {
	d.mu.Lock()
	delete(d.members, channel)
	clear(d.joined)
	d.mu.Unlock()
}

// zone is the time zone in which a person types times; UTC if Slack does not say.
func (d *directory) zone(ctx context.Context, user string) *time.Location {
	u, err := d.person(ctx, user)
	if err != nil {
		return time.UTC
	}
	if loc, err := time.LoadLocation(u.TZ); err == nil {
		return loc
	}
	return time.UTC
}

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

// asker is who asks, whatever it is about.
func (b *Bot) asker(ctx context.Context, r *request) (incident.Actor, error) {
	a := incident.Actor{ID: r.user, Team: r.team, Home: b.Home, Envelope: r.env.ID}
	if a.Team != a.Home {
		return a, nil // refused by the domain; no need to ask more
	}
	u, err := b.who.person(ctx, r.user)
	if err != nil {
		return a, unreachable(err)
	}
	if u.TeamID != "" && u.TeamID != b.Home || u.IsStranger || u.IsBot || u.Deleted {
		a.Team = u.TeamID + "?" // somebody else's person, whatever the payload says
		return a, nil
	}
	a.Name = nameOf(u)
	a.Guest = guest(u)
	a.Trusted = a.Guest && fault.OneOf(r.user, b.Service.Roster().TrustedGuests...)
	a.Admin = u.IsAdmin || u.IsOwner
	return a, nil
}

// inside says whether a person is in the incident's channel, where that decides
// something: who has a role needs not be.
func (b *Bot) inside(ctx context.Context, inc *incident.Incident, user string) (bool, error) {
	if inc.Channel.ID == "" || inc.Moving || inc.HasRole(user) {
		return false, nil // while it moves, who is in the channel that it leaves proves nothing
	}
	in, err := b.who.in(ctx, inc.Channel.ID, user)
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && fault.OneOf(e.Err, "channel_not_found", "not_in_channel", "is_archived") {
		return false, nil // the channel is gone or closed to us: nobody is known to be in it
	}
	if err != nil {
		return false, unreachable(err)
	}
	return in, nil
}

// nameOf is how a person signs: the full name of the profile, else what there is.
func nameOf(u *slack.User) string {
	for _, name := range []string{u.Profile.RealName, u.RealName, u.Profile.DisplayName, u.Name} {
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return ""
}

// guest says whether somebody has a guest account of our workspace.
func guest(u *slack.User) bool { return u.IsRestricted || u.IsUltraRestricted }

// outsider refuses people of another workspace before anything else is looked
// at: what they see of us, they see in the shared channel.
func (b *Bot) outsider(r *request) error {
	if r.team == b.Home {
		return nil
	}
	return incident.May(incident.Actor{ID: r.user, Team: r.team, Home: b.Home}, incident.See, nil, "")
}

func unreachable(err error) error {
	e := fault.Errorf(fault.Conflict, "Nothing was changed: Slack did not tell Candor who you are. Try again in a moment.")
	return fmt.Errorf("%w (%w)", e, err)
}
