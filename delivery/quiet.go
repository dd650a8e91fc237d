package delivery

import (
	"context"
	"time"

	"candor"
)

// quiet asks Slack who has Do Not Disturb on. Of somebody whom Slack does not
// know it says nothing.
func (s *Slack) quiet(ctx context.Context, users []string) candor.DeliveryOutcome {
	said := map[string]candor.Quiet{}
	for _, user := range users {
		q, err := s.Quiet(ctx, user)
		switch {
		case err == nil:
			said[user] = q
		case codeOf(err) != "user_not_found":
			return s.failed("ask whether "+user+" has Do Not Disturb on", err, true)
		}
	}
	return candor.DeliveryOutcome{Verdict: candor.Sent, Quiet: said}
}

// Quiet asks Slack when a person has Do Not Disturb on. A pause that somebody
// switched on by hand goes before the hours that they have every night; Slack
// does not show it to every app.
func (s *Slack) Quiet(ctx context.Context, user string) (candor.Quiet, error) {
	dnd, err := s.api.GetDNDInfoContext(ctx, &user)
	switch {
	case err != nil:
		return candor.Quiet{}, err
	case dnd.SnoozeEnabled && dnd.SnoozeEndTime > 0:
		return candor.Quiet{Until: instant(dnd.SnoozeEndTime)}, nil
	case dnd.Enabled:
		return candor.Quiet{From: instant(dnd.NextStartTimestamp), Until: instant(dnd.NextEndTimestamp)}, nil
	}
	return candor.Quiet{}, nil
}

func instant(unix int) time.Time { return time.Unix(int64(unix), 0).UTC() }
