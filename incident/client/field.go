package client

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Names of the fields of a client's profile, as forms and errors use them. Each
// is a text that a person reads and writes.
const (
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
	FieldHolidays  = "holidays"
	FieldNight     = "night"
	FieldRhythm1   = "rhythm1" // how often, at each severity
	FieldRhythm2   = "rhythm2"
	FieldRhythm3   = "rhythm3"
	FieldApproval  = "approval"
	FieldApprovers = "approvers" // Slack ids
	FieldTechnical = "technical" // yes
	FieldAutomatic = "automatic" // yes
	FieldTags      = "tags"
	FieldWebhook   = "webhook" // its URL
	FieldAliases   = "aliases"
	FieldDomains   = "domains"
)

// clientField is a field of a profile as a text. set returns a sentence for the
// person who wrote what cannot be.
type clientField struct {
	name string
	word string // in a history: “the phone of the contact”
	get  func(*Client) string
	set  func(*Client, string) error
}

// clientFields in the order in which forms and histories show them.
var clientFields = []clientField{
	{FieldName, "name", func(c *Client) string { return c.Name }, func(c *Client, s string) error {
		c.Name = s
		if s == "" {
			return fault.Errorf(fault.Invalid, "Write how the client is called, for example Acme Shop.")
		}
		return OneLine(s)
	}},
	{FieldService, "what they call it", func(c *Client) string { return c.Service }, func(c *Client, s string) error { c.Service = s; return OneLine(s) }},
	{FieldContact, "contact", func(c *Client) string { return c.First().Name }, func(c *Client, s string) error { c.contact().Name = s; return OneLine(s) }},
	{FieldPhone, "phone", func(c *Client) string { return c.First().Phone }, func(c *Client, s string) error { c.contact().Phone = s; return number(s) }},
	{FieldEmail, "e-mail", func(c *Client) string { return c.First().Email }, func(c *Client, s string) error { c.contact().Email = s; return Address(s) }},
	{FieldByMail, "updates by mail", func(c *Client) string { return fault.Yes(c.Email) }, func(c *Client, s string) error { c.Email = s != ""; return nil }},
	{FieldSlack, "Slack channel", func(c *Client) string { return c.Slack }, setSlack},
	{FieldZone, "time zone", func(c *Client) string { return c.TimeZone }, setZone},
	{FieldOthers, "further contacts", othersText, setOthers},
	{FieldHours, "hours", func(c *Client) string { return c.Hours.String() }, func(c *Client, s string) (err error) { c.Hours, err = schedule.ParseHours(s); return err }},
	{FieldHolidays, "holidays", func(c *Client) string { return strings.Join(c.Holidays, ", ") }, setHolidays},
	{FieldNight, "nights", func(c *Client) string { return string(c.Night) }, setNight},
	{FieldRhythm1, "how often while their business stands still", rhythmText(1), setRhythm(1)},
	{FieldRhythm2, "how often while an important part is broken", rhythmText(2), setRhythm(2)},
	{FieldRhythm3, "how often while it is small", rhythmText(3), setRhythm(3)},
	{FieldApproval, "approval", func(c *Client) string { return string(c.Approval.Rule) }, setApproval},
	{FieldApprovers, "who approves", func(c *Client) string { return strings.Join(c.Approval.People, ", ") }, func(c *Client, s string) error { c.Approval.People = fault.ListOf(s); return nil }},
	{FieldTechnical, "technical", func(c *Client) string { return fault.Yes(c.Technical) }, func(c *Client, s string) error { c.Technical = s != ""; return nil }},
	{FieldAutomatic, "automatic texts", func(c *Client) string { return fault.Yes(c.Automatic) }, func(c *Client, s string) error { c.Automatic = s != ""; return nil }},
	{FieldTags, "tags", func(c *Client) string { return strings.Join(c.Tags, ", ") }, setTags},
	{FieldWebhook, "webhook", func(c *Client) string { return c.Hook().URL }, setWebhook},
	{FieldAliases, "other names", func(c *Client) string { return strings.Join(c.Aliases, ", ") }, setAliases},
	{FieldDomains, "domains", func(c *Client) string { return strings.Join(c.Domains, ", ") }, setDomains},
}

// ClientFields lists the names of the fields in the order in which they are shown.
func ClientFields() (names []string) {
	for _, f := range clientFields {
		names = append(names, f.name)
	}
	return names
}

// Field returns a field of the profile as a text; "" for one that is empty or
// unknown.
func (c *Client) Field(name string) string {
	for _, f := range clientFields {
		if f.name == name {
			return f.get(c)
		}
	}
	return ""
}

// longestLine is what fits on one line of a form and into an option of a list.
const longestLine = 75

// OneLine says why a text is not one short line.
func OneLine(s string) error {
	switch n := utf8.RuneCountInString(s); {
	case n > longestLine:
		return fault.Errorf(fault.Invalid, "This is %d characters long. Write at most %d.", n, longestLine)
	case strings.ContainsFunc(s, unicode.IsControl):
		return fault.Errorf(fault.Invalid, "Write it on one line.")
	}
	return nil
}

// First is the contact who is greeted; empty if there is none.
func (c *Client) First() Contact {
	if len(c.Contacts) == 0 {
		return Contact{}
	}
	return c.Contacts[0]
}

// contact is the first contact, to be written.
func (c *Client) contact() *Contact {
	if len(c.Contacts) == 0 {
		c.Contacts = []Contact{{}}
	}
	return &c.Contacts[0]
}

// Hook returns the webhook of a client, empty if it has none.
func (c *Client) Hook() Webhook {
	if c.Webhook == nil {
		return Webhook{}
	}
	return *c.Webhook
}

// Address checks a mail address; "" is none.
func Address(s string) error {
	if s == "" {
		return nil
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return fault.Errorf(fault.Invalid, "%q is no e-mail address. Write it like dana@acme.example.", fault.Clipped(s))
	}
	return nil
}

// number refuses what nobody can dial: it stands on the card for a call at night.
func number(s string) error {
	if s != "" && !strings.ContainsFunc(s, unicode.IsDigit) {
		return fault.Errorf(fault.Invalid, "%q is no phone number. Write it like +44 20 7946 0002, or leave it empty.", fault.Clipped(s))
	}
	return OneLine(s)
}

var channelForm = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)

func setSlack(c *Client, s string) error {
	c.Slack = s
	if s != "" && !channelForm.MatchString(s) {
		return fault.Errorf(fault.Invalid, "Choose the channel that you share with them, not a person.")
	}
	return nil
}

// regions are the parts of the world in whose zones a city is looked for.
var regions = []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "America/Argentina", "America/Indiana", "Arctic", "Antarctica"}

// setZone takes a zone by its name, Europe/London, or by its city, london.
func setZone(c *Client, s string) error {
	c.TimeZone = s
	if s == "" {
		return nil
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '_' })
	for i, w := range words {
		words[i] = titled(w)
	}
	city := strings.Join(words, "_")
	names := []string{s, city, strings.ToUpper(s)}
	for _, r := range regions {
		names = append(names, r+"/"+city)
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err == nil && name != "Local" && (strings.Contains(name, "/") || name == "UTC") {
			c.TimeZone = name
			return nil
		}
	}
	return fault.Errorf(fault.Invalid, "%q is no time zone that Candor knows. Write the largest city of their zone, such as London, or its name, Europe/London.", fault.Clipped(s))
}

// titled writes each part of a name as zones do: europe/london → Europe/London.
func titled(s string) string {
	out, start := []rune(strings.ToLower(s)), true
	for i, r := range out {
		if start {
			out[i] = unicode.ToUpper(r)
		}
		start = r == '/' || r == '-'
	}
	return string(out)
}

func othersText(c *Client) string {
	var lines []string
	for i, ct := range c.Contacts {
		if i == 0 {
			continue
		}
		parts := []string{ct.Name}
		for _, p := range []string{ct.Phone, ct.Email} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		lines = append(lines, strings.Join(parts, ", "))
	}
	return strings.Join(lines, "\n")
}

// setOthers reads one contact a line: the name, then a phone number, an address,
// or both.
func setOthers(c *Client, s string) error {
	list := []Contact{c.First()}
	for line := range strings.Lines(s) {
		var ct Contact
		for i, part := range fault.ListOf(line) {
			switch {
			case i == 0:
				ct.Name = part
			case strings.Contains(part, "@"):
				ct.Email = part
			default:
				ct.Phone = part
			}
		}
		if ct == (Contact{}) {
			continue
		}
		for _, err := range []error{Address(ct.Email), OneLine(ct.Name)} {
			if err != nil {
				return err
			}
		}
		if strings.Contains(ct.Name, "@") || !strings.ContainsFunc(ct.Name, unicode.IsLetter) {
			return fault.Errorf(fault.Invalid, "%q does not begin with a name. Write each on a line: Dana Fox, +44 20 7946 0009, dana@acme.example.", fault.Clipped(strings.TrimSpace(line)))
		}
		if err := number(ct.Phone); err != nil {
			return err
		}
		list = append(list, ct)
	}
	c.Contacts = list
	return nil
}

func setHolidays(c *Client, s string) error {
	c.Holidays = fault.ListOf(s)
	slices.Sort(c.Holidays)
	for _, day := range c.Holidays {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return fault.Errorf(fault.Invalid, "%q is no day. Write each like 2026-12-25, with commas between.", fault.Clipped(day))
		}
	}
	return nil
}

// NightPolicies lists the rules for nights in the order in which forms show them.
var NightPolicies = []NightPolicy{NightAsk, NightAlways, NightWorst, NightSummary}

func setNight(c *Client, s string) error {
	if c.Night = NightPolicy(s); !slices.Contains(NightPolicies, c.Night) {
		return fault.Errorf(fault.Invalid, "There is no rule %q for nights. Choose one of the list.", fault.Clipped(s))
	}
	return nil
}

// ApprovalRules lists the rules in the order in which forms show them.
var ApprovalRules = []ApprovalRule{ApprovalNone, ApprovalOther, ApprovalCommander, ApprovalNamed}

func setApproval(c *Client, s string) error {
	if c.Approval.Rule = ApprovalRule(s); !slices.Contains(ApprovalRules, c.Approval.Rule) {
		return fault.Errorf(fault.Invalid, "There is no rule %q for approval. Choose one of the list.", fault.Clipped(s))
	}
	return nil
}

func setAliases(c *Client, s string) error {
	c.Aliases = fault.ListOf(s)
	for _, alias := range c.Aliases {
		if err := OneLine(alias); err != nil {
			return err
		}
	}
	return nil
}

var (
	tagForm    = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)
	domainForm = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)
)

// CleanTag returns a tag as it is stored, in small letters, and says whether it
// can be one.
func CleanTag(s string) (string, bool) {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "#"))
	return s, tagForm.MatchString(s)
}

func setTags(c *Client, s string) error {
	c.Tags = nil
	for _, part := range fault.ListOf(s) {
		tag, ok := CleanTag(part)
		if !ok {
			return fault.Errorf(fault.Invalid, "%q is no tag. Write what they run on, like web-3, with commas between.", fault.Clipped(part))
		}
		c.Tags = fault.AppendNew(c.Tags, tag)
	}
	return nil
}

// CleanDomain returns a domain as it is stored, and says whether it is one.
func CleanDomain(s string) (string, bool) {
	s = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), ".")
	return s, len(s) <= 253 && domainForm.MatchString(s)
}

func setDomains(c *Client, s string) error {
	c.Domains = nil
	for _, part := range fault.ListOf(s) {
		domain, ok := CleanDomain(part)
		if !ok {
			return fault.Errorf(fault.Invalid, "%q is no domain. Write it like acme.example, without https://, with commas between.", fault.Clipped(part))
		}
		c.Domains = fault.AppendNew(c.Domains, domain)
	}
	return nil
}

// setWebhook keeps the secret while there is an address: whoever takes the
// updates has it.
func setWebhook(c *Client, s string) error {
	if s == "" {
		c.Webhook = nil
		return nil
	}
	u, err := url.Parse(s)
	c.Webhook = &Webhook{URL: s, Secret: c.Hook().Secret}
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return fault.Errorf(fault.Invalid, "That is no address to which updates could go. Write one that begins with https://.")
	}
	return nil
}
