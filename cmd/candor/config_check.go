package main

import (
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident"
	"candor/incident/client"
)

// checker looks at what was read: it fills in defaults and tokens, and notes
// everything that would only show itself in the middle of an incident.
type checker struct {
	*reader
	c      *config
	getenv func(string) string
}

func (k checker) check() {
	k.required("company", k.c.Company, "Write the name by which clients know you, for example Studio North.")
	k.slack()
	k.tokens()
	k.paths()
	k.channelName()
	k.team()
	k.escalation()
	k.trusted()
	k.mail()
	guard := k.webhooks()
	k.clients()
	k.sending(guard)
}

// required notes a value that is missing, and one that is too long to be shown.
func (k checker) required(path, value, hint string) {
	if value == "" && !k.unread(path) {
		k.bad(path, "is missing. %s", hint)
	}
	k.short(path, value)
}

// longestName is what Slack shows of an option in a list.
const longestName = 75

func (k checker) short(path, value string) {
	if n := utf8.RuneCountInString(value); n > longestName {
		k.bad(path, "is %d characters long. Write at most %d: Slack shows no more in a list.", n, longestName)
	}
}

// otherwise sets a default.
func otherwise(s *string, value string) {
	if *s == "" {
		*s = value
	}
}

var commandForm = regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`)

func (k checker) slack() {
	s := &k.c.Slack
	otherwise(&s.Command, defaultCommand)
	if !commandForm.MatchString(s.Command) {
		k.bad("slack.command", "%q is no slash command. Write a slash and up to 31 of a-z, 0-9, - and _, for example /incident.", s.Command)
	}
	otherwise(&s.APIURL, defaultAPIURL)
	if wrong := checkAPIURL(s.APIURL); wrong != "" {
		k.bad("slack.api_url", "%s", wrong)
	}
	if !strings.HasSuffix(s.APIURL, "/") {
		s.APIURL += "/"
	}
}

// checkAPIURL says what is wrong with an address; it never repeats one that may
// hold a password.
func checkAPIURL(s string) string {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "is no web address. Write https://slack.com/api/, or remove the line."
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "holds more than a host and a path. Write it like https://slack.com/api/."
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return "would send the tokens in the clear. Write https://; http:// is only for this machine."
	}
	return ""
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// paths checks where the data and the team's own words are.
func (k checker) paths() {
	otherwise(&k.c.Store, defaultStore)
	kind, file, ok := strings.Cut(k.c.Store, ":")
	switch {
	case !ok || kind != "bolt":
		k.bad("store", "%q is no store that this version knows. Write bolt: and a file, for example bolt:candor.db.", k.c.Store)
	case file == "" || strings.HasSuffix(file, "/"):
		k.bad("store", "%q names no file. Write one after the colon, for example bolt:candor.db.", k.c.Store)
	case strings.HasPrefix(file, "~"):
		k.bad("store", "~ is not replaced by your home folder. Write the whole path.")
	}

	if words := k.c.Words; words != "" {
		info, err := os.Stat(k.c.wordsDir())
		switch {
		case err != nil:
			k.bad("words", "%q cannot be opened: %s. Create the folder, or remove the line.", words, reason(err))
		case !info.IsDir():
			k.bad("words", "%q is a file. Name the folder that holds your texts, or remove the line.", words)
		}
	}
}

var (
	placeholder  = regexp.MustCompile(`\{[^{}]*\}`)
	placeholders = []string{"{number}", "{client}", "{title}"}
	channelForm  = regexp.MustCompile(`^[a-z0-9-]*$`)
)

// channelName makes sure that what is written is what Slack will show: anything
// else would be bent into shape silently, or lose the number.
func (k checker) channelName() {
	otherwise(&k.c.ChannelName, defaultChannelName)
	pattern := k.c.ChannelName
	bad := func(format string, args ...any) { k.bad("channel_name", format, args...) }
	for _, ph := range placeholder.FindAllString(pattern, -1) {
		if !slices.Contains(placeholders, ph) {
			bad("%s is no placeholder. Use {number}, {client} and {title}.", ph)
			return
		}
	}
	switch fixed := placeholder.ReplaceAllString(pattern, ""); {
	case !strings.Contains(pattern, "{number}"):
		bad("lacks {number}, without which two incidents share a name. Write it like %s.", defaultChannelName)
	case !channelForm.MatchString(fixed):
		bad("%q makes no name of a Slack channel. Use a-z, 0-9 and - between the placeholders, like %s.", pattern, defaultChannelName)
	case !strings.Contains(longChannel(pattern), longNumber):
		bad("the number would be cut off a long name. Write {number} first and {title} last, like %s.", defaultChannelName)
	}
}

const longNumber = "1234567"

// longChannel is the name of an incident in which everything is long.
func longChannel(pattern string) string {
	inc := incident.Incident{Number: 1234567, Title: strings.Repeat("t", 200)}
	inc.Clients = []incident.Affected{{Client: client.Client{ID: strings.Repeat("c", 24)}}}
	return inc.ChannelName(pattern)
}

// team checks the people.
func (k checker) team() {
	seen := map[string]int{}
	for i, p := range k.c.People {
		at := fmt.Sprintf("people[%d]", i)
		k.required(at+".name", p.Name, "Write the name with which texts are signed, for example Ana Ruiz.")
		k.short(at+".role", p.Role)
		k.email(at+".email", p.Email)
		k.person(at+".slack", p.Slack)
		k.wake(at, &k.c.People[i])
		if first, again := seen[p.Slack]; again && p.Slack != "" {
			k.bad(at+".slack", "%s is people[%d] already. Keep one of them.", p.Slack, first)
			continue
		}
		seen[p.Slack] = i
	}
}

// escalation checks who is asked when nobody answers.
func (k checker) escalation() {
	known := map[string]bool{}
	for _, p := range k.c.People {
		known[p.Slack] = true
	}
	seen := map[string]bool{}
	for i, id := range k.c.EscalateTo {
		at := fmt.Sprintf("escalate_to[%d]", i)
		switch {
		case !k.person(at, id): // said already
		case seen[id]:
			k.bad(at, "%s stands in the list already. Keep one of them.", id)
		case !known[id] && !k.unread("people"):
			k.bad(at, "%s is nobody under people. Add the person there, or remove the id here.", id)
		}
		seen[id] = true
	}
}

// trusted checks which guests are of the team.
func (k checker) trusted() {
	seen := map[string]bool{}
	for i, id := range k.c.Trusted {
		at := fmt.Sprintf("trusted_guests[%d]", i)
		if k.person(at, id) && seen[id] {
			k.bad(at, "%s stands in the list already. Keep one of them.", id)
		}
		seen[id] = true
	}
}

func (k checker) email(path, s string) {
	if s == "" {
		return
	}
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		k.bad(path, "%q is no e-mail address. Write it like ana@studio-north.example.", s)
	}
}

var (
	personForm  = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
	channelID   = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)
	howToPerson = "Write the id: in Slack open the profile, More (⋮), Copy member ID."
	howToRoom   = "Write the id: in Slack click the channel's name, About; it stands at the end."
)

// person notes what is not the id of a person, and says whether it is one.
func (k checker) person(path, id string) bool {
	switch {
	case personForm.MatchString(id):
		return true
	case k.unread(path):
	case id == "":
		k.bad(path, "is missing. %s", howToPerson)
	case strings.HasPrefix(id, "@"):
		k.bad(path, "%q is a name, and names change. %s", id, howToPerson)
	case channelID.MatchString(id):
		k.bad(path, "%s is the id of a channel, not of a person. %s", id, howToPerson)
	case personForm.MatchString(strings.ToUpper(id)):
		k.bad(path, "%q is in small letters. Write %s.", id, strings.ToUpper(id))
	default:
		k.bad(path, "%q is no id of a person; those begin with U or W. %s", id, howToPerson)
	}
	return false
}

// channel notes what is not the id of a channel, and says whether it is one.
func (k checker) channel(path, id string) bool {
	switch {
	case channelID.MatchString(id):
		return true
	case strings.HasPrefix(id, "#"):
		k.bad(path, "%q is a name, and names change. %s", id, howToRoom)
	case personForm.MatchString(id):
		k.bad(path, "%s is the id of a person, not of a channel. %s", id, howToRoom)
	case channelID.MatchString(strings.ToUpper(id)):
		k.bad(path, "%q is in small letters. Write %s.", id, strings.ToUpper(id))
	default:
		k.bad(path, "%q is no id of a channel; those begin with C or G. %s", id, howToRoom)
	}
	return false
}

func (k checker) clients() {
	ids, channels := map[string]int{}, map[string]int{}
	for i, cl := range k.c.Clients {
		at := fmt.Sprintf("clients[%d]", i)
		if k.clientID(at+".id", cl.ID) {
			k.once(ids, cl.ID, at+".id", i, "Give each client an id of its own.")
		}
		k.required(at+".name", cl.Name, "Write how the client is called, for example Acme Shop.")
		k.short(at+".service", cl.Service)
		k.contacts(at, cl.Contacts)
		k.zone(at+".time_zone", cl.TimeZone)
		k.availability(at, cl)
		k.approval(at+".approval", cl.Approval)
		k.clientLists(at, cl)
		if cl.Slack != "" && k.channel(at+".slack", cl.Slack) {
			k.once(channels, cl.Slack, at+".slack", i, "Give each client a channel of its own: what one is told is not for the other.")
		}
	}
}

// once notes a value that an earlier client has too.
func (k checker) once(seen map[string]int, value, path string, i int, hint string) {
	if first, again := seen[value]; again {
		k.bad(path, "%s is that of clients[%d] already. %s", value, first, hint)
		return
	}
	seen[value] = i
}

// clientID notes what cannot be typed as a client, and says whether it can.
func (k checker) clientID(path, id string) bool {
	if k.unread(path) {
		return false
	}
	problem := client.ClientIDProblem(id)
	if problem != "" {
		k.bad(path, "%s", problem)
	}
	return problem == ""
}

func (k checker) contacts(client string, list []contactConfig) {
	for i, ct := range list {
		at := fmt.Sprintf("%s.contacts[%d]", client, i)
		k.required(at+".name", ct.Name, "Write the name of the person; the first contact is greeted.")
		k.email(at+".email", ct.Email)
	}
}

func (k checker) zone(path, name string) {
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		k.bad(path, "%q is no time zone. Write a name like Europe/London.", name)
	}
}
