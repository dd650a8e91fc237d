package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

// scope is one of the app's rights in Slack. docs/SLACK.md says what each is for.
type scope struct {
	name    string
	vital   bool   // without it Candor does not start
	without string // what does not work then
}

// scopes holds each scope of the manifest; a test compares the two. Vital is
// what the promise needs: commands, the channel, texts to clients, reminders,
// and to know who asks.
var scopes = []scope{
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

// scopeOf returns what is known of a scope; one that is not in the table is
// taken for vital.
func scopeOf(name string) scope {
	for _, s := range scopes {
		if s.name == name {
			return s
		}
	}
	return scope{name, true, "something does not work"}
}

// missingScopes compares what Slack granted with what the manifest asks for. A
// server that does not say what it granted is believed; Slack always says.
func missingScopes(h http.Header) (list []scope) {
	granted := strings.FieldsFunc(h.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	if len(granted) == 0 {
		return nil
	}
	for _, name := range wantedScopes() {
		if !slices.Contains(granted, name) {
			list = append(list, scopeOf(name))
		}
	}
	return list
}

const grantScopes = "Paste the output of candor manifest under App Manifest, save, and install the app again."

// checkScopes refuses to start without what the main job needs.
func checkScopes(h http.Header) error {
	var vital []string
	for _, s := range missingScopes(h) {
		if s.vital {
			vital = append(vital, s.name)
		}
	}
	if len(vital) == 0 {
		return nil
	}
	return &configError{[]problem{{File: "slack", Path: "scopes", Text: fmt.Sprintf("the app may not do all it needs: %s missing. %s", strings.Join(vital, ", "), grantScopes)}}}
}

// warnScopes says what will not work, one line for each scope that is missing.
func warnScopes(h http.Header, log *slog.Logger) {
	for _, s := range missingScopes(h) {
		log.Warn("a right in Slack is missing: "+s.without+". "+grantScopes, "scope", s.name)
	}
}
