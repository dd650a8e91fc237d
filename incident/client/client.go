package client

import (
	"slices"
	"strings"
	"sync"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Client is an organisation whose software the team runs, and who is told.
type Client struct {
	ID       string              `json:"id"`                 // short, typed in commands: acme
	Name     string              `json:"name"`               // Acme Shop
	Aliases  []string            `json:"aliases,omitempty"`  // other names of theirs, which must not reach another client
	Service  string              `json:"service,omitempty"`  // what they call the thing; empty: their name
	Contacts []Contact           `json:"contacts,omitempty"` // the first one is greeted
	TimeZone string              `json:"time_zone,omitempty"`
	Hours    schedule.Hours      `json:"hours,omitzero"`      // when they work; zero: Monday to Friday, 09:00 to 17:00
	CallFrom time.Duration       `json:"call_from,omitempty"` // since midnight by their clock: who did not answer at night is called then; 0: half an hour before they open
	Holidays []string            `json:"holidays,omitempty"`  // days on which they do not work, each 2026-12-25
	Night    NightPolicy         `json:"night,omitempty"`     // whether they hear from us at night; empty: [NightAsk]
	Cadence  map[Severity]Rhythm `json:"cadence,omitempty"`   // what differs from the defaults

	Slack    string   `json:"slack,omitempty"`    // id of the channel shared with them; empty if there is none
	Email    bool     `json:"email,omitempty"`    // each contact with an address gets the updates by mail
	Webhook  *Webhook `json:"webhook,omitempty"`  // nil: none
	Optional []string `json:"optional,omitempty"` // ways (see [Ways]) that need not arrive for a promise to be kept

	Approval  Approval `json:"approval,omitzero"`   // who approves what they read; zero: nobody has to
	Technical bool     `json:"technical,omitempty"` // they know our trade: its words are not explained
	Automatic bool     `json:"automatic,omitempty"` // they agreed to automatic texts when nobody writes in time
	Domains   []string `json:"domains,omitempty"`   // their own domains: links and addresses of these may be sent to them
	Tags      []string `json:"tags,omitempty"`      // what they run on: web-3; everyone with a tag can be told at once

	Provisioned bool `json:"provisioned,omitempty"` // stands in the config file: read-only in Slack
}

// Contact is a person at the client.
type Contact struct {
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Webhook is an address of the client's that takes updates by the Standard
// Webhooks rules.
type Webhook struct {
	URL    string `json:"url"`
	Secret Secret `json:"secret"` // whsec_…, signs what is sent
}

// Secret is a text that is stored and used and never shown: it prints as ***.
type Secret string

// String hides the secret; an empty one stays empty.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString keeps the value out of %#v.
func (s Secret) GoString() string { return s.String() }

// Reveal returns the value, for the one call that needs it.
func (s Secret) Reveal() string { return string(s) }

// ApprovalRule says who has to approve an update before it leaves.
type ApprovalRule string

const (
	ApprovalNone      ApprovalRule = ""          // nobody
	ApprovalOther     ApprovalRule = "other"     // anybody of the team but the writer
	ApprovalCommander ApprovalRule = "commander" // who is in charge
	ApprovalNamed     ApprovalRule = "named"     // one of People
)

// Approval is a client's rule for what it reads. The zero value asks nobody.
type Approval struct {
	Rule   ApprovalRule `json:"rule,omitempty"`
	People []string     `json:"people,omitempty"` // Slack user ids, asked in this order; only with ApprovalNamed
}

// Zone returns the client's time zone, UTC if it has none or an unknown one
// (the config refuses unknown ones).
func (c *Client) Zone() *time.Location {
	if loc, ok := zones.Load(c.TimeZone); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		loc = time.UTC
	}
	zones.Store(c.TimeZone, loc)
	return loc
}

// zones remembers what time.LoadLocation reads from disk at every call.
var zones sync.Map // name → *time.Location

// ServiceName is what the client calls the thing that we run for them.
func (c *Client) ServiceName() string {
	if c.Service != "" {
		return c.Service
	}
	return c.Name
}

// Greeting is the first name of the first contact, or the client's name.
func (c *Client) Greeting() string {
	if len(c.Contacts) == 0 || strings.TrimSpace(c.Contacts[0].Name) == "" {
		return c.Name
	}
	return strings.Fields(c.Contacts[0].Name)[0]
}

// NoSuchClient says that nobody is called so, and who there is.
func NoSuchClient(id string) *fault.Error {
	return fault.Errorf(fault.NotFound, "There is no client %q any more. Nothing was changed. Type clients for those that there are.", fault.Clipped(id))
}

// Tagged returns those of a list that have a tag.
func Tagged(list []Client, tag string) []Client {
	return slices.DeleteFunc(slices.Clone(list), func(c Client) bool {
		return !slices.ContainsFunc(c.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
	})
}

// Names are how people call the client.
func (c *Client) Names() []string {
	return slices.DeleteFunc(append([]string{c.Name}, c.Aliases...), func(n string) bool { return strings.TrimSpace(n) == "" })
}
