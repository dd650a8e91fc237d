package typed

import (
	"regexp"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/fault"
)

// Client takes the client off the beginning of what was typed about an incident:
// its id, or one of its names, whole. Of a single client the words are about it,
// whether it is named or not, so there its name is taken only with always.
func Client(inc *incident.Incident, text string, always bool) (id, rest string) {
	found, n := "", 0
	for _, aff := range inc.Everybody() { // who was taken out is said to be
		c := &aff.Client
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

var (
	// allOfThem are the verbs behind which all may stand in front of a time, or alone; in front of words it
	// stands with a colon, since they may begin with it.
	allOfThem = []string{"works", "next", "snooze", "cadence"}
	toAll     = []string{"still", "known", "unknown", "doing", "impact", "update"}

	allAlone = regexp.MustCompile(`(?i)^(?:all|everybody|everyone)(?:\s*:\s*|\s+|$)`)
	allColon = regexp.MustCompile(`(?i)^(?:all|everybody|everyone)\s*:\s*`)
)

// OfAll is what was typed without a word in front by which it is for all clients, as it is where nobody is
// named. Of what is known it stands, since there it is an answer whose that is.
func OfAll(verb, text string) string {
	switch {
	case slices.Contains(allOfThem, verb):
		return allAlone.ReplaceAllString(text, "")
	case slices.Contains(toAll, verb):
		return allColon.ReplaceAllString(text, "")
	}
	return text
}

// gone refuses what was typed about a client who was taken out of the incident: it would be
// kept of, or read by, another.
func gone(inc *incident.Incident, text string) error {
	id, _ := Client(inc, text, true)
	if id == "" || inc.HasClient(id) {
		return nil
	}
	_, err := inc.Find(id)
	return err
}

// ofOne are the verbs that do something with one client at a time.
var ofOne = []string{"told", "correct", "asked", "call", "later", "confirm"}

// sentences are the verbs with a sentence of ours behind them, which may begin with a client:
// “known Globex changed the setting” is not “known globex: changed the setting”.
var (
	sentences = []string{"known", "unknown", "impact"}
	dropped   = regexp.MustCompile(`(?i)^drop \d+$`)
)

// Whose parts a typed line about an incident: the client who stands in front, empty for all of
// several, and the words. A name in front that is none of the incident's is refused: its
// words would be read by another client, or kept as theirs.
func (x *Lexicon) Whose(inc *incident.Incident, verb, text string) (id, rest string, err error) {
	if slices.Contains(ofOne, verb) {
		return x.oneClient(inc, verb, text)
	}
	if err := gone(inc, text); err != nil {
		return "", "", err
	}
	id, rest = Client(inc, text, false)
	switch {
	case id != "" && verb == "doing" && len(inc.Clients) > 1:
		return "", "", fault.Errorf(fault.Invalid, "What you do is read by all %d clients. Nothing was changed. Type doing %s if all may read it. To tell %s alone, type still %s: %s.",
			len(inc.Clients), rest, inc.Affected(id).Client.Name, id, rest)
	case id != "" && slices.Contains(sentences, verb) && len(inc.Clients) > 1 && rest != "" && !strings.Contains(text[:len(text)-len(rest)], ":") && !dropped.MatchString(rest):
		name := inc.Affected(id).Client.Name
		return "", "", fault.Errorf(fault.Invalid, "Does only %s read this? Nothing was changed. Then put a colon behind the name: %s %s: %s. What all %d clients read names none of them.", name, verb, id, rest, len(inc.Clients)).
			Offering(fault.Ready{Line: inc.Name() + " " + verb + " " + id + ": " + rest, Label: "Only " + name})
	case id != "":
		return id, rest, nil
	}
	if err := x.another(inc, text); err != nil {
		return "", "", err
	}
	if m := addressed.FindStringSubmatch(text); m != nil {
		return "", "", x.whoIs(inc, verb, m[1], m[2])
	}
	return "", text, nil
}

// oneClient is Whose for what is done with one client: where there are several it has to be
// named. A word before a colon may be a person who was called, so it is refused only where it
// reads like a client.
func (x *Lexicon) oneClient(inc *incident.Incident, verb, text string) (id, rest string, err error) {
	id, rest = Client(inc, text, true)
	if id != "" && !aboutIt.MatchString(rest) {
		id, rest = Client(inc, text, false)
	}
	if id != "" {
		return id, rest, nil
	}
	if err := x.another(inc, text); err != nil {
		return "", "", err
	}
	word, rest := FirstWord(text)
	name := strings.TrimRight(word, ":,")
	how, _ := How(text)
	switch meant := name != word || rest == "" || aboutIt.MatchString(rest) || len(inc.Clients) > 1; {
	case meant && how == "" && x.near(name) != nil:
		return "", "", x.whoIs(inc, verb, name, " "+rest)
	case len(inc.Clients) == 1:
		return "", text, nil
	}
	return "", "", fault.Errorf(fault.Invalid, "Which client? Nothing was changed. Name it first, for example: %s %s.", verb, strings.TrimSpace(inc.Clients[1].Client.ID+" "+text)).
		Offering(eachClient(inc, verb+" ", " "+text)...)
}

var (
	// addressed is one word before a colon, and what is said to it: no time, no link.
	addressed = regexp.MustCompile(`(?s)^["“”„'‘’` + "`" + `]?(\pL[^\s:"“”]*)["“”'‘’` + "`" + `]?\s*(:(?:\s.*)?)$`)
	// aboutIt is what stands behind the client in a line about one: how they were told, or a number.
	aboutIt = regexp.MustCompile(`(?i)^(?:\d+(?:\s|$)|(?:call|phone|voicemail|messenger|message|sms|in person|person|letter)\s*:)`)
)

// another refuses words that begin with the name of a client whom the incident does not
// affect. Another name of theirs may be a word like any other, unless a colon is behind it.
func (x *Lexicon) another(inc *incident.Incident, text string) error {
	c, n := x.named(text)
	if c == nil || inc.HasClient(c.ID) || !strings.HasPrefix(text[n:], ":") && begins(text, c.ID) != n && begins(text, c.Name) != n {
		return nil
	}
	if inc.Affected(c.ID) != nil {
		_, err := inc.Find(c.ID)
		return err
	}
	return fault.Errorf(fault.Invalid, "%s does not affect %s. Nothing was changed, and nothing was sent. If they have it too, type first: affects %s.", inc.Name(), c.Name, c.ID)
}

// whoIs refuses a name that is no client's; words is what was behind it.
func (x *Lexicon) whoIs(inc *incident.Incident, verb, name, words string) error {
	if verb == "doing" { // one client alone reads it from still
		verb = "still"
	}
	return fault.Errorf(fault.Invalid, "Who is “%s”? %s affects no such client. Nothing was changed, and nothing was sent. Type %s %s: and your words, or leave the colon out for words that all may read.",
		Clip(name), inc.Name(), verb, inc.Clients[0].Client.ID).Offering(eachClient(inc, verb+" ", strings.TrimRight(words, " "))...)
}

// eachClient is a line about each client of an incident.
func eachClient(inc *incident.Incident, before, behind string) (list []fault.Ready) {
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		list = append(list, fault.Ready{Line: strings.TrimSpace(inc.Name() + " " + before + c.ID + behind), Label: c.Name})
	}
	return list
}
