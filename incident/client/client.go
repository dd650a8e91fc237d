package client

import (
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/sheet"
)

// Client is an organisation whose software the team runs, and who is told. Its
// keys are those of a client in the config, in an import and, in this order, in an
// export; each has its row in [Fields].
type Client struct {
	ID       string         `json:"id"`                 // short, typed in commands: acme
	Name     string         `json:"name"`               // Acme Shop
	Service  string         `json:"service,omitempty"`  // what they call the thing; empty: their name
	Aliases  []string       `json:"aliases,omitempty"`  // other names of theirs, which must not reach another client
	Contacts []Contact      `json:"contacts,omitempty"` // the first one is greeted
	TimeZone string         `json:"time_zone,omitempty"`
	Hours    schedule.Hours `json:"hours,omitzero"`      // when they work; zero: Monday to Friday, 09:00 to 17:00
	CallFrom string         `json:"call_from,omitempty"` // 08:15, by their clock: who did not answer at night is called then; empty: half an hour before they open
	Holidays []string       `json:"holidays,omitempty"`  // days on which they do not work, each 2026-12-25
	Night    NightPolicy    `json:"night,omitempty"`     // whether they hear from us at night; empty: [NightAsk]

	Slack    string   `json:"slack,omitempty"`    // id of the channel shared with them; empty if there is none
	Email    bool     `json:"email,omitempty"`    // each contact with an address gets the updates by mail
	Webhook  *Webhook `json:"webhook,omitempty"`  // nil: none
	Optional []string `json:"optional,omitempty"` // ways (see [Ways]) that need not arrive for a promise to be kept

	Cadence   map[Severity]Rhythm `json:"cadence,omitempty"`   // what differs from the defaults
	Approval  Approval            `json:"approval,omitzero"`   // who approves what they read; zero: nobody has to
	Manner    Manner              `json:"manner,omitempty"`    // how they want to be spoken to; empty: as usual
	Letters   string              `json:"letters,omitempty"`   // the one address that texts go to while their lawyer writes
	Technical bool                `json:"technical,omitempty"` // they know our trade: its words are not explained
	Automatic bool                `json:"automatic,omitempty"` // they agreed to automatic texts when nobody writes in time
	Domains   []string            `json:"domains,omitempty"`   // their own domains: links and addresses of these may be sent to them
	Tags      []string            `json:"tags,omitempty"`      // what they run on: web-3; everyone with a tag can be told at once
	Backups   Backups             `json:"backups,omitempty"`   // who makes the backups of their data, as was agreed

	Laws         []string `json:"laws,omitempty"`          // that apply to personal data of theirs, by the names of incident/law; empty: nobody has said
	NotifyWithin string   `json:"notify_within,omitempty"` // in which the contract wants us to tell them of it: 24h; empty: nobody has looked it up

	Sheet sheet.Sheet `json:"sheet,omitempty"` // what somebody at night needs to know of them; what was written in Slack stands over it

	Provisioned bool `json:"provisioned,omitempty" yaml:"-"` // stands in the config file: read-only in Slack
}

// The ways on which an update reaches a client.
const (
	ViaSlack   = "slack"   // into a Slack channel that is shared with the client
	ViaEmail   = "email"   // to one contact
	ViaWebhook = "webhook" // to an address of the client's
)

// ways in the order in which screens show them.
var ways = []Way{
	{Via: ViaSlack, Field: FieldSlack, At: "slack", Place: "a channel", Marked: true, Thread: true, Doubt: DoubtLooks, on: addressIn(FieldSlack)},
	{Via: ViaEmail, Field: FieldByMail, Subject: true, Files: true, Each: true, AnyCase: true, Doubt: DoubtAsks, on: func(c *Client) (list []Destination) {
		for _, ct := range c.Contacts {
			if c.Email {
				list = append(list, Destination{To: ct.Email, Name: ct.Name})
			}
		}
		return list
	}},
	{Via: ViaWebhook, Field: FieldWebhook, At: "webhook.url", Place: "an address", Web: true, Machine: true, Doubt: DoubtRepeats, on: addressIn(FieldWebhook)},
}

// Names of the fields of a client's profile, as forms and errors use them. Each
// is a text that a person reads and writes.
const (
	FieldID        = "id"
	FieldName      = "name"
	FieldService   = "service"
	FieldContact   = "contact" // name of the first contact, who is greeted
	FieldPhone     = "phone"   // of the first contact
	FieldEmail     = "email"   // of the first contact
	FieldByMail    = "by_mail" // yes: updates go by mail too
	FieldSlack     = "slack"   // id of the channel
	FieldZone      = "time_zone"
	FieldOthers    = "others" // further contacts, one a line
	FieldHours     = "hours"
	FieldCallFrom  = "call_from"
	FieldHolidays  = "holidays"
	FieldNight     = "night"
	FieldRhythm1   = "rhythm1" // how often, at each severity
	FieldRhythm2   = "rhythm2"
	FieldRhythm3   = "rhythm3"
	FieldApproval  = "approval"
	FieldApprovers = "approvers" // Slack ids
	FieldManner    = "manner"    // how they want to be spoken to
	FieldLetters   = "letters"   // the one address while their lawyer writes
	FieldTechnical = "technical" // yes
	FieldAutomatic = "automatic" // yes
	FieldTags      = "tags"
	FieldBackups   = "backups"
	FieldDeclined  = "declined" // the day on which they declined them
	FieldWebhook   = "webhook"  // its URL
	FieldAliases   = "aliases"
	FieldDomains   = "domains"
	FieldOptional  = "optional" // ways
	FieldLaws      = "laws"
	FieldNotify    = "notify_within"
	FieldSheet     = "sheet" // has a form of its own
)

// Fields is all that is known of a client, in the order in which forms and
// histories show it. What has no question stands in files alone.
var Fields = []Field{
	{Name: FieldID, Key: "id", word: "short word", get: func(c *Client) string { return c.ID }, check: checkID,
		Ask: line(OfNew, "Short word for commands", "For example acme. Empty: made of the name. It stays for ever.", maxClientID)},
	{Name: FieldName, Key: "name", word: "name", get: func(c *Client) string { return c.Name }, set: setName, check: checkName,
		Ask: line(First, "Name", "As they call themselves.", longestLine).needed()},
	{Name: FieldService, Key: "service", word: "what they call it", get: func(c *Client) string { return c.Service },
		set: func(c *Client, s string) error { c.Service = s; return OneLine(s) }, check: func(j Judge, at string, c *Client) { j.Short(at, c.Service) },
		Ask: line(First, "What do they call the thing?", "For example Acme online shop. Empty: their name.", longestLine)},
	{Name: FieldContact, Key: "contacts", word: "contact", get: func(c *Client) string { return c.First().Name },
		set: func(c *Client, s string) error { c.contact().Name = s; return OneLine(s) }, check: checkContacts,
		Ask: line(First, "Who is greeted?", "The person you would call.", longestLine)},
	{Name: FieldPhone, Key: "contacts", word: "phone", get: func(c *Client) string { return c.First().Phone },
		set: func(c *Client, s string) error { c.contact().Phone = s; return PhoneNumber(s) },
		Ask: line(First, "Their phone number", "", longestLine)},
	{Name: FieldEmail, Key: "contacts", word: "e-mail", get: func(c *Client) string { return c.First().Email },
		set: func(c *Client, s string) error { c.contact().Email = s; return Address(s) },
		Ask: line(First, "Their e-mail address", "", 200)},
	{Name: FieldByMail, Key: "email", word: "updates by mail", get: func(c *Client) string { return fault.Yes(c.Email) },
		set: func(c *Client, s string) error { c.Email = s != ""; return nil }, check: checkByMail,
		Ask: tick(First, "Updates by e-mail, too?", "Yes, to every contact with an address")},
	{Name: FieldSlack, Key: "slack", word: "Slack channel", get: func(c *Client) string { return c.Slack }, set: setSlack, check: checkSlack,
		Ask: Question{Page: First, Label: "The Slack channel you share with them", Hint: "Invite Candor there. Without one you tell them by hand.", Input: OneChannel}},
	{Name: FieldZone, Key: "time_zone", word: "time zone", get: func(c *Client) string { return c.TimeZone }, set: setZone, check: checkZone,
		Ask: line(First, "Their time zone", "Texts name times in it. A city will do: London.", longestLine)},
	{Name: FieldOthers, Key: "contacts", word: "further contacts", get: othersText, set: setOthers,
		Ask: Question{Page: Rest, Label: "Further contacts", Hint: "One a line: Dana Fox, +44 20 7946 0009, dana@acme.example", Input: Lines, Most: 2000}},
	{Name: FieldHours, Key: "hours", word: "hours", get: func(c *Client) string { return c.Hours.String() },
		set: func(c *Client, s string) (err error) { c.Hours, err = schedule.ParseHours(s); return err }, check: whileRead,
		Ask: line(Rest, "When do they work?", "By their clock, for example Mon-Fri 09:00-17:30. Empty: Mon-Fri 09:00-17:00.", 100)},
	{Name: FieldCallFrom, Key: "call_from", word: "when to call in the morning", get: func(c *Client) string { return c.CallFrom }, set: setCallFrom, check: checkCallFrom,
		Ask: line(Rest, "From when may you call in the morning?", "By their clock, for example 08:15. Empty: half an hour before they open.", 10)},
	{Name: FieldHolidays, Key: "holidays", word: "holidays", get: func(c *Client) string { return strings.Join(c.Holidays, ", ") }, set: setHolidays, check: checkHolidays,
		Ask: line(Rest, "Holidays", "Each like 2026-12-25, with commas between.", 1000)},
	{Name: FieldNight, Key: "night", word: "nights", get: func(c *Client) string { return string(c.Night) }, set: setNight, check: checkNight,
		Ask: choose(Rest, "Outside these hours", nightChoices)},
	{Name: FieldRhythm1, Key: "cadence", word: "how often while their business stands still", get: rhythmText(1), set: setRhythm(1), check: whileRead,
		Ask: line(Rest, "How often, while their business stands still", "Empty: first 15m, every 30m.", 150)},
	{Name: FieldRhythm2, Key: "cadence", word: "how often while an important part is broken", get: rhythmText(2), set: setRhythm(2),
		Ask: line(Rest, "How often, while an important part is broken", "Empty: first 30m, every 1h.", 150)},
	{Name: FieldRhythm3, Key: "cadence", word: "how often while it is small", get: rhythmText(3), set: setRhythm(3),
		Ask: line(Rest, "How often, while it is small", "Empty: first 2h, every 4h.", 150)},
	{Name: FieldApproval, Key: "approval", word: "approval", get: func(c *Client) string { return string(c.Approval.Rule) }, set: setApproval, check: checkApproval,
		Ask: choose(Rest, "Who approves what they read?", approvalChoices)},
	{Name: FieldApprovers, Key: "approval", word: "who approves", get: func(c *Client) string { return strings.Join(c.Approval.People, ", ") }, set: setApprovers,
		Ask: Question{Page: Rest, Label: "The people who approve", Hint: "Only where you chose these people above.", Input: SomePeople}},
	{Name: FieldManner, Key: "manner", word: "manner", get: func(c *Client) string { return string(c.Manner) }, set: setManner, check: checkManner,
		Ask: choose(Rest, "How do they want to be spoken to?", mannerChoices)},
	{Name: FieldLetters, Key: "letters", word: "the one address", get: func(c *Client) string { return c.Letters },
		set: func(c *Client, s string) error { c.Letters = s; return Address(s) }, check: checkLetters,
		Ask: line(Rest, "The one address, while their lawyer writes", "Texts go there and nowhere else. Empty: the first contact's.", 200)},
	{Name: FieldTechnical, Key: "technical", word: "technical", get: func(c *Client) string { return fault.Yes(c.Technical) },
		set: func(c *Client, s string) error { c.Technical = s != ""; return nil }, check: whileRead,
		Ask: tick(Rest, "Do they know our trade?", "Yes, its words need no explaining")},
	{Name: FieldAutomatic, Key: "automatic", word: "automatic texts", get: func(c *Client) string { return fault.Yes(c.Automatic) },
		set: func(c *Client, s string) error { c.Automatic = s != ""; return nil }, check: whileRead,
		Ask: tick(Rest, "Automatic texts", "They agreed: Candor may say that work goes on when nobody writes in time")},
	{Name: FieldTags, Key: "tags", word: "tags", get: func(c *Client) string { return strings.Join(c.Tags, ", ") }, set: setTags, check: checkTags,
		Ask: line(Rest, "Tags", "What they run on, for example web-3. Everyone with a tag can be told at once.", 500)},
	{Name: FieldBackups, Key: "backups", word: "who makes the backups", get: func(c *Client) string { return string(c.Backups.Who()) }, set: setBackups, check: checkBackups,
		Ask: choose(Rest, "Who makes the backups of their data?", backupsChoices)},
	{Name: FieldDeclined, Key: "backups", word: "day on which they declined backups", get: func(c *Client) string { return c.Backups.Day() }, set: setDeclined,
		Ask: line(Rest, "If they declined backups: when?", "A day like 2026-03-10. It is part of what was agreed.", 10)},
	{Name: FieldLaws, Key: "laws", word: "laws for personal data", get: func(c *Client) string { return strings.Join(c.Laws, ", ") }, set: setLaws, check: checkLaws,
		Ask: line(Rest, "Which laws apply to personal data of theirs?", "gdpr, uk-gdpr, others that your lawyer names, or none. Empty: you are asked when it matters.", 200)},
	{Name: FieldNotify, Key: "notify_within", word: "how soon the contract wants to be told", get: func(c *Client) string { return c.NotifyWithin }, set: setNotify, check: checkNotify,
		Ask: line(Rest, "How soon must you tell them of it?", "As the contract says, for example 24h. Empty: nobody has looked it up.", 20)},
	{Name: FieldSheet, Key: "sheet", word: "sheet for the night", get: sheetText, check: checkSheet},
	{Name: FieldWebhook, Key: "webhook", word: "webhook", get: func(c *Client) string { return c.Hook().URL }, set: setWebhook, check: checkWebhook,
		Ask: line(Rest, "Webhook", "An address of theirs that takes the updates. It begins with https://.", 1000)},
	{Name: FieldAliases, Key: "aliases", word: "other names", get: func(c *Client) string { return strings.Join(c.Aliases, ", ") }, set: setAliases, check: checkAliases,
		Ask: line(Rest, "Other names of theirs", "With commas between. No text for another client may name them.", 500)},
	{Name: FieldDomains, Key: "domains", word: "domains", get: func(c *Client) string { return strings.Join(c.Domains, ", ") }, set: setDomains, check: checkDomains,
		Ask: line(Rest, "Their own domains", "Links to these may be sent to them, for example acme.example.", 500)},
	{Name: FieldOptional, Key: "optional", word: "ways that need not arrive", get: func(c *Client) string { return strings.Join(c.Optional, ", ") }, check: checkOptional},
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
	if c == nil {
		return time.UTC
	}
	return schedule.Zone(c.TimeZone)
}

// Clock writes an instant by the client's clock, with its zone, for the team: their texts to
// this client have their times by it, too.
func (c *Client) Clock(t time.Time, layout string) string {
	return t.In(c.Zone()).Format(layout + " MST")
}

// ServiceName is what the client calls the thing that we run for them.
func (c *Client) ServiceName() string {
	if c.Service != "" {
		return c.Service
	}
	return c.Name
}

// NoSuchClient says that nobody is called so, and who there is.
func NoSuchClient(id string) *fault.Error {
	return fault.Errorf(fault.NotFound, "There is no client “%s” now. Nothing was changed. Type clients for those that there are.", fault.Clipped(id))
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
