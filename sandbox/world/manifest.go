package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Manifest is the part of Slack's app manifest that the sandbox enforces.
type Manifest struct {
	Display struct {
		Name string `yaml:"name"`
	} `yaml:"display_information"`
	Features struct {
		BotUser struct {
			DisplayName string `yaml:"display_name"`
		} `yaml:"bot_user"`
		AppHome struct {
			Home     bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Commands  []slashCommand `yaml:"slash_commands"`
		Shortcuts []Shortcut     `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool `yaml:"is_enabled"`
		} `yaml:"interactivity"`
		SocketMode bool `yaml:"socket_mode_enabled"`
	} `yaml:"settings"`
}

type slashCommand struct {
	Command     string `yaml:"command"`
	Description string `yaml:"description"`
	UsageHint   string `yaml:"usage_hint"`
	Escape      bool   `yaml:"should_escape"`
}

// Shortcut is what people may do with any message that they see.
type Shortcut struct {
	Name        string `yaml:"name"`
	Type        string `yaml:"type"` // message: the sandbox has no global ones
	Callback    string `yaml:"callback_id"`
	Description string `yaml:"description"`
}

// eventScope is the scope that Slack asks for before it lets an app subscribe.
// An empty scope asks for none.
var eventScope = map[string]string{
	"app_home_opened":       "",
	"app_mention":           "app_mentions:read",
	"channel_archive":       "channels:read",
	"channel_created":       "channels:read",
	"channel_rename":        "channels:read",
	"channel_shared":        "channels:read",
	"channel_unarchive":     "channels:read",
	"channel_unshared":      "channels:read",
	"group_archive":         "groups:read",
	"group_rename":          "groups:read",
	"group_unarchive":       "groups:read",
	"member_joined_channel": "channels:read",
	"member_left_channel":   "channels:read",
	"message.channels":      "channels:history",
	"message.groups":        "groups:history",
	"message.im":            "im:history",
	"message.mpim":          "mpim:history",
	"pin_added":             "pins:read",
	"pin_removed":           "pins:read",
	"reaction_added":        "reactions:read",
	"reaction_removed":      "reactions:read",
	"user_change":           "users:read",
}

// ParseManifest reads a manifest and refuses what Slack would refuse at
// installation. Keys that the sandbox does not enforce are left alone.
func ParseManifest(text []byte) (Manifest, error) {
	var m Manifest
	if err := yaml.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("manifest: %w", err)
	}

	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("manifest: "+format, args...)) }
	if m.Display.Name == "" {
		bad("display_information.name is missing")
	}
	if m.Features.BotUser.DisplayName == "" {
		bad("features.bot_user.display_name is missing: without a bot user there is no bot token")
	}
	if len(m.Features.Commands) > 0 && !m.Has("commands") {
		bad("slash commands need the bot scope commands")
	}
	for _, c := range m.Features.Commands {
		if len(c.Command) < 2 || len(c.Command) > 32 || !strings.HasPrefix(c.Command, "/") || strings.ContainsAny(c.Command, " ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			bad("slash command %q: a slash and up to 31 characters, no capitals, no spaces", c.Command)
		}
		if c.Description == "" {
			bad("slash command %s: description is missing", c.Command)
		}
	}
	if len(m.Features.Shortcuts) > 0 && !m.Has("commands") {
		bad("shortcuts need the bot scope commands")
	}
	for _, c := range m.Features.Shortcuts {
		if c.Name == "" || len(c.Name) > 24 || c.Description == "" || len(c.Description) > 150 || c.Callback == "" || len(c.Callback) > 255 || c.Type != "message" {
			bad("shortcut %q: a name of up to 24 characters, a description of up to 150, a callback_id, and the type message", c.Name)
		}
	}
	for _, e := range m.Settings.Events.Bot {
		scope, known := eventScope[e]
		switch {
		case !known:
			bad("the event %s is unknown", e)
		case scope != "" && !m.Has(scope):
			bad("the event %s needs the bot scope %s", e, scope)
		}
	}
	return m, errors.Join(errs...)
}

// Has reports whether the app was granted one of the scopes.
func (m Manifest) Has(anyOf ...string) bool {
	return slices.ContainsFunc(anyOf, func(s string) bool { return slices.Contains(m.OAuth.Scopes.Bot, s) })
}

// Subscribes says whether the app is told of an event.
func (m Manifest) Subscribes(event string) bool {
	return slices.Contains(m.Settings.Events.Bot, event)
}

// Command finds the slash command that a person typed.
func (m Manifest) Command(name string) (slashCommand, bool) {
	for _, c := range m.Features.Commands {
		if c.Command == name {
			return c, true
		}
	}
	return slashCommand{}, false
}

// ShortcutNames lists the shortcuts that people have on a message.
func (m Manifest) ShortcutNames() (names []string) {
	for _, c := range m.Features.Shortcuts {
		names = append(names, c.Name)
	}
	return names
}

// Shortcut finds the shortcut that a person chose.
func (m Manifest) Shortcut(name string) (Shortcut, bool) {
	for _, c := range m.Features.Shortcuts {
		if c.Name == name {
			return c, true
		}
	}
	return Shortcut{}, false
}

// BotName is how the app is called in messages and, in lower case, by handle.
func (m Manifest) BotName() string { return m.Features.BotUser.DisplayName }
