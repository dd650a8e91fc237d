package delivery

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
)

// look finds out whether a client's text whose answer was lost is there: by the
// opaque id in its metadata, in the channel and, if it was meant for a thread,
// in the thread. Only when both were read to their end is it absent.
func (s *Slack) look(ctx context.Context, d outbox.Delivery) outbox.DeliveryOutcome {
	read := []pages{s.channelPages(d)}
	if d.ThreadTS != "" {
		read = append(read, s.threadPages(d))
	}
	for _, p := range read {
		receipt, err := find(ctx, d, p)
		switch {
		case err != nil && codeOf(err) == "thread_not_found": // then it was posted to the channel, or not at all
			continue
		case err != nil:
			return s.notSeen(d, err)
		case receipt.TS != "":
			return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: receipt}
		}
	}
	return outbox.DeliveryOutcome{Verdict: outbox.Absent}
}

// notSeen says whether looking again may help.
func (s *Slack) notSeen(d outbox.Delivery, err error) outbox.DeliveryOutcome {
	o := s.failed("look for "+d.Key, err, true)
	switch o.Verdict {
	case outbox.Refused:
		o.Verdict = outbox.Blind
	default:
		o.Verdict = outbox.Unknown
	}
	return o
}

// pages reads one page of messages; next is empty on the last one.
type pages func(ctx context.Context, cursor string) (list []slack.Message, next string, err error)

const (
	pageSize = 200
	mostRead = 10 // pages; more prove nothing
)

// skew is how far Slack's clock may be from ours: messages from that long before
// the text was queued are read too.
const skew = 24 * time.Hour

func (s *Slack) channelPages(d outbox.Delivery) pages {
	return func(ctx context.Context, cursor string) ([]slack.Message, string, error) {
		r, err := s.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: d.To, Cursor: cursor, Limit: pageSize, Oldest: oldest(d), IncludeAllMetadata: true,
		})
		if err != nil {
			return nil, "", err
		}
		if !r.Ok {
			return nil, "", errNoProof
		}
		return r.Messages, r.ResponseMetaData.NextCursor, nil
	}
}

func (s *Slack) threadPages(d outbox.Delivery) pages {
	return func(ctx context.Context, cursor string) ([]slack.Message, string, error) {
		list, _, next, err := s.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: d.To, Timestamp: d.ThreadTS, Cursor: cursor, Limit: pageSize, Oldest: oldest(d), IncludeAllMetadata: true,
		})
		if err == nil && len(list) == 0 { // the parent is always there: an empty answer proves nothing
			err = errNoProof
		}
		return list, next, err
	}
}

func oldest(d outbox.Delivery) string { return strconv.FormatInt(d.QueuedAt.Add(-skew).Unix(), 10) }

// errTooMany is a channel that was not read to its end.
var errTooMany = errors.New("there are more messages than are read")

// find reads page after page until the message with the delivery's id is found.
func find(ctx context.Context, d outbox.Delivery, read pages) (outbox.Receipt, error) {
	cursor := ""
	for range mostRead {
		list, next, err := read(ctx, cursor)
		if err != nil {
			return outbox.Receipt{}, err
		}
		for _, m := range list {
			if m.Metadata.EventType == metadataType && m.Metadata.EventPayload["id"] == d.ID {
				return outbox.Receipt{Channel: d.To, TS: m.Timestamp, Thread: m.ThreadTimestamp, At: postedAt(m.Timestamp)}, nil
			}
		}
		if next == "" {
			return outbox.Receipt{}, nil
		}
		cursor = next
	}
	return outbox.Receipt{}, errTooMany
}

// postedAt is when a message was posted: its id is that time in seconds. Zero if it is
// not one of Slack's.
func postedAt(ts string) time.Time {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	us, err2 := strconv.ParseInt(micros, 10, 64)
	if err != nil || err2 != nil || s <= 0 {
		return time.Time{}
	}
	return time.Unix(s, us*int64(time.Microsecond)).UTC()
}
