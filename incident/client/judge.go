package client

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/fault"
)

// File is one that people write, in which clients stand. A path is written like
// clients[0].time_zone.
type File interface {
	// Unread says that something stands there that could not be read: nothing
	// more is said of it.
	Unread(path string) bool

	// Bad notes a mistake: what is wrong, and what to write.
	Bad(path, format string, args ...any)
}

// Judge says what is wrong with values that stand in a file.
type Judge struct{ File }

// Client says what is wrong with the client that stands at a path, field by field.
// A city becomes its zone, and a tag is written as tags are stored.
func (j Judge) Client(at string, c *Client) {
	for _, f := range Fields {
		if f.check != nil {
			f.check(j, at+"."+f.Key, c)
		}
	}
}

// bad is Bad of what could be read.
func (j Judge) bad(path, format string, args ...any) {
	if !j.Unread(path) {
		j.Bad(path, format, args...)
	}
}

// whileRead checks nothing more: what there is to say of the value is said when
// it is read, since what is wrong cannot be kept.
func whileRead(Judge, string, *Client) {}

// Required notes a value that is missing, and one that is too long to be shown.
func (j Judge) Required(path, value, hint string) {
	if value == "" {
		j.bad(path, "is missing. %s", hint)
	}
	j.Short(path, value)
}

// Short notes what is too long for an option in a list of Slack's.
func (j Judge) Short(path, value string) {
	if n := utf8.RuneCountInString(value); n > longestLine {
		j.Bad(path, "is %d characters long. Write at most %d: Slack shows no more in a list.", n, longestLine)
	}
}

// Phone notes what is no phone number; "" is none.
func (j Judge) Phone(path, s string) {
	if err := PhoneNumber(s); err != nil {
		j.bad(path, "%s", err)
	}
}

// Email notes what is no mail address; "" is none.
func (j Judge) Email(path, s string) {
	if !isAddress(s) {
		j.Bad(path, "%q is not a valid e-mail address. Write it like ana@studio-north.example.", s)
	}
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if s == "" || err != nil || a.Address != s {
		return s == ""
	}
	host := s[strings.LastIndex(s, "@")+1:]
	return strings.Contains(host, ".") || host == "localhost" || strings.HasPrefix(host, "[") // dana@acme is half of one
}

var (
	personForm  = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
	channelForm = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)
)

const (
	howToPerson = "Write the id: in Slack open the profile, More (⋮), Copy member ID."
	howToRoom   = "Write the id: in Slack click the channel's name, About; it is at the end."
)

// Person notes what is not the Slack id of a person, and says whether it is one.
func (j Judge) Person(path, id string) bool {
	switch {
	case personForm.MatchString(id):
		return true
	case id == "":
		j.bad(path, "is missing. %s", howToPerson)
	case strings.HasPrefix(id, "@"):
		j.bad(path, "%q is a name, and names change. %s", id, howToPerson)
	case channelForm.MatchString(id):
		j.bad(path, "%s is the id of a channel, not of a person. %s", id, howToPerson)
	case personForm.MatchString(strings.ToUpper(id)):
		j.bad(path, "%q is in small letters. Write %s.", id, strings.ToUpper(id))
	default:
		j.bad(path, "%q is not the id of a person; those begin with U or W. %s", id, howToPerson)
	}
	return false
}

func checkID(j Judge, at string, c *Client) {
	if problem := ClientIDProblem(c.ID); problem != "" {
		j.bad(at, "%s", problem)
	}
}

func checkName(j Judge, at string, c *Client) {
	j.Required(at, c.Name, "Write how the client is called, for example Acme Shop.")
}

func checkContacts(j Judge, at string, c *Client) {
	for i, ct := range c.Contacts {
		at := fmt.Sprintf("%s[%d]", at, i)
		j.Required(at+".name", ct.Name, "Write the name of the person; the first contact is greeted.")
		if ct.Name != "" && !isName(ct.Name) {
			j.bad(at+".name", "%q is not a valid name. Write how the person is called, for example Dana Fox.", ct.Name)
		}
		j.Email(at+".email", ct.Email)
		j.Phone(at+".phone", ct.Phone)
	}
}

func checkByMail(j Judge, at string, c *Client) {
	if c.Email && !c.hasAddress() && !j.Unread(strings.TrimSuffix(at, "email")+"contacts") {
		j.Bad(at, "is true, and no contact has an e-mail address. Add one under contacts, or remove the line.")
	}
}

func checkSlack(j Judge, at string, c *Client) { j.Room(at, c.Slack) }

// Room notes what is not the Slack id of a channel; "" is none.
func (j Judge) Room(at, id string) {
	switch {
	case id == "" || channelForm.MatchString(id):
	case strings.HasPrefix(id, "#"):
		j.Bad(at, "%q is a name, and names change. %s", id, howToRoom)
	case personForm.MatchString(id):
		j.Bad(at, "%s is the id of a person, not of a channel. %s", id, howToRoom)
	case channelForm.MatchString(strings.ToUpper(id)):
		j.Bad(at, "%q is in small letters. Write %s.", id, strings.ToUpper(id))
	default:
		j.Bad(at, "%q is not the id of a channel; those begin with C or G. %s", id, howToRoom)
	}
}

func checkZone(j Judge, at string, c *Client) {
	zone, ok := ZoneOf(c.TimeZone)
	if c.TimeZone = zone; !ok {
		j.Bad(at, "%q is not a valid time zone. Write a name like Europe/London.", zone)
	}
}

func checkHolidays(j Judge, at string, c *Client) {
	for i, day := range c.Holidays {
		if wrong := notADay(day); wrong != "" {
			j.bad(fmt.Sprintf("%s[%d]", at, i), "%q %s. Write it like 2026-12-25.", day, wrong)
		}
	}
}

// notADay says what is wrong with a holiday; empty if nothing is. The files of a config are
// days by the time it is judged.
func notADay(s string) string {
	_, err := time.Parse(time.DateOnly, s)
	switch {
	case err == nil:
		return ""
	case strings.HasSuffix(strings.ToLower(s), ".ics"):
		return "is a file, which only the config can name"
	}
	return "is not a valid day"
}

// callFrom is a time of day since midnight; 0 for none, or for what is none.
func callFrom(s string) time.Duration {
	at, err := time.Parse("15:04", s)
	if err != nil {
		return 0
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}

func setCallFrom(c *Client, s string) error {
	if s != "" && callFrom(s) == 0 {
		return fault.Errorf(fault.Invalid, "“%s” is not a valid time of day. Write it as 08:15, by their clock.", fault.Clipped(s))
	}
	c.CallFrom = s
	return nil
}

func checkCallFrom(j Judge, at string, c *Client) {
	if c.CallFrom != "" && callFrom(c.CallFrom) == 0 {
		j.bad(at, "%q is not a valid time of day. Write it as 08:15, by their clock.", c.CallFrom)
	}
}

func checkNight(j Judge, at string, c *Client) {
	if _, ok := chosen(string(c.Night), nightChoices); !ok {
		j.bad(at, "%q is not a rule for nights. Write ask, always, sev1 or summary.", c.Night)
	}
}

func checkManner(j Judge, at string, c *Client) {
	if _, ok := chosen(string(c.Manner), mannerChoices); !ok {
		j.bad(at, "%q is not a manner. Write usual, calls-first, writing-only or lawyer.", c.Manner)
	}
}

func checkLetters(j Judge, at string, c *Client) {
	if err := Address(c.Letters); err != nil {
		j.bad(at, "%s.", err)
	}
}

// checkApproval reads a list of people as the rule [ApprovalNamed], which is no
// word of a file.
func checkApproval(j Judge, at string, c *Client) {
	a := c.Approval
	_, known := chosen(string(a.Rule), approvalChoices)
	switch {
	case a.People == nil && (!known || a.Rule == ApprovalNamed):
		j.bad(at, "%q is not a rule for approval. Write none, other, commander, or a list of people: [U0BEN].", a.Rule)
	case a.People != nil && len(a.People) == 0:
		j.bad(at, "names nobody. Write who approves, like [U0BEN], or none.")
	}
	for i, id := range a.People {
		at := fmt.Sprintf("%s[%d]", at, i)
		if j.Person(at, id) && slices.Index(a.People, id) < i {
			j.Bad(at, "%s is in the list already. Keep one of them.", id)
		}
	}
}

func checkAliases(j Judge, at string, c *Client) {
	for i, alias := range c.Aliases {
		j.Required(fmt.Sprintf("%s[%d]", at, i), alias, "Write another name of theirs, or remove the entry.")
	}
}

func checkDomains(j Judge, at string, c *Client) {
	for i, s := range c.Domains {
		if domain, ok := CleanDomain(s); !ok || domain != s {
			j.bad(fmt.Sprintf("%s[%d]", at, i), "%q is not a valid domain. Write it like acme.example: small letters, without https:// and without a path.", s)
		}
	}
}

func checkTags(j Judge, at string, c *Client) {
	for i, s := range c.Tags {
		tag, ok := CleanTag(s)
		if ok {
			c.Tags[i] = tag
		} else {
			j.bad(fmt.Sprintf("%s[%d]", at, i), "%q is not a valid tag. Write up to 40 of a-z, 0-9, dots, - and _, for example %s.", s, exampleTag(tag))
		}
	}
}

// exampleTag is the tag that was probably meant.
func exampleTag(tag string) string {
	if tag, ok := CleanTag(strings.Join(strings.Fields(tag), "-")); ok {
		return tag
	}
	return "web-3"
}

// checkWebhook does not repeat the address: whoever knows it can post there. What
// may be called at all, and the secret, which may stand in a file of its own, is
// looked at where the file is read.
func checkWebhook(j Judge, at string, c *Client) {
	if c.Webhook == nil {
		return
	}
	if c.Webhook.URL == "" {
		j.bad(at+".url", "is missing. Write the address that the client gave you, for example https://hooks.acme.example/incidents.")
	} else if _, err := url.Parse(c.Webhook.URL); err != nil {
		j.bad(at+".url", "is not a valid web address. Write it like https://hooks.acme.example/incidents.")
	}
}

// checkOptional says which ways need not arrive: one has to.
func checkOptional(j Judge, at string, c *Client) {
	wrong := false
	for i, via := range c.Optional {
		at := fmt.Sprintf("%s[%d]", at, i)
		switch w := WayOf(via); {
		case j.Unread(at):
			wrong = true
		case w.Field == "":
			wrong = true
			j.Bad(at, "%q is not a way to reach a client. Write %s.", via, fault.Or(Ways))
		case !w.used(c):
			wrong = true
			j.Bad(at, "this client is not reached by %s. Set it up, or take it out of the list.", via)
		case slices.Contains(c.Optional[:i], via):
			j.Bad(at, "%s is in the list already. Keep one of them.", via)
		}
	}
	if len(c.Optional) > 0 && !wrong && !c.awaited() {
		j.Bad(at, "leaves no way that has to arrive. Take one out of the list: a promise is kept by what arrives there.")
	}
}

// used says whether the way is switched on for a client.
func (w Way) used(c *Client) bool { return c.Field(w.Field) != "" }

// awaited says whether there is a way on which a text has to arrive.
func (c *Client) awaited() bool {
	return slices.ContainsFunc(ways, func(w Way) bool { return w.used(c) && !slices.Contains(c.Optional, w.Via) })
}
