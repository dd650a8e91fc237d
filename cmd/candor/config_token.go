package main

import (
	"io"
	"os"
	"regexp"
	"strings"
)

// token is a secret of the config, such as the two that Slack gives out.
type token struct {
	key    string // in the config
	env    string // the variable that goes before it; empty: none
	prefix string
	form   *regexp.Regexp
	where  string // where to find it
	secret *secret
	file   string // path of the file that holds it
	place  string // where it was found at last: key, key_file or the variable
}

func (k checker) tokens() {
	s := &k.c.Slack
	bot := token{
		key: "slack.bot_token", env: "SLACK_BOT_TOKEN", secret: &s.BotToken, file: s.BotTokenFile,
		prefix: "xoxb-", form: regexp.MustCompile(`^xoxb-[A-Za-z0-9-]+$`),
		where: "Copy the Bot User OAuth Token: api.slack.com/apps, your app, OAuth & Permissions.",
	}
	app := token{
		key: "slack.app_token", env: "SLACK_APP_TOKEN", secret: &s.AppToken, file: s.AppTokenFile,
		prefix: "xapp-", form: regexp.MustCompile(`^xapp-[A-Za-z0-9-]+$`),
		where: "Make one: api.slack.com/apps, your app, Basic Information, App-Level Tokens, scope connections:write.",
	}
	haveBot, haveApp := k.find(&bot), k.find(&app)

	if bot.begins(app.prefix) && app.begins(bot.prefix) {
		k.say(bot, "holds the app token, and %s the bot token. Exchange them.", app.place)
		return
	}
	if haveBot {
		k.token(bot, app)
	}
	if haveApp {
		k.token(app, bot)
	}
}

func (t *token) begins(prefix string) bool { return strings.HasPrefix(t.secret.Reveal(), prefix) }

// find puts the token in its place: from the environment, else from its file,
// else from the config. It is false after a mistake that says enough.
func (k checker) find(t *token) bool {
	t.place = t.key
	inFile := t.key + "_file"
	if t.file != "" && t.secret.Reveal() != "" {
		k.bad(inFile, "is set beside %s. Keep one of the two.", t.key)
		return false
	}
	if value := strings.TrimSpace(k.getenv(t.env)); t.env != "" && value != "" {
		*t.secret, t.place = newSecret(value), t.env
		return true
	}
	if t.file == "" {
		return !k.unread(t.key) && !k.unread(inFile)
	}
	text, err := readShort(k.c.path(t.file))
	if err != nil {
		instead := ""
		if t.env != "" {
			instead = ", or set " + t.env
		}
		k.bad(inFile, "%q cannot be read: %s. Check the path%s.", t.file, reason(err), instead)
		return false
	}
	*t.secret, t.place = newSecret(strings.TrimSpace(string(text))), inFile
	return true
}

// say speaks about a token at the place where it was found.
func (k checker) say(t token, format string, args ...any) {
	if t.place != t.env {
		k.bad(t.place, format, args...)
		return
	}
	env := newReader("environment")
	env.BadAt(0, t.env, format, args...)
	k.Problems = append(k.Problems, env.Problems...)
}

// token checks one token without ever repeating it.
func (k checker) token(t, other token) {
	switch value := t.secret.Reveal(); {
	case value == "":
		before := len(k.Problems)
		k.say(t, "is missing. Set %s. %s", t.env, t.where)
		k.c.unset, k.Problems = append(k.c.unset, k.Problems[before:]...), k.Problems[:before]
	case t.begins(other.prefix):
		k.say(t, "is the token for %s. %s", other.key, t.where)
	case t.begins("xoxp-"):
		k.say(t, "is the token of a person (xoxp-). %s", t.where)
	case !t.begins(t.prefix):
		k.say(t, "does not begin with %s. %s", t.prefix, t.where)
	case !t.form.MatchString(value):
		k.say(t, "is not a whole token. %s", t.where)
	}
}

// readShort reads no more of a file than a token can be long: the path may be
// anything.
func readShort(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 4096))
}
