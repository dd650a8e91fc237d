package delivery

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"candor"
)

// freshness is how long it is believed that a channel is not shared outside.
const freshness = time.Minute

// audience knows which channels only the team can read. What it does not know
// it asks; what it cannot learn it takes for shared.
type audience struct {
	api *slack.Client
	now func() time.Time

	mu       sync.Mutex
	internal map[string]time.Time // when it was last known
	news     int                  // counts sharing events: an answer from before one proves nothing
}

// created notes a channel that we just made: it is nobody else's yet.
func (a *audience) created(channel string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.internal[channel] = a.now()
}

func (a *audience) forget(channel string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.news++
	delete(a.internal, channel)
}

// known says whether the channel was internal within the last minute.
func (a *audience) known(channel string) (ok bool, news int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at, ok := a.internal[channel]
	age := a.now().Sub(at)
	return ok && age >= 0 && age < freshness, a.news
}

// check returns nil if something internal may be posted in the channel, and
// else why not.
func (a *audience) check(ctx context.Context, channel string) *candor.DeliveryOutcome {
	ok, news := a.known(channel)
	if ok {
		return nil
	}
	asked := a.now()
	ch, err := a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil {
		o := classify(err, true)
		return &o
	}
	if ch.ID != channel {
		return &candor.DeliveryOutcome{Verdict: candor.Retry, Reason: "Slack did not say who can read the channel"}
	}
	if shared(ch) {
		return &candor.DeliveryOutcome{Verdict: candor.Refused, Reason: "people of another company can read that channel, or soon will, so nothing internal is posted there"}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.news != news {
		return &candor.DeliveryOutcome{Verdict: candor.Retry, Reason: "who can read the channel is changing"}
	}
	a.internal[channel] = asked
	return nil
}

// shared says whether anybody outside the team reads the channel or is invited to.
func shared(ch *slack.Channel) bool {
	c := ch.Conversation
	outside := c.IsShared || c.IsExtShared || c.IsOrgShared || c.IsGlobalShared || c.IsPendingExtShared
	return outside || len(c.PendingShared) > 0 || len(c.ConnectedTeamIDs) > 0 || c.IsIM || c.IsMpIM
}
