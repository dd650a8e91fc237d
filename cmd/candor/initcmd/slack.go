package initcmd

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/fault"
)

// directory is Slack as the bot sees it. What was asked once is not asked again: it
// allows few lists a minute.
type directory struct {
	api       *slack.Client
	self      *slack.AuthTestResponse
	people    []slack.User
	ours, all []slack.Channel // that it is in, and that it sees; nil: not asked yet
}

// anew forgets the channels: people invite Candor while they are asked.
func (d *directory) anew() { d.ours, d.all = nil, nil }

// pageSize is how many Slack lists at a time.
const pageSize = 200

func (s *session) api(bot, app client.Secret) *slack.Client {
	return slack.New(bot.Reveal(), slack.OptionAppLevelToken(app.Reveal()), slack.OptionAPIURL(s.now.APIURL), slack.OptionHTTPClient(s.Web))
}

// slackSays is what Slack refuses with, and what that means for who set the app up.
var slackSays = map[string]string{
	"invalid_auth":           "Slack does not know this token: a part of it is missing, or it belongs to an app that is gone. Copy it again, whole.",
	"not_authed":             "Slack does not know this token. Copy it again, whole.",
	"token_revoked":          "This token was revoked. Install the app again under Install App, and copy the token that it shows then.",
	"token_expired":          "This token has run out. Switch token rotation off for the app, install it again, and copy the token that it shows then.",
	"account_inactive":       "The app was removed from the workspace. Install it again under Install App, and copy the token that it shows then.",
	"not_allowed_token_type": "This is another kind of token than the one that is needed here.",
	"missing_scope":          "The token lacks a scope. For the app token that is connections:write: make a new one under Basic Information, App-Level Tokens.",
	"forbidden_team":         "Socket Mode is off for this app. Switch it on under Socket Mode, then try again.",
	"ratelimited":            "Slack asks to wait a minute. Then try again.",
}

// asSlack is an error of Slack's own, as opposed to one of the way there.
func asSlack(err error) (slack.SlackErrorResponse, bool) {
	return errors.AsType[slack.SlackErrorResponse](err)
}

// saidBySlack is an error of Slack's as a sentence or two.
func saidBySlack(err error) string {
	if e, ok := asSlack(err); ok {
		if says := slackSays[e.Err]; says != "" {
			return says
		}
		return fmt.Sprintf("Slack refused it (%s). Try again; if it stays, install the app again from its manifest.", e.Err)
	}
	if _, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return slackSays["ratelimited"]
	}
	return "Slack could not be reached, so this was not tried. Check the network, and that this machine may call slack.com over HTTPS. Then try again."
}

// slack is the directory, with the tokens that are there.
func (s *session) slack(ctx context.Context) (*directory, error) {
	if s.room != nil {
		return s.room, nil
	}
	if s.now.BotToken == "" {
		return nil, refusal("There is no bot token yet, and without it nobody can be looked up in Slack. Give --bot-token-file, or set SLACK_BOT_TOKEN.")
	}
	api := s.api(s.now.BotToken, s.now.AppToken)
	self, err := api.AuthTestContext(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, refusal("The bot token that is set does not work. " + saidBySlack(err))
	}
	s.room = &directory{api: api, self: self}
	return s.room, nil
}

var (
	inLink  = regexp.MustCompile(`^https://[^/]+\.slack\.com/(?:archives|team)/([A-Z0-9]+)`)
	inMarks = regexp.MustCompile(`^<[@#]([A-Z0-9]+)(?:\|[^>]*)?>$`)
)

// wordOf takes a name or an id out of how it is written: @ben, #team, a link.
func wordOf(s string) string {
	s = strings.TrimSpace(s)
	for _, form := range []*regexp.Regexp{inLink, inMarks} {
		if m := form.FindStringSubmatch(s); m != nil {
			return m[1]
		}
	}
	return strings.TrimLeft(s, "@#")
}

// person finds somebody of the team by what they are called, or says why not.
func (d *directory) person(ctx context.Context, typed string) (u slack.User, why string) {
	if d.people == nil {
		list, err := d.api.GetUsersContext(ctx, slack.GetUsersOptionLimit(pageSize))
		if err != nil {
			return u, saidBySlack(err)
		}
		d.people = list
	}
	word := wordOf(typed)
	if word == "" {
		return u, "Type how the person is called in Slack, like @ana."
	}
	found := d.called(word)
	switch {
	case len(found) == 0:
		return u, fmt.Sprintf("Slack knows nobody called %s in %s.%s", typed, d.self.Team, d.nearest(word))
	case len(found) > 1:
		return u, fmt.Sprintf("%s may be %s. Type which one.", typed, joined(found, "or"))
	}
	return found[0], d.unfit(found[0])
}

// unfit says why somebody cannot be of those who are reminded.
func (d *directory) unfit(u slack.User) string {
	org := d.self.EnterpriseID
	switch ours := org != "" && u.Enterprise.EnterpriseID == org; {
	case u.Deleted:
		return fmt.Sprintf("The account of %s in Slack is deactivated. Choose somebody else.", nameOf(u))
	case u.IsBot || u.ID == "USLACKBOT":
		return fmt.Sprintf("%s is an app, and apps read no reminders. Choose a person.", nameOf(u))
	case !ours && (u.IsStranger || u.TeamID != "" && u.TeamID != d.self.TeamID):
		return fmt.Sprintf("%s belongs to another company, and may do nothing here. Choose somebody of %s.", nameOf(u), d.self.Team)
	case u.IsRestricted || u.IsUltraRestricted:
		return fmt.Sprintf("%s is a guest in Slack, and guests read and do not act. Make them a full member first, or choose somebody else.", nameOf(u))
	}
	return ""
}

// called are those of a name: an id, else a handle, else a whole name, else a first one.
func (d *directory) called(word string) (found []slack.User) {
	same := func(a string) bool { return a != "" && strings.EqualFold(strings.Join(strings.Fields(a), " "), word) }
	for _, is := range []func(slack.User) bool{
		func(u slack.User) bool { return u.ID == word },
		func(u slack.User) bool { return same(u.Name) || same(u.Profile.DisplayName) },
		func(u slack.User) bool { return same(u.RealName) || same(u.Profile.RealName) },
		func(u slack.User) bool { return same(u.Profile.FirstName) },
	} {
		for _, u := range d.people {
			if is(u) && !u.Deleted {
				found = append(found, u)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	if i := slices.IndexFunc(d.people, func(u slack.User) bool { return u.ID == word || same(u.Name) }); i >= 0 {
		return d.people[i : i+1]
	}
	return nil
}

// nearest is who was probably meant.
func (d *directory) nearest(word string) string {
	var names []string
	for _, u := range d.people {
		if !u.Deleted && !u.IsBot && !u.IsStranger && u.Name != "" {
			names = append(names, u.Name)
		}
	}
	if meant := fault.Closest(strings.ToLower(word), names, func(meant string) int { return max(1, len(meant)/3) }); meant != "" {
		return " Did you mean @" + meant + "?"
	}
	return " Type it as Slack shows it behind the @, or paste the member ID: profile, More, Copy member ID."
}

func joined(list []slack.User, last string) string {
	var names []string
	for _, u := range list {
		names = append(names, fmt.Sprintf("@%s (%s)", u.Name, nameOf(u)))
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + last + " " + names[len(names)-1]
}

func nameOf(u slack.User) string {
	return fault.FirstOf(fault.FirstOf(u.Profile.RealName, u.RealName), u.Name)
}

// handle is how somebody of the config is called in Slack.
func (d *directory) handle(ctx context.Context, id string) string {
	if u, why := d.person(ctx, id); why == "" {
		return "@" + u.Name
	}
	return id
}

// channel finds a channel by name or id, in which Candor has to be; or says why
// nothing can be posted there.
func (d *directory) channel(ctx context.Context, typed string) (*slack.Channel, string) {
	word := wordOf(typed)
	if err := d.channels(ctx, &d.ours, d.api.GetConversationsForUserContext); err != nil {
		return nil, saidBySlack(err)
	}
	c := channelNamed(d.ours, word)
	if c == nil { // a wrong name, or is an invitation missing?
		if err := d.channels(ctx, &d.all, d.seen); err != nil {
			return nil, saidBySlack(err)
		}
		c = channelNamed(d.all, word)
	}
	switch {
	case word == "":
		return nil, "Type the name of the channel, like #team."
	case c == nil:
		return nil, fmt.Sprintf("Slack shows Candor no channel %s. Is the name right? If it is private, type /invite @Candor in it, then try again.", typed)
	case c.IsArchived:
		return nil, fmt.Sprintf("#%s is archived, so nothing can be posted there. Unarchive it, or choose another one.", c.Name)
	case !slices.ContainsFunc(d.ours, func(o slack.Channel) bool { return o.ID == c.ID }):
		return nil, fmt.Sprintf("Candor is not in #%s and cannot post there. Type /invite @Candor in that channel, then try again.", c.Name)
	}
	return c, ""
}

func channelNamed(list []slack.Channel, word string) *slack.Channel {
	i := slices.IndexFunc(list, func(c slack.Channel) bool {
		return c.ID == word || strings.EqualFold(c.Name, word) || strings.EqualFold(c.NameNormalized, word)
	})
	if i < 0 {
		return nil
	}
	return &list[i]
}

type lister func(context.Context, *slack.GetConversationsForUserParameters) ([]slack.Channel, string, error)

// channels lists channels, unless they are known.
func (d *directory) channels(ctx context.Context, known *[]slack.Channel, list lister) error {
	if *known != nil {
		return nil
	}
	all := []slack.Channel{}
	ask := &slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}, Limit: pageSize}
	for {
		page, next, err := list(ctx, ask)
		if wait, ok := errors.AsType[*slack.RateLimitedError](err); ok {
			if err = rest(ctx, wait.RetryAfter); err == nil {
				continue
			}
		}
		if err != nil {
			return err
		}
		all = append(all, page...)
		if ask.Cursor = next; next == "" {
			*known = all
			return nil
		}
	}
}

// rest waits as long as Slack asks to.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// seen lists what Slack shows Candor at all.
func (d *directory) seen(ctx context.Context, p *slack.GetConversationsForUserParameters) ([]slack.Channel, string, error) {
	return d.api.GetConversationsContext(ctx, &slack.GetConversationsParameters{Types: p.Types, Limit: p.Limit, Cursor: p.Cursor})
}
