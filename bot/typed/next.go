package typed

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/fault"
)

// Next is a next time as it was typed.
type Next struct {
	At   time.Time // zero: none was typed
	Asks byhand.Asks
}

var sureWord = regexp.MustCompile(`(?i)[ ,]+sure\.?$`)

// Next reads when a client hears next: 45m, 15:30, tomorrow 9. The word sure behind
// it says that somebody means a time that was asked back.
func (c Clock) Next(text string) (n Next, err error) {
	if m := sureWord.FindStringIndex(text); m != nil {
		text, n.Asks.Sure = text[:m[0]], true
	}
	n.Asks.Passed = c.Passed(text)
	n.At, err = c.When(text, false)
	return n, err
}

var (
	nextWord = regexp.MustCompile(`(?i)(?:^|[\s,;.]+)next\s+`)
	oneTime  = regexp.MustCompile(`^\S+(?:\s+\d{1,2}:\d{2})?$`)
)

// TrailingNext takes a next time off the end of a report: … next 45m. What is no
// time belongs to the report, unless it was meant as one.
func (c Clock) TrailingNext(text string) (rest string, n Next, err error) {
	all := nextWord.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return text, n, nil
	}
	m := all[len(all)-1]
	switch n, err = c.Next(text[m[1]:]); {
	case err == nil && m[0] > 0:
		return strings.TrimRight(text[:m[0]], " ,;"), n, nil
	case err != nil && oneTime.MatchString(text[m[1]:]) && strings.ContainsAny(text[m[1]:], "0123456789"): // “next week” is a word
		return text, Next{}, err
	}
	return text, Next{}, nil
}

// Client takes the client off the beginning of what was typed about an incident:
// its id, or one of its names, whole. Of a single client the words are about it,
// whether it is named or not, so there its name is taken only with always.
func Client(inc *incident.Incident, text string, always bool) (id, rest string) {
	found, n := "", 0
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		for _, name := range append([]string{c.ID}, c.Names()...) {
			if m := begins(text, name); m > n {
				found, n = c.ID, m
			}
		}
	}
	if n == 0 {
		return "", text
	}
	rest = trim(text[n:])
	if always || len(inc.Clients) > 1 || rest == "" || strings.HasPrefix(text[n:], ":") { // “acme knows it” are words about a single one
		return found, rest
	}
	return "", text
}

// OneClient is [Client] for what is done with one client at a time. Where there
// are several it has to be named.
func OneClient(inc *incident.Incident, verb, text string) (id, rest string, err error) {
	if id, rest = Client(inc, text, false); id != "" || len(inc.Clients) == 1 {
		return id, rest, nil
	}
	return "", "", fault.Errorf(fault.Invalid, "Which client? Nothing was changed. Name it first, for example: %s %s.", verb, strings.TrimSpace(inc.Clients[1].Client.ID+" "+text)).
		Offering(eachClient(inc, verb+" ", " "+text)...)
}

// eachClient is a line about each client of an incident.
func eachClient(inc *incident.Incident, before, behind string) (list []fault.Ready) {
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		list = append(list, fault.Ready{Line: strings.TrimSpace(inc.Name() + " " + before + c.ID + behind), Label: c.Name})
	}
	return list
}

// NoticedBy parts what is noticed from the client in front of it. One word before
// a colon is meant as a client: as the words of all, a mistyped name would be
// read by the wrong one.
func NoticedBy(inc *incident.Incident, text string) (client, words string, err error) {
	name, rest, found := strings.Cut(text, ":")
	name = strings.TrimSpace(name)
	if !found || name == "" || strings.HasPrefix(rest, "//") {
		return incident.AllClients, text, nil
	}
	for _, aff := range inc.Clients {
		if strings.EqualFold(name, aff.Client.ID) || strings.EqualFold(name, aff.Client.Name) {
			return aff.Client.ID, rest, nil
		}
	}
	if strings.ContainsFunc(name, unicode.IsSpace) {
		return incident.AllClients, text, nil
	}
	return "", "", fault.Errorf(fault.Invalid, "Who is “%s”? %s affects no such client. Nothing was changed. Type impact %s: and what they notice, or leave the colon out for words that all may read.",
		name, inc.Name(), inc.Clients[0].Client.ID).Offering(eachClient(inc, "impact ", ": "+strings.TrimSpace(rest))...)
}
