package client

import (
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

// Field is a row of [Fields]: a field of a profile as a text that people read and
// write, and how it is judged in a file. Under one key of a file several fields
// may stand; one of them checks it.
type Field struct {
	Name string   // as forms and errors call it
	Key  string   // of the record, and of files
	Ask  Question // zero: no form asks

	word  string // in a history: “the phone of the contact”
	get   func(*Client) string
	set   func(*Client, string) error  // returns a sentence for the person who wrote what cannot be; nil: nobody writes it alone
	check func(Judge, string, *Client) // says what is wrong with what stands at a path; nil: another field of the key does
}

// Question is how a form asks for a field.
type Question struct {
	Page        Page
	Label, Hint string
	Needed      bool
	Input       Input
	Most        int      // characters of a line or of lines
	Choices     []Choice // of OneChoice, the first is what a client has without any; of a box to tick the one
}

// Answer is what is stored of an answer: nothing, if that is what the first choice
// says.
func (q Question) Answer(text string) string {
	if q.Input == OneChoice && text == q.Choices[0].Value {
		return ""
	}
	return text
}

// Page is a part of the form of a client.
type Page int

const (
	Unasked Page = iota // no form asks
	First               // what is needed to tell somebody; a phone shows it without much scrolling
	OfNew               // below it, of a new client only
	Rest                // the second page
)

// Input is how an answer is given.
type Input int

const (
	Line       Input = iota // a text of one line
	Lines                   // a text of several
	Tick                    // a box to tick
	OneChoice               // one of a list
	OneChannel              // one of Slack's channels
	SomePeople              // some of Slack's people
)

// Choice is an answer that can be chosen.
type Choice struct{ Value, Label string }

func line(page Page, label, hint string, most int) Question {
	return Question{Page: page, Label: label, Hint: hint, Most: most}
}

func tick(page Page, label, box string) Question {
	return Question{Page: page, Label: label, Input: Tick, Choices: []Choice{{"yes", box}}}
}

func choose(page Page, label string, list []Choice) Question {
	return Question{Page: page, Label: label, Needed: true, Input: OneChoice, Choices: list}
}

func (q Question) needed() Question { q.Needed = true; return q }

// Asked lists the fields on a page of the form.
func Asked(page Page) []Field {
	return slices.DeleteFunc(slices.Clone(Fields), func(f Field) bool { return f.Ask.Page != page })
}

// Field returns a field of the profile as a text; "" for one that is empty or
// unknown.
func (c *Client) Field(name string) string {
	if get := FieldNamed(name).get; get != nil {
		return get(c)
	}
	return ""
}

// FieldNamed returns a row of [Fields]; of a name that is not known, one with
// nothing in it.
func FieldNamed(name string) Field { return fieldNamed[name] }

// fieldNamed finds a row. It is filled once they all stand: their checks ask for
// other fields.
var fieldNamed = map[string]Field{}

func init() {
	for _, f := range Fields {
		fieldNamed[f.Name] = f
	}
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

func setName(c *Client, s string) error {
	c.Name = s
	if s == "" {
		return fault.Errorf(fault.Invalid, "Write how the client is called, for example Acme Shop.")
	}
	return OneLine(s)
}

// First is the contact who is greeted; empty if there is none.
func (c *Client) First() Contact {
	if len(c.Contacts) == 0 {
		return Contact{}
	}
	return c.Contacts[0]
}

// HasPhone says whether any contact has a phone number.
func (c *Client) HasPhone() bool {
	return slices.ContainsFunc(c.Contacts, func(one Contact) bool { return one.Phone != "" })
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
	if !isAddress(s) {
		return fault.Errorf(fault.Invalid, "“%s” is not a valid e-mail address. Write it like dana@acme.example.", fault.Clipped(s))
	}
	return nil
}

// PhoneNumber checks a phone number; "" is none. It stands on the card for a call at night, so
// words may stand around it (mobile, ext. 12), and a letter among its digits may not.
func PhoneNumber(s string) error {
	switch n := len(strings.Map(onlyDigits, s)); {
	case s != "" && (n == 0 || slipped(s)):
		return fault.Errorf(fault.Invalid, "“%s” is not a valid phone number. Write it like +44 20 7946 0002, or leave it empty.", fault.Clipped(s))
	case s != "" && n < 3: // 112 is one
		return fault.Errorf(fault.Invalid, "“%s” is too short for a phone number. Write it like +44 20 7946 0002.", fault.Clipped(s))
	}
	return OneLine(s)
}

// slipped says whether a letter stands among digits for one that looks like it.
func slipped(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.ContainsFunc(words, func(w string) bool {
		return strings.Trim(w, "0123456789oOlI") == "" && strings.ContainsAny(w, "oOlI") && strings.ContainsFunc(w, unicode.IsDigit)
	})
}

func onlyDigits(r rune) rune {
	if unicode.IsDigit(r) {
		return r
	}
	return -1
}

func setSlack(c *Client, s string) error {
	c.Slack = s
	if s != "" && !channelForm.MatchString(s) {
		return fault.Errorf(fault.Invalid, "Choose the channel that you share with them, not a person.")
	}
	return nil
}

// regions are the parts of the world in whose zones a city is looked for.
var regions = []string{"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "America/Argentina", "America/Indiana", "Arctic", "Antarctica"}

func setZone(c *Client, s string) error {
	zone, ok := ZoneOf(s)
	if c.TimeZone = zone; !ok {
		return fault.Errorf(fault.Invalid, "“%s” is not a time zone that Candor knows. Write the largest city of their zone, such as London, or its name, Europe/London.", fault.Clipped(s))
	}
	return nil
}

// ZoneOf returns the zone that was meant by its name, Europe/London, by its
// city, london, or by the name that Windows has for it, and says whether there is one; none is "". Letters alone, such as
// EST, are none: some of these never change their clocks.
func ZoneOf(s string) (string, bool) {
	if s == "" {
		return "", true
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '_' })
	for i, w := range words {
		words[i] = titled(w)
	}
	city := strings.Join(words, "_")
	names := []string{s, city, strings.ToUpper(s), schedule.WindowsZone(s)}
	for _, r := range regions {
		names = append(names, r+"/"+city)
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err == nil && name != "Local" && (strings.Contains(name, "/") || name == "UTC") {
			return name, true
		}
	}
	return s, false
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

// isName says whether a text can be that of a person, and not their address or number.
func isName(s string) bool {
	return !strings.Contains(s, "@") && strings.ContainsFunc(s, unicode.IsLetter)
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
		if !isName(ct.Name) {
			return fault.Errorf(fault.Invalid, "“%s” does not begin with a name. Write each on a line: Dana Fox, +44 20 7946 0009, dana@acme.example.", fault.Clipped(strings.TrimSpace(line)))
		}
		if err := PhoneNumber(ct.Phone); err != nil {
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
		if wrong := notADay(day); wrong != "" {
			return fault.Errorf(fault.Invalid, "“%s” %s. Write each like 2026-12-25, with commas between.", fault.Clipped(day), wrong)
		}
	}
	return nil
}

var nightChoices = []Choice{
	{"ask", "The first notice asks you before it wakes them"},
	{string(NightAlways), "They hear from us as by day"},
	{string(NightWorst), "Only while their business stands still"},
	{string(NightSummary), "They get a summary before they open"},
}

var approvalChoices = []Choice{
	{"none", "Nobody has to"},
	{string(ApprovalOther), "Somebody else than the writer"},
	{string(ApprovalCommander), "Whoever is in charge"},
	{string(ApprovalNamed), "One of these people (below)"},
}

// chosen returns what is stored of a choice, nothing for the first one, and says
// whether it is on the list.
func chosen(s string, list []Choice) (string, bool) {
	s = Question{Input: OneChoice, Choices: list}.Answer(s)
	return s, s == "" || slices.ContainsFunc(list, func(c Choice) bool { return c.Value == s })
}

// NightPolicyOf reads the word for a rule, "ask" too; one that nobody knows stays as it is.
func NightPolicyOf(word string) NightPolicy {
	rule, _ := chosen(word, nightChoices)
	return NightPolicy(rule)
}

// MannerOf reads the word for a manner, "usual" too; one that nobody knows stays as it is.
func MannerOf(word string) Manner {
	m, _ := chosen(word, mannerChoices)
	return Manner(m)
}

// ApprovalRuleOf reads the word for a rule, "none" too; one that nobody knows stays as it is.
func ApprovalRuleOf(word string) ApprovalRule {
	rule, _ := chosen(word, approvalChoices)
	return ApprovalRule(rule)
}

func setNight(c *Client, s string) error {
	rule, ok := chosen(s, nightChoices)
	if c.Night = NightPolicy(rule); !ok {
		return fault.Errorf(fault.Invalid, "There is no rule “%s” for nights. Choose one of the list.", fault.Clipped(s))
	}
	return nil
}

func setManner(c *Client, s string) error {
	m, ok := chosen(s, mannerChoices)
	if c.Manner = Manner(m); !ok {
		return fault.Errorf(fault.Invalid, "There is no manner “%s”. Choose one of the list.", fault.Clipped(s))
	}
	return nil
}

func setApproval(c *Client, s string) error {
	rule, ok := chosen(s, approvalChoices)
	if c.Approval.Rule = ApprovalRule(rule); !ok {
		return fault.Errorf(fault.Invalid, "There is no rule “%s” for approval. Choose one of the list.", fault.Clipped(s))
	}
	return nil
}

func setApprovers(c *Client, s string) error {
	c.Approval.People = fault.ListOf(s)
	for _, id := range c.Approval.People {
		if !personForm.MatchString(id) {
			return fault.Errorf(fault.Invalid, "“%s” is not a person in Slack. Choose people of the list.", fault.Clipped(id))
		}
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
			return fault.Errorf(fault.Invalid, "“%s” is not a valid tag. Write what they run on, like web-3, with commas between.", fault.Clipped(part))
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
			return fault.Errorf(fault.Invalid, "“%s” is not a valid domain. Write it like acme.example, without https://, with commas between.", fault.Clipped(part))
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
	c.Webhook = &Webhook{URL: s, Secret: c.Hook().Secret}
	return webAddress(s)
}

// webAddress says why updates could not go to an address of the web; "" is none.
func webAddress(s string) error {
	if u, err := url.Parse(s); s != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil) {
		return fault.Errorf(fault.Invalid, "Updates cannot go to that address. Write one that begins with https://.")
	}
	return nil
}
