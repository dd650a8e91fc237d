package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/cmd/candor/slackapp"
)

func TestWhatIsWrongWithAClientsChannel(t *testing.T) {
	in := func(change func(*slack.Channel)) *slack.Channel {
		var ch slack.Channel
		ch.IsMember, ch.IsExtShared = true, true
		change(&ch)
		return &ch
	}
	tests := []struct {
		name string
		info *slack.Channel
		err  error
		want string // empty: nothing
	}{
		{"shared", in(func(*slack.Channel) {}), nil, ""},
		{"shared within the organisation", in(func(c *slack.Channel) { c.IsExtShared, c.IsOrgShared = false, true }), nil, ""},
		{"unknown", nil, slack.SlackErrorResponse{Err: "channel_not_found"}, "does not know their channel"},
		{"not to be looked up", nil, errors.New("timeout"), "could not be checked"},
		{"archived", in(func(c *slack.Channel) { c.IsArchived = true }), nil, "is archived"},
		{"archived, and nobody is in it", in(func(c *slack.Channel) { c.IsArchived, c.IsMember = true, false }), nil, "is archived"},
		{"not joined", in(func(c *slack.Channel) { c.IsMember = false }), nil, "is not in their channel"},
		{"offered", in(func(c *slack.Channel) { c.IsExtShared, c.IsPendingExtShared = false, true }), nil, "has not been accepted"},
		{"offered to one", in(func(c *slack.Channel) { c.IsExtShared, c.PendingShared = false, []string{"T0ACME"} }), nil, "has not been accepted"},
		{"not shared", in(func(c *slack.Channel) { c.IsExtShared = false }), nil, "is not shared with another company"},
	}
	for _, tt := range tests {
		got := slackapp.WrongWithChannel(tt.info, tt.err)
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
