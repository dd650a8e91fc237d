package slackapp

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"candor/bot"
)

// Scope is one of the app's rights in Slack. docs/SLACK.md says what each is for.
type Scope struct {
	Name    string
	Vital   bool   // without it Candor does not start
	Without string // what does not work then
}

// Scopes holds each scope of the manifest; a test compares the two. Vital is
// what the promise needs: commands, the channel, texts to clients, reminders,
// and to know who asks.
var Scopes = []Scope{
	{"commands", true, "nobody can type the command"},
	{"chat:write", true, "nothing can be posted: no card, no reminder, no text to a client"},
	{"channels:manage", true, "no incident gets a channel"},
	{"channels:read", true, "Candor does not know who may act, nor whether a channel is shared with another company"},
	{"channels:history", false, "when Slack's answer to a client's text is lost, you are asked whether it arrived"},
	{"groups:write", false, "private incidents, of lost data and of security, get no channel"},
	{"groups:read", false, "Candor does not know who is in a private channel, so nothing is posted there"},
	{"groups:history", false, "when Slack's answer to a text in a private channel is lost, you are asked whether it arrived"},
	{"im:write", true, "nobody is reminded by direct message"},
	{"pins:write", false, "the card of an incident is not pinned"},
	{"users:read", true, "Candor does not know who is a guest or of another company, so it refuses everybody"},
	{"dnd:read", false, "the card does not say who has Do Not Disturb on"},
}

// ScopeOf returns what is known of a scope; one that is not in the table is
// taken for vital.
func ScopeOf(name string) Scope {
	for _, s := range Scopes {
		if s.Name == name {
			return s
		}
	}
	return Scope{name, true, "something does not work"}
}

// Missing compares what Slack granted with what the manifest asks for. A
// server that does not say what it granted is believed; Slack always says.
func Missing(h http.Header) (list []Scope) {
	granted := strings.FieldsFunc(h.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	if len(granted) == 0 {
		return nil
	}
	for _, name := range Wanted() {
		if !slices.Contains(granted, name) {
			list = append(list, ScopeOf(name))
		}
	}
	return list
}

// Grant is how a right is given to it.
const Grant = "Paste the output of candor manifest under App Manifest, save, and install the app again."

// Warn says what will not work, one line for each scope that is missing.
func Warn(h http.Header, log *slog.Logger) {
	for _, s := range Missing(h) {
		log.Warn("a right in Slack is missing: "+s.Without+". "+Grant, "scope", s.Name)
	}
}

// Wanted are those of the manifest.
func Wanted() []string {
	var m struct {
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal(bot.Manifest, &m); err != nil {
		panic(err) // embedded, and read by a test
	}
	return m.OAuth.Scopes.Bot
}
