package candor

import (
	"strings"
	"sync"
	"time"
)

// Client is an organisation whose software the team runs, and who is told.
type Client struct {
	ID       string              `json:"id"`                 // short, typed in commands: acme
	Name     string              `json:"name"`               // Acme Shop
	Service  string              `json:"service,omitempty"`  // what they call the thing; empty: their name
	Contacts []Contact           `json:"contacts,omitempty"` // the first one is greeted
	TimeZone string              `json:"time_zone,omitempty"`
	Slack    string              `json:"slack,omitempty"`   // id of the channel shared with them; empty if there is none
	Cadence  map[Severity]Rhythm `json:"cadence,omitempty"` // what differs from the defaults
}

// Contact is a person at the client.
type Contact struct {
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Person is a member of the team: who signs and who is woken.
type Person struct {
	Slack string `json:"slack"` // Slack user id
	Name  string `json:"name"`
	Role  string `json:"role,omitempty"` // as the client reads it: Lead developer
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
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

// Destinations lists the ways on which a client's updates are delivered; all
// of them are required. It is empty for a client who is told by hand.
func (c *Client) Destinations() []Destination {
	if c.Slack == "" {
		return nil
	}
	return []Destination{{Via: ViaSlack, To: c.Slack}}
}

// Destination is one way to reach a client.
type Destination struct {
	Via string `json:"via"` // ViaSlack
	To  string `json:"to"`  // for Slack the channel's id
}

// ViaSlack delivers into a Slack channel that is shared with the client.
const ViaSlack = "slack"
