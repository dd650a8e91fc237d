package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// AppUser, AppBot and AppID are the app's bot user, its bot and the app itself.
const (
	AppUser = "U0APP"
	AppBot  = "B0APP"
	AppID   = "A0APP"
)

// Slackbot is who tells a person that a command did not work.
const Slackbot = "USLACKBOT"

// A Workspace is who and what there is when the sandbox starts. The zero value
// stands for [Default].
type Workspace struct {
	Team     Team     // where the app is installed
	Partners []Team   // the companies that share channels with it
	People   []Person // of all teams; the app's bot user is not among them
	Channels []Channel
}

// A Team is one company's workspace.
type Team struct {
	ID     string
	Name   string // as people read it
	Domain string // as in https://<Domain>.slack.com
}

// A Person is somebody with a Slack account.
type Person struct {
	ID       string
	Name     string // the handle, without @
	RealName string
	Team     string // a stranger if it is not the workspace's own
	TZ       string // an IANA name; UTC if empty
	Email    string
	Admin    bool
	Guest    bool // a multi-channel guest
	Left     bool // the account was deactivated

	QuietFrom  time.Time // when Do Not Disturb is on; zero: never
	QuietUntil time.Time
}

// A Channel is a public or private channel, with what is true of it now.
type Channel struct {
	ID         string
	Name       string
	Private    bool
	Shared     bool     // with another company
	SharedWith []string // teams, not counting the home team
	Pending    bool     // another company is invited to share it and has not accepted yet
	Archived   bool
	Creator    string
	Members    []string // user ids; AppUser when the app is in it
	Topic      string
	Pins       []string // timestamps of messages, oldest pin first
}

// Default is Studio North, a small agency, and two of its clients.
func Default() Workspace {
	return Workspace{
		Team: Team{ID: "T0STUDIO", Name: "Studio North", Domain: "studio-north"},
		Partners: []Team{
			{ID: "T0ACME", Name: "Acme Shop", Domain: "acme-shop"},
			{ID: "T0GLOBEX", Name: "Globex Travel", Domain: "globex-travel"},
		},
		People: []Person{
			{ID: "U0ANA", Name: "ana", RealName: "Ana Ruiz", Team: "T0STUDIO", TZ: "Europe/London", Email: "ana@studio-north.example", Admin: true},
			{ID: "U0BEN", Name: "ben", RealName: "Ben Okafor", Team: "T0STUDIO", TZ: "Europe/London", Email: "ben@studio-north.example"},
			{ID: "U0CLEO", Name: "cleo", RealName: "Cleo Lindqvist", Team: "T0STUDIO", TZ: "Europe/London", Email: "cleo@studio-north.example"},
			{ID: "U0DANA", Name: "dana", RealName: "Dana Fox", Team: "T0ACME", TZ: "Europe/London", Email: "dana@acme.example"},
		},
		Channels: []Channel{
			{ID: "C0TEAM", Name: "team", Creator: "U0ANA", Members: []string{"U0ANA", "U0BEN", "U0CLEO", AppUser}, Topic: "Studio North, among ourselves"},
			{ID: "C0ACME", Name: "acme-shared", Creator: "U0ANA", Shared: true, SharedWith: []string{"T0ACME"}, Members: []string{"U0ANA", "U0BEN", "U0CLEO", "U0DANA", AppUser}, Topic: "Acme Shop and Studio North"},
			{ID: "C0GLOBEX", Name: "globex-shared", Creator: "U0ANA", Shared: true, SharedWith: []string{"T0GLOBEX"}, Members: []string{"U0ANA", "U0BEN", AppUser}, Topic: "Globex Travel and Studio North"},
		},
	}
}

// Check refuses a workspace in which names or members point nowhere.
func (w Workspace) Check() error {
	var errs []error
	seen := map[string]bool{AppUser: true}
	add := func(kind, id string) {
		if id == "" || seen[id] {
			errs = append(errs, fmt.Errorf("%s id %q is empty or used twice", kind, id))
		}
		seen[id] = true
	}

	teams := map[string]bool{w.Team.ID: true}
	add("team", w.Team.ID)
	for _, t := range w.Partners {
		add("team", t.ID)
		teams[t.ID] = true
	}
	for _, p := range w.People {
		add("person", p.ID)
		if !teams[p.Team] {
			errs = append(errs, fmt.Errorf("%s is of team %q, which does not exist", p.ID, p.Team))
		}
	}
	for _, c := range w.Channels {
		add("channel", c.ID)
		for _, m := range c.Members {
			if !seen[m] {
				errs = append(errs, fmt.Errorf("#%s has a member %q, who does not exist", c.Name, m))
			}
		}
	}
	return errors.Join(errs...)
}

// Clone copies what the server will change, so that two servers may start from
// the same Workspace.
func (c Channel) Clone() Channel {
	c.Members = slices.Clone(c.Members)
	c.Pins = slices.Clone(c.Pins)
	c.SharedWith = slices.Clone(c.SharedWith)
	return c
}

// Location is where the person's clock hangs.
func (p Person) Location() *time.Location {
	l, err := time.LoadLocation(p.TZ)
	if err != nil {
		return time.UTC
	}
	return l
}

// TeamByID finds one of the workspace's teams; the zero Team if there is none.
func (w Workspace) TeamByID(id string) Team {
	if id == w.Team.ID {
		return w.Team
	}
	for _, t := range w.Partners {
		if t.ID == id {
			return t
		}
	}
	return Team{}
}

// FirstName is how buttons and greetings call a person.
func (p Person) FirstName() string {
	first, _, _ := strings.Cut(p.RealName, " ")
	return first
}
