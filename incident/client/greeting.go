package client

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candor/incident/fault"
)

// Greeting is how a text on a way greets who reads it there: by the given name; where
// nobody can be sure of that, by the whole name; several who get one mail together, many
// of them by none; and by the client's name whoever of them it is.
func (c *Client) Greeting(via string) string {
	return c.greets(c.readers(via))
}

// GreetingAt greets who reads what goes to one destination alone.
func (c *Client) GreetingAt(d Destination) string {
	if d.Way().Each {
		return c.greets([]Contact{{Name: d.Name}})
	}
	return c.Greeting(d.Via)
}

// Callee is how a call greets whoever is called.
func (c *Client) Callee() string {
	for _, ct := range c.Contacts {
		if ct.Phone != "" {
			return c.greets([]Contact{ct})
		}
	}
	return c.Greeting("")
}

func (c *Client) greets(readers []Contact) string {
	var names []string
	for _, ct := range readers {
		if name := GivenName(ct.Name); name != "" {
			names = fault.AppendNew(names, name)
		}
	}
	switch n := len(names); {
	case n == 0:
		return c.Name
	case n > 3:
		return "all"
	case n > 1:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return names[0]
}

// readers are the contacts to whom a text on a way speaks. In a channel that is the first
// one, whoever reads along.
func (c *Client) readers(via string) []Contact {
	var list []Contact
	for _, d := range c.Destinations() {
		if d.Way().Each && (d.Via == via || WayOf(via).Machine) { // a machine takes the words of the mail
			list = append(list, Contact{Name: d.Name})
		}
	}
	if len(list) == 0 && !WayOf(via).Machine { // who reads there nobody knows
		list = append(list, c.First())
	}
	return list
}

// GivenName returns the given name in a person's name as people write it: Dana
// of Fox, Dana, of Dr. Dana Fox and of DANA FOX. Where it may be the name of a
// company or of a role, is one word, or is written family name first, it is the
// whole name, without what stands around it. It is "" of an empty one.
func GivenName(written string) string {
	name, company := bareName(written)
	last, first, inverted := strings.Cut(name, ",")
	if inverted && !company && isAfterComma(first) {
		name = last
	} else if inverted {
		name = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
	}
	words := withoutTitles(strings.Fields(name))
	switch {
	case company || len(words) == 0:
		return strings.Join(strings.Fields(written), " ")
	case len(words) < 2 || !isPersonal(words): // Dr. Fox is no Fox
		return strings.Join(strings.Fields(name), " ")
	case inverted && !isAfterComma(first): // what stands after the comma is theirs for certain
		return cased(withoutTitles(strings.Fields(first))[0])
	}
	return cased(words[0])
}

// What stands in a name and is none of it: an address, a role in brackets or
// behind a dash, a nickname in quotes.
var (
	inBrackets  = regexp.MustCompile(`\s*[(\[<][^)\]>]*[)\]>]?`)
	behindADash = regexp.MustCompile(`\s+[-–—|/]\s+.*$`)
	quotedNick  = regexp.MustCompile(`\s+["“„'‘][^"”“'’]+["”“'’](\s|$)`)
)

// bareName is a name without what stands around it. It says whether that is a
// company's or a role's.
func bareName(written string) (name string, company bool) {
	name = strings.TrimSpace(written)
	if at := strings.IndexAny(name, "@"); at > 0 && !strings.Contains(name, " ") { // an address alone
		return name, true
	}
	name = inBrackets.ReplaceAllString(name, "")
	name = behindADash.ReplaceAllString(name, "")
	name = strings.Trim(quotedNick.ReplaceAllString(name, " "), " ,;")
	for w := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '&' }) {
		company = company || slices.Contains(notPeople, w)
	}
	return name, company || strings.ContainsAny(name, "&/+0123456789@")
}

// notPeople are words that stand in names of companies, teams and roles.
var notPeople = strings.Fields(`ltd limited inc llc llp plc corp corporation company co gmbh ag kg ohg ug mbh sa sarl srl spa bv nv oy ab aps pty pte group holding
	shop store hotel hotels travel studio agency services solutions systems foundation association club school university hospital
	front desk office reception team support help helpdesk service sales billing accounting accounts finance marketing operations it hr admin administrator administration
	manager management director owner department info contact customer care board secretary on-call duty noc and the und et y`)

// titles stand before a name, qualifications behind it. They are looked for
// without their stops; the short ones may be names, and count with a stop alone.
var (
	titles = strings.Fields(`mr mrs ms miss mx dr prof professor doctor sir lady reverend father captain
		herr frau fräulein dipl-ing mme mlle monsieur madame mademoiselle sr sra srta doña dott dottssa sigra dhr mevr mevrouw shri smt`)
	shortTitles    = strings.Fields(`m me mag med jur phil rer nat h c hc habil doc ing dipl arch ir drs avv sig fr hon col lt maj capt rev don pan lic ph mudr judr`)
	qualifications = strings.Fields(`phd md mba msc bsc ma ba llm jd esq jr sr ii iii iv cpa cfa pmp dds rn obe mbe cbe bacc dipl`)
)

func bareWord(w string) string {
	return strings.ToLower(strings.ReplaceAll(strings.Trim(w, ".,;"), ".", ""))
}

// withoutTitles takes the titles in front and the qualifications behind.
func withoutTitles(words []string) []string {
	for len(words) > 0 && isTitle(words[0]) {
		words = words[1:]
	}
	for len(words) > 2 && slices.Contains(qualifications, bareWord(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	return words
}

// isTitle says whether a word stands before a name. One that may be a name, Phil,
// is a title only with its stop.
func isTitle(w string) bool {
	return slices.Contains(titles, bareWord(w)) || strings.HasSuffix(w, ".") && slices.Contains(shortTitles, bareWord(w))
}

// isAfterComma says whether what stands after the comma is no name: PhD, Jr.
func isAfterComma(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(qualifications, bareWord(w)) && !isTitle(w) })
}

// particles begin a family name: who is written van der Berg, or bin Said, has no
// given name there.
var particles = strings.Fields(`van von de der den del della di da dos das du la le les ter ten zu zum zur af av bin ibn al el abu mac o ben bat san`)

// isPersonal says whether the first of several words can be a given name: a word
// of letters, longer than an initial, no particle, and in a script in which it
// stands first.
func isPersonal(words []string) bool {
	first := []rune(strings.Trim(words[0], "."))
	for _, r := range first {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’‐", r) || unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			return false
		}
	}
	lower := strings.ToLower(words[0])
	return len(first) > 1 && !strings.HasSuffix(words[0], ".") && !(slices.Contains(particles, lower) && lower == words[0])
}

// cased writes DANA and dana as Dana, and leaves McKenna and Anne-Marie as they are.
func cased(name string) string {
	if name != strings.ToUpper(name) && name != strings.ToLower(name) {
		return name
	}
	return titled(strings.ToLower(name))
}
