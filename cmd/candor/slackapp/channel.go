package slackapp

import (
	"errors"

	"github.com/slack-go/slack"
)

// WrongWithChannel says what keeps a client from reading what is sent to their channel
// and what to do about it; empty if nothing is known.
func WrongWithChannel(info *slack.Channel, err error) string {
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case e.Err == "channel_not_found":
		return "updates would not reach this client: Candor does not know their channel. Type /invite @Candor there, and check clients[].slack"
	case err != nil:
		return "a client's channel could not be checked"
	case info.IsArchived:
		return "updates would not reach this client: their channel is archived. Unarchive it, or name another one in clients[].slack"
	case !info.IsMember:
		return "updates would not reach this client: Candor is not in their channel. Type /invite @Candor there"
	case info.IsExtShared || info.IsShared || info.IsOrgShared:
		return ""
	case info.IsPendingExtShared || len(info.PendingShared) > 0:
		return "this client does not read their channel yet: the invitation to share it has not been accepted. Ask them to, or tell them by hand"
	}
	return "nobody of this client may read their channel: it is not shared with another company. If their people are guests in it, all is well; else share it, or check clients[].slack"
}
