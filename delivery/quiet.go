package delivery

import (
	"context"
	"time"

	"candor/incident/outbox"
	"candor/incident/team"
)

// quiet asks Slack who has Do Not Disturb on. Of somebody whom Slack does not
// know it says nothing.
func (s *Slack) quiet(ctx context.Context, users []string) outbox.DeliveryOutcome {
	said := map[string]team.DoNotDisturb{}
	for _, user := range users {
		q, err := s.Quiet(ctx, user)
		switch {
		case err == nil:
			said[user] = q
		case codeOf(err) != "user_not_found":
			return s.failed("ask whether "+user+" has Do Not Disturb on", err, true)
		}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Sent, Quiet: said}
}

// Quiet asks Slack when a person has Do Not Disturb on. A pause that somebody
// switched on by hand goes before the hours that they have every night; Slack
// does not show it to every app.
func (s *Slack) Quiet(ctx context.Context, user string) (team.DoNotDisturb, error) {
	dnd, err := s.api.GetDNDInfoContext(ctx, &user)
	switch {
	case err != nil:
		return team.DoNotDisturb{}, err
	case dnd.SnoozeEnabled && dnd.SnoozeEndTime > 0:
		return team.DoNotDisturb{Until: instant(dnd.SnoozeEndTime)}, nil
	case dnd.Enabled:
		return team.DoNotDisturb{From: instant(dnd.NextStartTimestamp), Until: instant(dnd.NextEndTimestamp)}, nil
	}
	return team.DoNotDisturb{}, nil
}

func instant(unix int) time.Time { return time.Unix(int64(unix), 0).UTC() }
