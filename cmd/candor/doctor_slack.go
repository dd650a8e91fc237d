package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"candor/cmd/candor/slackapp"
	"candor/incident/client"
)

// slack asks Slack about the tokens, the rights, the people and the channels.
// Where Slack cannot be reached that is said once.
func (d *doctor) slack(ctx context.Context) {
	api := slack.New(d.c.Slack.BotToken.Reveal(),
		slack.OptionAppLevelToken(d.c.Slack.AppToken.Reveal()), slack.OptionAPIURL(d.c.Slack.APIURL),
		slack.OptionHTTPClient(&http.Client{Timeout: httpTimeout, Transport: transport()}))
	self, err := api.AuthTestContext(ctx)
	switch {
	case err != nil && unreachable(err):
		d.say(trouble, "Slack", "it cannot be reached. Tokens, channels and people were not looked at.", "Check the network, and that this machine may call slack.com over HTTPS.")
		return
	case err != nil:
		d.say(trouble, "bot token", "Slack does not accept it ("+slackCode(err)+"). Channels and people were not looked at.", "Copy the Bot User OAuth Token again from OAuth & Permissions, and install the app again if it was removed.")
		d.socket(ctx, api)
		return
	}
	d.ok("bot token", "Slack knows it as %s in %s.", self.User, self.Team)
	d.scopes(self.Header)
	d.skew(self.Header)
	d.socket(ctx, api)
	d.people(ctx, api, self.TeamID, self.EnterpriseID)
	d.channels(ctx, api)
}

// slackCode is Slack's own word for an error.
func slackCode(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return "no answer"
}

func (d *doctor) scopes(h http.Header) {
	missing := slackapp.Missing(h)
	for _, s := range missing {
		l := warning
		if s.Vital {
			l = trouble
		}
		d.say(l, "scope "+s.Name, "is missing: "+s.Without+".", slackapp.Grant)
	}
	if len(missing) == 0 {
		d.ok("scopes", "all %d are granted.", len(slackapp.Wanted()))
	}
}

// maxSkew is how far this machine's clock may be from Slack's. Clients read
// times; a promise for 14:30 is one for the real 14:30.
const maxSkew = time.Minute

func (d *doctor) skew(h http.Header) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	off := d.now().Sub(theirs)
	if off.Abs() > maxSkew {
		d.say(warning, "clock", fmt.Sprintf("this machine's clock is %s off Slack's, and clients are promised times.", off.Abs().Round(time.Second)), "Let the machine set its clock by NTP.")
		return
	}
	d.ok("clock", "it agrees with Slack's.")
}

// socket asks for a connection and does not open it: a running Candor is not
// disturbed.
func (d *doctor) socket(ctx context.Context, api *slack.Client) {
	_, _, err := api.StartSocketModeContext(ctx)
	switch {
	case err == nil:
		d.ok("app token", "Socket Mode can be opened.")
	case unreachable(err):
		d.say(trouble, "app token", "Slack did not answer when Socket Mode was opened.", "Try again. If it stays, check what stands between this machine and slack.com.")
	default:
		d.say(trouble, "app token", "Slack refuses it for Socket Mode ("+slackCode(err)+").", "Make an app-level token with the scope connections:write under Basic Information, and switch Socket Mode on.")
	}
}

// people looks at everybody who may be reminded, asked or woken.
func (d *doctor) people(ctx context.Context, api *slack.Client, home, org string) {
	good := 0
	for _, id := range d.ids() {
		u, err := api.GetUserInfoContext(ctx, id)
		subject := "person " + d.nameOf(id)
		const fix = "Correct the id under people and escalate_to, or take it out."
		switch {
		case slackCode(err) == "user_not_found" || slackCode(err) == "user_not_visible":
			d.say(trouble, subject, "Slack knows nobody with the id "+id+".", fix)
		case err != nil:
			d.say(warning, subject, "Slack did not say who that is ("+slackCode(err)+").", "Try again.")
		case u.Deleted:
			d.say(trouble, subject, "the account in Slack is deactivated.", fix)
		case u.IsBot:
			d.say(trouble, subject, "is an app, and apps read no reminders.", fix)
		case isForeign(u, home, org):
			d.say(trouble, subject, "belongs to another company, and may do nothing here.", fix)
		case u.IsRestricted || u.IsUltraRestricted:
			d.say(warning, subject, "is a guest in Slack: guests can read, not act.", "Make them a full member, or take them out of escalate_to.")
		default:
			good++
		}
	}
	if good > 0 && good == len(d.ids()) {
		d.ok("people", "Slack knows all %d.", good)
	}
}

// isForeign says whether somebody is neither of the workspace nor of its
// organisation, if it is in one.
func isForeign(u *slack.User, home, org string) bool {
	if org != "" && u.Enterprise.EnterpriseID == org {
		return false
	}
	return u.IsStranger || u.TeamID != "" && u.TeamID != home
}

// ids lists the people of the config, once each.
func (d *doctor) ids() (list []string) {
	for _, p := range d.c.People {
		list = append(list, p.Slack)
	}
	return list // escalate_to names nobody else: the config was checked
}

func (d *doctor) nameOf(id string) string {
	for _, p := range d.c.People {
		if p.Slack == id && p.Name != "" {
			return p.Name
		}
	}
	return id
}

func (d *doctor) channels(ctx context.Context, api *slack.Client) {
	for _, cl := range d.c.Clients {
		if cl.Slack != "" {
			d.channel(ctx, api, cl)
		}
	}
	if d.c.Slack.Announce != "" {
		d.announce(ctx, api)
	}
}

// announce looks whether the team alone reads what is said of Candor itself. Where
// it cannot be said, people are told one by one.
func (d *doctor) announce(ctx context.Context, api *slack.Client) {
	const subject, instead = "announce channel", "; who is asked first is told instead."
	ch, err := api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: d.c.Slack.Announce})
	switch {
	case slackCode(err) == "channel_not_found" || err == nil && (!ch.IsMember || ch.IsArchived):
		d.say(warning, subject, "Candor cannot post in "+d.c.Slack.Announce+instead, "Type /invite @Candor there, or correct slack.announce.")
	case err != nil:
		d.say(warning, subject, "Slack did not say how it is ("+slackCode(err)+").", "Try again.")
	case ch.IsExtShared || ch.IsShared || ch.IsPendingExtShared:
		d.say(warning, subject, "another company reads #"+ch.Name+", so nothing is said there"+instead, "Name a channel of your own in slack.announce.")
	default:
		d.ok(subject, "Candor is in #%s.", ch.Name)
	}
}

// channel looks whether texts would arrive in a client's channel, and whether
// the client would read them there.
func (d *doctor) channel(ctx context.Context, api *slack.Client, cl client.Client) {
	subject := "channel of " + cl.ID
	ch, err := api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: cl.Slack})
	switch {
	case slackCode(err) == "channel_not_found" || err == nil && !ch.IsMember && !ch.IsArchived:
		d.say(trouble, subject, "Candor is not in "+cl.Slack+", so updates would not arrive there.", "Type /invite @Candor in that channel, and check the id under clients.")
	case err != nil:
		d.say(warning, subject, "Slack did not say how it is ("+slackCode(err)+").", "Try again.")
	case ch.IsArchived:
		d.say(trouble, subject, "it is archived, so updates would not arrive.", "Unarchive it, or name another channel.")
	case ch.IsPendingExtShared || len(ch.PendingShared) > 0:
		d.say(warning, subject, "the other company has not accepted the invitation yet, so nobody of theirs reads it.", "Ask them to accept it.")
	case !ch.IsExtShared:
		d.say(warning, subject, "#"+ch.Name+" is not shared with another company: only your workspace reads it.", "If people of the client are in it as guests, all is well. Else share it with them.")
	default:
		d.ok(subject, "Candor is in #%s, which is shared with another company.", ch.Name)
	}
}
