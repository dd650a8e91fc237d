package main

import (
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"candor/cmd/candor/printing"
	"candor/incident"
	"candor/incident/client"
)

// checker looks at what was read: it fills in defaults and tokens, and notes
// everything that would only show itself in the middle of an incident.
type checker struct {
	*reader
	client.Judge
	c      *config
	getenv func(string) string
}

func newChecker(r *reader, c *config, getenv func(string) string) checker {
	return checker{r, client.Judge{File: r}, c, getenv}
}

func (k checker) check() {
	k.Required("company", k.c.Company, "Write the name by which clients know you, for example Studio North.")
	k.slack()
	k.tokens()
	k.paths()
	if tag, ok := client.CleanTag(k.c.RunsOn); k.c.RunsOn != "" && (!ok || tag != k.c.RunsOn) {
		k.bad("runs_on", "%q is not a valid tag. Write the machine as the tags of your clients do, for example web-3.", k.c.RunsOn)
	}
	k.channelName()
	k.team()
	k.escalation()
	k.trusted()
	k.mail()
	guard := k.webhooks()
	k.holidays(new(clock).Now())
	k.clients()
	k.sending(guard, false)
	k.backup()
	k.heartbeat(guard)
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
		k.bad("slack.command", "%q is not a valid slash command. Write a slash and up to 31 of a-z, 0-9, - and _, for example /incident.", s.Command)
	}
	k.Room("slack.announce", s.Announce)
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
		return "is not a valid web address. Write https://slack.com/api/, or remove the line."
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
		k.bad("store", "%q is not a store that this version knows. Write bolt: and a file, for example bolt:candor.db.", k.c.Store)
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
	if why := printing.Unfit(k.c.path(k.c.Print)); why != "" {
		k.bad("print", "%q cannot make PDFs: %s. Write the path of a Chromium, for example /usr/bin/chromium, or remove the line.", k.c.Print, why)
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
			bad("%s is not a valid placeholder. Use {number}, {client} and {title}.", ph)
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
		k.Required(at+".name", p.Name, "Write the name with which texts are signed, for example Ana Ruiz.")
		k.Short(at+".role", p.Role)
		k.Email(at+".email", p.Email)
		k.Phone(at+".phone", p.Phone)
		k.Person(at+".slack", p.Slack)
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
		case !k.Person(at, id): // said already
		case seen[id]:
			k.bad(at, "%s is in the list already. Keep one of them.", id)
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
		if k.Person(at, id) && seen[id] {
			k.bad(at, "%s is in the list already. Keep one of them.", id)
		}
		seen[id] = true
	}
}

// clients checks each by the list of its fields, and that no two have one id.
func (k checker) clients() {
	ids := map[string]int{}
	for i := range k.c.Clients {
		at, cl := fmt.Sprintf("clients[%d]", i), &k.c.Clients[i]
		if k.Stands(at+".webhook") && !k.Broken(at+".webhook") && cl.Webhook == nil {
			cl.Webhook = new(client.Webhook) // its key stands there, with nothing behind it
		}
		k.Judge.Client(at, cl)
		if first, again := seenBefore(ids, cl.ID, i); again && client.ClientIDProblem(cl.ID) == "" {
			k.bad(at+".id", "%s is that of clients[%d] already. Give each client an id of its own.", cl.ID, first)
		}
	}
}

// seenBefore says whether an earlier entry of a list has the same value, and which.
func seenBefore(seen map[string]int, value string, i int) (first int, again bool) {
	if first, again = seen[value]; !again {
		seen[value] = i
	}
	return first, again
}
