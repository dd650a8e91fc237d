package service

import (
	"context"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/firm"
	"candor/incident/lookup"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/work"
)

// ClientChannel follows that who is in a channel has changed. If it is that of a
// client who is told of something, reads is asked whether anybody of theirs is
// still in it; ours are the guests who are of the team. That nobody is comes before
// a person at once, and nothing is sent there until somebody is back.
func (s *Service) ClientChannel(ctx context.Context, channel string, reads func(ours []string) (bool, error)) error {
	var numbers []int64
	var ours []string
	err := s.read(ctx, func(tx records.Tx) error {
		numbers, ours = nil, append([]string{}, s.Roster().TrustedGuests...)
		keys := toldIn(&s.Firm, tx, channel)
		inc, err := tx.Newest(0, keys...)
		for err == nil && inc != nil {
			work.Begin(&s.Firm, tx, inc, s.Now()).Refresh()
			if len(reachedIn(inc, channel)) > 0 {
				numbers, ours = append(numbers, inc.Number), append(ours, inc.Colleagues...)
			}
			inc, err = tx.Newest(inc.Number, keys...)
		}
		slices.Reverse(numbers)
		return err
	})
	if err != nil || len(numbers) == 0 {
		return err
	}
	there, err := reads(ours)
	if err != nil {
		return err
	}
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		for _, number := range numbers {
			inc, err := tx.Incident(number)
			if err != nil {
				return err
			}
			w := work.Begin(&s.Firm, tx, inc, now)
			w.Refresh()
			if err := clientAway(w, reachedIn(inc, channel), !there); err != nil {
				return err
			}
		}
		return nil
	})
}

// ToldIn says whether a client of the list, or of an incident that is not over, is told in
// a channel of Slack; true if it cannot be known.
func (s Clients) ToldIn(ctx context.Context, channel string) (told bool) {
	err := s.read(ctx, func(tx records.Tx) error {
		keys := toldIn(&s.Firm, tx, channel)
		inc, err := tx.Newest(0, keys[0])
		told = inc != nil || len(keys) > 1
		return err
	})
	return told || err != nil
}

// toldIn are the keys of the incidents that may have a client who is told in a channel:
// those that say so themselves, and those of whoever the list says is told there by now.
func toldIn(f *firm.Firm, tx records.Tx, channel string) []lookup.Key {
	keys := []lookup.Key{lookup.Told(channel)}
	for _, l := range f.Listings(tx) {
		if l.Client.Slack == channel {
			keys = append(keys, lookup.Live(l.Client.ID))
		}
	}
	return keys
}

// reachedIn lists the clients of an incident that are told in a channel of Slack.
func reachedIn(inc *incident.Incident, channel string) (list []*incident.Affected) {
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; channel != "" && aff.Client.Slack == channel {
			list = append(list, aff)
		}
	}
	return list
}

func clientAway(w *work.Unit, list []*incident.Affected, away bool) error {
	changed := false
	for _, aff := range list {
		if aff.Away == away || w.Inc.Over() {
			continue
		}
		changed, aff.Away = true, away
		kind := timeline.ClientBack
		if away {
			kind = timeline.ClientAway
			if err := w.ShowAway(aff); err != nil {
				return err
			}
		}
		if err := w.RecordFor(aff, timeline.Entry{Kind: kind}); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return w.Put()
}
