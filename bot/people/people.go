// Package people remembers for a minute what Slack says about people and channels:
// who somebody is, when they may be disturbed, who is in a channel.
package people

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/team"
)

// believed is how long what Slack said is not asked again.
const believed = 60 * time.Second

// Directory is what was asked of Slack lately. It is safe for concurrent use.
type Directory struct {
	api     *slack.Client
	people  *memory[*slack.User]
	quiet   *memory[team.DoNotDisturb]
	members *memory[map[string]bool]
	joined  *memory[map[string]string] // Candor's own channels: id → name, under its id
}

// New returns a directory that knows nobody yet. now is the clock.
func New(api *slack.Client, now func() time.Time) *Directory {
	return &Directory{api, newMemory[*slack.User](now), newMemory[team.DoNotDisturb](now), newMemory[map[string]bool](now), newMemory[map[string]string](now)}
}

// Person is who somebody is.
func (d *Directory) Person(ctx context.Context, user string) (*slack.User, error) {
	return d.people.recall(user, func() (*slack.User, error) { return d.api.GetUserInfoContext(ctx, user) })
}

// Known is the name of somebody whom Slack was asked about before; "" if it was not.
func (d *Directory) Known(user string) string {
	if u := d.people.old(user); u != nil {
		return Name(u)
	}
	return ""
}

// Colleague says whether somebody is surely of the team, as Slack has said a moment ago.
func (d *Directory) Colleague(user string) bool {
	u, err := d.people.recall(user, func() (*slack.User, error) { return nil, errAsk })
	return err == nil && !IsGuest(u) && !u.IsStranger
}

var errAsk = errors.New("nobody has asked Slack lately")

// DoNotDisturb is when a person may not be disturbed, which ask finds out.
func (d *Directory) DoNotDisturb(user string, ask func() (team.DoNotDisturb, error)) (team.DoNotDisturb, error) {
	return d.quiet.recall(user, ask)
}

// In says whether a person is in a channel.
func (d *Directory) In(ctx context.Context, channel, user string) (bool, error) {
	members, err := d.members.recall(channel, func() (map[string]bool, error) {
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

// Joins notes that a person is in a channel, as Slack would say if it were asked now.
func (d *Directory) Joins(channel, user string) { d.members.keep(channel, map[string]bool{user: true}) }

// Ours is the channels that Candor, whose id is self, is in, each with its name.
func (d *Directory) Ours(ctx context.Context, self string) (map[string]string, error) {
	return d.joined.recall(self, func() (map[string]string, error) {
		all := map[string]string{}
		ask := &slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}, Limit: 200, ExcludeArchived: true}
		for {
			list, next, err := d.api.GetConversationsForUserContext(ctx, ask)
			if err != nil {
				return nil, err
			}
			for i := range list {
				all[list[i].ID] = cmp.Or(list[i].Name, list[i].ID)
			}
			if ask.Cursor = next; next == "" {
				return all, nil
			}
		}
	})
}

// Forget drops what is known of who is in a channel, since that has changed.
func (d *Directory) Forget(channel string) {
	d.members.forget(channel)
	d.joined.forget("")
}

// Changed drops what is known of a person, since that has changed.
func (d *Directory) Changed(user string) {
	if user != "" { // it would be everybody
		d.people.forget(user)
	}
}

// Zone is the time zone in which a person types times; UTC if Slack does not say.
func (d *Directory) Zone(ctx context.Context, user string) *time.Location {
	_, _ = d.Person(ctx, user) // Slack is not always there
	return d.KnownZone(user)
}

// KnownZone is [Directory.Zone] as Slack said it before: nobody waits for Slack.
func (d *Directory) KnownZone(user string) *time.Location {
	if u := d.people.old(user); u != nil {
		return schedule.Zone(u.TZ)
	}
	return time.UTC
}

// Name is how a person signs: the full name of the profile, else what there is.
func Name(u *slack.User) string {
	for _, name := range []string{u.Profile.RealName, u.RealName, u.Profile.DisplayName, u.Name} {
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return ""
}

// IsGuest says whether somebody has a guest account of our workspace.
func IsGuest(u *slack.User) bool { return u.IsRestricted || u.IsUltraRestricted }

// most is how much a memory holds: a program that runs for a year meets more
// people and channels than it needs to know.
const most = 5000

// IsOurs says whether a person is of our workspace, or of our organisation, "" if there
// is none. claimed is their workspace by what came in, for those of whom Slack does not
// say it.
func IsOurs(u *slack.User, claimed, home, org string) bool {
	if u.IsBot || u.Deleted {
		return false
	}
	if org != "" && (u.Enterprise.EnterpriseID == org || u.TeamID == org) {
		return true
	}
	return !u.IsStranger && cmp.Or(u.TeamID, claimed) == home
}

// Teammate refuses to give a role to somebody who could not act in it, and returns
// the name of whoever could.
func (d *Directory) Teammate(ctx context.Context, user, home, org string) (string, error) {
	u, err := d.Person(ctx, user)
	if err != nil {
		e := fault.Errorf(fault.Conflict, "Nothing was changed: Slack did not tell Candor who <@%s> is. Try again in a moment, or name somebody else.", user)
		return "", fmt.Errorf("%w (%w)", e, err)
	}
	if IsGuest(u) {
		return "", fault.Errorf(fault.Invalid, "<@%s> is a guest, and what has to be done is given to members of the team only. Nothing was changed. Name one of them.", user)
	}
	if !IsOurs(u, home, home, org) {
		return "", fault.Errorf(fault.Invalid, "<@%s> is not a member of your team. Nothing was changed. Name somebody who is.", user)
	}
	return Name(u), nil
}

// Inside is In where a channel may be gone or closed to us: then nobody is known to be in
// it.
func (d *Directory) Inside(ctx context.Context, channel, user string) (bool, error) {
	in, err := d.In(ctx, channel, user)
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && fault.OneOf(e.Err, "channel_not_found", "not_in_channel", "is_archived") {
		return false, nil
	}
	return in, err
}

// memory is what was found out under a key, and when.
type memory[T any] struct {
	now func() time.Time

	mu      sync.Mutex
	entries map[string]entry[T]
}

type entry[T any] struct {
	value T
	at    time.Time
}

func newMemory[T any](now func() time.Time) *memory[T] {
	return &memory[T]{now: now, entries: map[string]entry[T]{}}
}

// recall returns what is remembered under a key or asks for it, without holding
// the lock meanwhile.
func (m *memory[T]) recall(key string, ask func() (T, error)) (T, error) {
	m.mu.Lock()
	e, ok := m.entries[key]
	m.mu.Unlock()
	if age := m.now().Sub(e.at); ok && age >= 0 && age < believed {
		return e.value, nil
	}
	v, err := ask()
	if err == nil {
		m.keep(key, v)
	}
	return v, err
}

// keep notes a value. A full memory drops what it would not believe any more, and
// if that is nothing, everything: it is asked again.
func (m *memory[T]) keep(key string, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := m.now(); len(m.entries) >= most {
		for k, e := range m.entries {
			if now.Sub(e.at) >= believed {
				delete(m.entries, k)
			}
		}
		if len(m.entries) >= most {
			clear(m.entries)
		}
	}
	m.entries[key] = entry[T]{v, m.now()}
}

// old is what is remembered under a key, however long ago it was found out.
func (m *memory[T]) old(key string) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.entries[key].value
}

// forget drops a key; "" drops all.
func (m *memory[T]) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if delete(m.entries, key); key == "" {
		clear(m.entries)
	}
}

// Called is how somebody calls themselves; empty if Slack does not say.
func (d *Directory) Called(ctx context.Context, user string) string {
	u, err := d.Person(ctx, user)
	if err != nil {
		return ""
	}
	return Name(u)
}
