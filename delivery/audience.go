package delivery

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
)

// How long what Slack says about readers is believed: that a channel is not
// shared outside and who is in it, that a person is of the team, that somebody
// is a guest. A colleague becomes a guest seldom; asking about each of fifty
// members every minute would eat the rate limit.
const (
	freshness   = time.Minute
	stillOurs   = 10 * time.Minute
	stillAGuest = time.Minute
)

// audience knows which channels only the team can read. What it does not know
// it asks; what it cannot learn it takes for shared.
type audience struct {
	api  *slack.Client
	self string
	now  func() time.Time

	mu       sync.Mutex
	internal map[string]readers   // channels that are not shared outside
	people   map[string]knownUser // members of such channels
	news     int                  // counts sharing events: an answer from before one proves nothing
}

// readers is who of note reads a channel, as it was last known.
type readers struct {
	at     time.Time
	guests []outbox.Guest
}

// knownUser is what somebody was when they were last asked about.
type knownUser struct {
	at      time.Time
	guest   bool
	outside bool // of another company
	name    string
}

// created notes a channel that we just made: it is nobody else's yet.
func (a *audience) created(channel string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	remember(a.internal, channel, readers{at: a.now()})
}

func (a *audience) forget(channel string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.news++
	delete(a.internal, channel)
}

// known returns who reads the channel, if it was internal within the last minute.
func (a *audience) known(channel string) (r readers, ok bool, news int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	r, ok = a.internal[channel]
	return r, ok && a.fresh(r.at, freshness), a.news
}

func (a *audience) fresh(at time.Time, d time.Duration) bool {
	age := a.now().Sub(at)
	return age >= 0 && age < d
}

// check returns nil if something internal may be posted in the channel, and
// else why not. trusted are the guests who may read it.
func (a *audience) check(ctx context.Context, channel string, trusted []string) *outbox.DeliveryOutcome {
	r, ok, news := a.known(channel)
	if !ok {
		asked := a.now()
		var no *outbox.DeliveryOutcome
		if r, no = a.ask(ctx, channel); no != nil {
			return no
		}
		r.at = asked
		if !a.learn(channel, r, news) {
			return &outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "who can read the channel is changing"}
		}
	}
	unknown := slices.DeleteFunc(slices.Clone(r.guests), func(g outbox.Guest) bool { return slices.Contains(trusted, g.User) })
	if len(unknown) == 0 {
		return nil
	}
	return &outbox.DeliveryOutcome{Verdict: outbox.Refused, Guests: unknown,
		Reason: "a guest is in that channel, and nobody has said yet whether they are client or colleague"}
}

// ours returns why a text of a drill must not be posted: somebody reads it there who is not
// of the team, and would take it for true.
func (a *audience) ours(ctx context.Context, channel string, trusted []string) *outbox.DeliveryOutcome {
	no := a.check(ctx, channel, trusted)
	if no != nil {
		no.Guests = nil // whoever that is: it is not asked about a text
	}
	return no
}

// learn keeps an answer, unless news came while it was asked for.
func (a *audience) learn(channel string, r readers, news int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.news != news {
		return false
	}
	remember(a.internal, channel, r)
	return true
}

var outsiders = outbox.DeliveryOutcome{Verdict: outbox.Refused,
	Reason: "people of another company can read that channel, or soon will, so nothing internal is posted there"}

const noReaders = "Slack did not say who can read the channel"

// info is what Slack says of a channel, of that one for sure.
func (a *audience) info(ctx context.Context, channel string) (*slack.Channel, error) {
	var t departure
	ch, err := a.api.GetConversationInfoContext(t.watch(ctx), &slack.GetConversationInfoInput{ChannelID: channel})
	if err == nil && ch.ID != channel {
		err = errNoProof
	}
	return ch, t.mark(err)
}

// unread returns why a client's text must not be posted in their channel: nobody
// of theirs would read it there, and it would count as told. It is asked anew for
// each text. What Slack refuses to say here it refuses, in better words, of the
// post too; that is left to it.
func (a *audience) unread(ctx context.Context, channel string, ours []string) *outbox.DeliveryOutcome {
	ch, err := a.info(ctx, channel)
	reads := err == nil && sharedNow(ch)
	if err == nil && !reads {
		reads, err = a.theirs(ctx, ch, ours)
	}
	if err != nil {
		o := classify(err, true)
		if o.Verdict == outbox.Refused {
			return nil
		}
		return &o
	}
	if reads {
		return nil
	}
	return &outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: outbox.NobodyReads}
}

// theirs says whether anybody of another company is in a channel that is shared,
// or a guest who is not one of ours.
func (a *audience) theirs(ctx context.Context, ch *slack.Channel, ours []string) (bool, error) {
	members, err := a.members(ctx, ch.ID)
	for i, u := range a.persons(ctx, members) {
		if u.err != nil {
			err = u.err
			continue
		}
		if u.outside && sharedNow(ch) || u.guest && !slices.Contains(ours, members[i]) {
			return true, nil
		}
	}
	return false, err
}

// sharedNow says whether others than our workspace are in the channel by now.
func sharedNow(ch *slack.Channel) bool {
	c := ch.Conversation
	return c.IsExtShared || c.IsOrgShared || c.IsGlobalShared
}

// ask finds out who reads a channel.
func (a *audience) ask(ctx context.Context, channel string) (readers, *outbox.DeliveryOutcome) {
	ch, err := a.info(ctx, channel)
	switch {
	case errors.Is(err, errNoProof):
		return readers{}, &outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: noReaders}
	case err != nil:
		o := classify(err, true)
		return readers{}, &o
	case shared(ch):
		return readers{}, &outsiders
	}
	members, err := a.members(ctx, channel)
	if err != nil {
		o := classify(err, true)
		return readers{}, &o
	}
	var r readers
	for i, u := range a.persons(ctx, members) {
		switch {
		case u.err != nil:
			o := classify(u.err, true)
			return readers{}, &o
		case u.outside:
			return readers{}, &outsiders
		case u.guest:
			r.guests = append(r.guests, outbox.Guest{User: members[i], Name: u.name})
		}
	}
	return r, nil
}

func (a *audience) members(ctx context.Context, channel string) (all []string, err error) {
	for cursor := ""; ; {
		ids, next, err := a.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: 200})
		if err != nil {
			return nil, err
		}
		all = append(all, ids...)
		if cursor = next; cursor == "" {
			break
		}
	}
	if len(all) == 0 { // we are in it, so this proves nothing
		return nil, errNoProof
	}
	return slices.DeleteFunc(all, func(u string) bool { return u == a.self }), nil
}

// asked is what somebody is, or why that is not known.
type asked struct {
	knownUser
	err error
}

// persons says what each of several people is, in their order. A few are asked about at
// once: a text does not wait for fifty answers, one after the other.
func (a *audience) persons(ctx context.Context, users []string) []asked {
	list := make([]asked, len(users))
	hands := make(chan struct{}, 8)
	var each sync.WaitGroup
	for i, user := range users {
		hands <- struct{}{}
		each.Go(func() {
			defer func() { <-hands }()
			list[i].knownUser, list[i].err = a.person(ctx, user)
		})
	}
	each.Wait()
	return list
}

// person says what somebody is. Whom Slack does not know is taken for a guest:
// somebody has to say who that is.
func (a *audience) person(ctx context.Context, user string) (knownUser, error) {
	a.mu.Lock()
	k, ok := a.people[user]
	a.mu.Unlock()
	if still := map[bool]time.Duration{true: stillAGuest, false: stillOurs}[k.guest || k.outside]; ok && a.fresh(k.at, still) {
		return k, nil
	}
	k = knownUser{at: a.now()}
	u, err := a.api.GetUserInfoContext(ctx, user)
	switch code := codeOf(err); {
	case code == "user_not_found" || code == "user_not_visible":
		k.guest = true
	case err != nil:
		return k, err
	default:
		k.guest, k.outside, k.name = u.IsRestricted || u.IsUltraRestricted, u.IsStranger, u.RealName
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	remember(a.people, user, k)
	return k, nil
}

// shared says whether anybody outside the team reads the channel or is invited to.
func shared(ch *slack.Channel) bool {
	c := ch.Conversation
	outside := c.IsShared || c.IsExtShared || c.IsOrgShared || c.IsGlobalShared || c.IsPendingExtShared
	return outside || len(c.PendingShared) > 0 || len(c.ConnectedTeamIDs) > 0 || c.IsIM || c.IsMpIM
}

// most is how much is remembered of channels and people: a program that runs for a
// year meets more of them than it needs to know.
const most = 5000

// remember notes what was found out under a key. What is full is emptied: all of it
// can be asked again.
func remember[T any](known map[string]T, key string, v T) {
	if _, ok := known[key]; !ok && len(known) >= most {
		clear(known)
	}
	known[key] = v
}
