package initcmd

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"candor/cmd/candor/cli"
	"candor/incident/client"
	"candor/incident/fault"
)

const (
	whereBot = "It is under Install App, Bot User OAuth Token."
	whereApp = "Make it under Basic Information, App-Level Tokens, Generate Token and Scopes, with the scope connections:write."
)

// token is one of the two, and where it comes from.
type token struct {
	flag, fileFlag, env string
	value, file         string // of the flags
	key                 string // of slack in the config
	now                 client.Secret
	label, prefix       string
	where               string // to find it
	try                 func(context.Context, client.Secret) string
}

// tokens asks for both tokens and tries them.
func (s *session) tokens(ctx context.Context) error {
	if s.given["slack-api-url"] {
		if err := s.set(s.apiURL, "slack", "api_url"); err != nil {
			return err
		}
	}
	if !s.quiet && s.now.BotToken == "" && !s.given["bot-token"] && !s.given["bot-token-file"] {
		if err := s.howToMakeTheApp(); err != nil {
			return err
		}
	}
	bot := token{"bot-token", "bot-token-file", "SLACK_BOT_TOKEN", s.botToken, s.botFile, "bot_token", s.now.BotToken, "The bot token", "xoxb-", whereBot, s.tryBot}
	app := token{"app-token", "app-token-file", "SLACK_APP_TOKEN", s.appToken, s.appFile, "app_token", s.now.AppToken, "The app token", "xapp-", whereApp, s.tryApp}
	write, err := s.botOfTheRightWorkspace(ctx, bot)
	if err == nil {
		err = write()
	}
	if err != nil {
		return err
	}
	if write, err = s.token(ctx, app); err == nil {
		err = write()
	}
	return err
}

// botOfTheRightWorkspace asks until the token is of the workspace that is meant.
func (s *session) botOfTheRightWorkspace(ctx context.Context, bot token) (write func() error, err error) {
	for {
		if write, err = s.token(ctx, bot); err != nil {
			return nil, err
		}
		right, err := s.rightWorkspace(ctx)
		if right || err != nil {
			return write, err
		}
		s.room, bot.now, s.now.BotToken = nil, "", ""
		s.given[bot.flag], s.given[bot.fileFlag] = false, false
		if s.Getenv(bot.env) != "" {
			return nil, refusal(fmt.Sprintf("%s is the token of another workspace. Nothing was written. Create the app in yours, and set its token.", bot.env))
		}
		s.term.say("Create the app in the right one: the link asks for the workspace. Nothing of this token is kept.")
	}
}

func (s *session) howToMakeTheApp() error {
	link, err := s.Link()
	if err != nil {
		return err
	}
	s.term.say(`1. Open this link, choose your workspace and press Create:

%s

   If it does not open: api.slack.com/apps, Create New App, From a manifest, and paste
   what candor manifest prints.
2. Install App, Install to Workspace, Allow. Copy the Bot User OAuth Token.`, link)
	return nil
}

// token asks for one token until it works. What writes it into the config is
// returned: the environment and a file of its own are left as they are.
func (s *session) token(ctx context.Context, t token) (write func() error, err error) {
	nothing := func() error { return nil }
	check := s.tried(ctx, t)
	env := strings.TrimSpace(s.Getenv(t.env))
	switch {
	case s.given[t.fileFlag]:
		return s.tokenFile(ctx, t)
	case env != "" && !s.given[t.flag]:
		if _, why := asItIs(check)(env); why != "" {
			return nil, refusal(fmt.Sprintf("%s, in %s, was not taken. %s Set it anew, then type candor init again.", t.label, t.env, why))
		}
		s.said = append(s.said, fmt.Sprintf("%s is in %s and not in the file: set it wherever Candor starts.", t.label, t.env))
		return nothing, nil
	case env != "":
		return nil, refusal(fmt.Sprintf("--%s was not written: %s is set here and counts before the file. Change it there.", t.flag, t.env))
	}
	q := question{flag: t.flag, value: t.value, text: t.label, check: check, secret: true}
	if t.now != "" && !s.given[t.flag] {
		if keep, err := s.keeps(t, &q); keep || err != nil {
			return nothing, err
		}
	} else if t.prefix == "xapp-" && !s.quiet {
		s.term.say("3. Then the app token. %s", whereApp)
	}
	v, err := s.ask(ctx, q)
	if err != nil || v == t.now.Reveal() {
		return nothing, err
	}
	return func() error { return s.set(v, "slack", t.key) }, nil
}

// keeps says whether the token that is set is kept without a question; if not, how
// it is asked for.
func (s *session) keeps(t token, q *question) (bool, error) {
	check := q.check
	_, why := check(t.now.Reveal())
	switch {
	case why == "" && (s.quiet || s.first):
		return true, nil
	case why != "" && s.quiet:
		return false, refusal(t.label + " that is set does not work. " + why)
	case why != "":
		s.term.say("%s that is set does not work. %s", t.label, why)
	default:
		q.text += " (Enter: the one that is set)"
		q.check = func(v string) (string, string) { return check(fault.FirstOf(v, t.now.Reveal())) }
	}
	return false, nil
}

// tokenFile tries a token that is in a file of its own, and keeps where that is.
func (s *session) tokenFile(ctx context.Context, t token) (write func() error, err error) {
	at, err := s.ask(ctx, question{flag: t.fileFlag, value: t.file, text: t.label + " is in the file", check: func(path string) (string, string) {
		text, err := cli.ReadUpTo(path, 4096)
		if err != nil {
			return "", fmt.Sprintf("%q cannot be read. Check the path.", path)
		}
		_, why := asItIs(s.tried(ctx, t))(strings.TrimSpace(string(text)))
		return path, why
	}})
	if err == nil {
		at, err = filepath.Abs(at)
	}
	return func() error { return s.set(at, "slack", t.key+"_file") }, err
}

// asItIs tries a token that stays where it is: what would have to be taken off it stays, too.
func asItIs(check checking) checking {
	return func(v string) (string, string) {
		if pastedToken(v) != v {
			return "", "There is more than the token, such as quotes, or a sign that is no hyphen."
		}
		return check(v)
	}
}

var tokenForm = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

// tried says of a token whether it has the form of one and whether Slack takes it.
// It is never repeated.
func (s *session) tried(ctx context.Context, t token) checking {
	return func(v string) (string, string) {
		v = pastedToken(v)
		switch {
		case v == "":
			return "", t.label + " is missing. " + t.where
		case strings.HasPrefix(v, "xoxb-") && t.prefix != "xoxb-", strings.HasPrefix(v, "xapp-") && t.prefix != "xapp-":
			return "", fmt.Sprintf("That is the other token: this one begins with %s. %s", t.prefix, t.where)
		case strings.HasPrefix(v, "xoxp-"):
			return "", "That is the token of a person (xoxp-). " + t.where
		case !strings.HasPrefix(v, t.prefix):
			return "", fmt.Sprintf("That is not the token: it begins with %s. %s", t.prefix, t.where)
		case !tokenForm.MatchString(v):
			return "", "A part of the token is missing, or there is more than the token. Copy it again. " + t.where
		}
		return v, t.try(ctx, client.Secret(v))
	}
}

// tryBot asks Slack whose bot token this is, and what it may do.
func (s *session) tryBot(ctx context.Context, bot client.Secret) string {
	api := s.api(bot, "")
	self, err := api.AuthTestContext(ctx)
	if err != nil {
		return saidBySlack(err)
	}
	vital, rest := s.Missing(self.Header)
	const grant = "Paste the output of candor manifest under App Manifest, save, install the app again, and copy its new token."
	if len(vital) > 0 {
		return fmt.Sprintf("The token works, and the app may not do all that is needed:\n  %s\n%s", strings.Join(vital, "\n  "), grant)
	}
	for _, without := range rest {
		s.said = append(s.said, fmt.Sprintf("Something will not work: %s. %s", without, grant))
	}
	s.room, s.now.BotToken = &directory{api: api, self: self}, bot
	return ""
}

// tryApp asks Slack for a connection and does not open it, and whether both tokens
// are of one app.
func (s *session) tryApp(ctx context.Context, app client.Secret) string {
	if _, _, err := s.api("", app).StartSocketModeContext(ctx); err != nil {
		return saidBySlack(err)
	}
	if s.room == nil {
		return ""
	}
	self, err := s.room.api.GetUserInfoContext(ctx, s.room.self.UserID)
	part := strings.Split(app.Reveal(), "-")
	if err == nil && len(part) > 2 && strings.HasPrefix(part[2], "A") && self.Profile.ApiAppID != "" && part[2] != self.Profile.ApiAppID {
		return "The two tokens are of two different apps, so nothing that is typed in Slack would arrive. Copy both from the same app at api.slack.com/apps."
	}
	return ""
}

// rightWorkspace asks whether the token is of the workspace that is meant, and finds
// out by itself that the config is about another one.
func (s *session) rightWorkspace(ctx context.Context) (bool, error) {
	self := s.room.self
	is := fmt.Sprintf("The token works: it is of the workspace %s (%s).", self.Team, self.URL)
	domain := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(self.URL, "/"), "https://"), ".slack.com")
	if s.given["workspace"] && !strings.EqualFold(s.workspace, self.Team) && !strings.EqualFold(strings.TrimSuffix(s.workspace, ".slack.com"), domain) && s.workspace != self.TeamID {
		return false, refusal(fmt.Sprintf("--workspace: %s It is not %s. Create the app there, and give its tokens.", is, s.workspace))
	}
	strangers := 0
	for _, p := range s.now.People {
		if _, why := s.room.person(ctx, p.Slack); why != "" {
			strangers++
		}
	}
	if n := len(s.now.People); n > 0 && strangers == n {
		return false, refusal(fmt.Sprintf("%s Nobody under people in %s is in it, so it is another workspace. The tokens were not written. Give those of the workspace of your people.", is, s.config))
	}
	if s.quiet || s.given["workspace"] {
		return true, nil
	}
	s.term.say("%s", is)
	return s.yesNo(ctx, "Is that your workspace?", true)
}
